/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights and attributes that came after the kernel headers of Debian 12 (linux/landlock.h). */
#define FS_REFER (G_GUINT64_CONSTANT(1) << 13)
#define FS_TRUNCATE (G_GUINT64_CONSTANT(1) << 14)
#define FS_IOCTL_DEV (G_GUINT64_CONSTANT(1) << 15)
#define NET_BIND_AND_CONNECT G_GUINT64_CONSTANT(3)
#define SCOPE_SOCKETS_AND_SIGNALS G_GUINT64_CONSTANT(3)

typedef struct {
	guint64 handled_access_fs;
	guint64 handled_access_net;
	guint64 scoped;
} Ruleset;

/* What each version of the interface can refuse in addition; all of it is refused. */
typedef struct {
	int abi;
	Ruleset adds;
	gsize size; /* of the attributes that it knows */
} Version;

static const Version versions[] = {
	{1, {(G_GUINT64_CONSTANT(1) << 13) - 1, 0, 0}, 8},
	{2, {FS_REFER, 0, 0}, 8},
	{3, {FS_TRUNCATE, 0, 0}, 8},
	{4, {0, NET_BIND_AND_CONNECT, 0}, 16},
	{5, {FS_IOCTL_DEV, 0, 0}, 16},
	{6, {0, 0, SCOPE_SOCKETS_AND_SIGNALS}, 24},
};

typedef struct {
	const char *path;
	const char *reason;
} Readable;

/* Missing ones are skipped: then there is nothing to read. */
static const Readable readable[] = {
	{"/usr/share/fonts", "fonts that a PDF names but does not embed"},
	{"/usr/local/share/fonts", "the same, installed by the operator"},
	{"/usr/share/poppler", "character maps of Chinese fonts (poppler-data)"},
	{"/etc/fonts", "fontconfig reads its rules again when they changed"},
	{"/usr/share/fontconfig", "the rules that /etc/fonts links to"},
	{"/var/cache/fontconfig", "fontconfig's index of the fonts"},
	{"/usr/share/zoneinfo", "time zones of dates in metadata"},
	{"/etc/localtime", "the same"},
#ifdef VET_SANITIZED
	{"/proc/self/maps", "a sanitizer looks for its stack before it reports"},
#endif
};

static int
landlock(long call, long a, long b, long c, long d)
{
	return syscall(call, a, b, c, d);
}

static gboolean
refused(const char *what, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "Landlock: %s: %s; a kernel of 5.13 or later with lsm=landlock is needed", what,
		    g_strerror(errno));
	return FALSE;
}

static gboolean
permit_reading(int ruleset, const Readable *row, GError **error)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	};

	rule.parent_fd = open(row->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return TRUE;
	/* a right to list makes no sense for a single file, and the kernel refuses it */
	int probe = openat(rule.parent_fd, ".", O_PATH | O_CLOEXEC);
	if (probe < 0)
		rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
	else
		close(probe);
	int result = landlock(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
			      (long)&rule, 0);
	close(rule.parent_fd);
	return result == 0 || refused(row->path, error);
}

gboolean
vet_sandbox_close_files(GError **error)
{
	Ruleset attributes = {0};
	gsize size = 0;
	gboolean done = TRUE;
	int abi = landlock(SYS_landlock_create_ruleset, 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);

	if (abi < 1)
		return refused("it is not there", error);
	for (gsize i = 0; i < G_N_ELEMENTS(versions) && versions[i].abi <= abi; i++) {
		attributes.handled_access_fs |= versions[i].adds.handled_access_fs;
		attributes.handled_access_net |= versions[i].adds.handled_access_net;
		attributes.scoped |= versions[i].adds.scoped;
		size = versions[i].size;
	}
	int ruleset = landlock(SYS_landlock_create_ruleset, (long)&attributes, size, 0, 0);
	if (ruleset < 0)
		return refused("no rules can be made", error);
	for (gsize i = 0; done && i < G_N_ELEMENTS(readable); i++)
		done = permit_reading(ruleset, &readable[i], error);
	if (done && landlock(SYS_landlock_restrict_self, ruleset, 0, 0, 0) != 0)
		done = refused("the rules cannot be put in force", error);
	close(ruleset);
	return done;
}
