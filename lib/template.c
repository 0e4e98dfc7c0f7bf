/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/template.h"
#include "lib/error.h"

#include <string.h>

#define MAX_PIECES 64
/* a list in a message is for a person to read: what is longer is cut */
#define MAX_VALUE 400

typedef struct {
	char *text; /* literal, NULL when there is a program */
	CelProgram *program;
} Piece;

struct _VetTemplate {
	char *text;
	GPtrArray *pieces;
};

static void
piece_free(Piece *piece)
{
	g_free(piece->text);
	cel_program_free(piece->program);
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

/* `text` is behind the '{'; returns what follows the '}' or NULL */
static const char *
add_program(VetTemplate *message, CelEnv *env, const char *text, CelSpan *ret_span, GError **error)
{
	gsize end = 0;
	CelProgram *program = cel_compile_until_brace(env, text, &end, ret_span, error);
	if (!program)
		return NULL;
	Piece *piece = g_new0(Piece, 1);
	piece->program = program;
	g_ptr_array_add(message->pieces, piece);
	return text + end + 1;
}

static gboolean
add_pieces(VetTemplate *message, CelEnv *env, const char *text, CelSpan *ret_span, GError **error)
{
	g_autoptr(GString) literal = g_string_new(NULL);
	for (const char *at = text; *at;) {
		if (*at != '{' && *at != '}') {
			g_string_append_c(literal, *at++);
			continue;
		}
		if (at[1] == *at) {
			g_string_append_c(literal, *at);
			at += 2;
			continue;
		}
		CelSpan span = {0, 1};
		gsize begin = at - text;
		if (*at == '}' || message->pieces->len >= MAX_PIECES) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    *at == '}' ? "'}' without '{' before it; write '}}' for the "
						 "character itself"
					       : "more than %d expressions in one text",
				    MAX_PIECES);
			*ret_span = (CelSpan){begin, 1};
			return FALSE;
		}
		add_literal(message, literal);
		at = add_program(message, env, at + 1, &span, error);
		if (!at) {
			*ret_span = (CelSpan){begin + 1 + span.offset, span.length};
			return FALSE;
		}
	}
	add_literal(message, literal);
	return TRUE;
}

VetTemplate *
vet_template_new(CelEnv *env, const char *text, CelSpan *ret_span, GError **error)
{
	g_autoptr(VetTemplate) message = g_new0(VetTemplate, 1);
	message->text = g_strdup(text);
	message->pieces = g_ptr_array_new_with_free_func((GDestroyNotify)piece_free);
	CelSpan span = {0, 0};
	if (!add_pieces(message, env, text, &span, error)) {
		if (ret_span)
			*ret_span = span;
		return NULL;
	}
	return g_steal_pointer(&message);
}

void
vet_template_free(VetTemplate *message)
{
	if (!message)
		return;
	g_ptr_array_unref(message->pieces);
	g_free(message->text);
	g_free(message);
}

const char *
vet_template_text(const VetTemplate *message)
{
	return message->text;
}

const CelProgram *
vet_template_program(const VetTemplate *message, guint index)
{
	for (guint i = 0; i < message->pieces->len; i++) {
		const Piece *piece = message->pieces->pdata[i];
		if (piece->program && index-- == 0)
			return piece->program;
	}
	return NULL;
}

static void
append_value(GString *text, CelValue value)
{
	g_autofree char *shown = cel_value_to_display(value);
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
		append_value(text, value);
	}
	*ret_text = g_strdup(text->str);
	return TRUE;
}
