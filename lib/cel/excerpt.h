/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The place of a fault as a person sees it. */

#include <glib.h>

/*
 * The line of `offset` and below it a caret and tildes under [offset, offset + span), which line up
 * under wide characters too; a long line is cut around the place.  Two lines, each ending in a line
 * feed.  `text` is valid UTF-8 of `length` bytes.  Caller frees.
 */
char *cel_excerpt(const char *text, gsize length, gsize offset, gsize span);
