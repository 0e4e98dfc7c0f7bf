/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * JSON and JSON lines as lines "path: value" in the order of the document, so that a label stands before
 * its value however the file is broken into lines: "team.members[0].name: Zhang San".
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define JSON_MAX_DEPTH 128

/* TRUE when the text begins as JSON does; that costs nothing and proves nothing. */
gboolean json_begins(const char *text);
/*
 * TRUE when all of it is JSON (several values one after another: JSON lines).  Otherwise `*ret_fault`,
 * the caller's, says what is wrong in which line.
 */
gboolean json_check(const char *text, gsize length, char **ret_fault);
/* Adds the lines of a text that json_check() has passed. */
gboolean json_add_lines(const char *text, gsize length, VetSink *sink,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
