/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/impression.h"

#include <string.h>

#include "plugins/ofd/page.h"

#define ZIP_MARK "PK\003\004"

/* The first page of its first document. */
static void
paint_package(OfdPaint *outer, OfdPackage *package, VetBox box, VetBox clip)
{
	gboolean damaged;
	const OfdPart *entry = ofd_package_find(package, NULL, "OFD.xml");
	g_autoptr(xmlDoc) doc = entry ? ofd_package_read_xml(package, entry, &damaged, NULL) : NULL;
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	g_autofree char *location = node_value(node_child(root, "DocBody"), "DocRoot");
	g_autoptr(OfdDocument) document =
		location ? ofd_document_open(package, entry, location, NULL) : NULL;

	if (!document || document->pages->len == 0)
		return;
	g_autoptr(OfdPaint) paint =
		ofd_paint_new_within(outer, package, document->resources, box, clip);
	g_autoptr(OfdPage) page = ofd_page_new(
		document, &g_array_index(document->pages, OfdPageEntry, 0), NULL, paint);
}

void
ofd_impression_paint(OfdPaint *paint, GBytes *bytes, VetBox box, VetBox clip)
{
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);

	if (length < strlen(ZIP_MARK) || memcmp(data, ZIP_MARK, strlen(ZIP_MARK)) != 0) {
		ofd_paint_bytes(paint, data, length, box, clip);
		return;
	}
	g_autoptr(OfdPackage) package = ofd_package_open(data, length, NULL);
	if (package)
		paint_package(paint, package, box, clip);
}
