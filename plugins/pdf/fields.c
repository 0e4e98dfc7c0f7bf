/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/fields.h"

#define MAX_FIELDS 2000
#define MAX_VALUE 4096       /* characters */
#define MAX_LINE_HEIGHT 14.0 /* points */

static char *
value_of(PopplerFormField *field)
{
	switch (poppler_form_field_get_field_type(field)) {
	case POPPLER_FORM_FIELD_TEXT:
		return poppler_form_field_text_is_password(field)
			       ? NULL
			       : poppler_form_field_text_get_text(field);
	case POPPLER_FORM_FIELD_CHOICE:
		if (poppler_form_field_choice_is_editable(field))
			return poppler_form_field_choice_get_text(field);
		for (int i = 0; i < poppler_form_field_choice_get_n_items(field); i++) {
			if (poppler_form_field_choice_is_item_selected(field, i))
				return poppler_form_field_choice_get_item(field, i);
		}
		return NULL;
	default:
		return NULL;
	}
}

static char *
without_space(const char *text)
{
	GString *rest = g_string_new(NULL);

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (!g_unichar_isspace(character) && !g_unichar_iscntrl(character))
			g_string_append_unichar(rest, character);
	}
	return g_string_free(rest, FALSE);
}

static char *
shown_text(const PdfGlyphs *glyphs)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < glyphs->glyphs->len; i++)
		g_string_append_unichar(text, g_array_index(glyphs->glyphs, PdfGlyph, i).character);
	return g_string_free(text, FALSE);
}

/* Spreads the value over the field: nobody has said where its characters would stand. */
static void
add_value(PdfGlyphs *glyphs, const char *value, VetBox box)
{
	g_auto(GStrv) lines = g_strsplit_set(value, "\r\n", 64);
	guint n_lines = g_strv_length(lines);
	double height = MIN((box.y1 - box.y0) / MAX(n_lines, 1), MAX_LINE_HEIGHT);

	for (guint i = 0; i < n_lines; i++) {
		glong length = g_utf8_strlen(lines[i], -1);
		double width = MIN((box.x1 - box.x0) / MAX(length, 1), height);
		const char *at = lines[i];
		gboolean spaced = FALSE;
		for (glong j = 0; j < MIN(length, MAX_VALUE); j++, at = g_utf8_next_char(at)) {
			gunichar character = g_utf8_get_char(at);
			double x = box.x0 + j * width, y = box.y0 + i * height;
			PdfGlyph glyph = {character, {x, y, x + width, y + height}, spaced, j == 0};
			spaced = g_unichar_isspace(character) || g_unichar_iscntrl(character);
			if (!spaced)
				g_array_append_val(glyphs->glyphs, glyph);
		}
	}
}

void
pdf_fields_add(PopplerPage *page, PdfGlyphs *glyphs)
{
	GList *fields = poppler_page_get_form_field_mapping(page);
	g_autofree char *shown = fields ? shown_text(glyphs) : NULL;
	double page_height;
	guint n_fields = 0;

	poppler_page_get_size(page, NULL, &page_height);
	for (GList *at = fields; at && n_fields < MAX_FIELDS; at = at->next, n_fields++) {
		const PopplerFormFieldMapping *mapping = at->data;
		g_autofree char *value = value_of(mapping->field);
		if (!value || !g_utf8_validate(value, -1, NULL))
			continue;
		g_autofree char *needle = without_space(value);
		const PopplerRectangle *area = &mapping->area;
		VetBox box = {MIN(area->x1, area->x2), page_height - MAX(area->y1, area->y2),
			      MAX(area->x1, area->x2), page_height - MIN(area->y1, area->y2)};
		if (*needle && !strstr(shown, needle))
			add_value(glyphs, value, pdf_turn_box(&glyphs->turn, box));
	}
	poppler_page_free_form_field_mapping(fields);
}
