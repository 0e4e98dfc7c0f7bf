/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/signature.h"

#include <string.h>

#define MAX_SIGNATURES 64
#define MAX_FIELDS 2000
#define MAX_PAGES 2000

typedef struct {
	guint number; /* of its object */
	char *field;  /* the name of its field; NULL when that is not written openly */
	PdfRaw object;
	gboolean is_placed; /* its field is on a page */
} Signature;

static void
signature_clear(gpointer data)
{
	g_free(((Signature *)data)->field);
}

/* The name of the field whose value is object `number`. */
static char *
field_of(PdfRaw raw, guint number)
{
	g_autofree char *reference = g_strdup_printf("/V %u ", number);
	PdfRaw field;
	guint field_number;
	gsize at = pdf_raw_find(raw, 0, reference);

	return at < raw.length && pdf_raw_object_at(raw, at, &field, &field_number)
		       ? pdf_raw_text(field, "/T")
		       : NULL;
}

/* What a reader's maker signs to unlock its functions is nobody's signature. */
static gboolean
is_of_person(PdfRaw object)
{
	g_autofree char *filter = pdf_raw_name(object, "/Filter");

	return filter && pdf_raw_find(object, 0, "/UR3") == object.length;
}

/* Of Signature. */
static GArray *
find_signatures(PdfRaw raw)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Signature));
	gsize at = 0;

	g_array_set_clear_func(found, signature_clear);
	for (guint n = 0; n < MAX_SIGNATURES; n++) {
		Signature signature = {0};
		at = pdf_raw_find(raw, at, "/ByteRange");
		if (at >= raw.length)
			break;
		if (pdf_raw_object_at(raw, at, &signature.object, &signature.number) &&
		    is_of_person(signature.object)) {
			signature.field = field_of(raw, signature.number);
			g_array_append_val(found, signature);
		}
		at++;
	}
	return found;
}

static char *
signer_of(const Signature *signature)
{
	g_autoptr(GBytes) contents = pdf_raw_string(signature->object, "/Contents");
	gsize length;
	const guint8 *data = contents ? g_bytes_get_data(contents, &length) : NULL;
	char *signer = data ? vet_certificate_signer(data, length) : NULL;

	if (!signer)
		signer = pdf_raw_text(signature->object, "/Name");
	return signer ? signer : g_strdup("");
}

/* "2025-06-30T01:02:03Z, adbe.pkcs7.detached, not verified, reason: …" */
static char *
describe(const Signature *signature)
{
	GString *detail = g_string_new(NULL);
	g_autofree char *date = pdf_raw_text(signature->object, "/M");
	g_autofree char *method = pdf_raw_name(signature->object, "/SubFilter");
	g_autofree char *reason = pdf_raw_text(signature->object, "/Reason");
	time_t seconds;

	if (date && poppler_date_parse(date, &seconds)) {
		g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
		g_autofree char *text = time ? g_date_time_format_iso8601(time) : NULL;
		if (text)
			g_string_append_printf(detail, "%s, ", text);
	}
	if (method)
		g_string_append_printf(detail, "%s, ", method + 1);
	g_string_append(detail, "not verified");
	if (reason && *reason)
		g_string_append_printf(detail, ", reason: %s", reason);
	return g_string_free(detail, FALSE);
}

static gboolean
write_signature(const Signature *signature, VetBox box, VetSink *sink, GError **error)
{
	g_autofree char *signer = signer_of(signature), *detail = describe(signature);
	VetMark mark = {VET_MARK_DIGITAL_SIGNATURE, box, 1, signer, detail};

	return vet_sink_mark(sink, &mark, error);
}

static Signature *
signature_in(const GArray *signatures, PopplerFormField *field)
{
	if (signatures->len == 0 ||
	    poppler_form_field_get_field_type(field) != POPPLER_FORM_FIELD_SIGNATURE)
		return NULL;
	g_autofree char *name = poppler_form_field_get_partial_name(field);
	for (guint i = signatures->len; name && i > 0; i--) {
		Signature *signature = &g_array_index(signatures, Signature, i - 1);
		if (g_strcmp0(signature->field, name) == 0)
			return signature;
	}
	return NULL;
}

static gboolean
has_signature(const GList *fields)
{
	for (const GList *at = fields; at; at = at->next) {
		const PopplerFormFieldMapping *mapping = at->data;
		if (poppler_form_field_get_field_type(mapping->field) ==
		    POPPLER_FORM_FIELD_SIGNATURE)
			return TRUE;
	}
	return FALSE;
}

/* Writes those whose fields are on the page; of one field, what was signed last. */
static gboolean
write_fields(PopplerPage *page, const GList *fields, const GArray *signatures, VetSink *sink,
	     GError **error)
{
	guint n = 0;

	for (const GList *at = fields; at && n < MAX_FIELDS; at = at->next, n++) {
		const PopplerFormFieldMapping *mapping = at->data;
		const Signature *signature = signature_in(signatures, mapping->field);
		VetBox box = pdf_box_of_area(page, &mapping->area);
		if (signature && !write_signature(signature, box, sink, error))
			return FALSE;
	}
	return TRUE;
}

static void
find_placed(PopplerDocument *document, const GArray *signatures)
{
	int n_pages = MIN(poppler_document_get_n_pages(document), MAX_PAGES);

	for (int i = 0; i < n_pages; i++) {
		g_autoptr(PopplerPage) page = poppler_document_get_page(document, i);
		GList *fields = page ? poppler_page_get_form_field_mapping(page) : NULL;
		guint n = 0;
		for (const GList *at = fields; at && n < MAX_FIELDS; at = at->next, n++) {
			const PopplerFormFieldMapping *mapping = at->data;
			Signature *signature = signature_in(signatures, mapping->field);
			if (signature)
				signature->is_placed = TRUE;
		}
		poppler_page_free_form_field_mapping(fields);
	}
}

static gboolean
write_unplaced(PopplerDocument *document, const GArray *signatures, VetSink *sink, GError **error)
{
	if (signatures->len > 0)
		find_placed(document, signatures);
	for (guint i = 0; i < signatures->len; i++) {
		const Signature *signature = &g_array_index(signatures, Signature, i);
		if (!signature->is_placed && !write_signature(signature, (VetBox){0}, sink, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
pdf_signatures_write(PopplerDocument *document, PopplerPage *page, PdfRaw raw, VetSink *sink,
		     GError **error)
{
	gboolean is_first = poppler_page_get_index(page) == 0, written = TRUE;
	GList *fields = poppler_page_get_form_field_mapping(page);

	if (is_first || has_signature(fields)) {
		g_autoptr(GArray) signatures = find_signatures(raw);
		written = write_fields(page, fields, signatures, sink, error) &&
			  (!is_first || write_unplaced(document, signatures, sink, error));
	}
	poppler_page_free_form_field_mapping(fields);
	return written;
}
