/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What extraction yields of one document: pages in order, each with lines in reading order and the
 * tables seen on it.  A table's text is in the lines too; the table says how it is arranged.
 * Boxes are in PDF points (1/72 inch) from the top left of the page as shown; a format without
 * positions (docx, txt) has empty boxes.  All text is valid UTF-8 without NUL.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	double x0, y0, x1, y1;
} VetBox;

/* TRUE when the box has no area: the format knows no positions. */
gboolean vet_box_is_empty(VetBox box);
/* The smallest box around both; an empty one counts as nothing. */
VetBox vet_box_union(VetBox a, VetBox b);

typedef enum {
	VET_TEXT_NONE, /* a picture, or nothing was read */
	VET_TEXT_TEXT, /* characters of the document itself */
	VET_TEXT_OCR,
} VetTextSource;

const char *vet_text_source_name(VetTextSource source); /* "none", "text", "ocr" */

/* A run of characters and where it stands; `start` and `length` are bytes of the line's text. */
typedef struct {
	guint32 start;
	guint32 length;
	VetBox box;
} VetRun;

typedef struct {
	char *text;
	VetBox box;
	GArray *runs; /* of VetRun, in order of start; NULL when the format has no positions */
} VetLine;

typedef struct {
	guint row, column; /* from 0 */
	guint row_span, column_span;
	char *text; /* wrapped lines of the cell joined by "\n" */
	VetBox box;
} VetCell;

typedef struct {
	guint n_rows, n_columns;
	VetBox box;
	GPtrArray *cells; /* of VetCell, by row then column; a merged cell stands once */
} VetTable;

typedef struct {
	guint number; /* from 1 */
	double width, height;
	VetTextSource source;
	GPtrArray *lines;  /* of VetLine */
	GPtrArray *tables; /* of VetTable */
} VetPage;

typedef struct {
	GPtrArray *pages;    /* of VetPage */
	GPtrArray *warnings; /* of char *: what the extractor could not do, one sentence each */
	GHashTable *metadata; /* char * → char *: title, author, producer, created (RFC 3339) … */
	gsize text_bytes;
} VetContent;

VetContent *vet_content_new(void);
void vet_content_free(VetContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetContent, vet_content_free)

/* Owned by the content. */
VetPage *vet_content_add_page(VetContent *content, double width, double height,
			      VetTextSource source);
/* Takes `runs` (may be NULL); copies the text. */
VetLine *vet_page_add_line(VetPage *page, const char *text, VetBox box, GArray *runs);
VetTable *vet_page_add_table(VetPage *page, guint n_rows, guint n_columns, VetBox box);
void vet_table_add_cell(VetTable *table, guint row, guint column, guint row_span, guint column_span,
			const char *text, VetBox box);
/* The cell that covers the place, also when it is merged; NULL when none does. */
const VetCell *vet_table_cell_at(const VetTable *table, guint row, guint column);
/*
 * The box around bytes [start, start + length) of the line; the line's own box when runs are
 * missing.
 */
VetBox vet_line_box_of(const VetLine *line, gsize start, gsize length);
/* All lines joined by "\n".  Caller frees. */
char *vet_page_text(const VetPage *page);
char *vet_content_text(const VetContent *content);
/* The source of the whole: TEXT if any page has text, else OCR if any, else NONE. */
VetTextSource vet_content_source(const VetContent *content);

G_END_DECLS
