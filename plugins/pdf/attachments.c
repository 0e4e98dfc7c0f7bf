/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/attachments.h"

static gboolean
write_piece(const char *data, gsize length, gpointer sink, GError **error)
{
	return vet_sink_member_write(sink, data, length, error);
}

static gboolean
refuse(const char *name, VetSink *sink, GError **error)
{
	g_autoptr(GError) why = g_error_new(
		VET_ERROR, VET_ERROR_ENCRYPTED,
		"embedded file \"%s\" opens with a password only: send it without one", name);

	return vet_sink_member_refused(sink, name, why, error);
}

static gboolean
write_attachment(PopplerAttachment *attachment, gboolean locked, VetSink *sink, GError **error)
{
	gboolean is_named = attachment->name && *attachment->name;
	g_autofree char *name = g_utf8_make_valid(is_named ? attachment->name : "attachment", -1);
	g_autoptr(GError) failure = NULL;

	if (locked)
		return refuse(name, sink, error);
	if (!vet_sink_member_begin(sink, name, 0, error))
		return FALSE;
	if (!poppler_attachment_save_to_callback(attachment, write_piece, sink, &failure)) {
		if (failure && failure->domain == VET_ERROR) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return FALSE;
		}
		g_autofree char *sentence =
			g_strdup_printf("embedded file \"%s\" cannot be read to its end", name);
		if (!vet_sink_warning(sink, sentence, error))
			return FALSE;
	}
	return vet_sink_member_end(sink, error);
}

gboolean
pdf_attachments_write(PopplerDocument *document, gboolean locked, VetSink *sink, GError **error)
{
	gboolean written = TRUE;

	if (!poppler_document_has_attachments(document))
		return TRUE;
	GList *attachments = poppler_document_get_attachments(document);
	for (GList *at = attachments; at && written; at = at->next)
		written = write_attachment(at->data, locked, sink, error);
	g_list_free_full(attachments, g_object_unref);
	return written;
}

gboolean
pdf_attachments_write_annotation(PopplerAnnot *annotation, gboolean locked, VetSink *sink,
				 GError **error)
{
	if (!POPPLER_IS_ANNOT_FILE_ATTACHMENT(annotation))
		return TRUE;
	g_autoptr(PopplerAttachment) attachment = poppler_annot_file_attachment_get_attachment(
		POPPLER_ANNOT_FILE_ATTACHMENT(annotation));
	return !attachment || write_attachment(attachment, locked, sink, error);
}
