/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The words of the programs for people, by gettext: each stands in the source in the language it was
 * written in, Chinese for officers or English for operators, and po/LANGUAGE.po has it in the other.
 * Not for what is stored, see lib/sentence.h.  Without a catalogue they are as in the source.
 */

#include <libintl.h>

#define VET_WORDS_DOMAIN "vetd"

/* The word in the language of the program; of a variable, too. */
#define _(text) dgettext(VET_WORDS_DOMAIN, text)
/* Marks a word of a table, which is put through _() where it is shown. */
#define N_(text) (text)
