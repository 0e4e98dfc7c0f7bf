/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The text of DrawingML wherever it stands: shapes and groups of slides and sheets, diagrams, charts.
 * Each paragraph is a line.
 */

#include "plugins/ooxml/package.h"

G_BEGIN_DECLS

/* Takes a line that is not blank. */
typedef gboolean (*DrawingTake)(gpointer user_data, const char *line, VetLineRole role,
				GError **error);

typedef struct {
	const OoxmlPackage *package;
	const GPtrArray *relations; /* of the part whose nodes are written */
	VetSink *sink;
	VetLineRole role;
	VetBox box;
	GHashTable *seen; /* char *: parts that were written, none is twice */
	DrawingTake take; /* NULL: lines go to the sink */
	gpointer user_data;
} Drawing;

/* For `seen`. */
GHashTable *drawing_seen_new(void);
/* All below the node, with the charts and diagrams that it names; what is hidden as such. */
gboolean drawing_write(const Drawing *drawing, const xmlNode *node,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of another part; NULL, or one that was written: nothing.  A damaged one is said. */
gboolean drawing_write_part(const Drawing *drawing, const char *path,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A line for each line of the text. */
gboolean drawing_write_text(const Drawing *drawing, const char *text,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The text of an a:p. */
void drawing_append_paragraph(const xmlNode *paragraph, GString *out);
/* A shape, picture or frame that its reader does not see. */
gboolean drawing_is_hidden(const xmlNode *node);
/* The first child of that name in whatever space; NULL when there is none or `node` is NULL. */
const xmlNode *drawing_child(const xmlNode *node, const char *name);

G_END_DECLS
