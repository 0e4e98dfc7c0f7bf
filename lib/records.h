/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Rows of a table under header cells: members under 姓名, 身份证号 …  The table may run over pages,
 * lie on its side (headers in the first column), be lines whose words stand in columns, or
 * sentences that a pattern with groups named like the columns takes apart.  Where a table has a
 * telling column, tables without one are about something else.
 */

#include "lib/labels.h"
#include "lib/pack.h"

G_BEGIN_DECLS

/*
 * Array of records, caller's; a record is a GPtrArray with one VetSighting or NULL for each of the
 * field's columns, in their order.
 */
GPtrArray *vet_records_find(const VetTranscript *transcript, const VetFieldSpec *field);

G_END_DECLS
