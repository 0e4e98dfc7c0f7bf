/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The lines of the page, as they come: white space folded, what is hidden and what is a note kept apart
 * from what a reader sees, and the cells of tables filled with what stands in them.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define FLOW_MAX_CELLS 8 /* tables within tables */

typedef struct _Flow Flow;

/* Borrows the sink; begins its page. */
Flow *flow_new(VetSink *sink, GError **error);
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

/*
 * Text on the current line of the body, of the notes or of what is hidden.  `keeps_space`: line ends end
 * lines, and blanks stay.
 */
gboolean flow_text(Flow *flow, const char *text, VetLineRole role, gboolean keeps_space,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the line; nothing happens on an empty one. */
gboolean flow_break(Flow *flow, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What stands before the first text of the next line: "• ", "3. ".  Dropped when none comes. */
void flow_set_marker(Flow *flow, const char *marker);

/* From here on lines of the body go to this cell as well; FALSE when there are too many within one
 * another. */
gboolean flow_begin_cell(Flow *flow, GString *cell);
void flow_end_cell(Flow *flow);

/* How many lines a reader sees. */
guint64 flow_n_lines(const Flow *flow);

G_END_DECLS
