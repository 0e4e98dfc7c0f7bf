/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/ocr-repair.h"

#include <string.h>

#include "lib/ident.h"

#define CODE_LENGTH 18
#define MAX_EXCHANGES 2
/* of a credit code: the region, which has digits only */
#define REGION_START 2
#define REGION_END 8

/* What a character that was read may have been. */
static const struct {
	char read;
	const char *may_be;
} look_alikes[] = {
	{'0', "DQ"}, {'1', "LJT"}, {'2', "Z"}, {'4', "A"}, {'5', "S"}, {'6', "G"},  {'7', "T"},
	{'8', "B"},  {'9', "G"},   {'A', "4"}, {'B', "8"}, {'C', "G"}, {'D', "0"},  {'E', "F"},
	{'F', "E"},  {'G', "6C"},  {'H', "N"}, {'I', "1"}, {'J', "1"}, {'L', "1"},  {'M', "N"},
	{'N', "HM"}, {'O', "0QD"}, {'P', "R"}, {'Q', "0"}, {'R', "P"}, {'S', "5"},  {'T', "7"},
	{'U', "J"},  {'V', "YU"},  {'W', "M"}, {'X', "Y"}, {'Y', "X"}, {'Z', "27"},
};

typedef struct {
	char code[CODE_LENGTH + 1];
	guint n_exchanges; /* on this way */
	guint n_free;      /* of them those that nothing demanded */
	gboolean is_credit_code;
	guint n_found;
	char found[CODE_LENGTH + 1];
} Search;

static const char *
alternatives(char c)
{
	for (gsize i = 0; i < G_N_ELEMENTS(look_alikes); i++)
		if (look_alikes[i].read == c)
			return look_alikes[i].may_be;
	return "";
}

/* No code of the kind has this character in this place. */
static gboolean
is_impossible(const Search *search, guint place, char c)
{
	if (!search->is_credit_code)
		return !g_ascii_isdigit(c) && !(c == 'X' && place == CODE_LENGTH - 1);
	return strchr("IOSVZ", c) != NULL ||
	       (place >= REGION_START && place < REGION_END && !g_ascii_isdigit(c));
}

static gboolean
is_valid(const Search *search)
{
	return search->is_credit_code ? vet_credit_code_check(search->code) == VET_CODE_VALID
				      : vet_id_number_valid(search->code);
}

static void
note_if_valid(Search *search)
{
	if (search->n_exchanges == 0 || !is_valid(search) ||
	    (search->n_found && strcmp(search->found, search->code) == 0))
		return;
	search->n_found++;
	memcpy(search->found, search->code, sizeof search->found);
}

/* Goes on from `place`; no deeper than the code is long. */
static void
try_places(Search *search, guint place)
{
	if (place == CODE_LENGTH) {
		note_if_valid(search);
		return;
	}
	char read = search->code[place];
	gboolean impossible = is_impossible(search, place, read);
	if (!impossible)
		try_places(search, place + 1);
	/* of an ID nothing is exchanged that could stand; of a credit code one character */
	if (search->n_exchanges >= MAX_EXCHANGES ||
	    (!impossible && (!search->is_credit_code || search->n_free > 0)))
		return;
	search->n_exchanges++;
	search->n_free += !impossible;
	for (const char *other = alternatives(read); *other; other++) {
		if (is_impossible(search, place, *other))
			continue;
		search->code[place] = *other;
		try_places(search, place + 1);
	}
	search->code[place] = read;
	search->n_free -= !impossible;
	search->n_exchanges--;
}

char *
vet_ocr_repair_code(const char *code)
{
	Search searches[2] = {{.is_credit_code = TRUE}, {.is_credit_code = FALSE}};

	if (strlen(code) != CODE_LENGTH)
		return NULL;
	for (guint i = 0; i < G_N_ELEMENTS(searches); i++) {
		for (guint k = 0; k < CODE_LENGTH; k++) {
			/* a small l is nearly always a 1; the rest are what they are in capitals */
			char c = code[k] == 'l' ? '1' : g_ascii_toupper(code[k]);
			if (!g_ascii_isalnum(c))
				return NULL;
			searches[i].code[k] = c;
		}
		if (is_valid(&searches[i]))
			return strcmp(searches[i].code, code) == 0 ? NULL
								   : g_strdup(searches[i].code);
		try_places(&searches[i], 0);
	}
	if (searches[0].n_found + searches[1].n_found != 1)
		return NULL;
	return g_strdup(searches[0].n_found ? searches[0].found : searches[1].found);
}

/* How long the stretch of letters, digits and single spaces is, and what it says without spaces. */
static gsize
take_stretch(const char *at, char code[CODE_LENGTH + 1], gsize *ret_letters)
{
	gsize length = 0, letters = 0;

	for (; g_ascii_isalnum(at[length]) ||
	       (length > 0 && at[length] == ' ' && g_ascii_isalnum(at[length + 1]));
	     length++) {
		if (at[length] == ' ')
			continue;
		if (letters < CODE_LENGTH)
			code[letters] = at[length];
		letters++;
	}
	code[MIN(letters, CODE_LENGTH)] = '\0';
	*ret_letters = letters;
	return length;
}

static void
put_back(char *at, gsize length, const char *code)
{
	for (gsize i = 0; i < length; i++) {
		if (at[i] != ' ')
			at[i] = *code++;
	}
}

guint
vet_ocr_repair_text(char *text)
{
	guint n_repaired = 0;
	gsize letters, length;

	for (char *at = text; *at; at += MAX(length, 1)) {
		char code[CODE_LENGTH + 1];
		length = take_stretch(at, code, &letters);
		if (letters != CODE_LENGTH)
			continue;
		g_autofree char *repaired = vet_ocr_repair_code(code);
		if (!repaired)
			continue;
		put_back(at, length, repaired);
		n_repaired++;
	}
	return n_repaired;
}
