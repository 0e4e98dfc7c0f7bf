/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/colour.h"

#include <math.h>
#include <string.h>

#include "plugins/ooxml/drawing.h"

#define HEX_DIGITS 6

struct _DocxPalette {
	InkPalette inks;
	guint mapped[4]; /* which ink of the theme has the name in `mappings` */
};

/* the theme's inks in the order of InkPalette, by the names that text and shapes have for them */
static const char *const slots[INK_N_THEME][2] = {
	{"light1", "lt1"},      {"dark1", "dk1"},       {"light2", "lt2"},
	{"dark2", "dk2"},       {"accent1", "accent1"}, {"accent2", "accent2"},
	{"accent3", "accent3"}, {"accent4", "accent4"}, {"accent5", "accent5"},
	{"accent6", "accent6"}, {"hyperlink", "hlink"}, {"followedHyperlink", "folHlink"},
};

/* names that the settings may give to other inks, and which it is when they do not */
static const struct {
	const char *word, *drawing, *setting;
	guint usual;
} mappings[] = {
	{"background1", "bg1", "bg1", 0},
	{"text1", "tx1", "t1", 1},
	{"background2", "bg2", "bg2", 2},
	{"text2", "tx2", "t2", 3},
};

/* ISO 29500-1, 17.18.40; VML knows most of them, too */
static const struct {
	const char *name;
	Ink ink;
} names[] = {
	{"black", {TRUE, 0, 0, 0}},          {"white", {TRUE, 255, 255, 255}},
	{"yellow", {TRUE, 255, 255, 0}},     {"green", {TRUE, 0, 255, 0}},
	{"cyan", {TRUE, 0, 255, 255}},       {"magenta", {TRUE, 255, 0, 255}},
	{"blue", {TRUE, 0, 0, 255}},         {"red", {TRUE, 255, 0, 0}},
	{"darkBlue", {TRUE, 0, 0, 139}},     {"darkCyan", {TRUE, 0, 139, 139}},
	{"darkGreen", {TRUE, 0, 100, 0}},    {"darkMagenta", {TRUE, 128, 0, 128}},
	{"darkRed", {TRUE, 139, 0, 0}},      {"darkYellow", {TRUE, 128, 128, 0}},
	{"darkGray", {TRUE, 169, 169, 169}}, {"lightGray", {TRUE, 211, 211, 211}},
};

static const DocxColour unset = {DOCX_COLOUR_UNSET, {FALSE}};
static const DocxColour automatic = {DOCX_COLOUR_AUTO, {FALSE}};
static const DocxColour unknown = {DOCX_COLOUR_UNKNOWN, {FALSE}};

static DocxColour
colour_of(Ink ink)
{
	return ink.is_known ? (DocxColour){DOCX_COLOUR_RGB, ink} : unknown;
}

static DocxColour
parse_hex(const char *text)
{
	guint value = 0;
	for (guint i = 0; i < HEX_DIGITS; i++) {
		int digit = g_ascii_xdigit_value(text[i]);
		if (digit < 0)
			return unknown;
		value = value << 4 | (guint)digit;
	}
	return colour_of((Ink){TRUE, (guint8)(value >> 16), (guint8)(value >> 8), (guint8)value});
}

static DocxColour
find_name(const char *name, gsize length)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i].name) == length &&
		    g_ascii_strncasecmp(names[i].name, name, length) == 0)
			return colour_of(names[i].ink);
	return unknown;
}

/* --- the theme --- */

static guint
find_slot(const char *name, guint fallback)
{
	for (guint i = 0; name && i < INK_N_THEME; i++)
		if (strcmp(slots[i][0], name) == 0 || strcmp(slots[i][1], name) == 0)
			return i;
	return fallback;
}

DocxPalette *
docx_palette_new(const xmlDoc *theme, const xmlDoc *settings)
{
	DocxPalette *palette = g_new0(DocxPalette, 1);
	ink_palette_init(&palette->inks, theme, NULL);
	const xmlNode *mapping =
		node_child(settings ? xmlDocGetRootElement(settings) : NULL, "clrSchemeMapping");
	for (guint i = 0; i < G_N_ELEMENTS(mappings); i++)
		palette->mapped[i] =
			find_slot(node_attribute(mapping, mappings[i].setting), mappings[i].usual);
	return palette;
}

void
docx_palette_free(DocxPalette *palette)
{
	g_free(palette);
}

static DocxColour
find_themed(const DocxPalette *palette, const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(mappings); i++)
		if (strcmp(mappings[i].word, name) == 0 || strcmp(mappings[i].drawing, name) == 0)
			return colour_of(palette->inks.theme[palette->mapped[i]]);
	guint slot = find_slot(name, INK_N_THEME);
	return slot < INK_N_THEME ? colour_of(palette->inks.theme[slot]) : unknown;
}

/* towards white by a tint, towards black by a shade; a share of 1 leaves it as it is */
static guint8
blend(guint8 part, double share, guint8 towards)
{
	return (guint8)lround(part * share + towards * (1 - share));
}

static Ink
blend_ink(Ink ink, double share, guint8 towards)
{
	return (Ink){ink.is_known, blend(ink.red, share, towards), blend(ink.green, share, towards),
		     blend(ink.blue, share, towards)};
}

static double
share_of(const char *hex)
{
	return hex ? (double)(g_ascii_strtoull(hex, NULL, 16) & 0xff) / 255 : 1;
}

/* the theme's name goes before the value, which is only what it was when last saved */
static DocxColour
read_colour(const DocxPalette *palette, const char *value, const char *theme, const char *tint,
	    const char *shade)
{
	if (theme && strcmp(theme, "none") != 0) {
		DocxColour colour = find_themed(palette, theme);
		colour.ink =
			blend_ink(blend_ink(colour.ink, share_of(tint), 255), share_of(shade), 0);
		return colour;
	}
	if (!value)
		return unset;
	return strcmp(value, "auto") == 0 ? automatic : parse_hex(value);
}

/* --- of text --- */

DocxColour
docx_colour_of_letters(const DocxPalette *palette, const xmlNode *node)
{
	return read_colour(palette, node_attribute(node, "val"), node_attribute(node, "themeColor"),
			   node_attribute(node, "themeTint"), node_attribute(node, "themeShade"));
}

DocxColour
docx_colour_of_shading(const DocxPalette *palette, const xmlNode *node)
{
	const char *pattern = node_attribute(node, "val");
	if (!pattern || strcmp(pattern, "nil") == 0)
		return unset;
	DocxColour fill = read_colour(
		palette, node_attribute(node, "fill"), node_attribute(node, "themeFill"),
		node_attribute(node, "themeFillTint"), node_attribute(node, "themeFillShade"));
	if (strcmp(pattern, "solid") == 0)
		fill = read_colour(
			palette, node_attribute(node, "color"), node_attribute(node, "themeColor"),
			node_attribute(node, "themeTint"), node_attribute(node, "themeShade"));
	else if (strcmp(pattern, "clear") != 0)
		return unknown;
	return fill.kind == DOCX_COLOUR_AUTO ? unset : fill;
}

DocxColour
docx_colour_of_page(const DocxPalette *palette, const xmlNode *node)
{
	DocxColour colour = read_colour(
		palette, node_attribute(node, "color"), node_attribute(node, "themeColor"),
		node_attribute(node, "themeTint"), node_attribute(node, "themeShade"));
	return colour.kind == DOCX_COLOUR_AUTO ? unset : colour;
}

DocxColour
docx_colour_of_highlight(const char *name)
{
	return !name || strcmp(name, "none") == 0 ? unset : find_name(name, strlen(name));
}

/* --- of shapes --- */

/* changes to a colour that are not worked out here make it one that is not known */
static DocxColour
read_drawn(const DocxPalette *palette, const xmlNode *fill)
{
	for (const xmlNode *node = fill->children; node; node = node->next) {
		const char *value = node_attribute(node, "val");
		gboolean is_rgb = node_is_in(node, NODE_DRAWING, "srgbClr");
		gboolean is_themed = node_is_in(node, NODE_DRAWING, "schemeClr");
		if ((!is_rgb && !is_themed) || !value)
			continue;
		if (drawing_child(node, "alpha") || drawing_child(node, "lumMod") ||
		    drawing_child(node, "lumOff") || drawing_child(node, "shade") ||
		    drawing_child(node, "tint"))
			return unknown;
		return is_rgb ? parse_hex(value) : find_themed(palette, value);
	}
	return unknown;
}

DocxColour
docx_colour_of_fill(const DocxPalette *palette, const xmlNode *properties)
{
	static const char *const others[] = {"gradFill", "blipFill", "pattFill", "grpFill"};
	for (const xmlNode *node = properties ? properties->children : NULL; node;
	     node = node->next) {
		if (node_is_in(node, NODE_DRAWING, "solidFill"))
			return read_drawn(palette, node);
		for (guint i = 0; i < G_N_ELEMENTS(others); i++)
			if (node_is_in(node, NODE_DRAWING, others[i]))
				return unknown;
	}
	return unset;
}

DocxColour
docx_colour_of_vml(const char *value)
{
	gsize length = strcspn(value, " [");
	if (*value != '#')
		return find_name(value, length);
	char wide[] = {value[1], value[1], value[2], value[2], value[3], value[3]};
	return length == 4                ? parse_hex(wide)
	       : length == HEX_DIGITS + 1 ? parse_hex(value + 1)
					  : unknown;
}

/* --- */

DocxColour
docx_colour_over(DocxColour colour, DocxColour below)
{
	return colour.kind == DOCX_COLOUR_UNSET ? below : colour;
}

gboolean
docx_colour_is_same(DocxColour a, DocxColour b)
{
	return a.kind == DOCX_COLOUR_RGB && b.kind == DOCX_COLOUR_RGB && ink_is_like(a.ink, b.ink);
}
