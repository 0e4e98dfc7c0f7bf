/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * How members of any archive reach the sink: what is no file or too large is refused, the rest is
 * pumped in pieces and held against the size it declares.  A bad member is recorded and the archive
 * goes on; only the sink's own failure ends it.
 */

#include "lib/extract.h"
#include "plugins/archive/twins.h"

G_BEGIN_DECLS

typedef struct {
	VetSink *sink;
	const VetLimits *limits;
	ArchiveTwins *twins;
	guint64 n_entries; /* folders as well */
	guint n_members;
	guint n_encrypted;
} ArchiveMembers;

typedef struct {
	const char *name;    /* UTF-8 */
	guint64 packed_size; /* 0 unknown */
	guint64 size;        /* that it declares */
	gboolean size_is_known;
	gboolean is_encrypted;
	guint32 mode;     /* st_mode, 0 unknown: a file */
	const char *link; /* another member that it is a second name of, or NULL */
} ArchiveMember;

/*
 * The next bytes of a member: their number, 0 at its end, -1 with *ret_failure when there are no
 * more.  The bytes stay the stream's.
 */
typedef gssize (*ArchiveRead)(gpointer stream, const guint8 **ret_data, GError **ret_failure);

void archive_members_init(ArchiveMembers *members, VetSink *sink, const VetLimits *limits);
void archive_members_clear(ArchiveMembers *members);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ArchiveMembers, archive_members_clear)

/* Folders are entries but no members: room for them, and for junk.  Beyond that, a bomb. */
guint64 archive_members_max_entries(const VetLimits *limits);
/* Counts an entry of any kind; VET_ERROR_LIMIT when there are too many. */
gboolean archive_members_count(ArchiveMembers *members, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the member, or says why not; *ret_read tells whether `read` came to the member's end. */
gboolean archive_members_take(ArchiveMembers *members, const ArchiveMember *member,
			      ArchiveRead read, gpointer stream, gboolean *ret_read,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* There is a member, and it cannot be read for that reason. */
gboolean archive_members_refuse(ArchiveMembers *members, const char *name, const GError *why,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * After the last: says which names are twins.  VET_ERROR_ENCRYPTED when there are members and all of
 * them are encrypted.
 */
gboolean archive_members_finish(ArchiveMembers *members, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
