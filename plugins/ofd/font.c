/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/font.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include FT_FREETYPE_H

#define MAX_FONT_BYTES (24 * 1024 * 1024)
#define MAX_FONTS 256 /* that are embedded and used on a page */
/* of the system, for characters that one font of the document lacks */
#define MAX_SUBSTITUTES 16
/* of the system on one page: each is mapped into the child's memory */
#define MAX_FILES 24

/* lives as long as the process: cairo lets go of a face when it likes */
static FT_Library library;

typedef struct {
	FT_Face ft;
	cairo_font_face_t *cairo;
} Face;

typedef struct {
	Face embedded;       /* without faces: none, or it cannot be read */
	GArray *substitutes; /* of Face, borrowed */
	gboolean exhausted;  /* no more are looked for */
} Entry;

struct _OfdFonts {
	OfdPackage *package;
	const OfdResources *resources;
	GHashTable *entries; /* id → Entry */
	guint n_embedded;
	GHashTable *files; /* "index path" → Face: one file stands for many fonts */
};

gboolean
ofd_fonts_prepare(GError **error)
{
	if (library)
		return TRUE;
	if (FT_Init_FreeType(&library) == 0 && FcInit())
		return TRUE;
	g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
			    "ofd: FreeType and fontconfig cannot be set up: see /etc/fonts");
	return FALSE;
}

static void
clear_face(gpointer data)
{
	Face *face = data;

	g_clear_pointer(&face->cairo, cairo_font_face_destroy);
}

static void
file_free(gpointer data)
{
	clear_face(data);
	g_free(data);
}

OfdFonts *
ofd_fonts_new(OfdPackage *package, const OfdResources *resources)
{
	OfdFonts *fonts = g_new0(OfdFonts, 1);

	fonts->package = package;
	fonts->resources = resources;
	fonts->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
	return fonts;
}

static void
entry_free(gpointer data)
{
	Entry *entry = data;

	clear_face(&entry->embedded);
	g_array_unref(entry->substitutes);
	g_free(entry);
}

void
ofd_fonts_free(OfdFonts *fonts)
{
	if (!fonts)
		return;
	g_clear_pointer(&fonts->entries, g_hash_table_unref);
	g_hash_table_unref(fonts->files);
	g_free(fonts);
}

/* What has to stay as long as cairo has the face. */
typedef struct {
	FT_Face ft;
	GByteArray *bytes; /* NULL when it is a file of the system */
} Holding;

static void
release(void *data)
{
	Holding *holding = data;

	FT_Done_Face(holding->ft);
	g_clear_pointer(&holding->bytes, g_byte_array_unref);
	g_free(holding);
}

/* Takes both. */
static Face
make_face(FT_Face ft, GByteArray *bytes)
{
	static const cairo_user_data_key_t key;
	Face face = {ft, cairo_ft_font_face_create_for_ft_face(ft, FT_LOAD_NO_HINTING)};
	Holding *holding = g_new0(Holding, 1);

	holding->ft = ft;
	holding->bytes = bytes;
	/* fonts of symbols and subsets often have another map than that of Unicode */
	if (!ft->charmap && ft->num_charmaps > 0)
		(void)FT_Set_Charmap(ft, ft->charmaps[0]);
	if (cairo_font_face_set_user_data(face.cairo, &key, holding, release) !=
	    CAIRO_STATUS_SUCCESS) {
		clear_face(&face);
		release(holding);
		return (Face){0};
	}
	return face;
}

static Face
load_embedded(OfdFonts *fonts, const OfdFont *font)
{
	gboolean damaged;
	FT_Face ft;

	if (!font || !font->part || fonts->n_embedded++ >= MAX_FONTS)
		return (Face){0};
	GByteArray *bytes =
		ofd_package_read(fonts->package, font->part, MAX_FONT_BYTES, &damaged, NULL);
	if (!bytes)
		return (Face){0};
	if (FT_New_Memory_Face(library, bytes->data, (FT_Long)bytes->len, 0, &ft) != 0) {
		g_byte_array_unref(bytes);
		return (Face){0};
	}
	return make_face(ft, bytes);
}

static Entry *
find_entry(OfdFonts *fonts, guint id)
{
	if (!fonts->entries)
		fonts->entries = g_hash_table_new_full(NULL, NULL, NULL, entry_free);
	Entry *entry = g_hash_table_lookup(fonts->entries, GUINT_TO_POINTER(id));
	if (entry)
		return entry;
	entry = g_new0(Entry, 1);
	entry->substitutes = g_array_new(FALSE, FALSE, sizeof(Face));
	entry->embedded = load_embedded(fonts, ofd_resources_font(fonts->resources, id));
	g_hash_table_insert(fonts->entries, GUINT_TO_POINTER(id), entry);
	return entry;
}

cairo_font_face_t *
ofd_fonts_find_glyph(OfdFonts *fonts, guint id, guint glyph)
{
	const Face *face = &find_entry(fonts, id)->embedded;

	return face->cairo && glyph < (gulong)MAX(face->ft->num_glyphs, 0) ? face->cairo : NULL;
}

/* By the names of the font and its looks; the character comes before both. */
static FcPattern *
make_pattern(const OfdFont *font, gunichar character)
{
	FcPattern *pattern = FcPatternCreate();
	FcCharSet *characters = FcCharSetCreate();

	FcCharSetAddChar(characters, character);
	FcPatternAddCharSet(pattern, FC_CHARSET, characters);
	FcCharSetDestroy(characters);
	FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
	FcPatternAddString(pattern, FC_LANG, (const FcChar8 *)"zh-cn");
	if (font && *font->family)
		FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)font->family);
	if (font && *font->name)
		FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)font->name);
	if (font && font->is_bold)
		FcPatternAddInteger(pattern, FC_WEIGHT, FC_WEIGHT_BOLD);
	if (font && font->is_italic)
		FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ITALIC);
	FcConfigSubstitute(NULL, pattern, FcMatchPattern);
	FcDefaultSubstitute(pattern);
	return pattern;
}

/* Without faces when it cannot be opened, or too many were. */
static Face
open_file(OfdFonts *fonts, const char *path, int index)
{
	g_autofree char *key = g_strdup_printf("%d %s", index, path);
	Face *face = g_hash_table_lookup(fonts->files, key);
	FT_Face ft;

	if (face)
		return *face;
	if (g_hash_table_size(fonts->files) >= MAX_FILES)
		return (Face){0};
	face = g_new0(Face, 1);
	if (FT_New_Face(library, path, index, &ft) == 0)
		*face = make_face(ft, NULL);
	g_hash_table_insert(fonts->files, g_steal_pointer(&key), face);
	return *face;
}

static Face
load_substitute(OfdFonts *fonts, const OfdFont *font, gunichar character)
{
	FcResult result;
	FcChar8 *file;
	int index = 0;
	Face face = {0};
	FcPattern *pattern = make_pattern(font, character);
	FcPattern *match = FcFontMatch(NULL, pattern, &result);

	if (match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch) {
		(void)FcPatternGetInteger(match, FC_INDEX, 0, &index);
		face = open_file(fonts, (const char *)file, index);
	}
	if (match)
		FcPatternDestroy(match);
	FcPatternDestroy(pattern);
	return face;
}

cairo_font_face_t *
ofd_fonts_find_character(OfdFonts *fonts, guint id, gunichar character, guint *ret_glyph)
{
	Entry *entry = find_entry(fonts, id);

	if (entry->embedded.cairo &&
	    (*ret_glyph = FT_Get_Char_Index(entry->embedded.ft, character)) != 0)
		return entry->embedded.cairo;
	for (guint i = 0; i < entry->substitutes->len; i++) {
		const Face *face = &g_array_index(entry->substitutes, Face, i);
		if ((*ret_glyph = FT_Get_Char_Index(face->ft, character)) != 0)
			return face->cairo;
	}
	if (entry->exhausted)
		return NULL;
	Face face = load_substitute(fonts, ofd_resources_font(fonts->resources, id), character);
	entry->exhausted = !face.cairo || entry->substitutes->len + 1 >= MAX_SUBSTITUTES;
	if (!face.cairo)
		return NULL;
	g_array_append_val(entry->substitutes, face);
	*ret_glyph = FT_Get_Char_Index(face.ft, character);
	return *ret_glyph != 0 ? face.cairo : NULL;
}
