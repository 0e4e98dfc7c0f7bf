/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the engine itself says within a finding.  A finding is stored and judged again, so its words
 * hang on the pack and the language of the run alone, never on the locale of a process: they are
 * translated by the PO files of the pack, like its own texts.
 */

#include "lib/pack.h"

G_BEGIN_DECLS

/* One row a sentence, in Chinese, with {names} that are filled in. */
typedef enum {
	VET_SENTENCE_UNDECIDED,    /* title */
	VET_SENTENCE_CAUSE,        /* said, cause */
	VET_SENTENCE_NOTE,         /* message, note */
	VET_SENTENCE_WAIVED,       /* message, reason, approved_by */
	VET_SENTENCE_LIMIT,        /* error */
	VET_SENTENCE_FACT_MISSING, /* error */
	VET_SENTENCE_NOT_READ,     /* name */
	VET_SENTENCE_NO_LIST,      /* list */
	VET_SENTENCE_NO_REGISTRY,  /* - */
	VET_SENTENCE_NO_OTHERS,    /* - */
	VET_SENTENCE_NO_BOOL,      /* kind */
	VET_SENTENCE_NO_LOOP,      /* name, kind */
	VET_SENTENCE_MANY,         /* count */
	VET_N_SENTENCES,
} VetSentence;

/* As it is written. */
const char *vet_sentence_text(VetSentence sentence);
/*
 * The sentence in the pack's `language` (NULL = its own; `pack` NULL likewise), with the names
 * filled in: pairs of name and value, then NULL.  Caller frees.
 */
char *vet_sentence(const VetPack *pack, const char *language, VetSentence sentence,
		   ...) G_GNUC_NULL_TERMINATED;
/* The same. */
char *vet_sentence_of(const VetPack *pack, const char *language, VetSentence sentence,
		      va_list arguments);

G_END_DECLS
