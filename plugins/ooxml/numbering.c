/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/numbering.h"
#include "plugins/ooxml/numeral.h"

#include <string.h>

#define MAX_LISTS 5000
#define MAX_START 32767
#define MAX_LABEL_BYTES 128
#define NO_START G_MAXUINT

typedef struct {
	char *format; /* "chineseCounting"; NULL: the level is not defined */
	char *text;   /* "%1、" */
	char *style;
	guint start;
	gboolean is_tight; /* nothing between label and text */
	gboolean is_legal; /* all levels in Arabic figures */
} Level;

/* a list's definition and where its count stands: lists that share it go on counting */
typedef struct {
	Level levels[DOCX_LEVELS];
	guint counts[DOCX_LEVELS];
	gboolean counting[DOCX_LEVELS];
	char *defines; /* the list style that it is */
	char *borrows; /* the list style whose levels it has */
} Definition;

typedef struct {
	Definition *definition;
	guint restart[DOCX_LEVELS]; /* NO_START once it was used */
} List;

struct _DocxNumbering {
	GHashTable *definitions; /* abstractNumId → Definition */
	GHashTable *lists;       /* numId → List */
};

static void
free_definition(gpointer data)
{
	Definition *definition = data;
	for (guint i = 0; i < DOCX_LEVELS; i++) {
		g_free(definition->levels[i].format);
		g_free(definition->levels[i].text);
		g_free(definition->levels[i].style);
	}
	g_free(definition->defines);
	g_free(definition->borrows);
	g_free(definition);
}

static guint
level_of(const xmlNode *node)
{
	return node_number(node_attribute(node, "ilvl"), 0, DOCX_LEVELS - 1);
}

static void
read_level(Definition *definition, const xmlNode *node)
{
	Level *level = &definition->levels[level_of(node)];
	const char *text = node_child_value(node, "lvlText");
	const char *format = node_child_value(node, "numFmt");
	const char *suffix = node_child_value(node, "suff");
	if (level->format || !text || strlen(text) > MAX_LABEL_BYTES)
		return;
	level->format = g_strdup(format ? format : "decimal");
	level->text = g_strdup(text);
	level->style = g_strdup(node_child_value(node, "pStyle"));
	level->start = node_number(node_child_value(node, "start"), 1, MAX_START);
	level->is_tight = suffix && strcmp(suffix, "nothing") == 0;
	node_switch(node, "isLgl", &level->is_legal);
}

static void
read_definition(DocxNumbering *numbering, const xmlNode *node)
{
	guint id = node_number(node_attribute(node, "abstractNumId"), G_MAXUINT, G_MAXINT);
	if (id == G_MAXUINT || g_hash_table_contains(numbering->definitions, GUINT_TO_POINTER(id)))
		return;
	Definition *definition = g_new0(Definition, 1);
	for (const xmlNode *child = node->children; child; child = child->next)
		if (node_is(child, "lvl"))
			read_level(definition, child);
	definition->defines = g_strdup(node_child_value(node, "styleLink"));
	definition->borrows = g_strdup(node_child_value(node, "numStyleLink"));
	g_hash_table_insert(numbering->definitions, GUINT_TO_POINTER(id), definition);
}

static Definition *
find_definition(const DocxNumbering *numbering, guint id)
{
	Definition *definition = g_hash_table_lookup(numbering->definitions, GUINT_TO_POINTER(id));
	if (!definition || !definition->borrows)
		return definition;
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init(&iter, numbering->definitions);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		Definition *other = value;
		if (g_strcmp0(other->defines, definition->borrows) == 0)
			return other;
	}
	return definition;
}

static void
read_list(DocxNumbering *numbering, const xmlNode *node)
{
	guint id = node_number(node_attribute(node, "numId"), 0, G_MAXINT);
	guint abstract = node_number(node_child_value(node, "abstractNumId"), G_MAXUINT, G_MAXINT);
	Definition *definition = find_definition(numbering, abstract);
	if (id == 0 || !definition || g_hash_table_contains(numbering->lists, GUINT_TO_POINTER(id)))
		return;
	List *list = g_new0(List, 1);
	list->definition = definition;
	for (guint i = 0; i < DOCX_LEVELS; i++)
		list->restart[i] = NO_START;
	for (const xmlNode *child = node->children; child; child = child->next)
		if (node_is(child, "lvlOverride"))
			list->restart[level_of(child)] = node_number(
				node_child_value(child, "startOverride"), NO_START, MAX_START);
	g_hash_table_insert(numbering->lists, GUINT_TO_POINTER(id), list);
}

DocxNumbering *
docx_numbering_new(const xmlDoc *doc)
{
	DocxNumbering *numbering = g_new0(DocxNumbering, 1);
	numbering->definitions = g_hash_table_new_full(NULL, NULL, NULL, free_definition);
	numbering->lists = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
		if (node_is(node, "abstractNum") &&
		    g_hash_table_size(numbering->definitions) < MAX_LISTS)
			read_definition(numbering, node);
		else if (node_is(node, "num") && g_hash_table_size(numbering->lists) < MAX_LISTS)
			read_list(numbering, node);
	}
	return numbering;
}

void
docx_numbering_free(DocxNumbering *numbering)
{
	g_hash_table_unref(numbering->lists);
	g_hash_table_unref(numbering->definitions);
	g_free(numbering);
}

static guint
level_of_style(const Definition *definition, const char *style, guint level)
{
	for (guint i = 0; style && i < DOCX_LEVELS; i++)
		if (definition->levels[i].style && strcmp(definition->levels[i].style, style) == 0)
			return i;
	return level;
}

static void
count(List *list, guint level)
{
	Definition *definition = list->definition;
	for (guint i = 0; i <= level; i++) {
		if (list->restart[i] != NO_START) {
			definition->counts[i] = list->restart[i];
			list->restart[i] = NO_START;
		} else if (!definition->counting[i]) {
			definition->counts[i] = definition->levels[i].start;
		} else if (i == level) {
			definition->counts[i]++;
		}
		definition->counting[i] = TRUE;
	}
	for (guint i = level + 1; i < DOCX_LEVELS; i++)
		definition->counting[i] = FALSE;
}

static GString *
make_label(const Definition *definition, const Level *level)
{
	GString *label = g_string_new(NULL);
	for (const char *p = level->text; *p; p++) {
		guint which = (guint)(p[0] == '%' ? p[1] - '1' : DOCX_LEVELS);
		if (which >= DOCX_LEVELS) {
			g_string_append_c(label, *p);
			continue;
		}
		const char *format = definition->levels[which].format;
		docx_numeral_append(label, level->is_legal || !format ? "decimal" : format,
				    definition->counts[which]);
		p++;
	}
	return label;
}

char *
docx_numbering_next(DocxNumbering *numbering, guint num_id, guint level, const char *style)
{
	List *list = g_hash_table_lookup(numbering->lists, GUINT_TO_POINTER(num_id));
	if (!list || level >= DOCX_LEVELS)
		return g_strdup("");
	level = level_of_style(list->definition, style, level);
	const Level *shape = &list->definition->levels[level];
	if (!shape->format)
		return g_strdup("");
	count(list, level);
	if (strcmp(shape->format, "bullet") == 0)
		return g_strdup("");
	GString *label = make_label(list->definition, shape);
	/* full-width marks (一、) bring their own room */
	if (label->len > 0 && !shape->is_tight && (guchar)label->str[label->len - 1] < 0x80)
		g_string_append_c(label, ' ');
	return g_string_free(label, FALSE);
}
