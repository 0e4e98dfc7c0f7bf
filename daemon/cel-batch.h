/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * `vetctl cel --batch`: a JSON array of {"expr", "bindings"?, "container"?, "type_env"?,
 * "disable_check"?, "check_only"?} in, a line of JSON for each out: {"value": V}, {"error": "…"} or
 * {"type": "…"}; other keys are nobody's business.
 */

#include "daemon/cel-session.h"
#include "lib/json-tree.h"

G_BEGIN_DECLS

typedef void (*VetCelBatchLine)(const char *json, gpointer user_data);

/*
 * Evaluates in order, whatever fails.  FALSE, VET_ERROR_MALFORMED with line and column and not one
 * line told when the text is no such array.
 */
gboolean vet_cel_batch(const char *text, gsize length, VetCelBatchLine line, gpointer user_data,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Binds what an object {NAME: V} says, each with this type (NULL: that of its value).  `text` is
 * what it was parsed from.  VET_ERROR_MALFORMED.
 */
gboolean vet_cel_batch_bind(VetCelSession *session, const VetJsonTree *bindings, const char *type,
			    const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
