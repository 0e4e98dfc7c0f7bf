/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/complaints.h"

#include <string.h>

#define LOG_DOMAIN "Poppler"
#define MAX_COMPLAINT 200
/* of one page; a damaged document gives some hundred */
#define MAX_COMPLAINTS 20000

typedef enum {
	DAMAGE, /* bytes that cannot be unpacked */
	STOP,   /* the rest of what was being drawn is left out */
	END,    /* DAMAGE, unless the stream was whole where it ends */
	LOCK,
} Meaning;

struct _PdfComplaints {
	PdfRaw file;
	guint handler;
	guint n_complaints;  /* of the page */
	gboolean is_damaged; /* the page */
	PdfTap *tap;         /* NULL before there is one */
	char *grave;
	char *lock;
};

/*
 * Of some hundred complaints most are about what every reader forgives; these lose content.  The
 * first that fits.
 */
static const struct {
	const char *part;
	Meaning meaning;
} meanings[] = {
	{"Bad block header in flate stream", END},
	{"in flate stream", DAMAGE},
	{"Unknown filter", DAMAGE},
	{"Weird page contents", DAMAGE},
	{"Bogus memory allocation size", DAMAGE},
	{"Command token too long", DAMAGE}, /* a stream that decodes to noise */
	{"Too few (", STOP},                /* "… (1) args to 'Tf' operator" */
	{"of Standard security handler", LOCK},
	{"Weird encryption", LOCK},
	{"Invalid encryption key length", LOCK},
};

/*
 * A writer that ends a stream by a flush (as zlib's Z_SYNC_FLUSH does: an empty block) and not by a
 * last block has lost nothing; Poppler looks for one more block where there is no more stream.
 */
static gboolean
ends_by_flush(PdfRaw file, const char *message)
{
	static const guint8 flush[] = {0x00, 0x00, 0xFF, 0xFF};
	static const char end[] = "endstream";
	const char *place = strstr(message, "position ");
	guint64 at = place ? g_ascii_strtoull(place + strlen("position "), NULL, 10) : 0;

	if (at < sizeof(flush) || at >= file.length ||
	    memcmp(file.data + at - sizeof(flush), flush, sizeof(flush)) != 0)
		return FALSE;
	while (at < file.length && (file.data[at] == '\r' || file.data[at] == '\n'))
		at++;
	return file.length - at >= strlen(end) && memcmp(file.data + at, end, strlen(end)) == 0;
}

static void
keep(char **kept, const char *message)
{
	if (!*kept)
		*kept = g_utf8_make_valid(message, (gssize)strnlen(message, MAX_COMPLAINT));
}

static void
judge(const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
	PdfComplaints *complaints = user_data;
	gsize i = 0;

	if (++complaints->n_complaints > MAX_COMPLAINTS && complaints->tap)
		pdf_tap_shut(complaints->tap, "is damaged in more than 20,000 places (fixed cap)");
	while (i < G_N_ELEMENTS(meanings) && !strstr(message, meanings[i].part))
		i++;
	if (i == G_N_ELEMENTS(meanings) ||
	    (meanings[i].meaning == END && ends_by_flush(complaints->file, message)))
		return;
	keep(meanings[i].meaning == LOCK ? &complaints->lock : &complaints->grave, message);
	complaints->is_damaged |= meanings[i].meaning == DAMAGE || meanings[i].meaning == END;
}

PdfComplaints *
pdf_complaints_new(PdfRaw file)
{
	PdfComplaints *complaints = g_new0(PdfComplaints, 1);

	complaints->file = file;
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
	g_free(complaints->lock);
	g_free(complaints);
}

void
pdf_complaints_begin_page(PdfComplaints *complaints)
{
	complaints->n_complaints = 0;
	complaints->is_damaged = FALSE;
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

gboolean
pdf_complaints_of_damage(const PdfComplaints *complaints)
{
	return complaints->is_damaged;
}

const char *
pdf_complaints_locked(const PdfComplaints *complaints)
{
	return complaints->lock;
}
