/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every text of a pack that can be translated: held against its PO files, and as a template. */

#include "lib/pack-titles.h"
#include "lib/pack-translate.h"
#include "lib/sentence.h"

#include <string.h>

/* a file that was just begun must not crowd out the faults of the others */
#define MAX_REMARKS 5

/* --- all texts --- */

static void
text_clear(VetPackText *text)
{
	g_free(text->comment);
}

/* takes the comment */
static void
add(GArray *texts, const char *context, const char *text, char *comment)
{
	VetPackText row = {context, text, comment, NULL};
	if (text && *text)
		g_array_append_val(texts, row);
	else
		g_free(comment);
}

static void
add_template(GArray *texts, const VetRule *rule, const VetTemplate *message, const char *what)
{
	if (!message)
		return;
	VetPackText row = {rule->id, vet_template_text(message),
			   g_strdup_printf("rule %s, %s", rule->id, what), message};
	g_array_append_val(texts, row);
}

static void
add_rule(GArray *texts, const VetRule *rule)
{
	add(texts, rule->id, rule->title, g_strdup_printf("rule %s, title", rule->id));
	for (guint i = 0; i < rule->cases->len; i++) {
		const VetCase *one = rule->cases->pdata[i];
		add_template(texts, rule, one->message, "message");
		add_template(texts, rule, one->advice, "advice");
	}
	add_template(texts, rule, rule->message, "message");
	add_template(texts, rule, rule->note_text, "note");
	add_template(texts, rule, rule->advice, "advice");
	add_template(texts, rule, rule->undetermined_message, "undetermined");
}

static void
add_class(GArray *texts, const VetDocumentClass *document_class)
{
	add(texts, "class", document_class->title, g_strdup_printf("class %s", document_class->id));
	for (guint i = 0; i < document_class->fields->len; i++) {
		const VetFieldSpec *field = document_class->fields->pdata[i];
		add(texts, "field", field->title,
		    g_strdup_printf("field %s.%s", document_class->id, field->id));
		for (guint j = 0; field->columns && j < field->columns->len; j++) {
			const VetColumnSpec *column = field->columns->pdata[j];
			add(texts, "field", column->title,
			    g_strdup_printf("column %s of %s.%s", column->id, document_class->id,
					    field->id));
		}
	}
}

GArray *
vet_pack_texts(const VetPack *pack)
{
	GArray *texts = g_array_new(FALSE, FALSE, sizeof(VetPackText));
	g_autoptr(GArray) lists = vet_pack_list_titles(pack);
	g_array_set_clear_func(texts, (GDestroyNotify)text_clear);
	add(texts, "pack", vet_pack_title(pack), g_strdup("title of the pack"));
	for (guint i = 0; i < pack->rules->len; i++)
		add_rule(texts, pack->rules->pdata[i]);
	for (guint i = 0; i < pack->classes->len; i++)
		add_class(texts, pack->classes->pdata[i]);
	for (guint i = 0; i < pack->params->len; i++) {
		const VetParam *param = pack->params->pdata[i];
		add(texts, "param", param->title, g_strdup_printf("param %s", param->id));
	}
	for (guint i = 0; i < lists->len; i++) {
		const VetPackListTitle *list = &g_array_index(lists, VetPackListTitle, i);
		add(texts, "list", list->title, g_strdup_printf("list %s", list->id));
	}
	for (guint i = 0; i < VET_N_SENTENCES; i++)
		add(texts, NULL, vet_sentence_text(i), g_strdup("of the engine"));
	return texts;
}

/* --- holding them against the PO files --- */

/* One own file of a pack. */
typedef struct {
	VetPackLoader *loader;
	const char *language;
	const VetTranslation *translation;
	GHashTable *used;        /* set of VetTranslationEntry */
	GHashTable *expressions; /* set of "{…}": of its templates in this language */
	GHashTable *seen;        /* set of texts that were spoken of */
	guint n_absent;          /* of these, texts that the file has not */
} Check;

static void
note_expressions(Check *check, const VetTemplate *message)
{
	const VetTemplate *translated = vet_template_in(message, check->language);
	const CelProgram *program = NULL;
	for (guint i = 0; translated != message && (program = vet_template_program(translated, i));
	     i++)
		g_hash_table_add(check->expressions,
				 g_strdup_printf("{%s}", cel_program_source(program)));
}

/* what a base does not say, its own file was told of; here only what nobody says */
static void
check_text(Check *check, const VetPackText *text)
{
	VetDiagnostics *diagnostics = check->loader->diagnostics;
	const VetTranslationEntry *entry =
		vet_pack_entry(check->translation, text->context, text->text);
	VetPackSaid said;
	if (text->message)
		note_expressions(check, text->message);
	if (entry)
		g_hash_table_add(check->used, (gpointer)entry);
	if (vet_pack_find_said(check->loader->pack, check->language, text->context, text->text,
			       &said) ||
	    !g_hash_table_add(check->seen, (gpointer)text->text))
		return;
	if (entry)
		vet_translation_warn(
			check->translation, entry, NULL, diagnostics, "%s; it is said in Chinese",
			entry->fuzzy ? "the translation is marked fuzzy" : "not translated");
	else if (check->n_absent++ < MAX_REMARKS)
		vet_translation_remark(check->translation, diagnostics,
				       "“%s” (%s) is not translated; it is said in Chinese",
				       text->text, text->comment);
}

static void
check_entry(const Check *check, const VetTranslationEntry *entry)
{
	if (g_hash_table_contains(check->used, entry))
		return;
	gboolean is_word = entry->context && *entry->context == '{';
	if (!is_word || !g_hash_table_contains(check->expressions, entry->context))
		vet_translation_warn(check->translation, entry, NULL, check->loader->diagnostics,
				     is_word ? "no translation has the expression of this msgctxt"
					     : "the pack says this nowhere; take it out");
	else if (!vet_pack_may_say(entry))
		vet_translation_warn(check->translation, entry, NULL, check->loader->diagnostics,
				     "not translated, or fuzzy; it is said in Chinese");
}

/* of a sentence of the engine every {name} is filled in, and only those that it has */
static void
check_sentence(const Check *check, const char *sentence)
{
	const VetTranslationEntry *entry = vet_pack_entry(check->translation, NULL, sentence);
	for (const char *at = entry ? entry->said : ""; (at = strchr(at, '{')); at++) {
		const char *end = strchr(at, '}');
		g_autofree char *name = g_strndup(at, end ? (gsize)(end + 1 - at) : strlen(at));
		if (!strstr(sentence, name))
			vet_translation_fault(check->translation, entry, name,
					      check->loader->diagnostics,
					      "the sentence “%s” has no %s", sentence, name);
	}
}

static void
check_language(VetPackLoader *loader, const VetPackLanguage *language, const GArray *texts)
{
	g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) expressions =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	Check check = {.loader = loader,
		       .language = language->id,
		       .translation = language->translation,
		       .used = used,
		       .expressions = expressions,
		       .seen = seen};
	const GPtrArray *entries = vet_translation_entries(language->translation);
	for (guint i = 0; i < texts->len; i++)
		check_text(&check, &g_array_index(texts, VetPackText, i));
	if (check.n_absent > MAX_REMARKS)
		vet_translation_remark(language->translation, loader->diagnostics,
				       "%u more texts are not translated; they are said in Chinese",
				       check.n_absent - MAX_REMARKS);
	for (guint i = 0; i < entries->len; i++)
		check_entry(&check, entries->pdata[i]);
	for (guint i = 0; i < VET_N_SENTENCES; i++)
		check_sentence(&check, vet_sentence_text(i));
}

/* an overlay without a file of its own promises nothing of its own texts */
void
vet_pack_check_languages(VetPackLoader *loader)
{
	const GPtrArray *languages = loader->pack->own.languages;
	if (!languages->len)
		return;
	g_autoptr(GArray) texts = vet_pack_texts(loader->pack);
	for (guint i = 0; i < languages->len; i++)
		check_language(loader, languages->pdata[i], texts);
}

/* --- the template --- */

gboolean
vet_pack_write_template(const VetPack *pack, const char *path, GError **error)
{
	g_autoptr(GArray) texts = vet_pack_texts(pack);
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(VetTranslationRow));
	g_autofree char *title = g_strdup_printf("%s %s", pack->id, pack->version);
	for (guint i = 0; i < texts->len; i++) {
		const VetPackText *text = &g_array_index(texts, VetPackText, i);
		VetTranslationRow row = {text->comment, text->text};
		g_array_append_val(rows, row);
	}
	return vet_translation_write_template((const VetTranslationRow *)rows->data, rows->len,
					      title, path, error);
}
