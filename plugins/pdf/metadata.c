/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/metadata.h"

static const struct {
	const char *key;
	char *(*get)(PopplerDocument *document);
} texts[] = {
	{"title", poppler_document_get_title},
	{"author", poppler_document_get_author},
	{"subject", poppler_document_get_subject},
	{"keywords", poppler_document_get_keywords},
	{"creator", poppler_document_get_creator},
	{"producer", poppler_document_get_producer},
	{"pdf-version", poppler_document_get_pdf_version_string},
};

static const struct {
	const char *key;
	GDateTime *(*get)(PopplerDocument *document);
} dates[] = {
	{"created", poppler_document_get_creation_date_time},
	{"modified", poppler_document_get_modification_date_time},
};

gboolean
pdf_metadata_write(PopplerDocument *document, VetSink *sink, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *value = texts[i].get(document);
		if (value && *value && !vet_sink_metadata(sink, texts[i].key, value, error))
			return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autoptr(GDateTime) date = dates[i].get(document);
		g_autofree char *value = date ? g_date_time_format_iso8601(date) : NULL;
		if (value && !vet_sink_metadata(sink, dates[i].key, value, error))
			return FALSE;
	}
	return TRUE;
}
