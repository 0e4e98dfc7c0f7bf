/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* JSON from others: json-glib's parser recurses, so nesting is bounded before it sees the text. */

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define VET_JSON_MAX_DEPTH 32

/*
 * The object that `text` is.  VET_ERROR_MALFORMED: not UTF-8, no JSON, nested deeper than
 * VET_JSON_MAX_DEPTH, or no object.  The caller bounds `length`.
 */
JsonObject *vet_json_parse_object(const char *text, gsize length,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a string as a JSON literal with its quotes.  Caller frees. */
char *vet_json_quote(const char *text);

G_END_DECLS
