/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The languages of a pack: its own, Chinese, and one for each po/LANGUAGE.po of its folder and of
 * the packs it extends.  An overlay's own file goes before that of its base; what none has is said
 * in Chinese.  A pack in all its languages has one sha256, and its findings the same fingerprints.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

#define VET_PACK_MAX_LANGUAGES 16
/* What packs are written in. */
#define VET_PACK_OWN_LANGUAGE "zh"

/*
 * The language that fits a locale best ("en_GB.UTF-8" → "en_GB", else "en"): owned by the pack.
 * NULL when the pack has none for it; *ret_is_own (may be NULL) says whether the locale is that of
 * the pack itself.
 */
const char *vet_pack_language(const VetPack *pack, const char *locale, gboolean *ret_is_own);
/*
 * A text of the pack in one of its languages; the text itself where it is not translated, and when
 * `pack` or `language` is NULL.  `context` (may be NULL) is the rule it stands in, or "class",
 * "field", "param", "list", "pack": an entry with that msgctxt goes before one without.
 */
const char *vet_pack_say(const VetPack *pack, const char *language, const char *context,
			 const char *text);

/*
 * Every text of the pack that can be translated, as a template for msginit and msgmerge.  `path`
 * "-" is the standard output.  VET_ERROR_CONFIG when it cannot be written.
 */
gboolean vet_pack_write_template(const VetPack *pack, const char *path,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
