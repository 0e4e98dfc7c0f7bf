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

/* What a line is on its page, or whether a reader of the page sees it at all. */
typedef enum {
	VET_LINE_BODY,
	VET_LINE_HEADER, /* of a page, repeated on others */
	VET_LINE_FOOTER,
	VET_LINE_NOTE,   /* footnote, endnote, comment, annotation, speaker's notes */
	VET_LINE_HIDDEN, /* in the file and not to be seen: white, invisible, off the page, covered */
	VET_N_LINE_ROLES,
} VetLineRole;

const char *vet_line_role_name(VetLineRole role); /* "body", "header" … */

/*
 * A run of characters and where it stands; `start` and `length` are bytes of the line's text.
 * `doubt` is in thousandths: 0 for characters of the document itself, 1000 less the recogniser's
 * confidence for those of a picture.
 */
typedef struct {
	guint32 start;
	guint16 length;
	guint16 doubt;
	VetBox box;
} VetRun;

#define VET_MAX_DOUBT 1000

typedef struct {
	char *text;
	VetLineRole role;
	VetTextSource source; /* TEXT or OCR: a page of text may hold a picture that was read */
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
	VetTextSource source;
	VetBox box;
	GPtrArray *cells; /* of VetCell, by row then column; a merged cell stands once */
} VetTable;

/* What stands on a page besides text. */
typedef enum {
	VET_MARK_SEAL,              /* a red impression; detail: "round", "oval", "square" … */
	VET_MARK_SIGNATURE,         /* ink of a hand */
	VET_MARK_DIGITAL_SIGNATURE, /* text: who signed; detail: when and how, as the file says */
	VET_MARK_CODE,              /* text: what it says; detail: "QR-Code", "EAN-13" … */
	VET_MARK_PICTURE,           /* a picture that was not read */
	VET_MARK_LIKENESS, /* text: how a picture looks, 32 hexadecimal digits: its bits are
				       compared, see plugins/recognise/likeness.h */
	VET_N_MARK_KINDS,
} VetMarkKind;

const char *vet_mark_kind_name(VetMarkKind kind); /* "seal", "digital-signature" … */

typedef struct {
	VetMarkKind kind;
	VetBox box;
	double confidence; /* 0 to 1 */
	char *text;        /* "" when it says nothing */
	char *detail;      /* "" when there is none */
} VetMark;

/* FALSE for what stands there for programs alone: a likeness. */
gboolean vet_mark_is_seen(const VetMark *mark);

typedef struct {
	guint number; /* from 1 */
	double width, height;
	VetTextSource source;
	GPtrArray *lines;  /* of VetLine */
	GPtrArray *tables; /* of VetTable */
	GPtrArray *marks;  /* of VetMark */
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
/*
 * Some of another content's pages, of VetPage in order, which keep their numbers: borrowed, so the other must
 * outlive it, and no page may be added.  Without warnings and metadata.
 */
VetContent *vet_content_of_pages(const GPtrArray *pages);
/* The page of this number; NULL when it is not among them. */
const VetPage *vet_content_page(const VetContent *content, guint number);
/* Takes `runs` (may be NULL); copies the text.  A line of the body, with the page's source. */
VetLine *vet_page_add_line(VetPage *page, const char *text, VetBox box, GArray *runs);
/* With the page's source. */
VetTable *vet_page_add_table(VetPage *page, guint n_rows, guint n_columns, VetBox box);
/* Copies. */
void vet_page_add_mark(VetPage *page, const VetMark *mark);
void vet_table_add_cell(VetTable *table, guint row, guint column, guint row_span, guint column_span,
			const char *text, VetBox box);
/* The cell that covers the place, also when it is merged; NULL when none does. */
const VetCell *vet_table_cell_at(const VetTable *table, guint row, guint column);
/*
 * The box around bytes [start, start + length) of the line; the line's own box when runs are
 * missing.
 */
VetBox vet_line_box_of(const VetLine *line, gsize start, gsize length);
/* The share of 1 with which bytes [start, start + length) of the line are what they are read as: the
 * least of its runs' that hold letters or digits. */
double vet_line_confidence_of(const VetLine *line, gsize start, gsize length);
/* All lines that a reader sees, joined by "\n".  Caller frees. */
char *vet_page_text(const VetPage *page);
char *vet_content_text(const VetContent *content);
/* The source of the whole: TEXT if any page has text, else OCR if any, else NONE. */
VetTextSource vet_content_source(const VetContent *content);

G_END_DECLS
