/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/error.h"

static gboolean
fail(const char *file, const char *doing, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s: %s", file, doing,
		    g_strerror(errno));
	return FALSE;
}

gboolean
vet_secret_make(guint8 ret_secret[VET_SECRET_BYTES], GError **error)
{
	if (getrandom(ret_secret, VET_SECRET_BYTES, 0) != VET_SECRET_BYTES)
		return fail("secret key", "no random bytes", error);
	return TRUE;
}

/* linked into place whole: a crash leaves no half key, and of two makers one wins */
static gboolean
make_file(const char *file, GError **error)
{
	guint8 secret[VET_SECRET_BYTES];
	g_autofree char *draft = g_strdup_printf("%s.%d", file, (int)getpid());

	if (!vet_secret_make(secret, error))
		return FALSE;
	unlink(draft);
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(draft, "cannot be made", error);
	gboolean written = write(fd, secret, sizeof secret) == sizeof secret && fsync(fd) == 0;
	close(fd);
	gboolean linked = written && (link(draft, file) == 0 || errno == EEXIST);
	if (!linked)
		fail(file, "cannot be written", error);
	unlink(draft);
	return linked;
}

gboolean
vet_secret_load(const char *file, guint8 ret_secret[VET_SECRET_BYTES], GError **error)
{
	return (access(file, F_OK) == 0 || make_file(file, error)) &&
	       vet_secret_read(file, ret_secret, error);
}

gboolean
vet_secret_read(const char *file, guint8 ret_secret[VET_SECRET_BYTES], GError **error)
{
	guint8 secret[VET_SECRET_BYTES];
	struct stat status;

	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return fail(file, "cannot be opened", error);
	gboolean known = fstat(fd, &status) == 0;
	ssize_t length = known ? read(fd, secret, sizeof secret) : -1;
	close(fd);
	if (length != sizeof secret || (status.st_mode & 077) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s: a key of %d bytes with mode 0600 is expected; restore it from "
			    "backup (a new key forgets who was seen before)",
			    file, VET_SECRET_BYTES);
		return FALSE;
	}
	memcpy(ret_secret, secret, sizeof secret);
	return TRUE;
}
