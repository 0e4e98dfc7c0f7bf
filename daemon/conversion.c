/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/conversion.h"

#include <unistd.h>

/* What a program that converts says of the moment and of itself, not of the document. */
static const char *const of_the_moment[] = {"created", "modified", "creator", "producer",
					    "pdf-version"};

VetConversion *
vet_conversion_new(guint64 size, int fd)
{
	VetConversion *conversion = g_new0(VetConversion, 1);

	conversion->fd = fd;
	conversion->size = size;
	conversion->metadata = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return conversion;
}

void
vet_conversion_free(VetConversion *conversion)
{
	if (!conversion)
		return;
	if (conversion->fd >= 0)
		close(conversion->fd);
	g_free(conversion->media_type);
	g_free(conversion->extractor);
	g_free(conversion->build);
	g_free(conversion->reason);
	g_hash_table_unref(conversion->metadata);
	g_free(conversion);
}

static void
copy_metadata(GHashTable *from, GHashTable *to)
{
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, from);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_replace(to, g_strdup(key), g_strdup(value));
}

void
vet_conversion_begin(VetConversion *conversion, VetDocument *document)
{
	conversion->media_type = g_strdup(document->media_type);
	conversion->lying_name = document->lying_name;
	conversion->extractor = g_steal_pointer(&document->extractor);
	conversion->build = g_steal_pointer(&document->extractor_build);
	conversion->reason = g_strdup(document->reason);
	copy_metadata(document->content->metadata, conversion->metadata);
	g_hash_table_remove_all(document->content->metadata);
	vet_document_set_status(document, VET_STATUS_OK, NULL);
}

/* "office" and "pdf" make "office+pdf".  Takes `second`, which may be NULL. */
static char *
joined(const char *first, char *second)
{
	g_autofree char *owned = second;
	return second ? g_strconcat(first, "+", second, NULL) : g_strdup(first);
}

void
vet_conversion_settle(const VetConversion *conversion, VetDocument *document)
{
	GHashTable *metadata = document->content->metadata;

	g_free(document->media_type);
	document->media_type = g_strdup(conversion->media_type);
	document->lying_name = conversion->lying_name;
	document->extractor = joined(conversion->extractor, document->extractor);
	document->extractor_build = joined(conversion->build, document->extractor_build);
	for (gsize i = 0; i < G_N_ELEMENTS(of_the_moment); i++)
		g_hash_table_remove(metadata, of_the_moment[i]);
	copy_metadata(conversion->metadata, metadata);
	if (conversion->reason && document->status == VET_STATUS_OK)
		vet_document_set_status(document, VET_STATUS_PARTIAL, conversion->reason);
}
