/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * YAML alone, faster than whole packs are: the tree and its places, and the way back from a scalar's
 * text to the file, which every fault inside an expression takes.
 */

#include "lib/yaml.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

#include <string.h>

#define NAME "one.yaml"
/* a fault costs a look through the whole file */
#define MAX_FAULTS 200

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	fuzz_scratch_folder();
	return 0;
}

static void
check_scalar(const VetYamlNode *scalar, guint *faults)
{
	gsize length = strlen(scalar->text);
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();

	fuzz_hold(g_utf8_validate(scalar->text, -1, NULL));
	for (gsize at = 0; at <= length && *faults < MAX_FAULTS; at++, (*faults)++)
		vet_yaml_fault_at(scalar, at, MIN(length - at, 3), diagnostics, "byte %u",
				  (guint)at);
	g_autofree char *text = vet_diagnostics_text(diagnostics);
	fuzz_hold(g_utf8_validate(text, -1, NULL));
}

static void
check_node(const VetYamlNode *node, guint depth, guint *faults)
{
	fuzz_hold(depth <= VET_YAML_MAX_DEPTH);
	fuzz_hold(node->start <= node->end && node->end <= vet_manuscript_length(node->source));
	fuzz_hold((node->kind == VET_YAML_SCALAR) == (node->text != NULL));
	if (node->text != NULL)
		check_scalar(node, faults);
	for (guint i = 0; node->keys != NULL && i < node->keys->len; i++)
		check_node(node->keys->pdata[i], depth + 1, faults);
	for (guint i = 0; node->items != NULL && i < node->items->len; i++)
		check_node(node->items->pdata[i], depth + 1, faults);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	guint faults = 0;

	fuzz_scratch_write(NAME, (const char *)data, size);
	g_autofree char *path = g_build_filename(fuzz_scratch_folder(), NAME, NULL);
	g_autoptr(VetManuscript) source = vet_manuscript_read(path, NAME, NULL);
	if (source == NULL)
		return 0;
	g_autoptr(VetYamlNode) root = vet_yaml_parse(source, diagnostics);
	g_autofree char *text = vet_diagnostics_text(diagnostics);
	fuzz_hold(g_utf8_validate(text, -1, NULL));
	fuzz_hold(root != NULL || *text != '\0');
	if (root != NULL)
		check_node(root, 0, &faults);
	return 0;
}
