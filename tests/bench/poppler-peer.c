/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * poppler-peer FILE...: the text of every page by one long-lived poppler-glib process, without
 * sandbox, boxes or tables: what the cost of vetd's extraction is held against.
 */

#include <poppler.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerPage, g_object_unref)

static gsize
read_document(const char *path)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(PopplerDocument) document =
		poppler_document_new_from_gfile(file, NULL, NULL, NULL);
	gsize bytes = 0;

	for (int i = 0; document && i < poppler_document_get_n_pages(document); i++) {
		g_autoptr(PopplerPage) page = poppler_document_get_page(document, i);
		g_autofree char *text = page ? poppler_page_get_text(page) : NULL;
		bytes += text ? strlen(text) : 0;
	}
	return bytes;
}

int
main(int argc, char **argv)
{
	gsize bytes = 0;

	for (int i = 1; i < argc; i++)
		bytes += read_document(argv[i]);
	printf("%d documents, %zu bytes of text\n", argc - 1, bytes);
	return 0;
}
