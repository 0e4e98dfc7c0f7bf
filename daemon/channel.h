/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * vetd's end of a child's socket: holds each message against what may come in the present state and
 * against the caps, and fills the document.  Nothing the child says is believed beyond that.
 */

#include "daemon/filling.h"
#include "lib/document.h"
#include "lib/error.h"
#include "lib/limits.h"

G_BEGIN_DECLS

typedef struct _VetChannel VetChannel;

typedef struct {
	/* The child waits for a document. */
	void (*ready)(gpointer user_data);
	/*
	 * The media type is set on the document; `plugin` reads it.  FALSE with error: there is no
	 * such plugin.
	 */
	gboolean (*identified)(const char *plugin, gpointer user_data, GError **error);
	/*
	 * The document has `n_pages`, says the child, and waits to hear which of them to give.  FALSE
	 * with error: that cannot be.
	 */
	gboolean (*pages)(guint n_pages, VetShare *ret_share, gpointer user_data, GError **error);
	/*
	 * A member: `fd` is read-only, at 0, of `size` bytes that nobody can change any more, and
	 * stays the channel's.
	 */
	void (*member)(const char *path, guint64 size, int fd, gpointer user_data);
	/* A member that the extractor could not hand back. */
	void (*refused)(const char *path, VetDocumentStatus status, const char *reason,
			gpointer user_data);
	/*
	 * The document, which is identified, must be converted first; the child waits for another.  Its
	 * media type and name's verdict stay.
	 */
	void (*set_aside)(gpointer user_data);
	/* What the document was converted to: a descriptor as of a member, before done(). */
	void (*converted)(guint64 size, int fd, gpointer user_data);
	/* Status and reason are set on the document; the child waits for another. */
	void (*done)(gpointer user_data);
	/*
	 * The child broke the protocol, reached a cap that it should have respected, or said why it
	 * dies. Nothing more is received from it; kill it.  `status` and `reason` are for the
	 * document it held.
	 */
	void (*broken)(VetDocumentStatus status, const char *reason, gpointer user_data);
	/* The child closed its end, usually by ending. */
	void (*closed)(gpointer user_data);
} VetChannelEvents;

/*
 * Callbacks may close the channel but not free it.  Takes `socket`; `limits` are copied. 
 * `submission` is what all documents of the submission have spent; it must outlive the channel's
 * last document.
 */
VetChannel *vet_channel_new(int socket, const VetLimits *limits, VetBudget *submission,
			    const VetChannelEvents *events, gpointer user_data);
void vet_channel_free(VetChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetChannel, vet_channel_free)

/*
 * Hands the child a document to fill; it must live until done(), broken() or the channel's end.
 * `recognisable`: how many pages may be read from their pictures.
 */
gboolean vet_channel_send(VetChannel *channel, VetDocument *document, int fd, guint64 recognisable,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Gives back what the present document has spent of the submission's caps: it will be read again.
 */
void vet_channel_refund(VetChannel *channel);
/* After broken(): it was a cap that others, whom the child cannot know, had a part in spending. */
gboolean vet_channel_was_outspent(const VetChannel *channel);
/* The same, and a child that knew would have left the page unrecognised: let it read again. */
gboolean vet_channel_was_outrun(const VetChannel *channel);
/* At done(): see vet_filling_was_curtailed(). */
gboolean vet_channel_was_curtailed(const VetChannel *channel);
/* Stops receiving and closes the socket, whereupon the child ends; nothing is called any more. */
void vet_channel_close(VetChannel *channel);

G_END_DECLS
