/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What of a page that is a picture is kept to find the same picture again though it was saved anew.
 * Two licences are printed on one form and look alike: so the long numbers on the page are kept too,
 * as keyed hashes.  A page without one is not kept; what is on it cannot be told from another print.
 */

#include <glib.h>

G_BEGIN_DECLS

/* of 128 bits, those in which two savings of one picture may differ (measured: at most 6) */
#define VET_PICTURE_NEAR 10
/* one more: of two that near, one band at least is the same */
#define VET_PICTURE_BANDS (VET_PICTURE_NEAR + 1)
#define VET_PICTURE_NUMBERS 32

typedef struct {
	char *path, *sha256;                  /* of its file */
	guint page;                           /* from 1 */
	guint64 bits[2];                      /* how it looks: see plugins/recognise/likeness.h */
	gboolean names_unit;                  /* a unit of its submission stands on it */
	guint64 numbers[VET_PICTURE_NUMBERS]; /* keyed hashes, ascending */
	guint n_numbers;
} VetProfilePicture;

/*
 * `likeness` is 32 hexadecimal digits, `text` what was read on the page, `units` are names,
 * NULL-terminated; ten of them and the first 2000 characters of the text are looked at.  NULL when
 * there is no likeness or no number of eight signs and more.  `secret` keys the hashes.
 */
VetProfilePicture *vet_profile_picture_new(const char *path, const char *sha256, guint page,
					   const char *likeness, const char *text,
					   const char *const *units, const guint8 *secret,
					   gsize secret_length);
void vet_profile_picture_free(VetProfilePicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetProfilePicture, vet_profile_picture_free)

/* The key of one band of bits, below VET_PICTURE_BANDS: bits all over the picture, and which band. */
gint64 vet_profile_picture_band(const VetProfilePicture *picture, guint band);
/* The numbers as text, and back; FALSE for what was not written by the first.  Caller frees. */
char *vet_profile_picture_numbers(const VetProfilePicture *picture);
gboolean vet_profile_picture_set_numbers(VetProfilePicture *picture, const char *text);
/*
 * Whether the pages of two submissions without a common unit show one picture: near each other, two
 * thirds of the numbers in common, and not each with its own unit on it.
 */
gboolean vet_profile_picture_same(const VetProfilePicture *a, const VetProfilePicture *b);

G_END_DECLS
