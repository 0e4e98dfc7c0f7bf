/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Impressions of seals: red, round, oval or square, by their outline. */

#include "plugins/recognise/sheet.h"

G_BEGIN_DECLS

#define SEALS_MAX 64

typedef struct {
	VetBox box;
	double confidence;
	const char *shape; /* "round", "oval", "square", "rectangle" */
} Seal;

/* At most SEALS_MAX into `seals` (of Seal). */
void seals_find(const Sheet *sheet, GArray *seals);

G_END_DECLS
