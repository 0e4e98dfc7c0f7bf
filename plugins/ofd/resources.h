/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the pages of a document share (Res.xml): draw parameters, colour spaces, drawings, media, fonts.
 */

#include "plugins/ofd/package.h"

G_BEGIN_DECLS

typedef struct _OfdResources OfdResources;

typedef enum {
	OFD_COLOR_RGB,
	OFD_COLOR_GRAY,
	OFD_COLOR_CMYK,
} OfdColorSpace;

typedef struct {
	guint id;
	char *type;          /* "Image", "Audio", "Video"; "" when it is not said */
	char *location;      /* as it is written */
	const OfdPart *part; /* NULL when it is missing */
} OfdMedia;

typedef struct {
	guint id;
	char *name, *family; /* "" when it is not said */
	gboolean is_bold, is_italic;
	const OfdPart *part; /* the font itself; NULL when it is not embedded, or missing */
} OfdFont;

/* `package` must outlive it. */
OfdResources *ofd_resources_new(OfdPackage *package);
void ofd_resources_free(OfdResources *resources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OfdResources, ofd_resources_free)

/*
 * Adds those of the part that `from` means by `location`; again for the same part does nothing.
 * FALSE when it is missing or damaged: what could be read of it was added.
 */
gboolean ofd_resources_add(OfdResources *resources, const OfdPart *from, const char *location);

/* NULL when there is none of that number.  Owned by the resources. */
const xmlNode *ofd_resources_draw_param(const OfdResources *resources, guint id);
/* The Content of a CompositeGraphicUnit. */
const xmlNode *ofd_resources_composite(const OfdResources *resources, guint id);
const OfdMedia *ofd_resources_media(const OfdResources *resources, guint id);
const OfdFont *ofd_resources_font(const OfdResources *resources, guint id);
/* RGB when unknown. */
OfdColorSpace ofd_resources_color_space(const OfdResources *resources, guint id);
/* All media (of OfdMedia), in order. */
const GPtrArray *ofd_resources_all_media(const OfdResources *resources);

G_END_DECLS
