/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a child says when it dies: signals, refused system calls and the end of memory become a
 * message that names them, sent from the handler.  One child a process, hence no object.
 */

#include "lib/wire.h"

G_BEGIN_DECLS

/* In the zygote: looks up the names of system calls, which a handler cannot. */
void vet_last_words_prepare(void);
/* In the child, before the sandbox: installs the handlers. */
void vet_last_words_install(void);
/* Safe in a signal handler; `words` is ASCII. */
void vet_last_words_say(VetFatal fatal, const char *words);
/* An allocation failed: should the child die before the next document, that is why. */
void vet_last_words_memory_ended(void);
void vet_last_words_new_document(void);
/* Ends the child when an allocation failed since the last document began. */
void vet_last_words_end_without_memory(void);

G_END_DECLS
