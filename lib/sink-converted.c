/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document was converted to: copied to memory, sealed and handed to vetd. */

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/sink-private.h"

#define CHUNK_BYTES (64 * 1024)

/* All of `length` goes to the file. */
static gboolean
write_chunk(int fd, const guint8 *data, gsize length)
{
	while (length > 0) {
		gssize written = write(fd, data, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return FALSE;
		data += written;
		length -= (gsize)written;
	}
	return TRUE;
}

/* What was copied; the caps are looked at before each piece, not believed of the file's size. */
static gboolean
copy(int from, int to, guint64 most, guint64 *ret_size)
{
	g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
	guint64 size = 0;
	gssize n;

	while ((n = read(from, chunk, CHUNK_BYTES)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return FALSE;
		size += (guint64)n;
		if (size > most) {
			errno = EFBIG;
			return FALSE;
		}
		if (!write_chunk(to, chunk, (gsize)n))
			return FALSE;
	}
	*ret_size = size;
	return TRUE;
}

static gboolean
fail_copy(VetSink *sink, int reason, GError **error)
{
	g_autofree char *cap = vet_limits_describe(&sink->budget.limits, VET_LIMIT_DOCUMENT_BYTES);
	GError *failure =
		reason == EFBIG
			? g_error_new(VET_ERROR, VET_ERROR_LIMIT,
				      "What the document was converted to has %s", cap)
			: g_error_new(VET_ERROR, VET_ERROR_RETRY,
				      "what the document was converted to cannot be copied: %s",
				      g_strerror(reason));

	return vet_sink_fail(sink, failure, error);
}

static gboolean
send_sealed(VetSink *sink, int fd, guint64 size, GError **error)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

	if (fcntl(fd, F_ADD_SEALS, seals) < 0)
		return vet_sink_misused(sink, "a conversion could not be sealed", error);
	return vet_sink_send(sink, VET_WIRE_CONVERTED, g_variant_new_uint64(size), fd, error);
}

gboolean
vet_sink_converted(VetSink *sink, int fd, GError **error)
{
	guint64 size = 0;

	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (sink->on_page || sink->converted)
		return vet_sink_misused(sink, "the extractor handed over a conversion out of turn",
					error);
	sink->converted = TRUE;
	int memory = memfd_create("converted", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (memory < 0)
		return fail_copy(sink, errno, error);
	gboolean sent = copy(fd, memory, sink->budget.limits.value[VET_LIMIT_DOCUMENT_BYTES], &size)
				? send_sealed(sink, memory, size, error)
				: fail_copy(sink, errno, error);
	close(memory);
	return sent;
}
