/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/view.h"

#include <string.h>

#include "lib/ident.h"

/* CSS pixels a point: a page of A4 is 794 wide */
#define SCALE (96.0 / 72.0)

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"img-src data:; style-src 'unsafe-inline'\">\n"
	"<title>vetctl extract</title>\n<style>\n"
	"body{font:15px/1.5 \"Noto Sans CJK SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif;"
	"margin:0;color:#1d2329;background:#e9edf0}\n"
	"header{position:sticky;top:0;z-index:2;background:#fff;padding:.5rem 1rem;"
	"border-bottom:1px solid #c9d2da}\n"
	"header label{margin-right:1.2rem;white-space:nowrap}\n"
	"article{margin:1rem}h1{font-size:1.15rem;margin:.6rem 0;overflow-wrap:anywhere}\n"
	".about{color:#5b6874;margin:.2rem 0}.warning{color:#9a3b00;margin:.1rem 0}\n"
	".sheet{display:flex;gap:1rem;margin:.8rem 0;align-items:flex-start}\n"
	".page{position:relative;background:#fff;box-shadow:0 1px 4px #0003;flex:none}\n"
	".page img{position:absolute;left:0;top:0;width:100%;height:100%}\n"
	".box{position:absolute;box-sizing:border-box}\n"
	".line{outline:1px solid #2c7fb8aa}.line.ocr{outline-color:#7a3fb8}\n"
	".line.header,.line.footer{outline:1px dashed #777}.line.note{outline-color:#c08a00}\n"
	".line.hidden{background:#d0006055;outline:2px solid #d00060}\n"
	".cell{border:1px solid #1a9850}.mark{border:3px solid #e31a1c}\n"
	".mark b{position:absolute;top:-1.3em;font-size:12px;color:#e31a1c;white-space:nowrap}\n"
	".side{flex:1;background:#fff;padding:.6rem .9rem;min-width:18rem;"
	"overflow-wrap:anywhere}\n"
	".side p{margin:0;white-space:pre-wrap}.side .header,.side .footer{color:#777}.side "
	".note{color:#8a6300}\n"
	".side .hidden{background:#fbd7e5}.side .ocr{color:#5a2a92}\n"
	".label{font-size:12px;color:#5b6874;margin-right:.4em}\n"
	"table{border-collapse:collapse;margin:.5rem 0}"
	"td{border:1px solid #1a9850;padding:.15rem .4rem;white-space:pre-wrap}\n"
	"#images:not(:checked)~main img,#lines:not(:checked)~main .line,"
	"#tables:not(:checked)~main .cell,#marks:not(:checked)~main .mark{display:none}\n"
	"input{vertical-align:-2px}input.switch{position:fixed;opacity:0}\n"
	"#images:checked~header [for=images],#lines:checked~header [for=lines],"
	"#tables:checked~header [for=tables],#marks:checked~header [for=marks]"
	"{font-weight:700;text-decoration:underline}\n"
	"@media print{header{display:none}.sheet{break-inside:avoid}}\n"
	"</style></head><body>\n"
	"<input class=\"switch\" type=\"checkbox\" id=\"images\" checked>\n"
	"<input class=\"switch\" type=\"checkbox\" id=\"lines\" checked>\n"
	"<input class=\"switch\" type=\"checkbox\" id=\"tables\" checked>\n"
	"<input class=\"switch\" type=\"checkbox\" id=\"marks\" checked>\n"
	"<header><label for=\"images\">页面图像</label><label for=\"lines\">文本行</label>"
	"<label for=\"tables\">表格</label><label for=\"marks\">印章 签名 条码</label></header>\n"
	"<main>\n";

void
vet_view_html_begin(GString *html)
{
	g_string_append(html, head);
}

void
vet_view_html_end(GString *html)
{
	g_string_append(html, "</main></body></html>\n");
}

static void
put(GString *html, const char *text)
{
	g_autofree char *masked = vet_mask_personal_numbers(text);
	g_autofree char *escaped = g_markup_escape_text(masked, -1);

	g_string_append(html, escaped);
}

static void
put_element(GString *html, const char *element, const char *class, const char *text)
{
	g_string_append_printf(html, "<%s class=\"%s\">", element, class);
	put(html, text);
	g_string_append_printf(html, "</%s>\n", element);
}

/* Numbers in CSS have a point whatever the locale. */
static void
put_place(GString *html, const char *property, double points)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(number, sizeof number, "%.1f", points * SCALE);
	g_string_append_printf(html, "%s:%spx;", property, number);
}

static void
begin_box(GString *html, const char *class, VetBox box, const char *title)
{
	g_string_append_printf(html, "<div class=\"box %s\" style=\"", class);
	put_place(html, "left", box.x0);
	put_place(html, "top", box.y0);
	put_place(html, "width", box.x1 - box.x0);
	put_place(html, "height", box.y1 - box.y0);
	g_string_append(html, "\" title=\"");
	put(html, title);
	g_string_append(html, "\">");
}

/* --- over the page --- */

static void
put_image(GString *html, VetRendering *rendering, const VetPage *page)
{
	g_autoptr(GError) error = NULL;

	vet_rendering_redact(rendering, page);
	g_autoptr(GBytes) png = vet_rendering_to_png(rendering, &error);
	if (!png) {
		put_element(html, "p", "warning", error->message);
		return;
	}
	g_autofree char *base64 =
		g_base64_encode(g_bytes_get_data(png, NULL), g_bytes_get_size(png));
	g_string_append_printf(html, "<img alt=\"\" src=\"data:image/png;base64,%s\">", base64);
}

static char *
line_class(const VetLine *line)
{
	return g_strconcat("line ", vet_line_role_name(line->role), " ",
			   vet_text_source_name(line->source), NULL);
}

static void
put_boxes(GString *html, const VetPage *page)
{
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		g_autofree char *class = line_class(line);
		if (vet_box_is_empty(line->box))
			continue;
		begin_box(html, class, line->box, line->text);
		g_string_append(html, "</div>\n");
	}
	for (guint i = 0; i < page->tables->len; i++) {
		const VetTable *table = page->tables->pdata[i];
		for (guint j = 0; j < table->cells->len; j++) {
			const VetCell *cell = table->cells->pdata[j];
			if (vet_box_is_empty(cell->box))
				continue;
			begin_box(html, "cell", cell->box, cell->text);
			g_string_append(html, "</div>\n");
		}
	}
}

static char *
describe_mark(const VetMark *mark)
{
	return g_strdup_printf("%s %s %.0f %% %s", vet_mark_kind_name(mark->kind), mark->detail,
			       mark->confidence * 100, mark->text);
}

static void
put_marks(GString *html, const VetPage *page)
{
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		g_autofree char *words = describe_mark(mark);
		if (vet_box_is_empty(mark->box) || !vet_mark_is_seen(mark))
			continue;
		begin_box(html, "mark", mark->box, words);
		g_string_append(html, "<b>");
		put(html, words);
		g_string_append(html, "</b></div>\n");
	}
}

static void
put_sheet(GString *html, const VetPage *page, VetRendering *rendering)
{
	g_string_append(html, "<div class=\"page\" style=\"");
	put_place(html, "width", page->width);
	put_place(html, "height", page->height);
	g_string_append(html, "\">");
	if (rendering)
		put_image(html, rendering, page);
	put_boxes(html, page);
	put_marks(html, page);
	g_string_append(html, "</div>\n");
}

static gboolean
has_places(const VetPage *page)
{
	gboolean found = page->marks->len > 0;

	for (guint i = 0; !found && i < page->lines->len; i++)
		found = !vet_box_is_empty(((const VetLine *)page->lines->pdata[i])->box);
	return found;
}

/* --- beside it --- */

static void
put_table(GString *html, const VetTable *table)
{
	guint row = G_MAXUINT;

	g_string_append(html, "<table>");
	for (guint i = 0; i < table->cells->len; i++) {
		const VetCell *cell = table->cells->pdata[i];
		if (cell->row != row)
			g_string_append(html, row == G_MAXUINT ? "<tr>" : "</tr>\n<tr>");
		row = cell->row;
		g_string_append_printf(html, "<td rowspan=\"%u\" colspan=\"%u\">", cell->row_span,
				       cell->column_span);
		put(html, cell->text);
		g_string_append(html, "</td>");
	}
	g_string_append(html, row == G_MAXUINT ? "</table>\n" : "</tr></table>\n");
}

static void
put_text(GString *html, const VetPage *page)
{
	g_string_append_printf(html, "<div class=\"side\"><span class=\"label\">%u · %s</span>\n",
			       page->number, vet_text_source_name(page->source));
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		g_autofree char *class = line_class(line);
		put_element(html, "p", class + strlen("line "), line->text);
	}
	for (guint i = 0; i < page->tables->len; i++)
		put_table(html, page->tables->pdata[i]);
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		g_autofree char *words = describe_mark(mark);
		if (vet_mark_is_seen(mark))
			put_element(html, "p", "warning", words);
	}
	g_string_append(html, "</div>\n");
}

static void
put_about(GString *html, const VetDocument *document)
{
	g_autofree char *about = g_strdup_printf(
		"%s · %s%s%s · %u", document->media_type,
		vet_document_status_name(document->status), document->extractor ? " · " : "",
		document->extractor ? document->extractor : "", document->content->pages->len);

	put_element(html, "h1", "", document->path);
	put_element(html, "p", "about", about);
	if (document->reason)
		put_element(html, "p", "warning", document->reason);
	for (guint i = 0; i < document->content->warnings->len; i++) {
		const char *warning = document->content->warnings->pdata[i];
		if (g_strcmp0(warning, document->reason) != 0)
			put_element(html, "p", "warning", warning);
	}
}

void
vet_view_html_document(GString *html, const VetDocument *document, const GPtrArray *renderings,
		       const char *undrawn)
{
	g_string_append(html, "<article>\n");
	put_about(html, document);
	if (undrawn)
		put_element(html, "p", "about", undrawn);
	for (guint i = 0; i < document->content->pages->len; i++) {
		const VetPage *page = document->content->pages->pdata[i];
		VetRendering *rendering = i < renderings->len ? renderings->pdata[i] : NULL;
		g_string_append(html, "<div class=\"sheet\">\n");
		if (page->width > 0 && page->height > 0 && (rendering || has_places(page)))
			put_sheet(html, page, rendering);
		put_text(html, page);
		g_string_append(html, "</div>\n");
	}
	g_string_append(html, "</article>\n");
}
