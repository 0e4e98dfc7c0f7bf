/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Numbers as archives write them, and the check sum that all of them use. */

#include <glib.h>
#include <string.h>

static inline guint16
archive_get16(const guint8 *p)
{
	return (guint16)(p[0] | p[1] << 8);
}

static inline guint32
archive_get32(const guint8 *p)
{
	return archive_get16(p) | (guint32)archive_get16(p + 2) << 16;
}

static inline guint64
archive_get64(const guint8 *p)
{
	return archive_get32(p) | (guint64)archive_get32(p + 4) << 32;
}

/* CRC-32 of ISO 3309, bit by bit: it is only asked of headers. */
static inline guint32
archive_crc32(const guint8 *p, gsize length)
{
	guint32 crc = G_MAXUINT32;
	for (gsize i = 0; i < length; i++) {
		crc ^= p[i];
		for (guint bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}
