/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What Poppler says to GLib's log while it reads a document: its only word on parts that it leaves
 * out.  One document at a time.
 */

#include "plugins/pdf/raw.h"
#include "plugins/pdf/tap.h"

G_BEGIN_DECLS

typedef struct _PdfComplaints PdfComplaints;

/* Listens until it is freed.  `file` is the whole document, whose bytes outlive it. */
PdfComplaints *pdf_complaints_new(PdfRaw file);
void pdf_complaints_free(PdfComplaints *complaints);
/* Complaints without end about one page shut it. */
void pdf_complaints_set_tap(PdfComplaints *complaints, PdfTap *tap);
void pdf_complaints_begin_page(PdfComplaints *complaints);
/* The first complaint that means lost content; NULL when there was none. */
const char *pdf_complaints_grave(const PdfComplaints *complaints);
/* Whether bytes of the page could not be unpacked; pages go from one begin_page() to the next. */
gboolean pdf_complaints_of_damage(const PdfComplaints *complaints);
/* That the encryption is none that Poppler knows: it then goes on as if there were none.  NULL: not so. */
const char *pdf_complaints_locked(const PdfComplaints *complaints);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfComplaints, pdf_complaints_free)

G_END_DECLS
