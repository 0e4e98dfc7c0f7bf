/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/field.h"

#include <string.h>

#define MAX_CHOICES 1000

void
docx_fields_step(DocxFields *fields, const xmlNode *node)
{
	const char *type = node_attribute(node, "fldCharType");
	guint top = fields->n_open - 1;
	if (!type)
		return;
	if (strcmp(type, "begin") == 0 && fields->n_open < DOCX_MAX_FIELDS_OPEN) {
		fields->is_code[fields->n_open] = TRUE;
		fields->is_form[fields->n_open] =
			*docx_field_form(node_child(node, "ffData")) != '\0';
		fields->n_open++;
	} else if (strcmp(type, "separate") == 0 && fields->n_open > 0) {
		fields->is_code[top] = FALSE;
	} else if (strcmp(type, "end") == 0 && fields->n_open > 0) {
		fields->n_open--;
	}
}

gboolean
docx_fields_is_unseen(const DocxFields *fields)
{
	for (guint i = 0; i < fields->n_open; i++)
		if (fields->is_code[i] || fields->is_form[i])
			return TRUE;
	return FALSE;
}

gboolean
docx_fields_is_form(const DocxFields *fields)
{
	for (guint i = 0; i < fields->n_open; i++)
		if (fields->is_form[i])
			return TRUE;
	return FALSE;
}

/* the one chosen, else the default, else the first */
static const char *
find_choice(const xmlNode *list)
{
	guint chosen = node_number(node_child_value(list, "default"), 0, MAX_CHOICES);
	chosen = node_number(node_child_value(list, "result"), chosen, MAX_CHOICES);
	for (const xmlNode *entry = list->children; entry; entry = entry->next)
		if (node_is(entry, "listEntry") && chosen-- == 0) {
			const char *text = node_attribute(entry, "val");
			return text ? text : "";
		}
	return "";
}

const char *
docx_field_form(const xmlNode *data)
{
	const xmlNode *list = node_child(data, "ddList");
	const xmlNode *box = node_child(data, "checkBox");
	gboolean is_checked = FALSE;
	if (list)
		return find_choice(list);
	/* checked says more than the default */
	node_switch(box, "default", &is_checked);
	node_switch(box, "checked", &is_checked);
	return !box ? "" : is_checked ? "☑" : "☐";
}
