/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Templates in other languages: compiled as the original is, and saying no more than it does. */

#include "lib/pack-translate.h"

#include <string.h>

/* A text of a rule and what it is in one language. */
typedef struct {
	VetPackLoader *loader;
	const char *language;
	const VetTemplate *original;
	VetPackSaid said;
} Translating;

/* --- which expressions are the same --- */

static gboolean
is_ascii(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if ((guchar)text[i] >= 0x80)
			return FALSE;
	return TRUE;
}

/* behind the quote that closes what `at` opens; the end where none does */
static const char *
end_of_literal(const char *at)
{
	char quote = *at++;
	for (; *at && *at != quote; at++)
		if (*at == '\\' && at[1])
			at++;
	return *at ? at + 1 : at;
}

/*
 * An expression without its white space, and with one sign for each text in quotes that is for
 * people: 'encrypted' is a value, '已加密' is Chinese.  Of a translation such a text may be ASCII, so
 * texts are compared pair by pair.
 */
static gboolean
is_same_expression(const char *original, const char *translated)
{
	const char *a = original, *b = translated;
	for (;;) {
		while (g_ascii_isspace(*a))
			a++;
		while (g_ascii_isspace(*b))
			b++;
		if (!*a || !*b)
			return *a == *b;
		if (*a != '\'' && *a != '"') {
			if (*a++ != *b++)
				return FALSE;
			continue;
		}
		if (*b != '\'' && *b != '"')
			return FALSE;
		const char *end_a = end_of_literal(a), *end_b = end_of_literal(b);
		gsize length = end_a - a;
		if (is_ascii(a, length) &&
		    (length != (gsize)(end_b - b) || strncmp(a, b, length) != 0))
			return FALSE;
		a = end_a;
		b = end_b;
	}
}

static gboolean
has_expression(const VetTemplate *message, const char *expression, gboolean is_original)
{
	const CelProgram *program = NULL;
	for (guint i = 0; (program = vet_template_program(message, i)); i++) {
		const char *source = cel_program_source(program);
		if (is_original ? is_same_expression(source, expression)
				: is_same_expression(expression, source))
			return TRUE;
	}
	return FALSE;
}

/* --- checks --- */

static void
check_expressions(const Translating *work, const VetTemplate *translated)
{
	const CelProgram *program = NULL;
	VetDiagnostics *diagnostics = work->loader->diagnostics;
	for (guint i = 0; (program = vet_template_program(translated, i)); i++) {
		const char *source = cel_program_source(program);
		if (!has_expression(work->original, source, TRUE))
			vet_translation_fault(
				work->said.translation, work->said.entry, source, diagnostics,
				"the text “%s” has no expression {%s}; a translation "
				"may only put its expressions elsewhere, and translate "
				"Chinese in quotes",
				work->said.entry->text, source);
	}
	for (guint i = 0; (program = vet_template_program(work->original, i)); i++) {
		const char *source = cel_program_source(program);
		if (!has_expression(translated, source, FALSE))
			vet_translation_warn(work->said.translation, work->said.entry, NULL,
					     diagnostics, "the translation leaves out {%s}",
					     source);
	}
}

/* the braces around a place of a text: how the file has it, unless it is wrapped there */
static char *
around(const char *text, gsize offset)
{
	const char *at = text + MIN(offset, strlen(text)), *start = at;
	while (start > text && *start != '{')
		start--;
	const char *end = strchr(at, '}');
	return g_strndup(start, end ? (gsize)(end + 1 - start) : strlen(start));
}

static void
report_issues(const Translating *work, const GPtrArray *issues)
{
	for (guint i = 0; i < issues->len; i++) {
		const CelIssue *issue = issues->pdata[i];
		g_autofree char *part = around(work->said.entry->said, issue->span.offset);
		vet_translation_fault(work->said.translation, work->said.entry, part,
				      work->loader->diagnostics, "%s", issue->message);
	}
}

/* --- words: values of an expression that are the pack's own, not an entrant's --- */

static void
add_words_of_file(VetTemplate *translated, guint index, const VetTranslation *translation,
		  const char *context)
{
	const GPtrArray *entries = vet_translation_of_context(translation, context);
	for (guint i = 0; entries && i < entries->len; i++) {
		const VetTranslationEntry *entry = entries->pdata[i];
		if (vet_pack_may_say(entry))
			vet_template_add_word(translated, index, entry->text, entry->said);
	}
}

/* highest layer first: the first word for a value stays */
static void
add_words(const Translating *work, VetTemplate *translated, guint index, const char *expression)
{
	const VetPack *pack = work->loader->pack;
	g_autofree char *context = g_strdup_printf("{%s}", expression);
	for (guint i = pack->layers->len; i > 0; i--) {
		const VetTranslation *translation =
			vet_pack_layer_language(pack->layers->pdata[i - 1], work->language);
		if (translation)
			add_words_of_file(translated, index, translation, context);
	}
	if (!g_str_has_suffix(expression, ".class_title"))
		return;
	for (guint i = 0; i < pack->classes->len; i++) {
		const char *title = ((VetDocumentClass *)pack->classes->pdata[i])->title;
		vet_template_add_word(translated, index, title,
				      vet_pack_say(pack, work->language, "class", title));
	}
}

static void
translate(const Translating *work, CelEnv *env, VetTemplate *message)
{
	g_autoptr(GPtrArray) issues = NULL;
	g_autoptr(VetTemplate) translated = vet_template_new(env, work->said.entry->said, &issues);
	const CelProgram *program = NULL;
	if (!translated) {
		report_issues(work, issues);
		return;
	}
	check_expressions(work, translated);
	for (guint i = 0; (program = vet_template_program(translated, i)); i++)
		add_words(work, translated, i, cel_program_source(program));
	vet_template_add_translation(message, work->language, g_steal_pointer(&translated));
}

void
vet_pack_translate_template(VetPackLoader *loader, CelEnv *env, const char *rule,
			    VetTemplate *message)
{
	const VetPack *pack = loader->pack;
	for (guint i = 0; i < pack->languages->len; i++) {
		Translating work = {.loader = loader,
				    .language = pack->languages->pdata[i],
				    .original = message};
		if (vet_pack_find_said(pack, work.language, rule, vet_template_text(message),
				       &work.said))
			translate(&work, env, message);
	}
}
