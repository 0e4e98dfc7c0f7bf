/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/cel-complete.h"

#include <string.h>

#include "daemon/cel-shell.h"

/* they stand in no table of functions */
static const char *const global_words[] = {"true", "false", "null", "in", NULL};

typedef struct {
	const char *prefix;
	GHashTable *found; /* set of char* */
} Candidates;

static void
add(Candidates *candidates, const char *word)
{
	if (g_str_has_prefix(word, candidates->prefix))
		g_hash_table_add(candidates->found, g_strdup(word));
}

static void
add_all(Candidates *candidates, const char *const *words)
{
	for (guint i = 0; words[i]; i++)
		add(candidates, words[i]);
}

static void
add_functions(Candidates *candidates, gboolean member)
{
	for (guint table = 0; table < VET_CEL_TABLES; table++) {
		for (const CelFunctionRow *row = vet_cel_session_functions(table); row->signature;
		     row++) {
			gboolean is_member = FALSE;
			g_autofree char *name = vet_cel_function_name(row, &is_member);
			g_autofree char *call = g_strconcat(name, "(", NULL);
			if (is_member == member)
				add(candidates, call);
		}
	}
}

/* --- what stands before a dot --- */

static gboolean
is_name_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

/* back over one [...] or (...); NULL when it was not opened on this line */
static const char *
skip_brackets(const char *line, const char *end)
{
	guint depth = 0;
	for (const char *at = end; at > line;) {
		at--;
		if (*at == ']' || *at == ')')
			depth++;
		else if ((*at == '[' || *at == '(') && --depth == 0)
			return at;
	}
	return NULL;
}

/* where the operand begins that ends at `end`: a.b[0].f(x) */
static const char *
operand_before(const char *line, const char *end)
{
	const char *at = end;
	while (at > line) {
		char byte = at[-1];
		if (is_name_byte(byte) || byte == '.') {
			at--;
		} else if (byte == ']' || byte == ')') {
			const char *open = skip_brackets(line, at);
			if (!open)
				break;
			at = open;
		} else {
			break;
		}
	}
	return at;
}

static gboolean
add_keys(Candidates *candidates, CelValue map)
{
	for (gsize i = 0; map.kind == CEL_MAP && i < map.map->length; i++)
		if (map.map->entries[i].key.kind == CEL_STRING)
			add(candidates, map.map->entries[i].key.text);
	return map.kind == CEL_MAP;
}

/* of an element that has no value here: `d.` within documents.filter(d, …) */
static void
add_known_fields(Candidates *candidates, const VetPack *pack)
{
	const GPtrArray *classes = pack ? vet_pack_classes(pack) : NULL;
	for (guint i = 0; classes && i < classes->len; i++) {
		const VetDocumentClass *document_class = classes->pdata[i];
		for (guint j = 0; j < document_class->fields->len; j++)
			add(candidates, ((VetFieldSpec *)document_class->fields->pdata[j])->id);
	}
	for (const VetFactRow *row = vet_fact_rows(); row->path; row++) {
		const char *dot = strrchr(row->path, '.');
		if (dot)
			add(candidates, dot + 1);
	}
}

/* "math." → what is called math.… */
static void
add_namespaced(Candidates *candidates, const char *operand)
{
	g_autofree char *space = g_strconcat(operand, ".", NULL);
	for (guint table = 0; table < VET_CEL_TABLES; table++) {
		for (const CelFunctionRow *row = vet_cel_session_functions(table); row->signature;
		     row++) {
			g_autofree char *name = vet_cel_function_name(row, NULL);
			g_autofree char *call = g_strconcat(name, "(", NULL);
			if (g_str_has_prefix(call, space))
				add(candidates, call + strlen(space));
		}
	}
}

static void
add_members(Candidates *candidates, VetCelSession *session, const char *line, const char *dot)
{
	const char *begin = operand_before(line, dot);
	g_autofree char *operand = g_strndup(begin, dot - begin);
	g_auto(VetCelFault) fault = {0};
	CelValue value;
	gboolean known = *operand && vet_cel_session_evaluate(session, operand, -1, &value, &fault);
	if (known && add_keys(candidates, value))
		return;
	if (!known)
		add_known_fields(candidates, vet_cel_session_pack(session));
	add_functions(candidates, TRUE);
	add_namespaced(candidates, operand);
}

static void
add_roots(Candidates *candidates, VetCelSession *session)
{
	g_auto(GStrv) names = vet_cel_session_names(session);
	add_all(candidates, (const char *const *)names);
	add_functions(candidates, FALSE);
	add_all(candidates, global_words);
}

static char **
in_order(GHashTable *found)
{
	GPtrArray *words = g_ptr_array_new();
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(found), (GCompareFunc)strcmp);
	for (GList *link = keys; link; link = link->next)
		g_ptr_array_add(words, g_strdup(link->data));
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

char **
vet_cel_complete(VetCelSession *session, const char *line, gsize start, gsize end)
{
	g_autofree char *prefix = g_strndup(line + start, end - start);
	g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Candidates candidates = {prefix, found};
	if (start == 1 && line[0] == ':') {
		for (const VetCelShellCommand *row = vet_cel_shell_commands(); row->name; row++)
			add(&candidates, row->name + 1);
	} else if (g_str_has_prefix(line, ":functions ")) {
		add_functions(&candidates, FALSE);
		add_functions(&candidates, TRUE);
	} else if (start > 0 && line[start - 1] == '.') {
		add_members(&candidates, session, line, line + start - 1);
	} else {
		add_roots(&candidates, session);
	}
	return in_order(found);
}
