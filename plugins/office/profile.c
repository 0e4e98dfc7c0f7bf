/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/profile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
	const char *path; /* below org.openoffice */
	const char *name;
	const char *value;
	const char *reason;
} Setting;

static const Setting settings[] = {
	{"Setup/Office", "ooSetupInstCompleted", "true", "no wizard at its first start"},
	{"Office.Common/Misc", "FirstRun", "false", "the same"},
	{"Office.Common/Misc", "UseOpenCL", "false", "no looking for graphics cards"},
	{"Office.Common/Misc", "UseLocking", "false", "nobody else has the document open"},
	{"Office.Common/Save/Document", "AutoSave", "false", "nothing is edited"},
	{"Office.Recovery/AutoSave", "Enabled", "false", "the same"},
	{"Office.Recovery/RecoveryInfo", "Enabled", "false", "the same"},
	{"Office.Common/Security/Scripting", "MacroSecurityLevel", "3", "no macro runs"},
	{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true", "the same"},
	{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true",
	 "nothing is fetched from where the document says"},
	{"Office.Writer/Content/Update", "Link", "2", "the same: linked texts and pictures"},
	{"Office.Calc/Content/Update", "Link", "2", "the same: linked sheets"},
	{"Office.Writer/Filter/Import/VBA", "Load", "false", "macros are not even read"},
	{"Office.Calc/Filter/Import/VBA", "Load", "false", "the same"},
	{"Office.Impress/Filter/Import/VBA", "Load", "false", "the same"},
	{"Office.Java/VirtualMachine", "Enable", "false", "no Java"},
	{"Office.Calc/Formula/Load", "OOXMLRecalcMode", "1", "values as their writer saw them"},
	{"Office.Calc/Formula/Load", "ODFRecalcMode", "1", "the same"},
	{"Setup/L10N", "ooSetupSystemLocale", "zh-CN", "dates and fonts as in China"},
};

#define HEAD                                                                                       \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"
#define ITEM                                                                                       \
	"<item oor:path=\"/org.openoffice.%s\"><prop oor:name=\"%s\" oor:op=\"fuse\">"             \
	"<value>%s</value></prop></item>\n"

gboolean
office_folder_make(const char *path, GError **error)
{
	if (mkdir(path, 0700) == 0)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "no folder to convert in: %s: %s", path,
		    g_strerror(errno));
	return FALSE;
}

static gboolean
write_all(int fd, const void *data, gsize length)
{
	const guint8 *at = data;

	while (length > 0) {
		gssize n = write(fd, at, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return FALSE;
		at += n;
		length -= (gsize)n;
	}
	return TRUE;
}

gboolean
office_file_write(const char *path, const void *data, gsize length, const char *ending,
		  GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	gboolean written = fd >= 0 && write_all(fd, data, length) &&
			   (!ending || write_all(fd, ending, strlen(ending)));
	int reason = errno;

	if (fd >= 0 && close(fd) == 0 && written)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s cannot be written to convert it: %s",
		    path, g_strerror(reason));
	return FALSE;
}

static gboolean
write_settings(const char *user, GError **error)
{
	g_autofree char *path = g_build_filename(user, "registrymodifications.xcu", NULL);
	g_autoptr(GString) text = g_string_new(HEAD);

	for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
		g_string_append_printf(text, ITEM, settings[i].path, settings[i].name,
				       settings[i].value);
	g_string_append(text, "</oor:items>\n");
	return office_file_write(path, text->str, text->len, NULL, error);
}

gboolean
office_profile_write(const char *folder, const char *build, GError **error)
{
	g_autofree char *user = g_build_filename(folder, "user", NULL);
	g_autofree char *extensions = g_build_filename(user, "extensions", NULL);
	g_autofree char *mark = g_build_filename(extensions, "buildid", NULL);

	return office_folder_make(folder, error) && office_folder_make(user, error) &&
	       office_folder_make(extensions, error) && write_settings(user, error) &&
	       office_file_write(mark, build, strlen(build), NULL, error);
}
