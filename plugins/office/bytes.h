/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Little-endian numbers at any address. */

#include <glib.h>

static inline guint16
bytes_le16(const guint8 *at)
{
	return (guint16)(at[0] | at[1] << 8);
}

static inline guint32
bytes_le32(const guint8 *at)
{
	return bytes_le16(at) | (guint32)bytes_le16(at + 2) << 16;
}

static inline guint64
bytes_le64(const guint8 *at)
{
	return bytes_le32(at) | (guint64)bytes_le32(at + 4) << 32;
}
