/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/members.h"
#include "plugins/ofd/report.h"

#define CHUNK (64 * 1024)

/* TRUE with ret_failure set: this one is bad, the others are not.  FALSE: the sink has had enough. */
static gboolean
copy_bytes(VetSink *sink, const OfdPart *part, zip_file_t *file, guint64 max_size,
	   GError **ret_failure, GError **error)
{
	g_autofree guint8 *chunk = g_malloc(CHUNK);
	guint64 written = 0;
	zip_int64_t n;

	while ((n = zip_fread(file, chunk, CHUNK)) > 0) {
		written += (guint64)n;
		if (written > max_size) {
			g_set_error(ret_failure, VET_ERROR, VET_ERROR_LIMIT,
				    "The part %s has more bytes than a document may have "
				    "(limits.document-bytes)",
				    part->name);
			return TRUE;
		}
		if (!vet_sink_member_write(sink, chunk, (gsize)n, error))
			return FALSE;
	}
	if (n < 0)
		ofd_set_zip_error(ret_failure, part->name, zip_file_get_error(file));
	return TRUE;
}

gboolean
ofd_members_write(OfdMembers *members, const OfdPart *part, GError **error)
{
	g_autoptr(GError) failure = NULL;

	if (!g_hash_table_add(members->done, (gpointer)part))
		return TRUE;
	zip_file_t *file = ofd_package_stream(members->package, part, &failure);
	if (!file)
		return vet_sink_member_refused(members->sink, part->name, failure, error);
	gboolean ok = vet_sink_member_begin(members->sink, part->name, part->packed_size, error) &&
		      copy_bytes(members->sink, part, file, members->max_size, &failure, error);
	zip_fclose(file);
	if (!ok)
		return FALSE;
	return failure ? vet_sink_member_refused(members->sink, part->name, failure, error)
		       : vet_sink_member_end(members->sink, error);
}

gboolean
ofd_members_write_media(OfdMembers *members, const OfdDocument *document, GError **error)
{
	const GPtrArray *all = ofd_resources_all_media(document->resources);

	for (guint i = 0; i < all->len; i++) {
		const OfdMedia *media = all->pdata[i];
		if (media->part
			    ? !ofd_members_write(members, media->part, error)
			    : !ofd_warn(members->sink, error,
					"the picture or other file %s is missing", media->location))
			return FALSE;
	}
	return TRUE;
}

static gboolean
write_attachment(OfdMembers *members, const OfdPart *from, const xmlNode *node, GError **error)
{
	g_autofree char *location = node_value(node, "FileLoc");
	g_autofree char *name = node_value(node, "Name");
	const OfdPart *part = ofd_package_find(members->package, from, location);

	if (part)
		return ofd_members_write(members, part, error);
	return ofd_warn(members->sink, error, "the attachment %s (%s) is missing",
			name ? name : "without a name", location ? location : "no place");
}

gboolean
ofd_members_write_attachments(OfdMembers *members, const OfdDocument *document, GError **error)
{
	gboolean damaged = FALSE;
	g_autofree char *location =
		document->doc ? node_value(xmlDocGetRootElement(document->doc), "Attachments")
			      : NULL;
	const OfdPart *part = ofd_package_find(members->package, document->part, location);

	if (!location)
		return TRUE;
	g_autoptr(xmlDoc) doc =
		part ? ofd_package_read_xml(members->package, part, &damaged, NULL) : NULL;
	if ((!doc || damaged) &&
	    !ofd_warn(members->sink, error, "the list of attachments %s is missing or damaged",
		      location))
		return FALSE;
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *node = node_first(root); node; node = node_next(node))
		if (node_is(node, "Attachment") && !write_attachment(members, part, node, error))
			return FALSE;
	return TRUE;
}
