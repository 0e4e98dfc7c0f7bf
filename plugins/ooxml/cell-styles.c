/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/cell-styles.h"

#include <string.h>

#include "plugins/ooxml/format.h"

#define MAX_STYLES 65536
/* points; as small as what a reader of a PDF does not see either */
#define MIN_FONT_SIZE 2.0

struct _CellStyles {
	InkPalette palette;
	GHashTable *codes; /* id → char *: numFmts */
	GArray *fonts;     /* of Font */
	GArray *grounds;   /* of Ink */
	GArray *styles;    /* of CellStyle */
};

typedef struct {
	Ink ink;
	gboolean is_tiny;
} Font;

static const CellStyle plain = {NULL, {TRUE, 0, 0, 0}, {TRUE, 255, 255, 255}, FALSE};

typedef void (*ReadEntry)(CellStyles *styles, const xmlNode *node);

static void
read_code(CellStyles *styles, const xmlNode *node)
{
	guint id = node_number(node_attribute(node, "numFmtId"), G_MAXUINT, G_MAXINT32);
	const char *code = node_attribute(node, "formatCode");
	if (id != G_MAXUINT && code && !g_hash_table_contains(styles->codes, GUINT_TO_POINTER(id)))
		g_hash_table_insert(styles->codes, GUINT_TO_POINTER(id),
				    g_utf8_make_valid(code, -1));
}

static void
read_font(CellStyles *styles, const xmlNode *node)
{
	const char *size = node_attribute(node_child_in(node, NODE_SHEET, "sz"), "val");
	Font font = {
		ink_read(&styles->palette, node_child_in(node, NODE_SHEET, "color"), INK_BLACK),
		size && g_ascii_strtod(size, NULL) < MIN_FONT_SIZE};
	g_array_append_val(styles->fonts, font);
}

static void
read_ground(CellStyles *styles, const xmlNode *node)
{
	const xmlNode *pattern = node_child_in(node, NODE_SHEET, "patternFill");
	const char *type = node_attribute(pattern, "patternType");
	Ink ground = INK_UNKNOWN;
	if (pattern && (!type || strcmp(type, "none") == 0))
		ground = INK_WHITE;
	else if (type && strcmp(type, "solid") == 0)
		ground = ink_read(&styles->palette, node_child_in(pattern, NODE_SHEET, "fgColor"),
				  INK_UNKNOWN);
	g_array_append_val(styles->grounds, ground);
}

static void
read_style(CellStyles *styles, const xmlNode *node)
{
	CellStyle style = plain;
	guint id = node_number(node_attribute(node, "numFmtId"), 0, G_MAXINT32);
	guint font = node_number(node_attribute(node, "fontId"), 0, G_MAXINT32);
	guint fill = node_number(node_attribute(node, "fillId"), 0, G_MAXINT32);
	if (id != 0) {
		style.code = g_hash_table_lookup(styles->codes, GUINT_TO_POINTER(id));
		if (!style.code)
			style.code = format_builtin(id);
	}
	if (font < styles->fonts->len) {
		const Font *found = &g_array_index(styles->fonts, Font, font);
		style.font = found->ink;
		style.is_tiny = found->is_tiny;
	}
	if (fill < styles->grounds->len)
		style.ground = g_array_index(styles->grounds, Ink, fill);
	g_array_append_val(styles->styles, style);
}

/* in the order in which they need each other, whatever the file's is */
static const struct {
	const char *list, *entry;
	ReadEntry read;
} lists[] = {
	{"numFmts", "numFmt", read_code},
	{"fonts", "font", read_font},
	{"fills", "fill", read_ground},
	{"cellXfs", "xf", read_style},
};

CellStyles *
cell_styles_new(const xmlDoc *doc, const xmlDoc *theme)
{
	CellStyles *styles = g_new0(CellStyles, 1);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	ink_palette_init(&styles->palette, theme, doc);
	styles->codes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	styles->fonts = g_array_new(FALSE, FALSE, sizeof(Font));
	styles->grounds = g_array_new(FALSE, FALSE, sizeof(Ink));
	styles->styles = g_array_new(FALSE, FALSE, sizeof(CellStyle));
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
		const xmlNode *list = node_child_in(root, NODE_SHEET, lists[i].list);
		guint n = 0;
		for (const xmlNode *node = list ? list->children : NULL; node && n < MAX_STYLES;
		     node = node->next) {
			if (!node_is_in(node, NODE_SHEET, lists[i].entry))
				continue;
			lists[i].read(styles, node);
			n++;
		}
	}
	return styles;
}

void
cell_styles_free(CellStyles *styles)
{
	if (!styles)
		return;
	g_hash_table_unref(styles->codes);
	g_array_unref(styles->fonts);
	g_array_unref(styles->grounds);
	g_array_unref(styles->styles);
	g_free(styles);
}

const CellStyle *
cell_styles_get(const CellStyles *styles, guint index)
{
	return index < styles->styles->len ? &g_array_index(styles->styles, CellStyle, index)
					   : &plain;
}

const InkPalette *
cell_styles_palette(const CellStyles *styles)
{
	return &styles->palette;
}
