/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/extract-private.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

struct _VetSource {
	int fd;
	guint64 size;
	char *name;
	char *media_type;
	VetLimits limits;
	guint8 *map;
	const VetConversionMeans *means; /* NULL: this child does not convert */
};

VetSource *
vet_source_new(int fd, guint64 size, const char *name, const VetBudget *budget)
{
	VetSource *source = g_new0(VetSource, 1);
	guint64 *value = source->limits.value;

	source->fd = fd;
	source->size = size;
	source->name = g_strdup(name);
	source->media_type = g_strdup("application/octet-stream");
	for (guint i = 0; i < VET_N_LIMITS; i++)
		value[i] = vet_budget_left(budget, i);
	value[VET_LIMIT_PAGES] = MIN(value[VET_LIMIT_PAGES], value[VET_LIMIT_SUBMISSION_PAGES]);
	value[VET_LIMIT_TEXT_BYTES] =
		MIN(value[VET_LIMIT_TEXT_BYTES], value[VET_LIMIT_SUBMISSION_TEXT_BYTES]);
	value[VET_LIMIT_DOCUMENT_BYTES] =
		MIN(value[VET_LIMIT_DOCUMENT_BYTES], value[VET_LIMIT_SUBMISSION_BYTES]);
	return source;
}

void
vet_source_free(VetSource *source)
{
	if (!source)
		return;
	if (source->map)
		munmap(source->map, source->size);
	close(source->fd);
	g_free(source->name);
	g_free(source->media_type);
	g_free(source);
}

void
vet_source_set_media_type(VetSource *source, const char *media_type)
{
	char *copy = g_strdup(media_type);
	g_free(source->media_type);
	source->media_type = copy;
}

int
vet_source_fd(const VetSource *source)
{
	return source->fd;
}

guint64
vet_source_size(const VetSource *source)
{
	return source->size;
}

const char *
vet_source_media_type(const VetSource *source)
{
	return source->media_type;
}

const char *
vet_source_name(const VetSource *source)
{
	return source->name;
}

const VetLimits *
vet_source_limits(const VetSource *source)
{
	return &source->limits;
}

const guint8 *
vet_source_map(VetSource *source, gsize *ret_length, GError **error)
{
	if (source->size == 0) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_MALFORMED, "the file is empty");
		return NULL;
	}
	if (!source->map) {
		void *map = mmap(NULL, source->size, PROT_READ, MAP_PRIVATE, source->fd, 0);
		if (map == MAP_FAILED) {
			g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
				    "the document's %" G_GUINT64_FORMAT
				    " bytes do not fit into memory (limits.worker-memory): %s",
				    source->size, g_strerror(errno));
			return NULL;
		}
		source->map = map;
	}
	*ret_length = source->size;
	return source->map;
}

void
vet_source_set_means(VetSource *source, const VetConversionMeans *means)
{
	source->means = means;
}

const char *
vet_source_folder(const VetSource *source)
{
	return source->means ? source->means->folder : NULL;
}

gboolean
vet_source_run(VetSource *source, const char *const *arguments, const char *const *environment,
	       int *ret_status, GError **error)
{
	if (source->means)
		return source->means->run(source->means->user_data, arguments, environment,
					  ret_status, error);
	g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
			    "no program can be run for a plugin that does not convert");
	return FALSE;
}
