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

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN (READ | LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITE                                                                                      \
	(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                      \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                            \
	 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK)
/* that make sense for a single file; the kernel refuses others */
#define FS_OF_FILES                                                                                \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE)

typedef struct {
	const char *path;
	const char *reason;
	guint64 access;
} Permission;

/* Missing ones are skipped: then there is nothing to read. */
static const Permission readable[] = {
	{"/usr/share/fonts", "fonts that a PDF names but does not embed", READ},
	{"/usr/local/share/fonts", "the same, installed by the operator", READ},
	{"/usr/share/poppler", "character maps of Chinese fonts (poppler-data)", READ},
	{"/etc/fonts", "fontconfig reads its rules again when they changed", READ},
	{"/usr/share/fontconfig", "the rules that /etc/fonts links to", READ},
	{"/var/cache/fontconfig", "fontconfig's index of the fonts", READ},
	{"/usr/share/zoneinfo", "time zones of dates in metadata", READ},
	{"/etc/localtime", "the same", READ},
#ifdef VET_SANITIZED
	{"/proc/self/maps", "a sanitizer looks for its stack before it reports", READ},
#endif
};

/* What LibreOffice needs besides its folder. */
static const Permission of_program[] = {
	{"/usr/lib/libreoffice", "LibreOffice itself", RUN},
	{"/lib64/ld-linux-x86-64.so.2", "the loader that the kernel runs it with", RUN},
	{"/lib/ld-linux-aarch64.so.1", "the same of another architecture", RUN},
	{"/usr/lib", "its libraries", READ},
	{"/lib", "the same", READ},
	{"/lib64", "the same", READ},
	{"/etc/ld.so.cache", "where libraries are", READ},
	{"/etc/libreoffice", "its configuration by the distribution", READ},
	{"/usr/share/libreoffice", "its data", READ},
	{"/var/spool/libreoffice", "extensions, if any", READ},
	{"/var/lib/libreoffice", "the same", READ},
	{"/usr/share/liblangtag", "names of languages", READ},
	{"/usr/share/mime", "types of files", READ},
	{"/usr/share/hunspell", "dictionaries, if any", READ},
	{"/usr/share/hyphen", "the same", READ},
	{"/usr/share/mythes", "the same", READ},
	{"/etc/fonts", "which fonts stand for which", READ},
	{"/usr/share/fontconfig", "the rules that /etc/fonts links to", READ},
	{"/usr/share/fonts", "fonts that a document names", READ},
	{"/usr/local/share/fonts", "the same, installed by the operator", READ},
	{"/var/cache/fontconfig", "fontconfig's index of the fonts", READ},
	{"/usr/share/poppler", "character maps, for the child that keeps it", READ},
	{"/usr/share/zoneinfo", "times in documents", READ},
	{"/etc/localtime", "the same", READ},
	{"/dev/urandom", "seeds, names of temporary files", READ},
	{"/dev/null", "what it has to say", READ | LANDLOCK_ACCESS_FS_WRITE_FILE},
#ifdef VET_SANITIZED
	{"/proc/self/maps", "a sanitizer looks for its stack before it reports", READ},
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
permit(int ruleset, const Permission *row, GError **error)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = row->access};

	rule.parent_fd = open(row->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return TRUE;
	/* a right to list makes no sense for a single file, and the kernel refuses it */
	int probe = openat(rule.parent_fd, ".", O_PATH | O_CLOEXEC);
	if (probe < 0)
		rule.allowed_access &= FS_OF_FILES;
	else
		close(probe);
	int result = landlock(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
			      (long)&rule, 0);
	close(rule.parent_fd);
	return result == 0 || refused(row->path, error);
}

/* What every version of the kernel's interface can refuse is refused; -1 with error set. */
static int
new_ruleset(GError **error)
{
	Ruleset attributes = {0};
	gsize size = 0;
	int abi = landlock(SYS_landlock_create_ruleset, 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);

	if (abi < 1) {
		refused("it is not there", error);
		return -1;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(versions) && versions[i].abi <= abi; i++) {
		attributes.handled_access_fs |= versions[i].adds.handled_access_fs;
		attributes.handled_access_net |= versions[i].adds.handled_access_net;
		attributes.scoped |= versions[i].adds.scoped;
		size = versions[i].size;
	}
	int ruleset = landlock(SYS_landlock_create_ruleset, (long)&attributes, size, 0, 0);
	if (ruleset < 0)
		refused("no rules can be made", error);
	return ruleset;
}

static gboolean
permit_all(int ruleset, const Permission *permissions, gsize n, GError **error)
{
	for (gsize i = 0; i < n; i++) {
		if (!permit(ruleset, &permissions[i], error))
			return FALSE;
	}
	return TRUE;
}

/* Takes the ruleset. */
static gboolean
enforce(int ruleset, GError **error)
{
	gboolean done = landlock(SYS_landlock_restrict_self, ruleset, 0, 0, 0) == 0 ||
			refused("the rules cannot be put in force", error);
	close(ruleset);
	return done;
}

gboolean
vet_sandbox_close_files(GError **error)
{
	int ruleset = new_ruleset(error);

	if (ruleset < 0)
		return FALSE;
	if (permit_all(ruleset, readable, G_N_ELEMENTS(readable), error))
		return enforce(ruleset, error);
	close(ruleset);
	return FALSE;
}

/* Two rights are of later versions; before those, nobody asks for them. */
static guint64
writing(void)
{
	int abi = landlock(SYS_landlock_create_ruleset, 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0);
	return WRITE | (abi >= 2 ? FS_REFER : 0) | (abi >= 3 ? FS_TRUNCATE : 0);
}

gboolean
vet_sandbox_close_files_but(const char *folder, GError **error)
{
	const Permission own = {folder, "the document's own folder", writing()};
	int ruleset = new_ruleset(error);

	if (ruleset < 0)
		return FALSE;
	if (permit(ruleset, &own, error) &&
	    permit_all(ruleset, of_program, G_N_ELEMENTS(of_program), error))
		return enforce(ruleset, error);
	close(ruleset);
	return FALSE;
}
