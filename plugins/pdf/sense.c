/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/sense.h"

#include <string.h>

/* fewer characters are too few to judge by */
#define MIN_CHARACTERS 20
/* shares of a page's characters */
#define MAX_UNREADABLE 0.3
#define MAX_ACCENTED 0.45 /* of its letters; in Vietnamese they are a third */
#define MIN_SOUP 0.5      /* of its characters, to be Chinese in disguise */
#define MIN_COMMON 0.7    /* of its ideographs; in good text 0.98 */
#define MAX_CLASHES 0.1   /* letters beside one of a script that nobody mixes with theirs */
#define MAX_SIGNS 0.4     /* of ASCII, without what tables and lists are full of */

#define FIRST_IDEOGRAPH 0x4E00
#define LAST_IDEOGRAPH 0x9FFF

static guint8 common[(LAST_IDEOGRAPH - FIRST_IDEOGRAPH) / 8 + 1];

static gboolean
is_plain_ideograph(gunichar character)
{
	return character >= FIRST_IDEOGRAPH && character <= LAST_IDEOGRAPH;
}

static gboolean
is_common(gunichar character)
{
	guint place = character - FIRST_IDEOGRAPH;

	return common[place / 8] >> place % 8 & 1;
}

/* The first level of each charset: what is in daily use, in the order of its sounds or strokes. */
void
pdf_sense_prepare(void)
{
	static const struct {
		const char *charset;
		guint first, last;
	} levels[] = {
		{"gb18030", 0xB0A1, 0xD7F9},
		{"big5", 0xA440, 0xC67E},
		{"shift_jis", 0x889F, 0x9872},
	};

	for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
		const VetCharset *charset =
			vet_charset_find(levels[i].charset, strlen(levels[i].charset));
		for (guint code = levels[i].first; charset && code <= levels[i].last; code++) {
			const guint8 bytes[] = {(guint8)(code >> 8), (guint8)code};
			g_autoptr(GString) text = g_string_new(NULL);
			vet_charset_append(charset, bytes, sizeof(bytes), TRUE, text);
			gunichar character =
				g_utf8_get_char_validated(text->str, (gssize)text->len);
			guint place = character - FIRST_IDEOGRAPH;
			if (is_plain_ideograph(character))
				common[place / 8] |= (guint8)(1 << place % 8);
		}
	}
}

/* --- Chinese as Latin letters --- */

/* What windows-1252 makes of a byte; 0 when the character is none of it or plain ASCII. */
static guint8
byte_of(gunichar character)
{
	static const guint16 upper[] = {0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020,
					0x2021, 0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,
					0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D,
					0x2022, 0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A,
					0x153,  0,      0x17E,  0x178};

	if (character >= 0xA0 && character <= 0xFF)
		return (guint8)character;
	for (guint i = 0; character >= 0x80 && i < G_N_ELEMENTS(upper); i++) {
		if (upper[i] == character)
			return (guint8)(0x80 + i);
	}
	return 0;
}

/* The second byte of a pair: in this encoding 0xAD looks like, and is told as, a hyphen. */
static guint8
second_byte_of(gunichar character)
{
	return character == '-' ? 0xAD : byte_of(character);
}

/* The character of two Latin ones; 0 when they are none in Chinese. */
static gunichar
character_of(gunichar first, gunichar second)
{
	const VetCharset *charset = vet_charset_find("gb2312", 6);
	const guint8 bytes[] = {byte_of(first), second_byte_of(second)};
	g_autoptr(GString) text = g_string_new(NULL);

	/* GB 2312's own plane: what lies beyond it is as likely chance */
	if (!charset || bytes[0] < 0xA1 || bytes[0] > 0xF7 || bytes[1] < 0xA1)
		return 0;
	vet_charset_append(charset, bytes, sizeof(bytes), TRUE, text);
	gunichar character = g_utf8_get_char_validated(text->str, (gssize)text->len);
	return (gint32)character > 0 && character != 0xFFFD && g_utf8_strlen(text->str, -1) == 1
		       ? character
		       : 0;
}

static gboolean
is_soup(const GArray *glyphs)
{
	guint n = 0;

	for (guint i = 0; i < glyphs->len; i++)
		n += byte_of(g_array_index(glyphs, PdfGlyph, i).character) >= 0xA1;
	return n >= 8 && n >= MIN_SOUP * glyphs->len;
}

gboolean
pdf_sense_restore(PdfGlyphs *glyphs)
{
	guint n_pairs = 0, n_common = 0;

	if (!is_soup(glyphs->glyphs))
		return FALSE;
	g_autoptr(GArray) restored = g_array_new(FALSE, FALSE, sizeof(PdfGlyph));
	for (guint i = 0; i < glyphs->glyphs->len; i++) {
		PdfGlyph glyph = g_array_index(glyphs->glyphs, PdfGlyph, i);
		if (byte_of(glyph.character)) {
			const PdfGlyph *next = &g_array_index(glyphs->glyphs, PdfGlyph, i + 1);
			if (++i >= glyphs->glyphs->len)
				return FALSE;
			glyph.character = character_of(glyph.character, next->character);
			if (glyph.character == 0)
				return FALSE;
			glyph.box = vet_box_union(glyph.box, next->box);
			n_pairs += is_plain_ideograph(glyph.character);
			n_common +=
				is_plain_ideograph(glyph.character) && is_common(glyph.character);
		}
		g_array_append_val(restored, glyph);
	}
	if (n_common < MIN_COMMON * n_pairs || n_pairs == 0)
		return FALSE;
	g_array_unref(glyphs->glyphs);
	glyphs->glyphs = g_steal_pointer(&restored);
	return TRUE;
}

/* --- what means nothing --- */

typedef struct {
	guint n; /* characters */
	guint n_letters, n_accented, n_clashes;
	guint n_ideographs, n_common;
	guint n_signs;
} Count;

/* Scripts that stand beside each other in good text, formulas and names of products included. */
static gboolean
mixes(GUnicodeScript script)
{
	return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_HAN ||
	       script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ||
	       script == G_UNICODE_SCRIPT_HANGUL || script == G_UNICODE_SCRIPT_BOPOMOFO ||
	       script == G_UNICODE_SCRIPT_GREEK || script == G_UNICODE_SCRIPT_COMMON ||
	       script == G_UNICODE_SCRIPT_INHERITED;
}

static gboolean
clashes(const PdfGlyph *before, const PdfGlyph *glyph)
{
	GUnicodeScript one = g_unichar_get_script(before->character);
	GUnicodeScript other = g_unichar_get_script(glyph->character);

	return !glyph->spaced && !glyph->begins && one != other && one != G_UNICODE_SCRIPT_COMMON &&
	       other != G_UNICODE_SCRIPT_COMMON && one != G_UNICODE_SCRIPT_INHERITED &&
	       other != G_UNICODE_SCRIPT_INHERITED && !(mixes(one) && mixes(other));
}

static void
count(const PdfGlyph *glyph, const PdfGlyph *before, Count *counts)
{
	gunichar character = glyph->character;

	counts->n++;
	if (character < 0x80) {
		counts->n_letters += g_ascii_isalpha((gchar)character);
		counts->n_signs += strchr("!\"#$&*+;<=>?@[\\]^`{|}~", (int)character) != NULL;
		return;
	}
	if (is_plain_ideograph(character)) {
		counts->n_ideographs++;
		counts->n_common += is_common(character);
	} else if (character >= 0x3400 && character < FIRST_IDEOGRAPH) {
		counts->n_ideographs++; /* those beyond are never common */
	}
	if (g_unichar_isalpha(character)) {
		counts->n_letters++;
		counts->n_accented += character >= 0xC0 && character <= 0xFF;
	}
	if (before && !(is_plain_ideograph(character) && is_plain_ideograph(before->character)))
		counts->n_clashes += clashes(before, glyph);
}

const char *
pdf_sense_doubt(const PdfGlyphs *glyphs)
{
	Count counts = {0};
	guint n = glyphs->glyphs->len;

	if (glyphs->n_unreadable > MAX_UNREADABLE * (n + glyphs->n_unreadable))
		return "text is garbled: most of its characters have no meaning";
	for (guint i = 0; i < n; i++) {
		const PdfGlyph *glyph = &g_array_index(glyphs->glyphs, PdfGlyph, i);
		count(glyph, i > 0 ? glyph - 1 : NULL, &counts);
	}
	if (counts.n_letters >= MIN_CHARACTERS &&
	    counts.n_accented > MAX_ACCENTED * counts.n_letters)
		return "text is garbled: it is accents more than letters";
	if (counts.n_ideographs >= MIN_CHARACTERS &&
	    counts.n_common < MIN_COMMON * counts.n_ideographs)
		return "text is garbled: it is ideographs that nobody uses";
	if (counts.n_letters >= MIN_CHARACTERS && counts.n_clashes > MAX_CLASHES * counts.n_letters)
		return "text is garbled: its letters are of scripts that nobody mixes";
	if (counts.n >= 2 * MIN_CHARACTERS && counts.n_signs > MAX_SIGNS * counts.n)
		return "text is garbled: it is signs more than letters";
	return NULL;
}
