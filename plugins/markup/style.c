/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/style.h"

#include <stdlib.h>
#include <string.h>

#define MAX_RULES 4096
#define MAX_SELECTOR 128
#define MAX_DECLARATIONS 2048 /* of a rule */
#define MAX_CLASSES 16
#define MAX_VALUE 128
/* a font below this many points, and a place beyond this many pixels, is there for no reader */
#define MIN_FONT 1.0
#define FAR_OFF (-500.0)
/* of 255: nobody reads what differs less from what is behind it */
#define MIN_CONTRAST 16

void
style_init(Style *style)
{
	*style = (Style){.colour = 0x000000, .background = 0xffffff};
}

static gboolean
is_alike(gint32 a, gint32 b)
{
	for (guint shift = 0; shift < 24; shift += 8)
		if (abs((a >> shift & 255) - (b >> shift & 255)) >= MIN_CONTRAST)
			return FALSE;
	return TRUE;
}

gboolean
style_hides(const Style *style)
{
	gboolean has_colours =
		style->colour != STYLE_NO_COLOUR && style->background != STYLE_NO_COLOUR;
	return style->is_gone || style->is_invisible || style->is_tiny ||
	       (has_colours && is_alike(style->colour, style->background));
}

/* --- colours --- */

static const struct {
	const char *name;
	gint32 colour;
} colours[] = {
	{"white", 0xffffff},       {"black", 0x000000},      {"snow", 0xfffafa},
	{"ivory", 0xfffff0},       {"whitesmoke", 0xf5f5f5}, {"ghostwhite", 0xf8f8ff},
	{"floralwhite", 0xfffaf0}, {"azure", 0xf0ffff},      {"mintcream", 0xf5fffa},
	{"red", 0xff0000},         {"green", 0x008000},      {"blue", 0x0000ff},
	{"yellow", 0xffff00},      {"gray", 0x808080},       {"grey", 0x808080},
	{"silver", 0xc0c0c0},      {"navy", 0x000080},       {"maroon", 0x800000},
	{"orange", 0xffa500},      {"purple", 0x800080},     {"lime", 0x00ff00},
	{"aqua", 0x00ffff},        {"teal", 0x008080},       {"olive", 0x808000},
	{"fuchsia", 0xff00ff},
};

static gint32
hex_colour(const char *text, gsize length)
{
	guint32 colour = 0;
	if (length != 3 && length != 6 && length != 8)
		return STYLE_NO_COLOUR;
	for (gsize i = 0; i < MIN(length, 6); i++) {
		int digit = g_ascii_xdigit_value(text[i]);
		if (digit < 0)
			return STYLE_NO_COLOUR;
		colour = colour << 4 | (guint32)digit;
		if (length == 3)
			colour = colour << 4 | (guint32)digit;
	}
	return (gint32)colour;
}

/* "rgb(255, 255, 255)" */
static gint32
rgb_colour(const char *text)
{
	gint32 colour = 0;
	const char *p = strchr(text, '(');
	for (guint i = 0; p && i < 3; i++) {
		char *end;
		double value = g_ascii_strtod(p + 1, &end);
		if (*end == '%')
			value *= 2.55;
		colour = colour << 8 | (gint32)CLAMP(value, 0, 255);
		p = end + strcspn(end, ", /)");
		p += strspn(p, " ");
		if (*p == ' ' || *p == '\0')
			break;
		/* blanks or commas part the numbers */
		p = strchr(", /)", *p) ? p : NULL;
	}
	return p ? colour : STYLE_NO_COLOUR;
}

gint32
style_colour(const char *text)
{
	text += strspn(text, " \t\r\n");
	gsize length = strcspn(text, " \t\r\n;!");
	for (gsize i = 0; i < G_N_ELEMENTS(colours); i++)
		if (strlen(colours[i].name) == length &&
		    g_ascii_strncasecmp(colours[i].name, text, length) == 0)
			return colours[i].colour;
	if (g_ascii_strncasecmp(text, "rgb", 3) == 0)
		return rgb_colour(text);
	return *text == '#' ? hex_colour(text + 1, length - 1) : hex_colour(text, length);
}

/* --- declarations --- */

typedef void (*Apply)(Style *style, const char *value);

/* begins with the word, whatever its case */
static gboolean
says(const char *value, const char *word)
{
	return g_ascii_strncasecmp(value, word, strlen(word)) == 0;
}

static gboolean
is_zero(const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);
	return end != value && number < 0.01;
}

static void
apply_display(Style *style, const char *value)
{
	style->is_gone |= says(value, "none");
}

static void
apply_visibility(Style *style, const char *value)
{
	style->is_invisible = says(value, "hidden") || says(value, "collapse");
}

static void
apply_opacity(Style *style, const char *value)
{
	style->is_gone |= is_zero(value);
}

static void
apply_font_size(Style *style, const char *value)
{
	char *end;
	double size = g_ascii_strtod(value, &end);
	gboolean is_relative = end != value && (says(end, "em") || says(end, "rem") || *end == '%');
	if (end != value)
		style->is_tiny = is_relative ? size < 0.05 : size < MIN_FONT;
	else
		style->is_tiny = FALSE;
}

static void
apply_colour(Style *style, const char *value)
{
	gboolean is_clear = says(value, "transparent") ||
			    (says(value, "rgba") && strstr(value, ",0)")) ||
			    (says(value, "rgba") && strstr(value, ", 0)"));
	if (is_clear)
		style->colour = style->background;
	else if (!says(value, "inherit") && !says(value, "currentcolor"))
		style->colour = style_colour(value);
}

static void
apply_background(Style *style, const char *value)
{
	if (says(value, "transparent") || says(value, "none") || says(value, "inherit") ||
	    says(value, "initial"))
		return;
	style->background = strstr(value, "url(") || strstr(value, "gradient")
				    ? STYLE_NO_COLOUR
				    : style_colour(value);
}

static void
apply_offset(Style *style, const char *value)
{
	char *end;
	double offset = g_ascii_strtod(value, &end);
	style->is_gone |= end != value && offset < FAR_OFF;
}

static void
apply_white_space(Style *style, const char *value)
{
	style->keeps_space = says(value, "pre") || says(value, "break-spaces");
}

static const struct {
	const char *name;
	Apply apply;
} properties[] = {
	{"display", apply_display},
	{"visibility", apply_visibility},
	{"opacity", apply_opacity},
	{"font-size", apply_font_size},
	{"color", apply_colour},
	{"fill", apply_colour}, /* of SVG's text */
	{"background-color", apply_background},
	{"background", apply_background},
	{"background-image", apply_background},
	{"text-indent", apply_offset},
	{"left", apply_offset},
	{"top", apply_offset},
	{"margin-left", apply_offset},
	{"white-space", apply_white_space},
};

static void
apply_declaration(Style *style, Slice name, Slice value)
{
	char copy[MAX_VALUE];
	gsize n = MIN(value.length, sizeof copy - 1);
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
		if (strlen(properties[i].name) != name.length ||
		    g_ascii_strncasecmp(properties[i].name, name.start, name.length) != 0)
			continue;
		memcpy(copy, value.start, n);
		copy[n] = '\0';
		properties[i].apply(style, copy);
	}
}

static Slice
trimmed(const char *start, const char *end)
{
	while (start < end && g_ascii_isspace(*start))
		start++;
	while (end > start && g_ascii_isspace(end[-1]))
		end--;
	return (Slice){start, (gsize)(end - start)};
}

/* where a declaration ends: a ';' that stands neither in quotes nor in brackets, as in url(data:…;…) */
static const char *
declaration_end(const char *p, const char *end)
{
	char quote = '\0';
	guint brackets = 0;
	for (; p < end; p++) {
		if (quote)
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '(')
			brackets++;
		else if (*p == ')' && brackets > 0)
			brackets--;
		else if (*p == ';' && brackets == 0)
			return p;
	}
	return end;
}

void
style_apply(Style *style, const char *declarations, gsize length)
{
	const char *end = declarations + length;
	while (declarations < end) {
		const char *stop = declaration_end(declarations, end);
		const char *colon = memchr(declarations, ':', (gsize)(stop - declarations));
		if (colon)
			apply_declaration(style, trimmed(declarations, colon),
					  trimmed(colon + 1, stop));
		declarations = stop < end ? stop + 1 : end;
	}
}

/* --- sheets --- */

struct _StyleSheet {
	GHashTable *rules; /* "p", ".note", "p.note", "#id" → declarations */
	/* there are rules elsewhere, or such as are not understood, and they may set a background */
	gboolean is_partial;
};

StyleSheet *
style_sheet_new(void)
{
	StyleSheet *sheet = g_new0(StyleSheet, 1);
	sheet->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return sheet;
}

void
style_sheet_free(StyleSheet *sheet)
{
	if (!sheet)
		return;
	g_hash_table_unref(sheet->rules);
	g_free(sheet);
}

/* what has combinators or conditions may not fit where its last part stands: it hides nothing here */
static gboolean
is_simple(Slice selector)
{
	guint parts = 0;
	if (selector.length == 0 || selector.length > MAX_SELECTOR)
		return FALSE;
	for (gsize i = 0; i < selector.length; i++) {
		char c = selector.start[i];
		parts += c == '.' || c == '#';
		if (!g_ascii_isalnum(c) && !strchr(".#-_", c) && (guchar)c < 0x80)
			return FALSE;
	}
	return parts <= 1;
}

static void
add_rule(StyleSheet *sheet, Slice selector, Slice declarations)
{
	if (!is_simple(selector) || g_hash_table_size(sheet->rules) >= MAX_RULES) {
		sheet->is_partial |= memmem(declarations.start, declarations.length, "background",
					    strlen("background")) != NULL;
		return;
	}
	g_autofree char *key = g_strndup(selector.start, selector.length);
	const char *before = g_hash_table_lookup(sheet->rules, key);
	gsize length = before ? strlen(before) : 0;
	if (length + declarations.length > MAX_DECLARATIONS)
		return;
	char *both = g_strdup_printf("%s;%.*s", before ? before : "", (int)declarations.length,
				     declarations.start);
	g_hash_table_replace(sheet->rules, g_steal_pointer(&key), both);
}

static void
add_rules(StyleSheet *sheet, Slice selectors, Slice declarations)
{
	const char *p = selectors.start, *end = p + selectors.length;
	while (p < end) {
		const char *comma = memchr(p, ',', (gsize)(end - p));
		add_rule(sheet, trimmed(p, comma ? comma : end), declarations);
		p = comma ? comma + 1 : end;
	}
}

/* the '}' that closes the block whose '{' stands before `p` */
static const char *
block_end(const char *p, const char *end)
{
	guint depth = 1;
	for (; p < end; p++) {
		depth += *p == '{';
		if (*p == '}' && --depth == 0)
			return p;
	}
	return end;
}

static char *
without_comments(const char *text, gsize length)
{
	GString *plain = g_string_sized_new(length);
	const char *end = text + length;
	while (text < end) {
		const char *open = memmem(text, (gsize)(end - text), "/*", 2);
		g_string_append_len(plain, text, (open ? open : end) - text);
		const char *close =
			open ? memmem(open + 2, (gsize)(end - open - 2), "*/", 2) : NULL;
		text = close ? close + 2 : end;
	}
	return g_string_free(plain, FALSE);
}

void
style_sheet_add(StyleSheet *sheet, const char *text, gsize length)
{
	g_autofree char *plain = without_comments(text, length);
	const char *p = plain, *end = plain + strlen(plain);
	while (p < end) {
		p += strspn(p, " \t\r\n}");
		/* old pages hide their style in a comment of HTML */
		if (g_str_has_prefix(p, "<!--"))
			p += 4;
		p += strspn(p, " \t\r\n");
		const char *open = p + strcspn(p, "{;");
		if (*p == '@' && *open == ';') {
			p = open + 1;
			continue;
		}
		if (!*open)
			break;
		const char *close = *open == '{' ? block_end(open + 1, end) : open;
		/* what holds for print, or for a narrow window, need not hold for the reader */
		if (*p != '@' && *open == '{')
			add_rules(sheet, trimmed(p, open),
				  (Slice){open + 1, (gsize)(close - open - 1)});
		p = close < end ? close + 1 : end;
	}
}

static void
apply_rule(const StyleSheet *sheet, Style *style, const char *tag, const char *sign,
	   const char *name, gsize length)
{
	char key[MAX_SELECTOR + 1];
	if (strlen(tag) + length + 1 >= sizeof key)
		return;
	g_snprintf(key, sizeof key, "%s%s%.*s", tag, sign, (int)length, name);
	const char *declarations = g_hash_table_lookup(sheet->rules, key);
	if (declarations)
		style_apply(style, declarations, strlen(declarations));
}

void
style_sheet_apply(const StyleSheet *sheet, Style *style, const char *tag, const char *classes,
		  const char *id)
{
	gint32 colour = style->colour;
	if (g_hash_table_size(sheet->rules) == 0)
		return;
	apply_rule(sheet, style, tag, "", "", 0);
	for (guint i = 0; classes && i < MAX_CLASSES; i++) {
		classes += strspn(classes, " \t\r\n");
		gsize length = strcspn(classes, " \t\r\n");
		if (length == 0)
			break;
		apply_rule(sheet, style, "", ".", classes, length);
		apply_rule(sheet, style, tag, ".", classes, length);
		classes += length;
	}
	if (id) {
		apply_rule(sheet, style, "", "#", id, strlen(id));
		apply_rule(sheet, style, tag, "#", id, strlen(id));
	}
	/* white letters may stand on a dark ground that is set where it is not seen here */
	if (sheet->is_partial && style->colour != colour)
		style->colour = STYLE_NO_COLOUR;
}

void
style_sheet_set_partial(StyleSheet *sheet)
{
	sheet->is_partial = TRUE;
}
