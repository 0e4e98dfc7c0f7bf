/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/fields.h"

#define MAX_FIELDS 2000
#define MAX_ITEMS 10000
#define MAX_VALUE 4096       /* characters */
#define MAX_LINE_HEIGHT 14.0 /* points */

/* What was typed, or all that is chosen of the list. */
static char *
chosen(PopplerFormField *field)
{
	GString *all = g_string_new(NULL);
	int n_items = MIN(poppler_form_field_choice_get_n_items(field), MAX_ITEMS);

	if (poppler_form_field_choice_is_editable(field)) {
		g_autofree char *typed = poppler_form_field_choice_get_text(field);
		g_string_append(all, typed ? typed : "");
	}
	for (int i = 0; all->len < MAX_VALUE && i < n_items; i++) {
		if (!poppler_form_field_choice_is_item_selected(field, i))
			continue;
		g_autofree char *item = poppler_form_field_choice_get_item(field, i);
		if (item && strcmp(all->str, item) != 0)
			g_string_append_printf(all, "%s%s", all->len > 0 ? "、" : "", item);
	}
	return g_string_free(all, FALSE);
}

static char *
value_of(PopplerFormField *field)
{
	switch (poppler_form_field_get_field_type(field)) {
	case POPPLER_FORM_FIELD_TEXT:
		return poppler_form_field_text_is_password(field)
			       ? NULL
			       : poppler_form_field_text_get_text(field);
	case POPPLER_FORM_FIELD_CHOICE:
		return chosen(field);
	case POPPLER_FORM_FIELD_BUTTON:
		return poppler_form_field_button_get_button_type(field) == POPPLER_FORM_BUTTON_PUSH
			       ? NULL
			       : g_strdup(poppler_form_field_button_get_state(field) ? "☑" : "☐");
	default:
		return NULL;
	}
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

/* The tick of a font of symbols, which reads as anything, and the empty box below it. */
static void
take_away(PdfGlyphs *glyphs, VetBox box)
{
	guint kept = 0;

	for (guint i = 0; i < glyphs->glyphs->len; i++) {
		PdfGlyph glyph = g_array_index(glyphs->glyphs, PdfGlyph, i);
		double x = (glyph.box.x0 + glyph.box.x1) / 2, y = (glyph.box.y0 + glyph.box.y1) / 2;
		if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1)
			g_array_index(glyphs->glyphs, PdfGlyph, kept++) = glyph;
	}
	g_array_set_size(glyphs->glyphs, kept);
}

static void
add_field(PopplerPage *page, const PopplerFormFieldMapping *mapping, const char *shown,
	  PdfGlyphs *glyphs)
{
	g_autofree char *value = value_of(mapping->field);

	if (!value || !g_utf8_validate(value, -1, NULL))
		return;
	g_autofree char *needle = pdf_text_without_space(value);
	VetBox box = pdf_turn_box(&glyphs->turn, pdf_box_of_area(page, &mapping->area));
	gboolean is_button =
		poppler_form_field_get_field_type(mapping->field) == POPPLER_FORM_FIELD_BUTTON;

	if (is_button)
		take_away(glyphs, box);
	if (is_button || (*needle && !strstr(shown, needle)))
		add_value(glyphs, value, box);
}

void
pdf_fields_add(PopplerPage *page, PdfGlyphs *glyphs)
{
	GList *fields = poppler_page_get_form_field_mapping(page);
	g_autofree char *shown = fields ? pdf_glyphs_text(glyphs) : NULL;
	guint n_fields = 0;

	for (GList *at = fields; at && n_fields < MAX_FIELDS; at = at->next, n_fields++)
		add_field(page, at->data, shown, glyphs);
	poppler_page_free_form_field_mapping(fields);
}
