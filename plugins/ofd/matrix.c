/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/matrix.h"

#include <math.h>

OfdMatrix
ofd_matrix_multiply(OfdMatrix inner, OfdMatrix outer)
{
	return (OfdMatrix){
		inner.a * outer.a + inner.b * outer.c,
		inner.a * outer.b + inner.b * outer.d,
		inner.c * outer.a + inner.d * outer.c,
		inner.c * outer.b + inner.d * outer.d,
		inner.e * outer.a + inner.f * outer.c + outer.e,
		inner.e * outer.b + inner.f * outer.d + outer.f,
	};
}

void
ofd_matrix_apply(const OfdMatrix *matrix, double *x, double *y)
{
	double px = *x, py = *y;

	*x = matrix->a * px + matrix->c * py + matrix->e;
	*y = matrix->b * px + matrix->d * py + matrix->f;
}

VetBox
ofd_matrix_box(const OfdMatrix *matrix, VetBox box)
{
	const double xs[] = {box.x0, box.x1, box.x0, box.x1};
	const double ys[] = {box.y0, box.y0, box.y1, box.y1};
	VetBox around = {INFINITY, INFINITY, -INFINITY, -INFINITY};

	for (guint i = 0; i < 4; i++) {
		double x = xs[i], y = ys[i];
		ofd_matrix_apply(matrix, &x, &y);
		around = (VetBox){MIN(around.x0, x), MIN(around.y0, y), MAX(around.x1, x),
				  MAX(around.y1, y)};
	}
	return around;
}

OfdMatrix
ofd_matrix_of_object(const xmlNode *object)
{
	double n[6];
	OfdMatrix matrix = OFD_IDENTITY;

	if (node_numbers(node_attribute(object, "CTM"), n, 6) == 6)
		matrix = (OfdMatrix){n[0], n[1], n[2], n[3], n[4], n[5]};
	/* the corner as it is written: a negative width does not move it */
	if (node_numbers(node_attribute(object, "Boundary"), n, 2) == 2) {
		matrix.e += n[0];
		matrix.f += n[1];
	}
	return matrix;
}
