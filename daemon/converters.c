/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/converters.h"

/* A quarter of a gigabyte each, and a core. */
#define MAX_CONVERTERS 2
/* Starts that fail in a row before documents are given up. */
#define MAX_FAILURES 3
/* The program dies after the child that kept it, not with it. */
#define AGAIN_MS 50

void
vet_converters_clear(VetConverters *converters)
{
	g_clear_handle_id(&converters->source, g_source_remove);
	g_clear_pointer(&converters->scratch, vet_scratch_free);
	g_clear_pointer(&converters->left, g_array_unref);
}

gboolean
vet_converters_has_room(const VetConverters *converters)
{
	return converters->running < MAX_CONVERTERS;
}

char *
vet_converters_folder(VetConverters *converters, guint32 number, GError **error)
{
	if (!converters->scratch)
		converters->scratch = vet_scratch_new(error);
	return converters->scratch ? vet_scratch_path(converters->scratch, number) : NULL;
}

void
vet_converters_started(VetConverters *converters)
{
	converters->running++;
}

gboolean
vet_converters_failed(VetConverters *converters, gboolean was_ready)
{
	if (!was_ready && ++converters->failed < MAX_FAILURES)
		return FALSE;
	converters->failed = 0;
	return !was_ready;
}

static gboolean
remove_left(gpointer user_data)
{
	VetConverters *converters = user_data;

	for (guint i = converters->left->len; i > 0; i--) {
		guint32 number = g_array_index(converters->left, guint32, i - 1);
		if (vet_scratch_remove(converters->scratch, number))
			g_array_remove_index_fast(converters->left, i - 1);
	}
	if (converters->left->len > 0)
		return G_SOURCE_CONTINUE;
	converters->source = 0;
	return G_SOURCE_REMOVE;
}

void
vet_converters_ended(VetConverters *converters, guint32 number)
{
	converters->running--;
	if (vet_scratch_remove(converters->scratch, number))
		return;
	if (!converters->left)
		converters->left = g_array_new(FALSE, FALSE, sizeof number);
	g_array_append_val(converters->left, number);
	if (!converters->source)
		converters->source = g_timeout_add(AGAIN_MS, remove_left, converters);
}
