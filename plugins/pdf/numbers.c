/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/numbers.h"

#include <dlfcn.h>
#include <string.h>

/* by Poppler's names for FoFiTrueType::readPostTable() and GfxCIDFont::getCodeToGIDMap() */
#define READ_NAMES "_ZN12FoFiTrueType13readPostTableEv"
#define MAP_CODES "_ZN10GfxCIDFont15getCodeToGIDMapEP12FoFiTrueTypePi"

typedef void ReadNames(void *file);
typedef int *MapCodes(void *font, void *file, int *ret_length);

ReadNames pdf_numbers_read_names __asm__(READ_NAMES);
MapCodes pdf_numbers_map_codes __asm__(MAP_CODES);

static struct {
	ReadNames *read_names;
	MapCodes *map_codes;
} own; /* Poppler's; NULL where it has none of this name, and then calls none */
/* extractors run one at a time in a child of their own */
static gboolean is_sparing, was_spared;

/* The names of all glyphs, by which fonts of 256 characters find theirs. */
void
pdf_numbers_read_names(void *file)
{
	if (is_sparing)
		was_spared = TRUE;
	else if (own.read_names)
		own.read_names(file);
}

/* Without a map, a code is taken for the number. */
int *
pdf_numbers_map_codes(void *font, void *file, int *ret_length)
{
	if (!is_sparing && own.map_codes)
		return own.map_codes(font, file, ret_length);
	was_spared = TRUE;
	*ret_length = 0;
	return NULL;
}

void
pdf_numbers_prepare(void)
{
	/* by handle, as in plugins/pdf/drawing.c; what a library hangs on is looked through as well */
	void *poppler = dlopen("libpoppler-glib.so.8", RTLD_LAZY | RTLD_LOCAL | RTLD_NOLOAD);
	void *symbol = poppler ? dlsym(poppler, READ_NAMES) : NULL;

	memcpy(&own.read_names, &symbol, sizeof(symbol));
	symbol = poppler ? dlsym(poppler, MAP_CODES) : NULL;
	memcpy(&own.map_codes, &symbol, sizeof(symbol));
}

void
pdf_numbers_spare(void)
{
	was_spared = FALSE;
	is_sparing = own.read_names && own.map_codes;
}

gboolean
pdf_numbers_restore(void)
{
	is_sparing = FALSE;
	return was_spared;
}
