/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/program.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugins/office/profile.h"
#include "plugins/office/rtf.h"

#define PROGRAM_FOLDER "/usr/lib/libreoffice/program"
#define PROGRAM PROGRAM_FOLDER "/soffice.bin"
#define VERSION_FILE PROGRAM_FOLDER "/versionrc"
#define BUILD_KEY "buildid="

/* Without one of these it opens nothing of that kind: which package brings it. */
static const struct {
	const char *library;
	const char *package;
} parts[] = {
	{PROGRAM, "libreoffice-core-nogui"},
	{PROGRAM_FOLDER "/libswlo.so", "libreoffice-writer-nogui"},
	{PROGRAM_FOLDER "/libsclo.so", "libreoffice-calc-nogui"},
	{PROGRAM_FOLDER "/libsdlo.so", "libreoffice-impress-nogui"},
};

static char *build_id;
static char *version;

/* A part that is replaced by another build shows by size or time. */
static gboolean
add_parts(GString *text, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		struct stat about;
		if (stat(parts[i].library, &about) != 0) {
			g_set_error(
				error, VET_ERROR, VET_ERROR_CONFIG,
				"doc, xls, ppt, rtf, odt and others need LibreOffice, and %s is "
				"not there; install %s",
				parts[i].library, parts[i].package);
			return FALSE;
		}
		g_string_append_printf(text, " %s:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT,
				       parts[i].package, (guint64)about.st_size,
				       (gint64)about.st_mtime);
	}
	return TRUE;
}

gboolean
office_program_find(GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GString) all = g_string_new("LibreOffice");

	if (!add_parts(all, error))
		return FALSE;
	if (!g_file_get_contents(VERSION_FILE, &text, NULL, error))
		return FALSE;
	const char *at = strstr(text, BUILD_KEY);
	if (!at) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "%s does not say LibreOffice's build (%s); install it again",
			    VERSION_FILE, BUILD_KEY);
		return FALSE;
	}
	at += strlen(BUILD_KEY);
	build_id = g_strndup(at, strcspn(at, "\r\n"));
	g_string_append_printf(all, " %s", build_id);
	version = g_strdup(all->str);
	return TRUE;
}

const char *
office_program_version(void)
{
	return version;
}

/* --- one run --- */

typedef struct {
	char *profile, *temporary, *input, *output;
	char *document; /* the file to convert */
	char *result;
} Places;

static void
places_clear(Places *places)
{
	g_free(places->profile);
	g_free(places->temporary);
	g_free(places->input);
	g_free(places->output);
	g_free(places->document);
	g_free(places->result);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Places, places_clear)

static gboolean
furnish(VetSource *source, const OfficeKind *kind, VetSink *sink, Places *places, GError **error)
{
	const char *folder = vet_source_folder(source);
	g_autofree char *name = g_strconcat("document.", kind->extension, NULL);
	g_autofree char *result = g_strconcat("document.", kind->target, NULL);
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);

	if (!data)
		return FALSE;
	places->profile = g_build_filename(folder, "profile", NULL);
	places->temporary = g_build_filename(folder, "tmp", NULL);
	places->input = g_build_filename(folder, "in", NULL);
	places->output = g_build_filename(folder, "out", NULL);
	places->document = g_build_filename(places->input, name, NULL);
	places->result = g_build_filename(places->output, result, NULL);
	if (!office_profile_write(places->profile, build_id, error) ||
	    !office_folder_make(places->temporary, error) ||
	    !office_folder_make(places->input, error) || !office_folder_make(places->output, error))
		return FALSE;
	g_autofree char *ending =
		strcmp(kind->extension, "rtf") == 0 ? office_rtf_missing_end(data, length) : NULL;
	if (ending && !vet_sink_warning(sink,
					"the file is cut short; what there is of it was read, the "
					"rest is missing",
					error))
		return FALSE;
	return office_file_write(places->document, data, length, ending, error);
}

static gboolean
run(VetSource *source, const char *command, const Places *places, int *ret_status, GError **error)
{
	g_autofree char *profile =
		g_strconcat("-env:UserInstallation=file://", places->profile, NULL);
	g_autofree char *home = g_strconcat("HOME=", places->temporary, NULL);
	g_autofree char *temporary = g_strconcat("TMPDIR=", places->temporary, NULL);
	const char *const arguments[] = {
		PROGRAM,        profile,          "--headless",   "--norestore", "--nolockcheck",
		"--nologo",     "--nodefault",    "--convert-to", command,       "--outdir",
		places->output, places->document, NULL,
	};
	const char *const environment[] = {
		home,
		temporary,
		"LANG=C.UTF-8",
		"TZ=Asia/Shanghai",
		"SAL_USE_VCLPLUGIN=svp",
		"SAL_DISABLE_OPENCL=1",
		"OOO_DISABLE_RECOVERY=1",
		/*
		 * At its start it draws test pictures of 64 MiB each, one after the other: memory that
		 * is kept, in large pages, makes that a quarter of a second instead of one
		 */
		"MALLOC_MMAP_THRESHOLD_=1073741824",
		"MALLOC_TRIM_THRESHOLD_=1073741824",
		"GLIBC_TUNABLES=glibc.malloc.hugetlb=1",
		NULL,
	};

	return vet_source_run(source, arguments, environment, ret_status, error);
}

/* Its own ways to say that something in it broke; a document that it cannot load is none of them. */
static gboolean
check_status(int status, GError **error)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return TRUE;
	if (WIFSIGNALED(status)) {
		const char *name = sigabbrev_np(WTERMSIG(status));
		g_set_error(error, VET_ERROR, VET_ERROR_CRASHED,
			    "LibreOffice died of SIG%s while it converted the document",
			    name ? name : "?");
	} else {
		g_set_error(error, VET_ERROR, VET_ERROR_CRASHED,
			    "LibreOffice ended with status %d while it converted the document",
			    WEXITSTATUS(status));
	}
	return FALSE;
}

gboolean
office_program_convert(VetSource *source, const OfficeKind *kind, gboolean with_notes,
		       VetSink *sink, int *ret_fd, GError **error)
{
	g_auto(Places) places = {NULL};
	const char *command = with_notes ? kind->with_notes : kind->command;
	struct stat about;
	int status = 0;

	if (!furnish(source, kind, sink, &places, error) ||
	    !run(source, command, &places, &status, error) || !check_status(status, error))
		return FALSE;
	int fd = open(places.result, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size == 0)) {
		close(fd);
		fd = -1;
	}
	*ret_fd = fd;
	return TRUE;
}
