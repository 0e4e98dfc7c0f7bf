/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/shingles.h"

#include <string.h>

#include "lib/pattern.h"

/* of the hash that chooses: it leaves no trace, so it needs no key */
#define BASE G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)

typedef struct {
	gunichar letter;
	guint32 start, end; /* bytes of the text */
} Letter;

typedef struct {
	const char *text;
	const guint8 *secret;
	gsize secret_length;
	GArray *letters;  /* of Letter: those of the stretch under way */
	guint32 n_before; /* letters of the stretches before, and a gap for each */
	GArray *shingles;
} Winnowing;

static guint64
mix(guint64 hash)
{
	hash ^= hash >> 31;
	hash *= G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	return hash ^ hash >> 29;
}

/* of each run of letters; the polynomial rolls on from one to the next */
static guint64 *
choosing_hashes(const GArray *letters, guint n)
{
	guint64 *hashes = g_new(guint64, n);
	guint64 hash = 0, highest = 1;
	for (guint i = 1; i < VET_SHINGLE_LETTERS; i++)
		highest *= BASE;
	for (guint i = 0; i < letters->len; i++) {
		if (i >= VET_SHINGLE_LETTERS)
			hash -= highest *
				g_array_index(letters, Letter, i - VET_SHINGLE_LETTERS).letter;
		hash = hash * BASE + g_array_index(letters, Letter, i).letter;
		if (i + 1 >= VET_SHINGLE_LETTERS)
			hashes[i + 1 - VET_SHINGLE_LETTERS] = mix(hash);
	}
	return hashes;
}

static gint64
keyed_hash(const Winnowing *winnowing, guint first)
{
	g_autoptr(GHmac) hmac =
		g_hmac_new(G_CHECKSUM_SHA256, winnowing->secret, winnowing->secret_length);
	guint8 digest[32];
	gsize length = sizeof digest;
	gint64 hash;
	for (guint i = 0; i < VET_SHINGLE_LETTERS; i++) {
		char bytes[6];
		gint n = g_unichar_to_utf8(
			g_array_index(winnowing->letters, Letter, first + i).letter, bytes);
		g_hmac_update(hmac, (const guchar *)bytes, n);
	}
	g_hmac_get_digest(hmac, digest, &length);
	memcpy(&hash, digest, sizeof hash);
	return GINT64_FROM_BE(hash);
}

static void
choose(Winnowing *winnowing, guint first)
{
	const Letter *letters = (const Letter *)winnowing->letters->data;
	VetShingle shingle = {keyed_hash(winnowing, first), winnowing->n_before + first,
			      letters[first].start, letters[first + VET_SHINGLE_LETTERS - 1].end};
	g_array_append_val(winnowing->shingles, shingle);
}

/* the last of the least in a window */
static guint
least_of(const guint64 *hashes, guint start, guint end)
{
	guint least = start;
	for (guint i = start + 1; i < end; i++)
		if (hashes[i] <= hashes[least])
			least = i;
	return least;
}

static void
end_stretch(Winnowing *winnowing)
{
	guint n_letters = winnowing->letters->len;
	guint n = n_letters < VET_SHINGLE_LETTERS ? 0 : n_letters - VET_SHINGLE_LETTERS + 1;
	g_autofree guint64 *hashes = choosing_hashes(winnowing->letters, n);
	guint last = G_MAXUINT;
	for (guint start = 0; n && (start == 0 || start + VET_SHINGLE_WINDOW <= n); start++) {
		guint least = least_of(hashes, start, MIN(start + VET_SHINGLE_WINDOW, n));
		if (least != last)
			choose(winnowing, least);
		last = least;
	}
	/* what stands before a gap never seems to go on behind it */
	winnowing->n_before += n_letters + VET_SHINGLE_LETTERS;
	g_array_set_size(winnowing->letters, 0);
}

static void
add_line(Winnowing *winnowing, gsize start, gsize end)
{
	const char *stop = winnowing->text + end;
	for (const char *p = winnowing->text + start; p < stop; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		Letter letter = {g_unichar_tolower(character), p - winnowing->text,
				 g_utf8_next_char(p) - winnowing->text};
		if (winnowing->n_before + winnowing->letters->len >= VET_SHINGLE_MAX_LETTERS)
			return;
		if (g_unichar_isalnum(character))
			g_array_append_val(winnowing->letters, letter);
	}
}

static gboolean
is_prompt(const char *text, gsize length, const GPtrArray *prompts)
{
	VetMatch match;
	for (guint i = 0; prompts && i < prompts->len; i++)
		if (vet_pattern_find(prompts->pdata[i], text, length, 0, &match, NULL))
			return TRUE;
	return FALSE;
}

GArray *
vet_shingles_of(const char *text, const GPtrArray *prompts, const guint8 *secret,
		gsize secret_length)
{
	g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(Letter));
	Winnowing winnowing = {.text = text,
			       .secret = secret,
			       .secret_length = secret_length,
			       .letters = letters,
			       .shingles = g_array_new(FALSE, FALSE, sizeof(VetShingle))};
	gsize length = MIN(strlen(text), G_MAXUINT32 - 8), end;
	for (gsize start = 0; start < length; start = end + 1) {
		const char *newline = memchr(text + start, '\n', length - start);
		end = newline ? (gsize)(newline - text) : length;
		if (is_prompt(text + start, end - start, prompts))
			end_stretch(&winnowing);
		else
			add_line(&winnowing, start, end);
		if (winnowing.n_before + letters->len >= VET_SHINGLE_MAX_LETTERS)
			break;
	}
	end_stretch(&winnowing);
	return winnowing.shingles;
}
