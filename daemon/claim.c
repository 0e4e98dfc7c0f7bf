/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "lib/error.h"

int
vet_claim_folder(const char *folder, GError **error)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: cannot be opened: %s; make the folder and let vetd read and write "
			    "in it",
			    folder, g_strerror(errno));
		return -1;
	}
	/* file systems without locks cannot tell; that is no reason not to start */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return fd;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "%s: another vetd works in this folder; stop it, or give this one folders of "
		    "its own (state= and inbox=)",
		    folder);
	close(fd);
	return -1;
}
