/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugins/pdf/specimen.h"

#include <string.h>

static const char *const objects[] = {
	"<</Type/Catalog/Pages 2 0 R>>",
	"<</Type/Pages/Kids[3 0 R]/Count 1>>",
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R"
	"/Resources<</Font<</F 5 0 R>>>>>>",
	"<</Length 62>>stream\n0 0 0 RG 10 50 m 190 50 l S BT /F 12 Tf 10 60 Td (vetd) Tj ET   \n"
	"endstream",
	"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
};

static GBytes *
write_specimen(void)
{
	gsize offsets[G_N_ELEMENTS(objects)];
	GString *file = g_string_new("%PDF-1.4\n");

	for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
		offsets[i] = file->len;
		g_string_append_printf(file, "%u 0 obj%s\nendobj\n", i + 1, objects[i]);
	}
	gsize table = file->len;
	g_string_append_printf(file, "xref\n0 %zu\n0000000000 65535 f \n",
			       G_N_ELEMENTS(objects) + 1);
	for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
		g_string_append_printf(file, "%010zu 00000 n \n", offsets[i]);
	g_string_append_printf(file, "trailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
			       G_N_ELEMENTS(objects) + 1, table);
	return g_string_free_to_bytes(file);
}

PopplerDocument *
pdf_specimen_open(GError **error)
{
	static PopplerDocument *specimen;

	if (!specimen) {
		g_autoptr(GBytes) bytes = write_specimen();
		g_autoptr(GError) failure = NULL;
		specimen = poppler_document_new_from_bytes(bytes, NULL, &failure);
		if (!specimen) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "pdf: Poppler cannot read the plugin's own page: %s: install "
				    "libpoppler-glib8 22.12",
				    failure->message);
			return NULL;
		}
	}
	return g_object_ref(specimen);
}
