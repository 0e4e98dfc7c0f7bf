/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The CJK Radicals Supplement: NFKC folds Kangxi radicals (U+2F00–2FDF) but leaves these as they
 * are. */

#include <glib.h>

G_BEGIN_DECLS

/* The character a radical of U+2E80–2EFF looks like; 0 for anything else. */
gunichar vet_text_radical_character(gunichar radical);

G_END_DECLS
