/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/gunzip.h"

#include <zlib.h>

#define CHUNK (64 * 1024)
/* zlib takes lengths as 32 bits */
#define MAX_TAKEN (1 << 30)
#define GZIP_ONLY (16 + MAX_WBITS)

struct _ArchiveGunzip {
	z_stream stream;
	const guint8 *end;
	gboolean is_open; /* within a member */
	gboolean is_over;
	const char *fault;
	guint8 chunk[CHUNK];
};

ArchiveGunzip *
archive_gunzip_new(const guint8 *data, gsize length)
{
	ArchiveGunzip *gunzip = g_new0(ArchiveGunzip, 1);

	gunzip->stream.next_in = (Bytef *)data;
	gunzip->end = data + length;
	if (inflateInit2(&gunzip->stream, GZIP_ONLY) == Z_OK)
		gunzip->is_open = TRUE;
	else
		gunzip->fault = "there is not enough memory for it";
	return gunzip;
}

void
archive_gunzip_free(ArchiveGunzip *gunzip)
{
	inflateEnd(&gunzip->stream);
	g_free(gunzip);
}

const char *
archive_gunzip_fault(const ArchiveGunzip *gunzip)
{
	return gunzip->fault;
}

gboolean
archive_gunzip_is_damaged(const ArchiveGunzip *gunzip)
{
	return gunzip->fault && !gunzip->is_over;
}

static gboolean
is_zeros(const guint8 *p, const guint8 *end)
{
	while (p < end && *p == 0)
		p++;
	return p == end;
}

/* Another member follows, as `cat a.gz b.gz` makes it, or padding, or something else. */
static void
end_member(ArchiveGunzip *gunzip)
{
	const guint8 *p = gunzip->stream.next_in;

	gunzip->is_open = gunzip->end - p >= 2 && p[0] == 0x1f && p[1] == 0x8b &&
			  inflateReset(&gunzip->stream) == Z_OK;
	gunzip->is_over = !gunzip->is_open;
	if (gunzip->is_over && !is_zeros(p, gunzip->end))
		gunzip->fault = "something that is not gzip stands behind it and was not read";
}

gssize
archive_gunzip_read(ArchiveGunzip *gunzip, const void **ret_data)
{
	z_stream *stream = &gunzip->stream;

	*ret_data = gunzip->chunk;
	stream->next_out = gunzip->chunk;
	stream->avail_out = CHUNK;
	while (gunzip->is_open && stream->avail_out > 0) {
		stream->avail_in = (uInt)MIN(gunzip->end - stream->next_in, MAX_TAKEN);
		int result = inflate(stream, Z_NO_FLUSH);
		if (result == Z_STREAM_END) {
			end_member(gunzip);
		} else if (result != Z_OK) {
			gunzip->is_open = FALSE;
			gunzip->fault = result == Z_BUF_ERROR ? "it is cut short"
					: stream->msg         ? stream->msg
							      : "it is damaged";
		}
	}
	gssize n = CHUNK - stream->avail_out;
	/* what was unpacked before the fault is given first */
	return n > 0 || gunzip->is_over ? n : -1;
}
