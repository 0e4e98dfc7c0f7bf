/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A page as it looks: rows of pixels that a sandboxed child drew. */

#include "lib/content.h"
#include "lib/error.h"

G_BEGIN_DECLS

typedef struct {
	guint width, height; /* pixels */
	guint8 *pixels;      /* three bytes each: red, green, blue; rows follow each other */
} VetRendering;

/*
 * Takes the pixels from a sealed descriptor at 0; VET_ERROR_MALFORMED when it does not hold what
 * width and height say.  Caller frees.
 */
VetRendering *vet_rendering_read(int fd, guint width, guint height,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vet_rendering_free(VetRendering *rendering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetRendering, vet_rendering_free)

/* Blackens the personal numbers that were read on the page, where its words have places. */
void vet_rendering_redact(VetRendering *rendering, const VetPage *page);
/* As PNG. */
GBytes *vet_rendering_to_png(const VetRendering *rendering,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
