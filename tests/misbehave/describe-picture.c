/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A recogniser that reads nothing: it says what it was handed, in a line where the picture stands. */

#include "lib/plugin.h"

static gboolean
recognise(const VetPicture *picture, VetPictureUse use, VetSink *sink, GError **error)
{
	g_autofree char *text =
		g_strdup_printf("%s %ux%u", use == VET_PICTURE_TEXT ? "text" : "marks",
				picture->width, picture->height);
	const VetMark mark = {VET_MARK_PICTURE, picture->box, 1, text, ""};

	if (use == VET_PICTURE_TEXT && !vet_sink_line(sink, text, picture->box, NULL, 0, error))
		return FALSE;
	return vet_sink_mark(sink, &mark, error);
}

static const char *const media_types[] = {NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "describe-picture",
	.version = "1",
	.summary = "says what pictures it was handed",
	.media_types = media_types,
	.recognise = recognise,
};
