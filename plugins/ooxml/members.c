/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/members.h"

#include <string.h>

#define CHUNK (64 * 1024)
#define OLE_MAGIC "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
/* the stream that an equation of Word or MathType is, as its name stands in the OLE directory */
#define EQUATION_STREAM "E\0q\0u\0a\0t\0i\0o\0n\0 \0N\0a\0t\0i\0v\0e\0"

typedef struct {
	const OoxmlPackage *package;
	GHashTable *targets; /* char *, in lower case: files that the main part refers to */
	char *folder;        /* of the main part, with its '/' */
	guint64 max_size;
	VetSink *sink;
	guint8 chunk[CHUNK];
} Members;

static const char *const folders[] = {"media/", "embeddings/"};

/* what a relation of these types points at is a file, wherever it stands */
static const char *const file_types[] = {"aFChunk", "image", "oleObject", "package",
					 "media",   "video", "audio",     "subDocument"};

static GHashTable *
find_targets(const GPtrArray *relations)
{
	GHashTable *targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < relations->len; i++) {
		const OoxmlRelation *relation = relations->pdata[i];
		for (guint j = 0; j < G_N_ELEMENTS(file_types); j++)
			if (strcmp(relation->type, file_types[j]) == 0)
				g_hash_table_add(targets, g_ascii_strdown(relation->target, -1));
	}
	return targets;
}

static gboolean
is_member(const Members *members, const char *name)
{
	gsize length = strlen(members->folder);
	for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
		if (g_ascii_strncasecmp(name, members->folder, length) == 0 &&
		    g_ascii_strncasecmp(name + length, folders[i], strlen(folders[i])) == 0)
			return !g_str_has_suffix(name, "/");
	g_autofree char *lower = g_ascii_strdown(name, -1);
	return g_hash_table_contains(members->targets, lower);
}

/* TRUE with ret_failure set: this one is bad, the others are not.  FALSE: the sink has had enough.
 */
static gboolean
write_member(Members *members, const zip_stat_t *stat, zip_file_t *file, GError **ret_failure,
	     GError **error)
{
	guint64 written = 0;
	zip_int64_t n;
	while ((n = zip_fread(file, members->chunk, CHUNK)) > 0) {
		written += (guint64)n;
		if (written > stat->size) {
			g_set_error(
				ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
				"The part %s is larger than it declares; save the document again",
				stat->name);
			return TRUE;
		}
		if (!vet_sink_member_write(members->sink, members->chunk, (gsize)n, error))
			return FALSE;
	}
	if (n < 0)
		ooxml_set_zip_error(ret_failure, stat->name, zip_file_get_error(file));
	return TRUE;
}

/* the page shows a picture of it, and there is no text in it to be read */
static gboolean
is_equation(Members *members, const zip_stat_t *stat)
{
	gboolean found = FALSE;
	zip_file_t *file =
		stat->size <= CHUNK
			? zip_fopen_index(ooxml_package_zip(members->package), stat->index, 0)
			: NULL;
	if (!file)
		return FALSE;
	zip_int64_t n = zip_fread(file, members->chunk, CHUNK);
	if (n > (zip_int64_t)strlen(OLE_MAGIC) &&
	    memcmp(members->chunk, OLE_MAGIC, strlen(OLE_MAGIC)) == 0)
		found = memmem(members->chunk, (gsize)n, EQUATION_STREAM,
			       sizeof EQUATION_STREAM - 1) != NULL;
	zip_fclose(file);
	return found;
}

static gboolean
read_member(Members *members, const zip_stat_t *stat, GError **error)
{
	g_autoptr(GError) failure = NULL;
	zip_t *zip = ooxml_package_zip(members->package);
	zip_file_t *file = NULL;
	if (stat->size > members->max_size) {
		g_set_error(&failure, VET_ERROR, VET_ERROR_LIMIT,
			    "The part %s has more bytes than a document may have "
			    "(limits.document-bytes)",
			    stat->name);
	} else {
		file = zip_fopen_index(zip, stat->index, 0);
		if (!file)
			ooxml_set_zip_error(&failure, stat->name, zip_get_error(zip));
	}
	if (!file)
		return vet_sink_member_refused(members->sink, stat->name, failure, error);
	gboolean ok = vet_sink_member_begin(members->sink, stat->name, stat->comp_size, error) &&
		      write_member(members, stat, file, &failure, error);
	zip_fclose(file);
	if (!ok)
		return FALSE;
	if (failure)
		return vet_sink_member_refused(members->sink, stat->name, failure, error);
	return vet_sink_member_end(members->sink, error);
}

gboolean
ooxml_read_members(const OoxmlPackage *package, const char *main_part, const GPtrArray *relations,
		   guint64 max_size, VetSink *sink, GError **error)
{
	const char *slash = strrchr(main_part, '/');
	g_autofree char *folder = g_strndup(main_part, slash ? (gsize)(slash - main_part) + 1 : 0);
	g_autoptr(GHashTable) targets = find_targets(relations);
	Members members = {package, targets, folder, max_size, sink};
	zip_t *zip = ooxml_package_zip(package);
	zip_int64_t n = zip_get_num_entries(zip, 0);
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t stat;
		if (zip_stat_index(zip, (guint64)i, 0, &stat) != 0 ||
		    !is_member(&members, stat.name) || is_equation(&members, &stat))
			continue;
		if (!read_member(&members, &stat, error))
			return FALSE;
	}
	return TRUE;
}
