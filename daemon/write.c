/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/write.h"

#include <errno.h>
#include <unistd.h>

gboolean
vet_write_all(int fd, gconstpointer bytes, gsize length)
{
	const guint8 *at = bytes;
	while (length > 0) {
		ssize_t written = write(fd, at, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return FALSE;
		at += written;
		length -= written;
	}
	return TRUE;
}
