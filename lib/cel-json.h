/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * CEL values as JSON, each a one-key object that tells its type (contract.md, `vetctl cel`):
 * {"int":"-1"} {"double":"0x1.8000000000000p+1"} {"bytes":"00ff"} {"map":[[K,V]…]}
 * {"timestamp":{"seconds":"…","nanos":0}} …
 */

#include "lib/cel/cel.h"
#include "lib/json-tree.h"
#include "lib/json-writer.h"

G_BEGIN_DECLS

/*
 * The value that `tree` is; lives in the arena.  `text` is what the tree was parsed from.
 * VET_ERROR_MALFORMED "line L, column C: …"; VET_ERROR_LIMIT when the arena is full.
 */
gboolean vet_cel_json_read(const VetJsonTree *tree, const char *text, CelArena *arena,
			   CelValue *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Writes the value.  `masked`: personal numbers in texts are starred.  VET_ERROR_LIMIT when more
 * than VET_CEL_JSON_MAX_BYTES came together, for shared parts can make a small value astronomic in
 * print; VET_ERROR_UNSUPPORTED for a kind that has no such form.  What was written is then in the
 * middle of something: only to be thrown away.
 */
#define VET_CEL_JSON_MAX_BYTES (64 * 1024 * 1024)
gboolean vet_cel_json_write(VetJsonWriter *writer, CelValue value, gboolean masked,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
