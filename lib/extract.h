/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a plugin is handed and what it fills.  The source is the document: an open descriptor, its
 * size and what is known of it.  The sink takes what the plugin finds; each call checks the caps of
 * the submission and fails with VET_ERROR_LIMIT when one is reached, and the plugin then returns
 * that error.  A plugin keeps no state between documents.
 */

#include "lib/certificate.h"
#include "lib/charset.h"
#include "lib/content.h"
#include "lib/error.h"
#include "lib/limits.h"
#include "lib/picture.h"

G_BEGIN_DECLS

typedef struct _VetSource VetSource;
typedef struct _VetSink VetSink;

/* --- source --- */

/* Read-only and seekable; the worker closes it. */
int vet_source_fd(const VetSource *source);
guint64 vet_source_size(const VetSource *source);
/* As libmagic sees it. */
const char *vet_source_media_type(const VetSource *source);
/* The document's own file name: a hint for people, never for decisions. */
const char *vet_source_name(const VetSource *source);
const VetLimits *vet_source_limits(const VetSource *source);
/*
 * The whole document mapped read-only; lives as long as the source.  NULL and VET_ERROR_MALFORMED
 * when empty.
 */
const guint8 *vet_source_map(VetSource *source, gsize *ret_length, GError **error);
/*
 * For a plugin that converts: the folder that is this document's alone, an absolute path; what is
 * left in it is removed.  NULL in other children.
 */
const char *vet_source_folder(const VetSource *source);
/*
 * For the same, once: runs the program arguments[0] in that folder with no other environment than
 * `environment` (both NULL-terminated, VET_MAX_COMMAND_BYTES in all) and waits for its end; *ret_status
 * is as of waitpid().  The program sees no other file of the system than libraries and fonts, no
 * network and no other process, and ends with the document's deadline.
 */
gboolean vet_source_run(VetSource *source, const char *const *arguments,
			const char *const *environment, int *ret_status,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- sink --- */

/*
 * Says, before the first page, how many pages there are, and learns which of them are to be given:
 * *ret_first to *ret_last, from 1.  A large document is read in parts, each by another child and as
 * if it were the only one; so a plugin calls this once, with what the document's bytes say, whenever
 * it can begin with any page.  Metadata, embedded files and whatever else is of the whole document
 * go with page 1 and not with the other parts; warnings name pages by their number in the document.
 * A plugin that does not call it gives all pages.
 */
gboolean vet_sink_pages(VetSink *sink, guint n_pages, guint *ret_first, guint *ret_last,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Begins the next page; lines and tables go to it until the next call. Width and height in points,
 * 0 when unknown.
 */
gboolean vet_sink_page(VetSink *sink, double width, double height, VetTextSource text_source,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * One line in reading order; `runs` may be NULL.  Invalid UTF-8 is repaired, over-long lines are
 * cut and said.
 */
gboolean vet_sink_line(VetSink *sink, const char *text, VetBox box, const VetRun *runs,
		       guint n_runs, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the lines that follow are on the current page.  A page begins with its body. */
void vet_sink_set_role(VetSink *sink, VetLineRole role);
/* A finished table of the current page; the sink copies it. */
gboolean vet_sink_table(VetSink *sink, const VetTable *table,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Something on the current page that is not text; the sink copies it. */
gboolean vet_sink_mark(VetSink *sink, const VetMark *mark,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sink_metadata(VetSink *sink, const char *key, const char *value,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What could not be done, one sentence; the document becomes `partial`. */
gboolean vet_sink_warning(VetSink *sink, const char *sentence,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the current page in the document, from 1; 0 before the first. */
guint vet_sink_page_number(const VetSink *sink);

/*
 * Whether a picture can be read for that use: a recogniser is there and, for text, the submission's
 * budget of recognised pages is not spent.  A plugin asks before it renders.  When FALSE for text,
 * the page is begun as VET_TEXT_NONE and vet_sink_unrecognised() says why: `page` is its number.
 */
gboolean vet_sink_can_recognise(const VetSink *sink, VetPictureUse use);
gboolean vet_sink_unrecognised(VetSink *sink, guint page, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * A picture on the current page, for the recogniser: it adds lines and tables (source OCR) and
 * marks.  The page was begun as VET_TEXT_OCR when its text comes from this picture.  The pixels stay
 * the caller's.
 */
gboolean vet_sink_picture(VetSink *sink, const VetPicture *picture, VetPictureUse use,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * How the page looks that `render` was asked for (see lib/plugin.h); at most
 * VET_MAX_RENDERING_PIXELS.  The pixels stay the caller's.
 */
gboolean vet_sink_rendering(VetSink *sink, const VetPicture *picture,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What the document was converted to, once and last: the bytes of this open file, which stays the
 * caller's.  Another plugin reads them as the document's pages.
 */
gboolean vet_sink_converted(VetSink *sink, int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * A member of a container or an embedded file, written in pieces and then closed; it becomes a
 * document of its own.  `path` is UTF-8 as the archive has it; names that leave the folder are
 * refused by the daemon and recorded.  packed_size is what it takes in the container (0 = unknown),
 * for the ratio cap.
 */
gboolean vet_sink_member_begin(VetSink *sink, const char *path, guint64 packed_size,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sink_member_write(VetSink *sink, const void *data, gsize length,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vet_sink_member_end(VetSink *sink, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * A member that cannot be handed back: recorded as a document with that status and reason
 * (encrypted, corrupt, limit, unsupported: mapped from the VetErrorCode of `why`).  A member that
 * was begun and not ended (bad CRC, cut short) is given up by it: what was written is dropped.
 */
gboolean vet_sink_member_refused(VetSink *sink, const char *path, const GError *why,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
