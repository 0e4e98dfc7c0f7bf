/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/view.h"

#include "lib/ident.h"

static void
add_heading(GString *text, const VetDocument *document)
{
	g_string_append_printf(text, "== %s  [%s, %s", document->path, document->media_type,
			       vet_document_status_name(document->status));
	if (document->extractor)
		g_string_append_printf(text, ", read by %s", document->extractor);
	g_string_append_printf(text, ", %u pages]\n", document->content->pages->len);
	if (document->reason)
		g_string_append_printf(text, "!! %s\n", document->reason);
	for (guint i = 0; i < document->content->warnings->len; i++) {
		const char *warning = document->content->warnings->pdata[i];
		if (g_strcmp0(warning, document->reason) != 0)
			g_string_append_printf(text, "!  %s\n", warning);
	}
}

static void
add_line(GString *text, const VetLine *line)
{
	g_autofree char *masked = vet_mask_personal_numbers(line->text);

	if (line->role != VET_LINE_BODY)
		g_string_append_printf(text, "[%s] ", vet_line_role_name(line->role));
	g_string_append_printf(text, "%s\n", masked);
}

static void
add_mark(GString *text, const VetMark *mark)
{
	g_autofree char *masked = vet_mask_personal_numbers(mark->text);

	if (!vet_mark_is_seen(mark))
		return;
	g_string_append_printf(text, "[%s", vet_mark_kind_name(mark->kind));
	if (*mark->detail)
		g_string_append_printf(text, ", %s", mark->detail);
	g_string_append_printf(text, ", %.0f %%]%s%s\n", mark->confidence * 100, *masked ? " " : "",
			       masked);
}

static void
add_page(GString *text, const VetPage *page)
{
	g_string_append_printf(text, "-- page %u (%s)\n", page->number,
			       vet_text_source_name(page->source));
	for (guint i = 0; i < page->lines->len; i++)
		add_line(text, page->lines->pdata[i]);
	for (guint i = 0; i < page->marks->len; i++)
		add_mark(text, page->marks->pdata[i]);
}

char *
vet_view_text(const VetDocument *document)
{
	GString *text = g_string_new(NULL);

	add_heading(text, document);
	for (guint i = 0; i < document->content->pages->len; i++)
		add_page(text, document->content->pages->pdata[i]);
	return g_string_free(text, FALSE);
}
