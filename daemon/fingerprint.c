/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/fingerprint.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/zygote.h"

#define BLOCK_BYTES (64 * 1024)

/* with its NUL, so that no two texts run together */
static void
add(GChecksum *checksum, const char *text)
{
	g_checksum_update(checksum, (const guchar *)text, strlen(text) + 1);
}

static gboolean
add_file(GChecksum *checksum, const char *path)
{
	g_autofree guchar *block = g_malloc(BLOCK_BYTES);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : 1;

	while (length > 0) {
		length = read(fd, block, BLOCK_BYTES);
		if (length > 0)
			g_checksum_update(checksum, block, length);
		else if (length < 0 && errno == EINTR)
			length = 1;
	}
	if (fd >= 0)
		close(fd);
	return length == 0;
}

/* In the order they were loaded in: of two that take a type, the first has it. */
static void
add_plugins(GChecksum *checksum, const GPtrArray *plugins)
{
	for (guint i = 0; i < plugins->len; i++) {
		const VetZygotePlugin *plugin = plugins->pdata[i];
		add(checksum, plugin->name);
		add(checksum, plugin->is_container ? "container" : "document");
		/* what it reads in the pictures of others is stored under their builds */
		if (plugin->media_types && !plugin->media_types[0])
			add(checksum, plugin->build);
		for (char **type = plugin->media_types; type && *type; type++)
			add(checksum, *type);
		add(checksum, "");
	}
}

char *
vet_fingerprint(const char *worker_path, const GPtrArray *plugins, const VetLimits *limits)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

	if (!add_file(checksum, worker_path))
		return NULL;
	add_plugins(checksum, plugins);
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		const VetLimitRow *row = vet_limit_row(i);
		g_autofree char *value =
			g_strdup_printf("%s=%" G_GUINT64_FORMAT, row->key, limits->value[i]);
		if (row->unit != VET_UNIT_SECONDS)
			add(checksum, value);
	}
	return g_strdup(g_checksum_get_string(checksum));
}
