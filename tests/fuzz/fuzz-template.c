/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Message templates: text with {expr} in it, read and then filled in. */

#include "lib/template.h"
#include "tests/fuzz/bindings.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define MAX_STEPS 20000
/* enough for values that are cut where they are shown */
#define MAX_BYTES (1024 * 1024)

static CelEnv *env;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	env = fuzz_bindings_env();
	return 0;
}

static void
render(const VetTemplate *message)
{
	g_autoptr(CelArena) arena = cel_arena_new(MAX_BYTES);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	CelEvaluation evaluation = {
		.max_steps = MAX_STEPS, .arena = arena, .resolve = fuzz_bindings_resolve};
	gboolean done = vet_template_render(message, &evaluation, &text, &error);

	fuzz_hold(done == (error == NULL));
	fuzz_hold(g_utf8_validate(done ? text : error->message, -1, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the loader of packs has seen to it that a template is UTF-8 */
	g_autofree char *raw = fuzz_bindings_text(data, size);
	g_autofree char *text = g_utf8_make_valid(raw, -1);
	g_autoptr(GPtrArray) issues = NULL;
	g_autoptr(VetTemplate) message = vet_template_new(env, text, &issues);

	if (message != NULL) {
		render(message);
		return 0;
	}
	for (guint i = 0; i < issues->len; i++) {
		const CelIssue *issue = issues->pdata[i];

		fuzz_hold(*issue->message != '\0' && g_utf8_validate(issue->message, -1, NULL));
		fuzz_hold(issue->span.offset <= strlen(text) &&
			  issue->span.length <= strlen(text) - issue->span.offset);
	}
	return 0;
}
