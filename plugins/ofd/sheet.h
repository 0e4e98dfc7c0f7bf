/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What is drawn on one page, in the order in which it is painted: characters, rules, filled boxes and
 * pictures.  Boxes are in points from the top left of the page.  All is bounded: what is beyond the
 * caps is dropped, and the sheet says so.
 */

#include "plugins/ofd/color.h"
#include "plugins/ofd/matrix.h"

G_BEGIN_DECLS

/* Which way the characters of a text follow each other on the page. */
typedef enum {
	OFD_HEADING_RIGHT,
	OFD_HEADING_DOWN,
	OFD_HEADING_LEFT,
	OFD_HEADING_UP,
	OFD_HEADING_SLANTED, /* along neither axis */
} OfdHeading;

typedef struct {
	gunichar character; /* never white space, control or NUL */
	VetBox box;
	guint8 heading;   /* OfdHeading */
	gboolean spaced;  /* white space stands before it */
	gboolean begins;  /* the first of its text object */
	gboolean even;    /* set at the same distance as all of its text: no gap means a space */
	gboolean unseen;  /* said to be invisible, or too small */
	gboolean is_note; /* of an annotation */
	guint order;      /* in which it is painted */
	guint font;       /* its ID, 0 when it has none */
	float em_width;   /* how wide the box is, in sizes of the font */
	OfdColor color;
} OfdGlyph;

typedef struct {
	gboolean vertical;
	double at;       /* x of a vertical rule, y of a horizontal one */
	double from, to; /* along it, from < to */
} OfdRule;

/* A filled upright rectangle: what is painted before it is covered. */
typedef struct {
	VetBox box;
	guint order;
	OfdColor color;
} OfdFill;

typedef struct {
	const OfdMedia *media; /* NULL when there is none of that number */
	VetBox box;
	OfdMatrix matrix; /* from the unit square of the picture to the page */
	guint order;
	gboolean unseen;
	gboolean opaque; /* surely hides what is under its box */
	gboolean is_note;
} OfdImage;

typedef struct {
	double width, height; /* 0 when unknown */
	GArray *glyphs;       /* of OfdGlyph */
	GArray *rules;        /* of OfdRule */
	GArray *fills;        /* of OfdFill */
	GArray *images;       /* of OfdImage */
	GHashTable *advances; /* font → gfloat[128]: least distance to the next character */
	guint next_order;
	gboolean overflowed; /* more was drawn than is kept */
	guint n_unresolved;  /* pictures and drawings that no resources have */
	guint n_unreadable;  /* characters of private use, controls, replacement characters */
} OfdSheet;

OfdSheet *ofd_sheet_new(double width, double height);
void ofd_sheet_free(OfdSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdSheet, ofd_sheet_free)

void ofd_sheet_add_glyph(OfdSheet *sheet, const OfdGlyph *glyph);
/* A thin box is a rule; the edges of a thick one part cells as rules do. */
void ofd_sheet_add_box(OfdSheet *sheet, VetBox box);
void ofd_sheet_add_fill(OfdSheet *sheet, VetBox box, OfdColor color);
void ofd_sheet_add_image(OfdSheet *sheet, const OfdImage *image);
/* An ASCII character of that font is set so far (in sizes) before the next one. */
void ofd_sheet_learn_advance(OfdSheet *sheet, guint font, gunichar character, double advance);
/*
 * Once all is drawn: widths are put right by what was learned, gaps become spaces, and what no reader
 * of the page sees (off the page, covered, in the colour of what is under it) becomes `unseen`.
 */
void ofd_sheet_finish(OfdSheet *sheet);

G_END_DECLS
