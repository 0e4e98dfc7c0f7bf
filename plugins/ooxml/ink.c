/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/ink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DIFFERENCE 8

/* Excel's palette where the workbook brings none; the first eight stand twice */
static const guint32 usual_indexed[] = {
	0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff,
	0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xc0c0c0, 0x808080,
	0x9999ff, 0x993366, 0xffffcc, 0xccffff, 0x660066, 0xff8080, 0x0066cc, 0xccccff,
	0x000080, 0xff00ff, 0xffff00, 0x00ffff, 0x800080, 0x800000, 0x008080, 0x0000ff,
	0x00ccff, 0xccffff, 0xccffcc, 0xffff99, 0x99ccff, 0xff99cc, 0xcc99ff, 0xffcc99,
	0x3366ff, 0x33cccc, 0x99cc00, 0xffcc00, 0xff9900, 0xff6600, 0x666699, 0x969696,
	0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
};
#define N_DOUBLE 8

static const struct {
	const char *name;
	guint32 usual;
} theme_slots[INK_N_THEME] = {
	{"lt1", 0xffffff},     {"dk1", 0x000000},     {"lt2", 0xe7e6e6},     {"dk2", 0x44546a},
	{"accent1", 0x4472c4}, {"accent2", 0xed7d31}, {"accent3", 0xa5a5a5}, {"accent4", 0xffc000},
	{"accent5", 0x5b9bd5}, {"accent6", 0x70ad47}, {"hlink", 0x0563c1},   {"folHlink", 0x954f72},
};

static Ink
ink_of(guint32 rgb)
{
	return (Ink){TRUE, (guint8)(rgb >> 16), (guint8)(rgb >> 8), (guint8)rgb};
}

/* "FFRRGGBB" or "RRGGBB": what stands before the last six is taken for opaque, as Excel does */
static Ink
parse_rgb(const char *text)
{
	char *end;
	guint64 value = text ? g_ascii_strtoull(text, &end, 16) : 0;
	gsize length = text ? strlen(text) : 0;
	if ((length != 6 && length != 8) || *end)
		return INK_UNKNOWN;
	return ink_of((guint32)value & 0xffffff);
}

static void
read_theme(InkPalette *palette, const xmlNode *root)
{
	const xmlNode *scheme = node_child_in(node_child_in(root, NODE_DRAWING, "themeElements"),
					      NODE_DRAWING, "clrScheme");
	for (guint i = 0; i < INK_N_THEME; i++) {
		const xmlNode *slot = node_child_in(scheme, NODE_DRAWING, theme_slots[i].name);
		const xmlNode *plain = node_child_in(slot, NODE_DRAWING, "srgbClr");
		const xmlNode *system = node_child_in(slot, NODE_DRAWING, "sysClr");
		palette->theme[i] = ink_of(theme_slots[i].usual);
		if (plain)
			palette->theme[i] = parse_rgb(node_attribute(plain, "val"));
		else if (node_attribute(system, "lastClr"))
			palette->theme[i] = parse_rgb(node_attribute(system, "lastClr"));
	}
}

static void
read_indexed(InkPalette *palette, const xmlNode *root)
{
	const xmlNode *list = node_child_in(node_child_in(root, NODE_SHEET, "colors"), NODE_SHEET,
					    "indexedColors");
	guint n = 0;
	for (guint i = 0; i < INK_N_INDEXED; i++)
		palette->indexed[i] = ink_of(usual_indexed[i < N_DOUBLE ? i : i - N_DOUBLE]);
	for (const xmlNode *node = list ? list->children : NULL; node && n < INK_N_INDEXED;
	     node = node->next)
		if (node_is_in(node, NODE_SHEET, "rgbColor"))
			palette->indexed[n++] = parse_rgb(node_attribute(node, "rgb"));
}

void
ink_palette_init(InkPalette *palette, const xmlDoc *theme, const xmlDoc *styles)
{
	G_STATIC_ASSERT(G_N_ELEMENTS(usual_indexed) == INK_N_INDEXED - N_DOUBLE);
	read_theme(palette, theme ? xmlDocGetRootElement(theme) : NULL);
	read_indexed(palette, styles ? xmlDocGetRootElement(styles) : NULL);
}

/* The standard moves the lightness; each channel moves as far, which is the same but for rounding. */
static guint8
tinted(guint8 channel, double tint)
{
	double value = tint < 0 ? channel * (1 + tint) : channel + (255 - channel) * tint;
	return (guint8)lround(CLAMP(value, 0, 255));
}

Ink
ink_read(const InkPalette *palette, const xmlNode *node, Ink automatic)
{
	const char *index = node_attribute(node, "indexed"), *slot = node_attribute(node, "theme");
	const char *rgb = node_attribute(node, "rgb"), *text = node_attribute(node, "tint");
	double tint = text ? g_ascii_strtod(text, NULL) : 0;
	guint number = node_number(slot ? slot : index, G_MAXUINT, G_MAXUINT16);
	Ink ink = automatic;
	if (rgb)
		ink = parse_rgb(rgb);
	else if (slot)
		ink = number < INK_N_THEME ? palette->theme[number] : INK_UNKNOWN;
	else if (index && number < INK_N_INDEXED)
		ink = palette->indexed[number];
	/* 64 and 65 are the system's, which is automatic */
	if (!isfinite(tint) || tint == 0 || !ink.is_known)
		return ink;
	tint = CLAMP(tint, -1, 1);
	return (Ink){TRUE, tinted(ink.red, tint), tinted(ink.green, tint), tinted(ink.blue, tint)};
}

gboolean
ink_is_like(Ink a, Ink b)
{
	return a.is_known && b.is_known && abs(a.red - b.red) <= MAX_DIFFERENCE &&
	       abs(a.green - b.green) <= MAX_DIFFERENCE && abs(a.blue - b.blue) <= MAX_DIFFERENCE;
}
