/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A picture made ready to be read: grey, about 200 dots an inch, dark on light, upright, and the way
 * back from its pixels to the page.  Its red ink stands apart, in cells of half a millimetre.
 */

#include <leptonica/allheaders.h>

#include "lib/extract.h"

G_BEGIN_DECLS

/* what characters are read best at (measured) */
#define SHEET_DPI 200.0

/* in pixels */
typedef struct {
	gint x0, y0, x1, y1;
} Area;

typedef struct {
	guint8 *ink; /* one byte a cell: not 0 where there is red */
	guint width, height;
	double cell; /* points of the page */
} RedInk;

typedef struct {
	PIX *gray;    /* 8 bits; as it stands after turning */
	PIX *raw;     /* the same before turning; never changed */
	PIX *reddish; /* 1 bit, of raw: pixels with red ink; NULL when there are none */
	PIX *bright;  /* 8 bits, of raw: how much red light comes back; NULL with the other */
	RedInk red;
	VetBox page;             /* where the picture stands */
	double scale_x, scale_y; /* points of a pixel of raw */
	guint quarters;          /* turned clockwise */
	double angle;            /* then turned clockwise, radians */
	guint8 threshold;        /* darker is ink */
	guint8 paper;
} Sheet;

/* NULL: no memory for it.  Caller frees with sheet_free(). */
Sheet *sheet_new(const VetPicture *picture);
void sheet_free(Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

/* Takes the red ink out of a part of the page; black print below it stays. */
void sheet_take_red_out(Sheet *sheet, VetBox box);
/* Blank paper there; before the sheet is turned. */
void sheet_blank(Sheet *sheet, Area area);
/* Evens out the light when it is uneven, and finds what is ink. */
void sheet_settle(Sheet *sheet);
/* Quarters clockwise from how it came, then as much askew as its lines say. */
void sheet_turn(Sheet *sheet, guint quarters);
/* Whether lines of text seem to run down the page rather than across: 0 or 1 quarter. */
guint sheet_guess_quarters(const Sheet *sheet);
/* Ink of the page as it is turned, 1 bit.  Caller destroys; NULL without memory. */
PIX *sheet_ink(const Sheet *sheet);
/* Where pixels of the turned page are on the document's page. */
VetBox sheet_place(const Sheet *sheet, double x0, double y0, double x1, double y1);

G_END_DECLS
