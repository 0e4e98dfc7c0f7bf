/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/complaints.h"

#include <string.h>

#define LOG_DOMAIN "Poppler"
#define MAX_COMPLAINT 200
/* of one page; a damaged document gives some hundred */
#define MAX_COMPLAINTS 20000

struct _PdfComplaints {
	guint handler;
	guint n_complaints; /* of the page */
	PdfTap *tap;        /* NULL before there is one */
	char *grave;
};

/* Of some hundred complaints most are about what every reader forgives; these lose content. */
static const char *const grave_parts[] = {
	"in flate stream",        "Unknown filter",
	"Weird page contents",    "Bogus memory allocation size",
	"Command token too long", /* a stream that decodes to noise */
};

static void
judge(const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
	PdfComplaints *complaints = user_data;

	if (++complaints->n_complaints > MAX_COMPLAINTS && complaints->tap)
		pdf_tap_shut(complaints->tap, "is damaged in more than 20,000 places (fixed cap)");
	for (gsize i = 0; !complaints->grave && i < G_N_ELEMENTS(grave_parts); i++) {
		if (strstr(message, grave_parts[i]))
			complaints->grave =
				g_utf8_make_valid(message, strnlen(message, MAX_COMPLAINT));
	}
}

PdfComplaints *
pdf_complaints_new(void)
{
	PdfComplaints *complaints = g_new0(PdfComplaints, 1);

	complaints->handler = g_log_set_handler(LOG_DOMAIN, G_LOG_LEVEL_MASK, judge, complaints);
	return complaints;
}

void
pdf_complaints_free(PdfComplaints *complaints)
{
	if (!complaints)
		return;
	g_log_remove_handler(LOG_DOMAIN, complaints->handler);
	g_clear_object(&complaints->tap);
	g_free(complaints->grave);
	g_free(complaints);
}

void
pdf_complaints_begin_page(PdfComplaints *complaints)
{
	complaints->n_complaints = 0;
}

void
pdf_complaints_set_tap(PdfComplaints *complaints, PdfTap *tap)
{
	g_set_object(&complaints->tap, tap);
}

const char *
pdf_complaints_grave(const PdfComplaints *complaints)
{
	return complaints->grave;
}
