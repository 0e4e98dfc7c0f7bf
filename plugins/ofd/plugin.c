/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/plugin.h"
#include "plugins/ofd/layout.h"
#include "plugins/ofd/members.h"
#include "plugins/ofd/metadata.h"
#include "plugins/ofd/page.h"
#include "plugins/ofd/picture.h"
#include "plugins/ofd/report.h"
#include "plugins/ofd/signature.h"

#include <libxml/parser.h>
#include <string.h>

#define MAX_BODIES 64
#define MAX_ROOT_BYTES 1024
/* a page is a picture when one covers that share of it, and beside it stand fewer characters */
#define MIN_PICTURE 0.5
#define MAX_PICTURE_GLYPHS 60
/* seals and codes are looked for in so many pictures of a page, of at least that side (points) */
#define MAX_MARK_PICTURES 16
#define MIN_MARK_SIDE 14.0
/* of the characters of a page, those that have no meaning */
#define MAX_UNREADABLE 0.3

/* One package while it is read. */
typedef struct {
	OfdPackage *package;
	VetSink *sink;
	OfdMembers members;
	guint n_roots;   /* documents that were looked for */
	guint n_pages;   /* of all documents so far */
	guint n_lost;    /* pages of which nothing could be read */
	gboolean locked; /* a part was encrypted, or the package says that parts are */
	guint wanted;    /* the page that is to be painted and nothing else; 0: all is read */
	double dpi;
	gboolean painted;
} Reading;

/* One document of it. */
typedef struct {
	Reading *reading;
	OfdDocument *document;
	const OfdAnnotations *annotations;
	const OfdSignatures *signatures;
	guint n_unresolved; /* that its pages want of resources that are missing */
} Body;

static gboolean
prepare(GError **error)
{
	xmlInitParser();
	return vet_charset_prepare(error) && ofd_fonts_prepare(error);
}

/* --- pages --- */

static double
share_of_page(const OfdSheet *sheet, const OfdImage *image)
{
	double page = sheet->width * sheet->height;
	double width = MIN(image->box.x1, sheet->width) - MAX(image->box.x0, 0);
	double height = MIN(image->box.y1, sheet->height) - MAX(image->box.y0, 0);

	return page > 0 && width > 0 && height > 0 ? width * height / page : 0;
}

/* Pictures that are the page: together they cover much of it, and little else says anything. */
static gboolean
is_scan(const OfdSheet *sheet, guint n_seen)
{
	double share = 0;

	for (guint i = 0; i < sheet->images->len; i++) {
		const OfdImage *image = &g_array_index(sheet->images, OfdImage, i);
		if (!image->unseen && !image->is_note)
			share += share_of_page(sheet, image);
	}
	return share >= MIN_PICTURE && n_seen < MAX_PICTURE_GLYPHS;
}

/*
 * The first picture of a scan that can be decoded, and which it is; all of them, and NULL, when none can: then
 * the page says nothing.
 */
static OfdPicture *
first_picture(Body *body, const OfdSheet *sheet, guint *ret_first)
{
	guint i = 0;
	OfdPicture *picture = NULL;

	for (; i < sheet->images->len && !picture; i++) {
		const OfdImage *image = &g_array_index(sheet->images, OfdImage, i);
		if (!image->unseen && image->media)
			picture = ofd_picture_read(body->reading->package, image);
	}
	*ret_first = picture ? i - 1 : i;
	return picture;
}

/*
 * Every picture of a scan is read where it stands, and none is then a document of its own.  Those before
 * `first` cannot be; it takes that one.
 */
static gboolean
write_scan(Body *body, const OfdSheet *sheet, guint number, guint first, OfdPicture *decoded,
	   GError **error)
{
	Reading *reading = body->reading;
	g_autoptr(OfdPicture) picture = decoded;

	for (guint i = 0; i < sheet->images->len; i++) {
		const OfdImage *image = &g_array_index(sheet->images, OfdImage, i);
		if (image->unseen || !image->media)
			continue;
		if (i > first)
			picture = ofd_picture_read(reading->package, image);
		gboolean written =
			i >= first && picture
				? ofd_picture_write(picture, VET_PICTURE_TEXT, reading->sink, error)
				: ofd_warn(reading->sink, error,
					   "page %u: the picture %s was not read where it stands",
					   number, image->media->location);
		if (!written)
			return FALSE;
		if (i >= first && picture)
			g_hash_table_add(reading->members.done, (gpointer)image->media->part);
		if (i >= first)
			g_clear_pointer(&picture, ofd_picture_free);
	}
	return TRUE;
}

static gboolean
write_marks_of_pictures(Body *body, const OfdSheet *sheet, GError **error)
{
	Reading *reading = body->reading;
	guint n = 0;

	for (guint i = 0; i < sheet->images->len && n < MAX_MARK_PICTURES; i++) {
		const OfdImage *image = &g_array_index(sheet->images, OfdImage, i);
		if (image->unseen || image->box.x1 - image->box.x0 < MIN_MARK_SIDE ||
		    image->box.y1 - image->box.y0 < MIN_MARK_SIDE)
			continue;
		n++;
		if (!vet_sink_can_recognise(reading->sink, VET_PICTURE_MARKS))
			return TRUE;
		g_autoptr(OfdPicture) picture = ofd_picture_read(reading->package, image);
		if (picture && !ofd_picture_write(picture, VET_PICTURE_MARKS, reading->sink, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
warn_of_faults(Body *body, const OfdPage *page, guint number, GError **error)
{
	const OfdSheet *sheet = page->sheet;
	VetSink *sink = body->reading->sink;

	for (guint i = 0; i < page->faults->len; i++)
		if (!ofd_warn(sink, error, "page %u: %s", number, (char *)page->faults->pdata[i]))
			return FALSE;
	if (sheet->n_unreadable > MAX_UNREADABLE * sheet->glyphs->len)
		return ofd_warn(sink, error,
				"page %u: text is garbled: %u of its %u characters have no meaning",
				number, sheet->n_unreadable, sheet->glyphs->len);
	body->n_unresolved += sheet->n_unresolved;
	if (sheet->n_unresolved > 0)
		return ofd_warn(sink, error,
				"page %u: shows %u pictures or drawings that the document lacks",
				number, sheet->n_unresolved);
	return TRUE;
}

static gboolean
write_page(Body *body, guint index, GError **error)
{
	Reading *reading = body->reading;
	VetSink *sink = reading->sink;
	const OfdPageEntry *entry = &g_array_index(body->document->pages, OfdPageEntry, index);
	g_autoptr(OfdPage) page = ofd_page_new(body->document, entry, body->annotations, NULL);
	const OfdSheet *sheet = page->sheet;
	guint number = ++reading->n_pages;
	guint n_seen = ofd_layout_seen(sheet);
	gboolean scan = is_scan(sheet, n_seen);
	gboolean recognised = scan && vet_sink_can_recognise(sink, VET_PICTURE_TEXT);
	guint first = 0;
	g_autoptr(OfdPicture) picture = recognised ? first_picture(body, sheet, &first) : NULL;
	VetTextSource source = n_seen > 0 ? VET_TEXT_TEXT : picture ? VET_TEXT_OCR : VET_TEXT_NONE;

	reading->n_lost += page->faults->len > 0 && sheet->glyphs->len == 0;
	if (!vet_sink_page(sink, sheet->width, sheet->height, source, error) ||
	    !warn_of_faults(body, page, number, error) || !ofd_layout_write(sheet, sink, error))
		return FALSE;
	if (recognised ? !write_scan(body, sheet, number, first, g_steal_pointer(&picture), error)
		       : !write_marks_of_pictures(body, sheet, error))
		return FALSE;
	if (scan && !recognised && !vet_sink_unrecognised(sink, number, error))
		return FALSE;
	return ofd_signatures_write(body->signatures, index, page->matrix, sink, error) &&
	       (!body->annotations ||
		ofd_annotations_write(body->annotations, entry->id, page->matrix, sink, error));
}

static gboolean
paint_page(Body *body, guint index, GError **error)
{
	Reading *reading = body->reading;
	const OfdPageEntry *entry = &g_array_index(body->document->pages, OfdPageEntry, index);
	g_autoptr(OfdPaint) paint =
		ofd_paint_new(reading->package, body->document->resources, reading->dpi);
	g_autoptr(OfdPage) page = ofd_page_new(body->document, entry, body->annotations, paint);
	VetPicture picture;

	ofd_signatures_paint(body->signatures, index, page->matrix, paint);
	reading->painted = entry->part && ofd_paint_pixels(paint, &picture);
	return !reading->painted || vet_sink_rendering(reading->sink, &picture, error);
}

/* --- documents --- */

static gboolean
warn_of_document(const OfdDocument *document, VetSink *sink, GError **error)
{
	if (document->damaged &&
	    !ofd_warn(sink, error, "%s is damaged and was read as far as it goes",
		      document->part->name))
		return FALSE;
	if (document->pages_dropped &&
	    !ofd_warn(sink, error, "the document lists more pages than are read"))
		return FALSE;
	if (document->pages->len == 0)
		return ofd_warn(sink, error, "the document lists no pages");
	return TRUE;
}

/* Resources that no page wants are no loss. */
static gboolean
warn_of_resources(const Body *body, GError **error)
{
	const GPtrArray *missing = body->document->missing_resources;

	for (guint i = 0; i < missing->len && body->n_unresolved > 0; i++)
		if (!ofd_warn(body->reading->sink, error, "the resources %s are missing or damaged",
			      (char *)missing->pdata[i]))
			return FALSE;
	return TRUE;
}

static gboolean
write_document(Reading *reading, OfdDocument *document, const OfdPart *from,
	       const char *signatures_location, GError **error)
{
	gboolean lost_annotations = FALSE, lost_signatures = FALSE;
	g_autofree char *location =
		document->doc ? node_value(xmlDocGetRootElement(document->doc), "Annotations")
			      : NULL;
	g_autoptr(OfdAnnotations) annotations =
		location ? ofd_annotations_read(reading->package, document->part, location,
						&lost_annotations)
			 : NULL;
	g_autoptr(OfdSignatures) signatures =
		ofd_signatures_read(document, from, signatures_location, &lost_signatures);
	Body body = {reading, document, annotations, signatures, 0};

	if (reading->wanted > 0) {
		guint before = reading->n_pages, n = document->pages->len;
		reading->n_pages += n;
		return reading->wanted <= before || reading->wanted > before + n ||
		       paint_page(&body, reading->wanted - before - 1, error);
	}
	if (!warn_of_document(document, reading->sink, error) ||
	    !ofd_metadata_write_outline(document, reading->sink, error))
		return FALSE;
	for (guint i = 0; i < document->pages->len; i++)
		if (!write_page(&body, i, error))
			return FALSE;
	if (!warn_of_resources(&body, error))
		return FALSE;
	if (lost_annotations &&
	    !ofd_warn(reading->sink, error, "annotations are missing or damaged"))
		return FALSE;
	if (lost_signatures && !ofd_warn(reading->sink, error, "signatures are missing or damaged"))
		return FALSE;
	return ofd_members_write_media(&reading->members, document, error) &&
	       ofd_members_write_attachments(&reading->members, document, error);
}

/* Of a document in several versions the current one; NULL when it has none.  Caller frees. */
static char *
current_version(const Reading *reading, const OfdPart *from, const xmlNode *body,
		const OfdPart **ret_from)
{
	for (const xmlNode *version = node_first(node_child(body, "Versions")); version;
	     version = node_next(version)) {
		gboolean damaged = FALSE;
		if (!node_flag(version, "Current", FALSE))
			continue;
		g_autofree char *location = node_value(version, "BaseLoc");
		const OfdPart *part = ofd_package_find(reading->package, from, location);
		g_autoptr(xmlDoc) doc =
			part ? ofd_package_read_xml(reading->package, part, &damaged, NULL) : NULL;
		char *root = doc ? node_value(xmlDocGetRootElement(doc), "DocRoot") : NULL;
		if (root && ofd_package_find(reading->package, part, root)) {
			*ret_from = part;
			return root;
		}
		g_free(root);
	}
	return NULL;
}

/* Where the documents of a body are: its current version, else all its roots (7.4 allows several). */
static GPtrArray *
roots_of(const Reading *reading, const OfdPart *part, const xmlNode *body, const OfdPart **ret_from)
{
	GPtrArray *roots = g_ptr_array_new_with_free_func(g_free);
	char *version = current_version(reading, part, body, ret_from);

	if (version) {
		g_ptr_array_add(roots, version);
		return roots;
	}
	for (const xmlNode *node = node_first(body); node; node = node_next(node)) {
		if (node_is(node, "DocRoot") && roots->len <= MAX_BODIES)
			g_ptr_array_add(roots, g_strstrip(node_text(node, MAX_ROOT_BYTES)));
	}
	/* an attribute, or nothing: then it is that which is missing */
	if (roots->len == 0)
		g_ptr_array_add(roots, node_value(body, "DocRoot"));
	return roots;
}

/* FALSE with `ret_failure`: none of its documents can be read, those of others can. */
static gboolean
write_body(Reading *reading, const OfdPart *part, const xmlNode *body, GError **ret_failure,
	   GError **error)
{
	const OfdPart *from = part;
	g_autoptr(GPtrArray) roots = roots_of(reading, part, body, &from);
	g_autofree char *signatures = node_value(body, "Signatures");
	g_autoptr(GError) first_failure = NULL;
	guint n_read = 0;

	if (reading->wanted == 0 &&
	    !ofd_metadata_write(node_child(body, "DocInfo"), reading->sink, error))
		return FALSE;
	for (guint i = 0; i < roots->len; i++) {
		g_autoptr(GError) failure = NULL;
		if (reading->n_roots++ == MAX_BODIES)
			return ofd_warn(reading->sink, error,
					"more than %u documents are in the package", MAX_BODIES);
		g_autoptr(OfdDocument) document =
			ofd_document_open(reading->package, from, roots->pdata[i], &failure);
		/* they are signed together, and that is said once */
		if (document && !write_document(reading, document, part,
						n_read++ == 0 ? signatures : NULL, error))
			return FALSE;
		if (failure && !first_failure)
			first_failure = g_steal_pointer(&failure);
	}
	if (first_failure && n_read > 0)
		return vet_sink_warning(reading->sink, first_failure->message, error);
	if (first_failure)
		g_propagate_error(ret_failure, g_steal_pointer(&first_failure));
	return TRUE;
}

/* Without OFD.xml or Document.xml: pages as they are found, after a word of why. */
static gboolean
write_salvaged(Reading *reading, const GError *why, GError **error)
{
	g_autoptr(OfdDocument) document = ofd_document_salvage(reading->package);

	if (document->pages->len == 0) {
		g_propagate_error(error, g_error_copy(why));
		return FALSE;
	}
	return ofd_warn(reading->sink, error, "%s: its pages were taken as they were found",
			why->message) &&
	       write_document(reading, document, NULL, NULL, error);
}

static gboolean
write_bodies(Reading *reading, const OfdPart *part, const xmlNode *root, GError **error)
{
	g_autoptr(GError) first_failure = NULL;
	guint n_read = 0;

	for (const xmlNode *body = node_first(root); body && reading->n_roots <= MAX_BODIES;
	     body = node_next(body)) {
		g_autoptr(GError) failure = NULL;
		if (!node_is(body, "DocBody"))
			continue;
		if (!write_body(reading, part, body, &failure, error))
			return FALSE;
		n_read += !failure;
		if (failure && !first_failure)
			first_failure = g_error_copy(failure);
	}
	if (n_read > 0)
		return !first_failure ||
		       vet_sink_warning(reading->sink, first_failure->message, error);
	if (!first_failure)
		first_failure = g_error_new(VET_ERROR, VET_ERROR_MALFORMED,
					    "The part %s names no document", part->name);
	/* what is locked stays so, wherever its pages lie */
	if (reading->locked || g_error_matches(first_failure, VET_ERROR, VET_ERROR_ENCRYPTED)) {
		g_propagate_error(error, g_steal_pointer(&first_failure));
		return FALSE;
	}
	return write_salvaged(reading, first_failure, error);
}

/* The entry, also in a package that was packed with a folder around it. */
static const OfdPart *
find_entry(const OfdPackage *package)
{
	const GPtrArray *parts = ofd_package_parts(package);
	const OfdPart *entry = ofd_package_find(package, NULL, "OFD.xml");

	for (guint i = 0; i < parts->len && !entry; i++) {
		const OfdPart *part = parts->pdata[i];
		if (g_str_has_suffix(part->key, "/ofd.xml"))
			entry = part;
	}
	return entry;
}

/* GM/T 0099: the parts are encrypted one by one, and these tell how. */
static gboolean
says_encrypted(const OfdPackage *package)
{
	static const char *const names[] = {"encryptions.xml", "decryptseed.dat",
					    "encryptentries.dat", "encryptinfo.xml"};
	const GPtrArray *parts = ofd_package_parts(package);

	for (guint i = 0; i < parts->len; i++) {
		const char *key = ((const OfdPart *)parts->pdata[i])->key;
		const char *slash = strrchr(key, '/');
		for (guint j = 0; j < G_N_ELEMENTS(names); j++)
			if (strcmp(slash ? slash + 1 : key, names[j]) == 0)
				return TRUE;
	}
	return FALSE;
}

static gboolean
read_package(Reading *reading, GError **error)
{
	g_autoptr(GError) why = NULL;
	gboolean damaged = FALSE;
	const OfdPart *entry = find_entry(reading->package);
	g_autoptr(xmlDoc) doc = NULL;

	if (entry)
		doc = ofd_package_read_xml(reading->package, entry, &damaged, &why);
	else
		why = g_error_new_literal(VET_ERROR, VET_ERROR_MALFORMED,
					  "The part OFD.xml is missing");
	if (damaged && !ofd_warn(reading->sink, error,
				 "%s is damaged and was read as far as it goes", entry->name))
		return FALSE;
	if (doc)
		return write_bodies(reading, entry, xmlDocGetRootElement(doc), error);
	if (reading->locked || g_error_matches(why, VET_ERROR, VET_ERROR_ENCRYPTED)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	return write_salvaged(reading, why, error);
}

static gboolean
extract(VetSource *source, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	g_autoptr(GError) failure = NULL;

	if (!data)
		return FALSE;
	g_autoptr(OfdPackage) package = ofd_package_open(data, length, error);
	if (!package)
		return FALSE;
	g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
	Reading reading = {
		.package = package,
		.sink = sink,
		.members = {package, done,
			    vet_source_limits(source)->value[VET_LIMIT_DOCUMENT_BYTES], sink},
		.locked = says_encrypted(package),
	};
	gboolean read = read_package(&reading, &failure);
	gboolean limit = g_error_matches(failure, VET_ERROR, VET_ERROR_LIMIT);
	/* what cannot be read of a package that says so is locked, not broken */
	if (reading.locked && !limit && (!read || reading.n_lost == reading.n_pages)) {
		g_set_error(error, VET_ERROR, VET_ERROR_ENCRYPTED,
			    "%s: its parts are encrypted (GM/T 0099): send it without a password",
			    vet_source_name(source));
		return FALSE;
	}
	if (!read)
		g_propagate_error(error, g_steal_pointer(&failure));
	return read;
}

static gboolean
render(VetSource *source, guint number, double dpi, VetSink *sink, GError **error)
{
	gsize length;
	const guint8 *data = vet_source_map(source, &length, error);
	g_autoptr(OfdPackage) package = data ? ofd_package_open(data, length, error) : NULL;
	Reading reading = {.package = package,
			   .sink = sink,
			   .locked = package && says_encrypted(package),
			   .wanted = MAX(number, 1),
			   .dpi = dpi};

	if (!package || !read_package(&reading, error))
		return FALSE;
	if (!reading.painted)
		g_set_error(error, VET_ERROR, VET_ERROR_UNSUPPORTED,
			    "%s: page %u: there is none that can be drawn", vet_source_name(source),
			    number);
	return reading.painted;
}

static const char *const media_types[] = {"application/ofd", NULL};

const VetPlugin vet_plugin = {
	.abi = VET_PLUGIN_ABI,
	.name = "ofd",
	.version = "3",
	.summary = "OFD (GB/T 33190): text with boxes, tables, templates, seals and signatures",
	.media_types = media_types,
	.prepare = prepare,
	.extract = extract,
	.render = render,
};
