/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The language of a program: of its own words (gettext's domain “vetd”) and of the findings it
 * makes.  Chosen once, at the start.  A locale of C or POSIX, or none, means the words as they are
 * in the program and the language of the pack.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * `wanted` is a locale like "en" or "zh_CN.UTF-8", or several in order with ":" between them; it
 * need not be generated on this machine.  NULL: as LC_ALL, LC_MESSAGES, LANG and then LANGUAGE of
 * the environment say.  Until then, the pack's own.
 */
void vet_language_choose(const char *wanted);
/*
 * Says the words of this program, too, in what was chosen: sets LC_MESSAGES and LANGUAGE.  For a
 * program that people read; the log of a daemon stays as it is.  Only before there are other threads.
 */
void vet_language_speak(void);
/*
 * The language of the pack that fits what was chosen best; owned by the pack.  NULL: its own, also
 * when nothing was chosen or the pack has nothing that fits.
 */
const char *vet_language_of(const VetPack *pack);

G_END_DECLS
