/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Rows of a table under header cells: members under 姓名, 身份证号 …  The table may run over pages, lie on its
 * side (headers in the first column), or be lines whose words stand in columns.
 */

#include "lib/labels.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * `columns` is of VetColumnSpec.  Array of records, caller's; a record is a GPtrArray with one VetSighting or NULL for
 * each column, in the order of `columns`.
 */
GPtrArray *vet_records_find(const VetTranscript *transcript, const GPtrArray *columns);

G_END_DECLS
