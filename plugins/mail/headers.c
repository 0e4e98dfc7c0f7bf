/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/headers.h"

#include "plugins/mail/text.h"

#define MAX_HEADERS 500

/* one that ends in '-' is a prefix */
static const char *const technical[] = {
	"Received",       "Return-Path", "Delivered-To", "Envelope-To",  "DKIM-",
	"DomainKey-",     "ARC-",        "X-",           "MIME-Version", "Content-",
	"Message-ID",     "References",  "In-Reply-To",  "List-",        "Precedence",
	"User-Agent",     "Autocrypt",   "Thread-",      "Feedback-",    "Received-",
	"Importance",     "Priority",    "Errors-To",    "Lines",        "Authentication-",
	"Auto-Submitted", "Xref",        "Path",         "NNTP-",        "Status",
	"Disposition-",
};

static const struct {
	const char *header, *key;
} metadata[] = {{"Subject", "title"}, {"From", "author"}, {"Message-ID", "identifier"}};

static gboolean
is_technical(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(technical); i++) {
		gsize length = strlen(technical[i]);
		if (technical[i][length - 1] == '-'
			    ? g_ascii_strncasecmp(name, technical[i], length) == 0
			    : g_ascii_strcasecmp(name, technical[i]) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
add_metadata(GMimeMessage *message, VetSink *sink, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(metadata); i++) {
		const char *value =
			g_mime_object_get_header(GMIME_OBJECT(message), metadata[i].header);
		if (value && !vet_sink_metadata(sink, metadata[i].key, value, error))
			return FALSE;
	}
	GDateTime *date = g_mime_message_get_date(message);
	g_autofree char *created = date ? g_date_time_format_iso8601(date) : NULL;
	return !created || vet_sink_metadata(sink, "created", created, error);
}

static gboolean
add_header(GMimeHeader *header, VetSink *sink, GError **error)
{
	const char *name = g_mime_header_get_name(header);
	const char *value = g_mime_header_get_value(header);

	if (is_technical(name))
		return TRUE;
	g_autofree char *line = g_strdup_printf("%s: %s", name, value ? value : "");
	g_strdelimit(line, "\r\n", ' ');
	return mail_text_add(line, sink, error);
}

gboolean
mail_headers_add(GMimeMessage *message, VetSink *sink, GError **error)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
	int n = g_mime_header_list_get_count(headers);

	if (n > MAX_HEADERS &&
	    !vet_sink_warning(sink, "The mail has more than 500 headers; the rest was not read",
			      error))
		return FALSE;
	for (int i = 0; i < MIN(n, MAX_HEADERS); i++)
		if (!add_header(g_mime_header_list_get_header_at(headers, i), sink, error))
			return FALSE;
	return add_metadata(message, sink, error);
}
