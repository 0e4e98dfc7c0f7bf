/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/scratch.h"

#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *folder;
static pid_t owner;

/* libFuzzer may fork: a child's end is not the end of the folder */
static void
remove_folder(void)
{
	if (getpid() != owner)
		return;
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);

	for (const char *name; directory != NULL && (name = g_dir_read_name(directory)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_unlink(path);
	}
	g_rmdir(folder);
}

const char *
fuzz_scratch_folder(void)
{
	if (folder != NULL)
		return folder;
	const char *base = g_access("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir();

	folder = g_build_filename(base, "vet-fuzz-XXXXXX", NULL);
	fuzz_hold(g_mkdtemp(folder) != NULL);
	owner = getpid();
	atexit(remove_folder);
	return folder;
}

void
fuzz_scratch_write(const char *name, const char *bytes, gsize length)
{
	g_autofree char *path = g_build_filename(fuzz_scratch_folder(), name, NULL);
	int descriptor = g_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	fuzz_hold(descriptor >= 0);
	for (gsize done = 0; done < length;) {
		gssize written = write(descriptor, bytes + done, length - done);

		fuzz_hold(written > 0);
		done += (gsize)written;
	}
	g_close(descriptor, NULL);
}
