/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/archive/members.h"

#include <sys/stat.h>

#define ENTRIES_PER_MEMBER 4
#define ENTRIES_AT_LEAST 1024

static const struct {
	mode_t type;
	const char *what;
} refused_types[] = {
	{S_IFLNK, "a symbolic link"}, {S_IFIFO, "a FIFO"},   {S_IFSOCK, "a socket"},
	{S_IFCHR, "a device"},        {S_IFBLK, "a device"},
};

void
archive_members_init(ArchiveMembers *members, VetSink *sink, const VetLimits *limits)
{
	*members = (ArchiveMembers){.sink = sink, .limits = limits, .twins = archive_twins_new()};
}

void
archive_members_clear(ArchiveMembers *members)
{
	g_clear_pointer(&members->twins, archive_twins_free);
}

guint64
archive_members_max_entries(const VetLimits *limits)
{
	return MIN(limits->value[VET_LIMIT_MEMBERS], G_MAXUINT32) * ENTRIES_PER_MEMBER +
	       ENTRIES_AT_LEAST;
}

gboolean
archive_members_count(ArchiveMembers *members, GError **error)
{
	guint64 max = archive_members_max_entries(members->limits);

	if (++members->n_entries <= max)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
		    "The archive lists more than %" G_GUINT64_FORMAT
		    " entries, too many for the members allowed (limits.members)",
		    max);
	return FALSE;
}

/* NULL when nothing speaks against reading the member */
static GError *
objection(const ArchiveMembers *members, const ArchiveMember *member)
{
	guint64 max_size = members->limits->value[VET_LIMIT_DOCUMENT_BYTES];

	for (guint i = 0; i < G_N_ELEMENTS(refused_types); i++)
		if ((member->mode & S_IFMT) == refused_types[i].type)
			return g_error_new(VET_ERROR, VET_ERROR_UNSUPPORTED,
					   "The member is %s, not a file; pack the file itself",
					   refused_types[i].what);
	if (member->link)
		return g_error_new(
			VET_ERROR, VET_ERROR_UNSUPPORTED,
			"The member is a link to another, \"%.200s\"; pack the file itself",
			member->link);
	if (member->is_encrypted)
		return g_error_new(VET_ERROR, VET_ERROR_ENCRYPTED,
				   "The member is encrypted; hand it in without a password");
	if (member->size_is_known && member->size > max_size)
		return g_error_new(VET_ERROR, VET_ERROR_LIMIT,
				   "The member has %" G_GUINT64_FORMAT
				   " bytes, more than the %" G_GUINT64_FORMAT
				   " allowed (limits.document-bytes)",
				   member->size, max_size);
	return NULL;
}

gboolean
archive_members_refuse(ArchiveMembers *members, const char *name, const GError *why, GError **error)
{
	members->n_members++;
	if (g_error_matches(why, VET_ERROR, VET_ERROR_ENCRYPTED))
		members->n_encrypted++;
	archive_twins_note(members->twins, name);
	return vet_sink_member_refused(members->sink, name, why, error);
}

/*
 * TRUE with ret_failure set: the member is bad but the archive goes on.  FALSE: the sink has had
 * enough.
 */
static gboolean
pump(ArchiveMembers *members, const ArchiveMember *member, ArchiveRead read, gpointer stream,
     GError **ret_failure, GError **error)
{
	guint64 written = 0;
	const guint8 *data;
	gssize n;

	while ((n = read(stream, &data, ret_failure)) > 0) {
		written += (guint64)n;
		if (member->size_is_known && written > member->size) {
			g_set_error(ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
				    "The member unpacks to more than the %" G_GUINT64_FORMAT
				    " bytes it declares; pack it again",
				    member->size);
			return TRUE;
		}
		if (!vet_sink_member_write(members->sink, data, (gsize)n, error))
			return FALSE;
	}
	if (n == 0 && member->size_is_known && written < member->size)
		g_set_error(ret_failure, VET_ERROR, VET_ERROR_MALFORMED,
			    "The member unpacks to %" G_GUINT64_FORMAT
			    " bytes but declares %" G_GUINT64_FORMAT "; pack it again",
			    written, member->size);
	return TRUE;
}

gboolean
archive_members_take(ArchiveMembers *members, const ArchiveMember *member, ArchiveRead read,
		     gpointer stream, gboolean *ret_read, GError **error)
{
	g_autoptr(GError) failure = objection(members, member);

	*ret_read = FALSE;
	if (!failure &&
	    (!vet_sink_member_begin(members->sink, member->name, member->packed_size, error) ||
	     !pump(members, member, read, stream, &failure, error)))
		return FALSE;
	if (failure)
		return archive_members_refuse(members, member->name, failure, error);
	*ret_read = TRUE;
	members->n_members++;
	archive_twins_note(members->twins, member->name);
	return vet_sink_member_end(members->sink, error);
}

gboolean
archive_members_finish(ArchiveMembers *members, GError **error)
{
	g_autofree char *twins = archive_twins_describe(members->twins);

	if (twins && !vet_sink_warning(members->sink, twins, error))
		return FALSE;
	if (members->n_encrypted > 0 && members->n_encrypted == members->n_members) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_ENCRYPTED,
			"Every member of the archive is encrypted; hand it in without a password");
		return FALSE;
	}
	return TRUE;
}
