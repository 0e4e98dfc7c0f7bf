/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Affine maps as OFD writes them: CTM="a b c d e f", x' = a·x + c·y + e, y' = b·x + d·y + f. */

#include "plugins/ofd/node.h"

G_BEGIN_DECLS

typedef struct {
	double a, b, c, d, e, f;
} OfdMatrix;

#define OFD_IDENTITY ((OfdMatrix){1, 0, 0, 1, 0, 0})

/* First `inner`, then `outer`. */
OfdMatrix ofd_matrix_multiply(OfdMatrix inner, OfdMatrix outer);
void ofd_matrix_apply(const OfdMatrix *matrix, double *x, double *y);
/* The smallest upright box around what the map makes of one. */
VetBox ofd_matrix_box(const OfdMatrix *matrix, VetBox box);
/*
 * From the space of a graphic object (text, path, image …) to that around it: its CTM, then the
 * corner of its Boundary.
 */
OfdMatrix ofd_matrix_of_object(const xmlNode *object);

G_END_DECLS
