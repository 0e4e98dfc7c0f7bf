/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/config.h"

#include <string.h>

#include "lib/error.h"

#define MAX_FILE_BYTES (1024 * 1024)
#define MAX_WORKERS 256
#define MAX_SIZE_BYTES (G_GUINT64_CONSTANT(1) << 50)

typedef struct {
	const char *file;
	char **lines; /* of the file, to say where a key stands */
	VetConfig *config;
	GString *faults;
} Loader;

/* one row a key; vetd.conf(5) and the example say the same */
typedef struct _ConfigRow {
	const char *section, *key, *value, *summary;
	void (*read)(Loader *loader, const struct _ConfigRow *row, const char *value);
	gsize member; /* of VetConfig */
} ConfigRow;

/* the line of [section] key, or of the section when key is NULL; 0 when it is not written */
static guint
line_of(const Loader *loader, const char *section, const char *key)
{
	gboolean inside = FALSE;
	g_autofree char *header = g_strdup_printf("[%s]", section);
	for (guint i = 0; loader->lines[i]; i++) {
		g_autofree char *line = g_strstrip(g_strdup(loader->lines[i]));
		if (*line == '[') {
			inside = g_str_equal(line, header);
			if (inside && !key)
				return i + 1;
		} else if (inside && key && g_str_has_prefix(line, key)) {
			const char *rest = line + strlen(key);
			while (g_ascii_isspace(*rest))
				rest++;
			if (*rest == '=')
				return i + 1;
		}
	}
	return 0;
}

static void fault(Loader *loader, const char *section, const char *key, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

static void
fault(Loader *loader, const char *section, const char *key, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_string_append_printf(loader->faults, "%s%s:%u: %s", loader->faults->len ? "\n" : "",
			       loader->file, line_of(loader, section, key), sentence);
}

/* "2s", "500ms", "1m" → milliseconds */
static gboolean
parse_duration(const char *text, guint *ret_ms)
{
	char *end;
	guint64 number = g_ascii_strtoull(text, &end, 10);
	guint64 factor = g_str_equal(end, "ms")           ? 1
			 : g_str_equal(end, "s") || !*end ? 1000
			 : g_str_equal(end, "m")          ? 60000
							  : 0;
	if (end == text || !factor || number > 24 * 3600 || *text == '-')
		return FALSE;
	*ret_ms = (guint)(number * factor);
	return TRUE;
}

static void
read_duration(Loader *loader, const ConfigRow *row, const char *value)
{
	if (!parse_duration(value, G_STRUCT_MEMBER_P(loader->config, row->member)))
		fault(loader, row->section, row->key,
		      "%s is a time like 500ms, 2s or 1m, found “%s”", row->key, value);
}

static void
read_workers(Loader *loader, const ConfigRow *row, const char *value)
{
	char *end;
	guint64 number = g_ascii_strtoull(value, &end, 10);
	if (end == value || *end || number > MAX_WORKERS)
		fault(loader, row->section, row->key, "%s is a number from 0 to %d, found “%s”",
		      row->key, MAX_WORKERS, value);
	else
		G_STRUCT_MEMBER(guint, loader->config, row->member) = (guint)number;
}

static void
read_sandbox(Loader *loader, const ConfigRow *row, const char *value)
{
	if (!g_str_equal(value, "on") && !g_str_equal(value, "off"))
		fault(loader, row->section, row->key, "%s is on or off, found “%s”", row->key,
		      value);
	else
		G_STRUCT_MEMBER(gboolean, loader->config, row->member) = g_str_equal(value, "on");
}

/* "0", "500M", "2G" → bytes */
static void
read_size(Loader *loader, const ConfigRow *row, const char *value)
{
	char *end;
	guint64 number = g_ascii_strtoull(value, &end, 10);
	guint64 factor = g_str_equal(end, "G")   ? 1 << 30
			 : g_str_equal(end, "M") ? 1 << 20
			 : g_str_equal(end, "K") ? 1 << 10
			 : !*end                 ? 1
						 : 0;
	if (!g_ascii_isdigit(*value) || !factor || number > MAX_SIZE_BYTES / factor)
		fault(loader, row->section, row->key,
		      "%s is a number of bytes, with K, M or G for multiples of 1024, up to "
		      "%" G_GUINT64_FORMAT "G, found “%s”",
		      row->key, MAX_SIZE_BYTES >> 30, value);
	else
		G_STRUCT_MEMBER(guint64, loader->config, row->member) = number * factor;
}

/* an empty one is NULL */
static void
read_text(Loader *loader, const ConfigRow *row, const char *value)
{
	char **text = G_STRUCT_MEMBER_P(loader->config, row->member);
	g_free(*text);
	*text = *value ? g_strdup(value) : NULL;
}

static void
read_name(Loader *loader, const ConfigRow *row, const char *value)
{
	if (!*value)
		fault(loader, row->section, row->key, "%s must not be empty", row->key);
	else
		read_text(loader, row, value);
}

static const ConfigRow config_rows[] = {
	{"vetd", "inbox", "/srv/vetd/inbox", "folder that submissions are dropped into", read_name,
	 G_STRUCT_OFFSET(VetConfig, inbox)},
	{"vetd", "state", "/var/lib/vetd", "folder of the store, the spool and the secret key",
	 read_name, G_STRUCT_OFFSET(VetConfig, state)},
	{"vetd", "pack", "rules/yiyang-2025", "rule pack to screen with", read_name,
	 G_STRUCT_OFFSET(VetConfig, pack)},
	{"vetd", "settle", "2s", "how long a submission must be quiet before it counts as complete",
	 read_duration, G_STRUCT_OFFSET(VetConfig, settle_ms)},
	{"vetd", "rescan", "30s", "how often the inbox is looked through besides inotify",
	 read_duration, G_STRUCT_OFFSET(VetConfig, rescan_ms)},
	{"vetd", "workers", "0", "worker children at once; 0 = one for each core", read_workers,
	 G_STRUCT_OFFSET(VetConfig, workers)},
	{"vetd", "sandbox", "on",
	 "off only to find a fault: documents are then read without protection", read_sandbox,
	 G_STRUCT_OFFSET(VetConfig, sandbox)},
	{"vetd", "extractions", "2G",
	 "disk for what was read in documents, so that a new pack needs no reading; 0 = none",
	 read_size, G_STRUCT_OFFSET(VetConfig, extractions)},
	{"vetd", "locale", "zh_CN", "language of messages", read_text,
	 G_STRUCT_OFFSET(VetConfig, locale)},
	{"lists", "blacklist", "", "CSV of dishonest entities; read at start and when it changes",
	 read_text, G_STRUCT_OFFSET(VetConfig, blacklist)},
	{"registry", "file", "",
	 "CSV of the registrations of all cities; read at start and when it changes", read_text,
	 G_STRUCT_OFFSET(VetConfig, registry)},
	{"bus", "publish", "ipc:///run/vetd/events", "endpoint of the PUB socket", read_name,
	 G_STRUCT_OFFSET(VetConfig, publish)},
	{"bus", "query", "ipc:///run/vetd/query", "endpoint of the ROUTER socket", read_name,
	 G_STRUCT_OFFSET(VetConfig, query)},
	{NULL},
};

static gboolean
is_section(const char *section)
{
	for (const ConfigRow *row = config_rows; row->section; row++)
		if (g_str_equal(row->section, section))
			return TRUE;
	return FALSE;
}

static const ConfigRow *
find_row(const char *section, const char *key)
{
	for (const ConfigRow *row = config_rows; row->section; row++)
		if (g_str_equal(row->section, section) && g_str_equal(row->key, key))
			return row;
	return NULL;
}

static void
read_section(Loader *loader, GKeyFile *file, const char *section)
{
	gboolean limits = g_str_equal(section, "limits");
	g_auto(GStrv) keys = g_key_file_get_keys(file, section, NULL, NULL);

	if (!limits && !is_section(section)) {
		fault(loader, section, NULL,
		      "unknown section [%s]; there are [vetd] [lists] [registry] [bus] [limits]",
		      section);
		return;
	}
	for (guint i = 0; keys && keys[i]; i++) {
		g_autoptr(GError) problem = NULL;
		const ConfigRow *row = find_row(section, keys[i]);
		g_autofree char *value = g_key_file_get_string(file, section, keys[i], &problem);
		if (!value)
			fault(loader, section, keys[i], "%s", problem->message);
		else if (row)
			row->read(loader, row, g_strstrip(value));
		else if (!limits)
			fault(loader, section, keys[i], "unknown key %s in [%s]", keys[i], section);
		else if (!vet_limits_set(&loader->config->limits, keys[i], value, &problem))
			fault(loader, section, keys[i], "%s", problem->message);
	}
}

VetConfig *
vet_config_new(void)
{
	VetConfig *config = g_new0(VetConfig, 1);
	Loader loader = {.file = "default", .config = config, .faults = g_string_new(NULL)};
	vet_limits_init(&config->limits);
	for (const ConfigRow *row = config_rows; row->section; row++)
		row->read(&loader, row, row->value);
	g_string_free(loader.faults, TRUE);
	return config;
}

VetConfig *
vet_config_load(const char *file, GError **error)
{
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_autoptr(GError) problem = NULL;
	g_autofree char *text = NULL;
	gsize length;

	if (!g_file_get_contents(file, &text, &length, &problem) || length > MAX_FILE_BYTES) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", file,
			    problem ? problem->message : "larger than 1 MiB");
		return NULL;
	}
	if (!g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE, &problem)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", file, problem->message);
		return NULL;
	}
	g_autoptr(VetConfig) config = vet_config_new();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) faults = g_string_new(NULL);
	Loader loader = {file, lines, config, faults};
	g_auto(GStrv) sections = g_key_file_get_groups(keys, NULL);
	for (guint i = 0; sections[i]; i++)
		read_section(&loader, keys, sections[i]);
	if (faults->len > 0) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG, faults->str);
		return NULL;
	}
	return g_steal_pointer(&config);
}

void
vet_config_free(VetConfig *config)
{
	if (!config)
		return;
	g_free(config->inbox);
	g_free(config->state);
	g_free(config->pack);
	g_free(config->locale);
	g_free(config->blacklist);
	g_free(config->registry);
	g_free(config->publish);
	g_free(config->query);
	g_free(config);
}

static void
append_limits(GString *example)
{
	g_string_append(example, "\n[limits]\n");
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		const VetLimitRow *row = vet_limit_row(i);
		g_string_append_printf(example, "# %s\n#%s=%" G_GUINT64_FORMAT "%s\n", row->summary,
				       row->key, row->value,
				       row->unit == VET_UNIT_SECONDS ? "s" : "");
	}
}

char *
vet_config_example(void)
{
	GString *example = g_string_new(
		"# Configuration of vetd; see vetd.conf(5). Each key is shown with its default.\n");
	const char *section = "";
	for (const ConfigRow *row = config_rows; row->section; row++) {
		if (!g_str_equal(section, row->section))
			g_string_append_printf(example, "\n[%s]\n", row->section);
		section = row->section;
		g_string_append_printf(example, "# %s\n#%s=%s\n", row->summary, row->key,
				       row->value);
	}
	append_limits(example);
	return g_string_free(example, FALSE);
}
