/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/template.h"

#include <string.h>

#define MAX_PIECES 64
/* a list in a message is for a person to read: what is longer is cut */
#define MAX_VALUE 400

typedef struct {
	char *text; /* literal, NULL when there is a program */
	CelProgram *program;
	GHashTable *words; /* value as shown → what is put in its place; NULL = none */
} Piece;

typedef struct {
	char *language;
	VetTemplate *text;
} Translation;

struct _VetTemplate {
	char *text;
	GPtrArray *pieces;
	GArray *translations; /* of Translation; NULL = none */
};

static void
piece_free(Piece *piece)
{
	g_free(piece->text);
	cel_program_free(piece->program);
	g_clear_pointer(&piece->words, g_hash_table_unref);
	g_free(piece);
}

static void
add_literal(VetTemplate *message, GString *literal)
{
	if (!literal->len)
		return;
	Piece *piece = g_new0(Piece, 1);
	piece->text = g_strdup(literal->str);
	g_string_truncate(literal, 0);
	g_ptr_array_add(message->pieces, piece);
}

/* the sentence goes on where the expression should have ended */
static void
explain_open_brace(const char *text, CelIssue *issue)
{
	const char *at = text + MIN(issue->span.offset, strlen(text));
	gboolean is_word = (guchar)*at >= 0x80 && g_unichar_isalpha(g_utf8_get_char(at));
	if (!is_word || issue->code != CEL_ERROR_SYNTAX)
		return;
	g_free(issue->message);
	issue->message = g_strdup_printf("expected } at the end of the expression, found “%.*s”",
					 (int)(g_utf8_next_char(at) - at), at);
}

/* `text` is behind the '{'; returns what follows the '}' or NULL */
static const char *
add_program(VetTemplate *message, CelEnv *env, const char *text, GPtrArray **ret_issues)
{
	gsize end = 0;
	CelProgram *program = cel_compile_until_brace(env, text, &end, ret_issues);
	if (!program) {
		explain_open_brace(text, (*ret_issues)->pdata[0]);
		return NULL;
	}
	Piece *piece = g_new0(Piece, 1);
	piece->program = program;
	g_ptr_array_add(message->pieces, piece);
	return text + end + 1;
}

static GPtrArray *
one_issue(gsize offset, gsize length, const char *message)
{
	GPtrArray *issues = g_ptr_array_new_with_free_func((GDestroyNotify)cel_issue_free);
	CelIssue *issue = g_new0(CelIssue, 1);
	issue->code = CEL_ERROR_SYNTAX;
	issue->span = (CelSpan){offset, length};
	issue->message = g_strdup(message);
	g_ptr_array_add(issues, issue);
	return issues;
}

/* issues of an expression have their places in it, those of a text in the text */
static void
move_issues(GPtrArray *issues, gsize offset)
{
	for (guint i = 0; i < issues->len; i++)
		((CelIssue *)issues->pdata[i])->span.offset += offset;
}

static gboolean
add_pieces(VetTemplate *message, CelEnv *env, const char *text, GPtrArray **ret_issues)
{
	g_autoptr(GString) literal = g_string_new(NULL);
	for (const char *at = text; *at;) {
		gsize begin = at - text;
		if (g_str_has_prefix(at, "｛") || g_str_has_prefix(at, "｝")) {
			*ret_issues =
				one_issue(begin, strlen("｛"),
					  "the full-width ｛ and ｝ hold no expression, write "
					  "{ and }; for the character itself write {'｛'}");
			return FALSE;
		}
		if (*at != '{' && *at != '}') {
			g_string_append_c(literal, *at++);
			continue;
		}
		if (at[1] == *at) {
			g_string_append_c(literal, *at);
			at += 2;
			continue;
		}
		if (*at == '}' || message->pieces->len >= MAX_PIECES) {
			*ret_issues = one_issue(
				begin, 1,
				*at == '}' ? "'}' without '{' before it; write '}}' for the "
					     "character itself"
					   : "too many expressions in one text");
			return FALSE;
		}
		add_literal(message, literal);
		at = add_program(message, env, at + 1, ret_issues);
		if (!at) {
			move_issues(*ret_issues, begin + 1);
			return FALSE;
		}
	}
	add_literal(message, literal);
	return TRUE;
}

VetTemplate *
vet_template_new(CelEnv *env, const char *text, GPtrArray **ret_issues)
{
	g_autoptr(VetTemplate) message = g_new0(VetTemplate, 1);
	g_autoptr(GPtrArray) issues = NULL;
	message->text = g_strdup(text);
	message->pieces = g_ptr_array_new_with_free_func((GDestroyNotify)piece_free);
	if (add_pieces(message, env, text, &issues))
		return g_steal_pointer(&message);
	if (ret_issues)
		*ret_issues = g_steal_pointer(&issues);
	return NULL;
}

void
vet_template_free(VetTemplate *message)
{
	if (!message)
		return;
	g_ptr_array_unref(message->pieces);
	g_clear_pointer(&message->translations, g_array_unref);
	g_free(message->text);
	g_free(message);
}

const char *
vet_template_text(const VetTemplate *message)
{
	return message->text;
}

/* of the expression with this index; NULL past the last */
static Piece *
piece_of(const VetTemplate *message, guint index)
{
	for (guint i = 0; i < message->pieces->len; i++) {
		Piece *piece = message->pieces->pdata[i];
		if (piece->program && index-- == 0)
			return piece;
	}
	return NULL;
}

const CelProgram *
vet_template_program(const VetTemplate *message, guint index)
{
	const Piece *piece = piece_of(message, index);
	return piece ? piece->program : NULL;
}

/* --- in other languages --- */

static void
translation_clear(Translation *translation)
{
	g_free(translation->language);
	vet_template_free(translation->text);
}

static const VetTemplate *
find_translation(const VetTemplate *message, const char *language)
{
	for (guint i = 0; language && message->translations && i < message->translations->len;
	     i++) {
		const Translation *one = &g_array_index(message->translations, Translation, i);
		if (g_str_equal(one->language, language))
			return one->text;
	}
	return NULL;
}

void
vet_template_add_translation(VetTemplate *message, const char *language, VetTemplate *translation)
{
	if (find_translation(message, language)) {
		vet_template_free(translation);
		return;
	}
	if (!message->translations) {
		message->translations = g_array_new(FALSE, FALSE, sizeof(Translation));
		g_array_set_clear_func(message->translations, (GDestroyNotify)translation_clear);
	}
	Translation one = {g_strdup(language), translation};
	g_array_append_val(message->translations, one);
}

const VetTemplate *
vet_template_in(const VetTemplate *message, const char *language)
{
	const VetTemplate *translation = find_translation(message, language);
	return translation ? translation : message;
}

void
vet_template_add_word(VetTemplate *message, guint index, const char *value, const char *word)
{
	Piece *piece = piece_of(message, index);
	if (!piece)
		return;
	if (!piece->words)
		piece->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (!g_hash_table_contains(piece->words, value))
		g_hash_table_insert(piece->words, g_strdup(value), g_strdup(word));
}

/* --- rendering --- */

static void
append_value(GString *text, const Piece *piece, CelValue value)
{
	g_autofree char *shown = cel_value_to_display(value);
	const char *word = piece->words ? g_hash_table_lookup(piece->words, shown) : NULL;
	if (word) {
		g_string_append(text, word);
		return;
	}
	if (g_utf8_strlen(shown, -1) <= MAX_VALUE) {
		g_string_append(text, shown);
		return;
	}
	g_string_append_len(text, shown, g_utf8_offset_to_pointer(shown, MAX_VALUE) - shown);
	g_string_append(text, "…");
}

gboolean
vet_template_render(const VetTemplate *message, const CelEvaluation *evaluation, char **ret_text,
		    GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < message->pieces->len; i++) {
		const Piece *piece = message->pieces->pdata[i];
		if (piece->text) {
			g_string_append(text, piece->text);
			continue;
		}
		CelValue value;
		if (!cel_program_evaluate(piece->program, evaluation, &value, NULL, NULL, error))
			return FALSE;
		append_value(text, piece, value);
	}
	*ret_text = g_strdup(text->str);
	return TRUE;
}
