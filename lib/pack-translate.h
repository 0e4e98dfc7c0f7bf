/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of a pack's languages share with its loader; nobody else includes it. */

#include "lib/pack-languages.h"
#include "lib/pack-private.h"
#include "lib/translation.h"

G_BEGIN_DECLS

/* One po/LANGUAGE.po of one layer. */
typedef struct {
	char *id;
	VetTranslation *translation;
} VetPackLanguage;

/* An entry that may be said, and the file it stands in. */
typedef struct {
	const VetTranslation *translation;
	const VetTranslationEntry *entry;
} VetPackSaid;

/* NULL when this layer has none of this language. */
const VetTranslation *vet_pack_layer_language(const VetPackLayer *layer, const char *language);
/* An entry of one file for a text, with its context or without any; NULL when there is none. */
const VetTranslationEntry *vet_pack_entry(const VetTranslation *translation, const char *context,
					  const char *text);
/* Translated, and by somebody who is sure of it. */
gboolean vet_pack_may_say(const VetTranslationEntry *entry);
/* The first of the layers, highest first, that may say it. */
gboolean vet_pack_find_said(const VetPack *pack, const char *language, const char *context,
			    const char *text, VetPackSaid *ret_said);

/* --- one text of a pack --- */

typedef struct {
	const char *context;
	const char *text;
	char *comment;              /* "rule team-size, message" */
	const VetTemplate *message; /* NULL: no expressions in it */
} VetPackText;

/* All, in the order of the pack; texts are borrowed of it.  Of VetPackText, caller's. */
GArray *vet_pack_texts(const VetPack *pack);

/* --- steps of loading --- */

/* po/ of its own folder. */
void vet_pack_read_languages(VetPackLoader *loader);
void vet_pack_language_free(VetPackLanguage *language);
/*
 * Compiles what a text of `rule` (NULL = of none) is in each language where it is said, and adds it
 * to the template.  A fault where it does not compile, or has an expression that the text has not;
 * texts in quotes that are not ASCII may differ.
 */
void vet_pack_translate_template(VetPackLoader *loader, CelEnv *env, const char *rule,
				 VetTemplate *message);
/* Warnings: what its own files do not translate, and what they translate for nobody. */
void vet_pack_check_languages(VetPackLoader *loader);

G_END_DECLS
