/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/html-private.h"

#include <string.h>

#define MAX_TITLE 1024
#define MAX_PICTURE_MARKS 64
#define MAX_ADDRESS 512
#define MAX_NUMBER 1000000

typedef gboolean (*Start)(Html *html, const Token *token, GError **error);

static guint
number_attribute(Html *html, const Token *token, const char *name, guint fallback)
{
	g_autofree char *text = tokens_attribute(html->tokens, token, name);
	if (!text)
		return fallback;
	g_strstrip(text);
	guint64 number = g_ascii_strtoull(text, NULL, 10);
	return g_ascii_isdigit(*text) ? (guint)MIN(number, MAX_NUMBER) : fallback;
}

/* an attribute's text on a line of its role */
static gboolean
add_attribute(Html *html, const Token *token, const char *name, VetLineRole role, GError **error)
{
	g_autofree char *text = tokens_attribute(html->tokens, token, name);
	if (!text || !*text)
		return TRUE;
	gboolean is_hidden = html_role(html) == VET_LINE_HIDDEN;
	return flow_text(html->flow, text, is_hidden ? VET_LINE_HIDDEN : role, FALSE, error) &&
	       flow_text(html->flow, " ", is_hidden ? VET_LINE_HIDDEN : role, FALSE, error);
}

/* --- the head --- */

static gboolean
start_title(Html *html, const Token *token, GError **error)
{
	if (html->is_xml)
		return TRUE;
	Slice raw = tokens_raw(html->tokens, "title");
	references_append(tokens_references(html->tokens), raw.start, MIN(raw.length, MAX_TITLE),
			  html->title);
	return TRUE;
}

gboolean
html_end_title(Html *html, GError **error)
{
	g_autofree char *title = g_utf8_make_valid(html->title->str, -1);
	g_string_truncate(html->title, 0);
	g_strstrip(title);
	/* the title of a drawing's part is a note on it */
	if (html->has_title)
		return *title == '\0' ||
		       (flow_text(html->flow, title, VET_LINE_NOTE, FALSE, error) &&
			flow_break(html->flow, error));
	html->has_title = *title != '\0';
	return *title == '\0' || vet_sink_metadata(html->sink, "title", title, error);
}

static gboolean
start_meta(Html *html, const Token *token, GError **error)
{
	static const struct {
		const char *name, *key;
	} kept[] = {{"author", "author"},       {"description", "description"},
		    {"keywords", "keywords"},   {"generator", "producer"},
		    {"copyright", "copyright"}, {"dcterms.created", "created"}};
	g_autofree char *name = tokens_attribute(html->tokens, token, "name");
	g_autofree char *content = tokens_attribute(html->tokens, token, "content");
	for (gsize i = 0; name && content && *content && i < G_N_ELEMENTS(kept); i++)
		if (g_ascii_strcasecmp(name, kept[i].name) == 0)
			return vet_sink_metadata(html->sink, kept[i].key, content, error);
	return TRUE;
}

static gboolean
start_style(Html *html, const Token *token, GError **error)
{
	if (html->is_xml)
		return TRUE;
	Slice raw = tokens_raw(html->tokens, "style");
	style_sheet_add(html->sheet, raw.start, raw.length);
	return TRUE;
}

static gboolean
start_script(Html *html, const Token *token, GError **error)
{
	html->n_scripts++;
	if (!html->is_xml)
		tokens_raw(html->tokens, "script");
	return TRUE;
}

static gboolean
start_raw(Html *html, const Token *token, GError **error)
{
	if (!html->is_xml)
		tokens_raw(html->tokens, token->name);
	return TRUE;
}

static gboolean
start_link(Html *html, const Token *token, GError **error)
{
	g_autofree char *relation = tokens_attribute(html->tokens, token, "rel");
	if (relation && g_ascii_strcasecmp(relation, "stylesheet") == 0)
		style_sheet_set_partial(html->sheet);
	return TRUE;
}

/* --- what is elsewhere --- */

static gboolean
is_elsewhere(Slice address)
{
	return address.length > 0 && !embed_is_data(address) && *address.start != '#';
}

static gboolean
start_anchor(Html *html, const Token *token, GError **error)
{
	html->n_links += is_elsewhere(token_raw_attribute(token, "href"));
	return TRUE;
}

/* a picture that is not in the file: said where it stands */
static gboolean
mark_picture(Html *html, Slice address, const char *words, GError **error)
{
	if (!is_elsewhere(address) || html->n_pictures++ >= MAX_PICTURE_MARKS)
		return TRUE;
	g_autofree char *where = g_strndup(address.start, MIN(address.length, MAX_ADDRESS));
	g_autofree char *detail = g_utf8_make_valid(where, -1);
	g_autofree char *text = g_utf8_substring(words, 0, MIN(g_utf8_strlen(words, -1), 256));
	const VetMark mark = {
		.kind = VET_MARK_PICTURE, .confidence = 1, .text = text, .detail = detail};
	return vet_sink_mark(html->sink, &mark, error);
}

static gboolean
start_picture(Html *html, const Token *token, GError **error)
{
	g_autofree char *words = tokens_attribute(html->tokens, token, "alt");
	Slice address = token_raw_attribute(token, "src");
	if (address.length == 0)
		address = token_raw_attribute(token, "href");
	return add_attribute(html, token, "alt", VET_LINE_BODY, error) &&
	       mark_picture(html, address, words ? words : "", error);
}

static gboolean
start_frame(Html *html, const Token *token, GError **error)
{
	g_autofree char *page = tokens_attribute(html->tokens, token, "srcdoc");
	const char *name = token_has(token, "data") ? "data" : "src";
	Slice address = token_raw_attribute(token, name);
	if (page && *page && !embed_page(&html->embed, page, error))
		return FALSE;
	if (strcmp(token->name, "iframe") == 0 && !html->is_xml)
		tokens_raw(html->tokens, "iframe");
	if (page || !is_elsewhere(address) || address.length > MAX_ADDRESS)
		return TRUE;
	return flow_text(html->flow, "→ ", VET_LINE_NOTE, FALSE, error) &&
	       add_attribute(html, token, name, VET_LINE_NOTE, error);
}

/* --- forms --- */

typedef enum {
	INPUT_SHOWN,
	INPUT_HIDDEN,
	INPUT_BOX,
} InputLook;

static InputLook
look_of(const char *type)
{
	static const struct {
		const char *type;
		InputLook look;
	} looks[] = {{"hidden", INPUT_HIDDEN},
		     {"password", INPUT_HIDDEN},
		     {"checkbox", INPUT_BOX},
		     {"radio", INPUT_BOX}};
	for (gsize i = 0; type && i < G_N_ELEMENTS(looks); i++)
		if (g_ascii_strcasecmp(type, looks[i].type) == 0)
			return looks[i].look;
	return INPUT_SHOWN;
}

static gboolean
start_input(Html *html, const Token *token, GError **error)
{
	g_autofree char *type = tokens_attribute(html->tokens, token, "type");
	switch (look_of(type)) {
	case INPUT_HIDDEN:
		return add_attribute(html, token, "value", VET_LINE_HIDDEN, error);
	case INPUT_BOX:
		return html_text(html, token_has(token, "checked") ? "☑" : "☐", error);
	case INPUT_SHOWN:
		break;
	}
	if (!token_has(token, "value"))
		return add_attribute(html, token, "placeholder", VET_LINE_NOTE, error);
	return add_attribute(html, token, "value", VET_LINE_BODY, error);
}

static gboolean
start_textarea(Html *html, const Token *token, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (html->is_xml)
		return TRUE;
	Slice raw = tokens_raw(html->tokens, "textarea");
	references_append(tokens_references(html->tokens), raw.start, raw.length, text);
	return flow_text(html->flow, text->str, html_role(html), TRUE, error);
}

static gboolean
start_select(Html *html, const Token *token, GError **error)
{
	html->n_options = 0;
	return TRUE;
}

/* a list to choose from shows what was chosen, or its first entry */
static gboolean
start_option(Html *html, const Token *token, GError **error)
{
	gboolean is_shown = token_has(token, "selected") || html->n_options == 0;
	html->n_options++;
	html_level(html)->style.is_invisible |= !is_shown;
	return TRUE;
}

static gboolean
start_dialog(Html *html, const Token *token, GError **error)
{
	html_level(html)->style.is_gone |= !token_has(token, "open");
	return TRUE;
}

/* --- lists --- */

static gboolean
start_list(Html *html, const Token *token, GError **error)
{
	Level *level = html_level(html);
	g_autofree char *type = tokens_attribute(html->tokens, token, "type");
	level->list = html->depth;
	level->number = number_attribute(html, token, "start", 1);
	if (strcmp(token->name, "ol") == 0)
		level->numbering = type && *type && strchr("aAiI", *type) ? *type : '1';
	return TRUE;
}

static void
append_roman(GString *text, gint64 number)
{
	static const struct {
		gint64 value;
		const char *sign;
	} signs[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
		     {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
		     {5, "v"},    {4, "iv"},   {1, "i"}};
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
		for (; number >= signs[i].value; number -= signs[i].value)
			g_string_append(text, signs[i].sign);
}

static void
append_letters(GString *text, gint64 number)
{
	for (; number > 0; number = (number - 1) / 26)
		g_string_prepend_c(text, (char)('a' + (number - 1) % 26));
}

static char *
marker_of(char numbering, gint64 number)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (numbering == '\0')
		return g_strdup("• ");
	if ((numbering | 0x20) == 'i' && number > 0 && number < 4000)
		append_roman(text, number);
	else if ((numbering | 0x20) == 'a' && number > 0)
		append_letters(text, number);
	else
		g_string_printf(text, "%" G_GINT64_FORMAT, number);
	g_autofree char *lower = g_string_free(g_steal_pointer(&text), FALSE);
	g_autofree char *upper = g_ascii_strup(lower, -1);
	return g_strconcat(g_ascii_isupper(numbering) ? upper : lower, ". ", NULL);
}

static gboolean
start_item(Html *html, const Token *token, GError **error)
{
	Level *list = &html->levels[html_level(html)->list];
	if (token_has(token, "value"))
		list->number = number_attribute(html, token, "value", 1);
	g_autofree char *marker = marker_of(list->numbering, list->number);
	list->number++;
	if (html_role(html) == VET_LINE_BODY)
		flow_set_marker(html->flow, marker);
	return TRUE;
}

/* --- tables --- */

static gboolean
start_table(Html *html, const Token *token, GError **error)
{
	Level *level = html_level(html);
	level->table = table_new();
	level->owns_table = TRUE;
	/* a list outside does not count the items of one within */
	level->list = 0;
	return TRUE;
}

static gboolean
start_row(Html *html, const Token *token, GError **error)
{
	Level *level = html_level(html);
	if (level->table && !level->style.is_gone)
		table_begin_row(level->table);
	return TRUE;
}

static gboolean
start_cell(Html *html, const Token *token, GError **error)
{
	Level *level = html_level(html);
	if (!level->table || level->style.is_gone)
		return TRUE;
	guint columns = number_attribute(html, token, "colspan", 1);
	guint rows = number_attribute(html, token, "rowspan", 1);
	GString *text = table_begin_cell(level->table, columns, rows);
	level->has_cell = text && flow_begin_cell(html->flow, text);
	return TRUE;
}

/* --- drawings --- */

static gboolean
start_svg(Html *html, const Token *token, GError **error)
{
	/* what is drawn behind a text is not known */
	html_level(html)->style.background = STYLE_NO_COLOUR;
	return TRUE;
}

/* a part of a text with a place of its own is a line of its own */
static gboolean
start_span_of_svg(Html *html, const Token *token, GError **error)
{
	gboolean is_placed =
		token_has(token, "y") || token_has(token, "dy") || token_has(token, "x");
	return !is_placed || flow_break(html->flow, error);
}

static gboolean
start_note(Html *html, const Token *token, GError **error)
{
	html_level(html)->is_note = TRUE;
	return TRUE;
}

static gboolean
start_break(Html *html, const Token *token, GError **error)
{
	return flow_break(html->flow, error);
}

static const Start starts[] = {
	[KIND_BREAK] = start_break,     [KIND_TITLE] = start_title,
	[KIND_META] = start_meta,       [KIND_STYLE] = start_style,
	[KIND_SCRIPT] = start_script,   [KIND_RAW] = start_raw,
	[KIND_LINK] = start_link,       [KIND_ANCHOR] = start_anchor,
	[KIND_PICTURE] = start_picture, [KIND_FRAME] = start_frame,
	[KIND_INPUT] = start_input,     [KIND_TEXTAREA] = start_textarea,
	[KIND_SELECT] = start_select,   [KIND_OPTION] = start_option,
	[KIND_DIALOG] = start_dialog,   [KIND_LIST] = start_list,
	[KIND_ITEM] = start_item,       [KIND_TABLE] = start_table,
	[KIND_ROW] = start_row,         [KIND_CELL] = start_cell,
	[KIND_SVG] = start_svg,         [KIND_SPAN_OF_SVG] = start_span_of_svg,
	[KIND_NOTE] = start_note,
};

gboolean
html_start(Html *html, const Token *token, GError **error)
{
	ElementKind kind = html_level(html)->element->kind;
	Start start = kind < G_N_ELEMENTS(starts) ? starts[kind] : NULL;
	/* a hint that appears under the pointer */
	if (!add_attribute(html, token, "title", VET_LINE_NOTE, error))
		return FALSE;
	return !start || start(html, token, error);
}

/* --- text --- */

gboolean
html_add_text(Html *html, const char *text, GError **error)
{
	switch (html_level(html)->element->kind) {
	case KIND_TITLE:
		if (html->title->len < MAX_TITLE)
			g_string_append_len(html->title, text, (gssize)strnlen(text, MAX_TITLE));
		return TRUE;
	case KIND_STYLE:
		style_sheet_add(html->sheet, text, strlen(text));
		return TRUE;
	case KIND_SCRIPT:
	case KIND_RAW:
		return TRUE;
	default:
		return html_text(html, text, error);
	}
}

/* --- at the end --- */

gboolean
html_say_whole(Html *html, GError **error)
{
	g_autofree char *links = g_strdup_printf("%" G_GUINT64_FORMAT, html->n_links);
	if (html->n_links > 0 && !vet_sink_metadata(html->sink, "links", links, error))
		return FALSE;
	if (flow_n_lines(html->flow) == 0 && html->n_scripts > 0)
		return vet_sink_warning(html->sink,
					"The page is written by its scripts, which are not run: "
					"there is no text in it; hand it in as PDF",
					error);
	return TRUE;
}
