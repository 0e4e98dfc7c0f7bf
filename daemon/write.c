/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/write.h"

#include <errno.h>
#include <fcntl.h>
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

gboolean
vet_write_sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean synced = fd >= 0 && fsync(fd) == 0;
	int fault = errno;

	if (fd >= 0)
		close(fd);
	errno = fault;
	return synced;
}
