/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a paper says, before it becomes a PDF, a scan or a docx: blocks in reading order. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	SAMPLE_BLOCK_TITLE,
	SAMPLE_BLOCK_HEADING,
	SAMPLE_BLOCK_SUBHEADING,
	SAMPLE_BLOCK_PARAGRAPH, /* indented, justified */
	SAMPLE_BLOCK_LINE,      /* at the margin */
	SAMPLE_BLOCK_CENTRE,
	SAMPLE_BLOCK_RIGHT,
	SAMPLE_BLOCK_UNDERLINED, /* label and a value on a rule: 项目名称：____X____ */
	SAMPLE_BLOCK_COLUMNS,    /* text at the left, value at the right half, on one line */
	SAMPLE_BLOCK_TABLE,
	SAMPLE_BLOCK_SEAL, /* `text` is the unit on the red seal, over what was last written */
	SAMPLE_BLOCK_BREAK,
	SAMPLE_BLOCK_PHOTO, /* a picture in which nothing is written */
} SampleBlockKind;

typedef struct {
	guint row, column, row_span, column_span;
	char *text;
	gboolean label; /* shaded, as forms have it */
} SampleCell;

typedef struct {
	guint n_rows, n_columns;
	double *weights; /* of the columns, any unit */
	GPtrArray *cells;
} SampleTable;

typedef struct {
	SampleBlockKind kind;
	char *text;
	char *value;
	SampleTable *table;
} SampleBlock;

/* How a sheet is set, and what the scanner does to it. */
typedef struct {
	char *font;    /* a family */
	double zoom;   /* of all sizes of type; 1 is as they are */
	double margin; /* points, at the left and the right */
	double dpi;    /* of a scan */
	double tilt;   /* radians: paper never lies straight on the glass */
	double noise;  /* of a scan: the greatest change of a pixel, in 255ths */
	double shade;  /* of a scan: how much darker the far corner is, 0 to 1 */
	guint blur;    /* of a scan: passes of a small filter */
	gboolean gray; /* the scanner sees no colour */
	guint jpeg;    /* quality that a scan is kept in; 0: nothing is lost */
} SampleLook;

typedef struct {
	GPtrArray *blocks;
	SampleLook look;
	char *running_header; /* NULL when none */
} SampleSheet;

/* With a plain look. */
SampleSheet *sample_sheet_new(gboolean serif);
void sample_sheet_free(SampleSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleSheet, sample_sheet_free)

void sample_sheet_add(SampleSheet *sheet, SampleBlockKind kind, const char *text);
void sample_sheet_add_format(SampleSheet *sheet, SampleBlockKind kind, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
void sample_sheet_add_pair(SampleSheet *sheet, SampleBlockKind kind, const char *text,
			   const char *value);
/* Takes all blocks of the other, which begin a page. */
void sample_sheet_append(SampleSheet *sheet, SampleSheet *other);
/* Owned by the sheet. */
SampleTable *sample_sheet_add_table(SampleSheet *sheet, guint n_columns, const double *weights);

/* Cells may come in any order; what is not set stays empty. */
void sample_table_set(SampleTable *table, guint row, guint column, const char *text);
void sample_table_set_label(SampleTable *table, guint row, guint column, const char *text);
void sample_table_set_span(SampleTable *table, guint row, guint column, guint row_span,
			   guint column_span, const char *text, gboolean label);

G_END_DECLS
