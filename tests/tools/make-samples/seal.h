/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The round red seal of an organisation: ring, star, the name along the ring. */

#include <cairo.h>

/* As shapes, not text: a seal is a picture to whoever reads the page. x and y are its middle. */
void sample_seal_draw(cairo_t *cr, double x, double y, const char *organisation);
