/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The sink's own state and what its parts share; nobody else includes it. */

#include "lib/extract-private.h"
#include "lib/wire.h"

G_BEGIN_DECLS

struct _VetSink {
	int socket;
	VetBudget budget;
	guint64 source_size;
	GError *failure;
	GVariantBuilder *lines; /* held back; NULL when there are none */
	gsize lines_bytes;
	gboolean on_page;
	gboolean page_recognised; /* a picture on it was read */
	gboolean counted;         /* it was said how many pages there are */
	guint first_page;         /* that is to be given, from 1; 0: nobody said, so the first */
	guint pages_asked;        /* how many of them are to be given; 0: all */
	guint n_pages;            /* given */
	gboolean converted;       /* what it was converted to is handed over */
	VetLineRole role;         /* of the lines that come */
	VetTextSource source;     /* of the same */
	guint n_marks;            /* on this page */
	VetRecognise recognise;   /* NULL when nothing here reads pictures */
	guint n_metadata;
	guint n_warnings;
	char *first_warning;
	char *member_path; /* NULL between members */
	int member_fd;
	guint64 member_size;
	guint64 unpacked;
};

/* Takes the failure.  What failed once fails for good; always FALSE. */
gboolean vet_sink_fail(VetSink *sink, GError *failure, GError **error);
/* The extractor broke the rules of lib/extract.h; always FALSE. */
gboolean vet_sink_misused(VetSink *sink, const char *what, GError **error);
/* FALSE with its error when it has failed before. */
gboolean vet_sink_is_open(VetSink *sink, GError **error);
/* Sends what is held back, then this; takes a floating body, `fd` stays the caller's. */
gboolean vet_sink_send(VetSink *sink, VetWireType type, GVariant *body, int fd, GError **error);
/* Floating. */
GVariant *vet_sink_box(VetBox box);
double vet_sink_finite(double number);
/* Valid UTF-8 of at most `max` bytes.  Caller frees. */
char *vet_sink_repaired(const char *text, gsize max);

G_END_DECLS
