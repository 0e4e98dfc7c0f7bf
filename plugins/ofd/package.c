/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/package.h"

#include <libxml/parser.h>
#include <string.h>

#define MAX_ENTRIES 65536
#define MAX_FOLDERS 16 /* that a path is looked at from its end */
#define MAX_LOCATION_BYTES 1024
#define MAX_XML_BYTES (24 * 1024 * 1024)
/* an element takes some 500 bytes of memory, however few it takes in the file */
#define MAX_XML_ELEMENTS 500000
#define MAX_TOTAL_BYTES (512 * 1024 * 1024)
#define CHUNK (64 * 1024)

struct _OfdPackage {
	zip_t *zip;
	GPtrArray *parts;    /* of OfdPart */
	GHashTable *by_key;  /* key → OfdPart */
	GHashTable *by_end;  /* key from one of its folders on → OfdPart, or `ambiguous` */
	guint64 total_bytes; /* read so far */
};

static OfdPart ambiguous;

static const struct {
	int zip_code;
	VetErrorCode code;
} zip_failures[] = {
	{ZIP_ER_NOPASSWD, VET_ERROR_ENCRYPTED},    {ZIP_ER_WRONGPASSWD, VET_ERROR_ENCRYPTED},
	{ZIP_ER_ENCRNOTSUPP, VET_ERROR_ENCRYPTED}, {ZIP_ER_COMPNOTSUPP, VET_ERROR_UNSUPPORTED},
	{ZIP_ER_MEMORY, VET_ERROR_LIMIT},
};

void
ofd_set_zip_error(GError **error, const char *name, zip_error_t *failure)
{
	VetErrorCode code = VET_ERROR_MALFORMED;

	for (guint i = 0; i < G_N_ELEMENTS(zip_failures); i++)
		if (zip_failures[i].zip_code == zip_error_code_zip(failure))
			code = zip_failures[i].code;
	g_set_error(error, VET_ERROR, code, "The part %s cannot be read: %s; export it again", name,
		    zip_error_strerror(failure));
}

/* --- parts and locations --- */

static void
part_free(gpointer data)
{
	OfdPart *part = data;

	g_free(part->name);
	g_free(part->key);
	g_free(part);
}

/* Appends the folders and the name of `path`; ".." takes one away, never beyond the root. */
static void
append_path(GPtrArray *names, const char *path)
{
	g_auto(GStrv) pieces = g_strsplit(path, "/", -1);

	for (char **piece = pieces; *piece; piece++) {
		if (strcmp(*piece, "..") == 0) {
			if (names->len > 0)
				g_ptr_array_set_size(names, (gint)names->len - 1);
		} else if (**piece && strcmp(*piece, ".") != 0) {
			g_ptr_array_add(names, g_strdup(*piece));
		}
	}
}

/* "folder" and "location" as one path; `folder` may be "". */
static char *
join_path(const char *folder, gsize folder_length, const char *location)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *start = g_strndup(folder, folder_length);

	append_path(names, start);
	append_path(names, location);
	g_ptr_array_add(names, NULL);
	return g_strjoinv("/", (char **)names->pdata);
}

static char *
with_slashes(const char *text)
{
	return g_strdelimit(g_strdup(text), "\\", '/');
}

static void
index_part(OfdPackage *package, OfdPart *part)
{
	const char *end = part->key;

	if (!g_hash_table_contains(package->by_key, part->key))
		g_hash_table_insert(package->by_key, part->key, part);
	for (guint i = 0; end && i < MAX_FOLDERS; i++) {
		gpointer known = g_hash_table_lookup(package->by_end, end);
		g_hash_table_insert(package->by_end, (gpointer)end, known ? &ambiguous : part);
		end = strchr(end, '/');
		end = end ? end + 1 : NULL;
	}
}

static void
add_part(OfdPackage *package, guint64 index)
{
	zip_stat_t stat;

	if (zip_stat_index(package->zip, index, ZIP_FL_ENC_RAW, &stat) != 0 || !stat.name)
		return;
	gsize length = strlen(stat.name);
	if (length == 0 || length > MAX_LOCATION_BYTES || stat.name[length - 1] == '/' ||
	    stat.name[length - 1] == '\\')
		return;
	g_autofree char *decoded = vet_charset_decode(stat.name, length);
	OfdPart *part = g_new0(OfdPart, 1);
	part->name = with_slashes(decoded);
	g_autofree char *path = join_path("", 0, part->name);
	part->key = g_ascii_strdown(path, -1);
	part->index = index;
	part->size = stat.size;
	part->packed_size = stat.comp_size;
	g_ptr_array_add(package->parts, part);
	index_part(package, part);
}

OfdPackage *
ofd_package_open(const guint8 *data, gsize length, GError **error)
{
	zip_error_t failure;
	zip_t *zip = NULL;

	zip_error_init(&failure);
	zip_source_t *source = zip_source_buffer_create(data, length, 0, &failure);
	if (source)
		zip = zip_open_from_source(source, ZIP_RDONLY, &failure);
	if (!zip) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The document cannot be opened: %s; export it again",
			    zip_error_strerror(&failure));
		zip_source_free(source);
	}
	zip_error_fini(&failure);
	if (!zip)
		return NULL;
	g_autoptr(OfdPackage) package = g_new0(OfdPackage, 1);
	package->zip = zip;
	package->parts = g_ptr_array_new_with_free_func(part_free);
	package->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	package->by_end = g_hash_table_new(g_str_hash, g_str_equal);
	zip_int64_t n = zip_get_num_entries(zip, 0);
	if (n > MAX_ENTRIES) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
			    "The document has more than %d parts; split it", MAX_ENTRIES);
		return NULL;
	}
	for (zip_int64_t i = 0; i < n; i++)
		add_part(package, (guint64)i);
	return g_steal_pointer(&package);
}

void
ofd_package_free(OfdPackage *package)
{
	if (!package)
		return;
	g_hash_table_unref(package->by_key);
	g_hash_table_unref(package->by_end);
	g_ptr_array_unref(package->parts);
	zip_discard(package->zip);
	g_free(package);
}

const GPtrArray *
ofd_package_parts(const OfdPackage *package)
{
	return package->parts;
}

/* In the folder of `from`, then in each folder around it, up to the root. */
static const OfdPart *
find_around(const OfdPackage *package, const char *from, const char *location)
{
	const char *slash = strrchr(from, '/');
	gsize length = slash ? (gsize)(slash - from) : 0;

	for (guint i = 0; i <= MAX_FOLDERS; i++) {
		g_autofree char *path = join_path(from, length, location);
		const OfdPart *part = g_hash_table_lookup(package->by_key, path);
		if (part || length == 0)
			return part;
		while (length > 0 && from[--length] != '/')
			;
	}
	return NULL;
}

/*
 * The only part whose path ends so.  Not one of another document of the same package: its pages
 * are named alike.
 */
static const OfdPart *
find_by_end(const OfdPackage *package, const char *from, const char *end)
{
	const OfdPart *part = g_hash_table_lookup(package->by_end, end);
	const char *slash = strchr(from, '/');

	if (!part || part == &ambiguous)
		return NULL;
	if (slash && strncmp(part->key, from, (gsize)(slash - from) + 1) != 0)
		return NULL;
	return part;
}

/* Without folders that the location names and the package lacks. */
static const OfdPart *
find_shortened(const OfdPackage *package, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		const OfdPart *part = g_hash_table_lookup(package->by_key, slash + 1);
		if (part && strchr(slash + 1, '/'))
			return part;
	}
	return NULL;
}

const OfdPart *
ofd_package_find(const OfdPackage *package, const OfdPart *from, const char *location)
{
	if (!location || strlen(location) > MAX_LOCATION_BYTES)
		return NULL;
	g_autofree char *slashed = with_slashes(location);
	g_autofree char *lower = g_ascii_strdown(g_strstrip(slashed), -1);
	g_autofree char *path = join_path("", 0, lower);
	const char *base = from ? from->key : "";
	const OfdPart *part = *lower == '/' ? g_hash_table_lookup(package->by_key, path)
					    : find_around(package, base, lower);

	if (!part && *path)
		part = find_around(package, base, path);
	if (!part && (strchr(path, '/') || !g_str_has_suffix(path, ".xml")))
		part = find_by_end(package, base, path);
	if (!part)
		part = find_shortened(package, path);
	const char *slash = strrchr(path, '/');
	/* pictures and other files have names of their own; "content.xml" means nothing alone */
	if (!part && slash && !g_str_has_suffix(path, ".xml"))
		part = find_by_end(package, base, slash + 1);
	return part;
}

/* --- reading --- */

zip_file_t *
ofd_package_stream(const OfdPackage *package, const OfdPart *part, GError **error)
{
	zip_file_t *file = zip_fopen_index(package->zip, part->index, 0);

	if (!file)
		ofd_set_zip_error(error, part->name, zip_get_error(package->zip));
	return file;
}

static void
set_too_large(const char *name, const char *what, guint maximum, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
		    "The part %s has more than %u %s; split the document", name, maximum, what);
}

GByteArray *
ofd_package_read(OfdPackage *package, const OfdPart *part, gsize maximum, gboolean *ret_damaged,
		 GError **error)
{
	zip_file_t *file = ofd_package_stream(package, part, error);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree guint8 *chunk = g_malloc(CHUNK);
	zip_int64_t n = 0;

	if (!file)
		return NULL;
	while (bytes->len <= maximum && (n = zip_fread(file, chunk, CHUNK)) > 0)
		g_byte_array_append(bytes, chunk, (guint)n);
	gboolean nothing = n < 0 && bytes->len == 0;
	if (nothing)
		ofd_set_zip_error(error, part->name, zip_file_get_error(file));
	zip_fclose(file);
	package->total_bytes += bytes->len;
	if (nothing)
		return NULL;
	if (bytes->len > maximum) {
		set_too_large(part->name, "bytes", (guint)maximum, error);
		return NULL;
	}
	if (package->total_bytes > MAX_TOTAL_BYTES) {
		set_too_large(part->name, "bytes, with all parts before it,", MAX_TOTAL_BYTES,
			      error);
		return NULL;
	}
	*ret_damaged = n < 0;
	return g_steal_pointer(&bytes);
}

/* no part needs a DTD, and none is safe */
static void
refuse_dtd(void *context, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
	xmlParserCtxt *parser = context;

	*(gboolean *)parser->_private = TRUE;
	xmlStopParser(parser);
}

/* UTF-16 begins with a zero or a mark, and libxml2 reads it without a table. */
static gboolean
is_utf16(const GByteArray *bytes)
{
	return bytes->len >= 2 && (bytes->data[0] >= 0xfe || !bytes->data[0] || !bytes->data[1]);
}

static xmlDoc *
parse_xml(const OfdPart *part, const char *text, gsize length, gboolean utf16,
	  gboolean *ret_damaged, GError **error)
{
	gboolean has_dtd = FALSE;
	xmlParserCtxt *context = xmlNewParserCtxt();

	if (!context) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT, "There is no memory to parse %s",
			    part->name);
		return NULL;
	}
	context->_private = &has_dtd;
	context->sax->internalSubset = refuse_dtd;
	xmlDoc *doc = xmlCtxtReadMemory(context, text, (int)length, NULL, utf16 ? NULL : "UTF-8",
					XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						XML_PARSE_NOCDATA | XML_PARSE_COMPACT |
						XML_PARSE_RECOVER);
	*ret_damaged |= !context->wellFormed;
	if (doc && (has_dtd || !xmlDocGetRootElement(doc))) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (!doc) {
		const xmlError *failure = xmlCtxtGetLastError(context);
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    has_dtd ? "The part %s has a DTD (line %d), which no OFD has"
				    : "The part %s is no XML (line %d); export it again",
			    part->name, failure ? failure->line : 0);
	}
	xmlFreeParserCtxt(context);
	return doc;
}

xmlDoc *
ofd_package_read_xml(OfdPackage *package, const OfdPart *part, gboolean *ret_damaged,
		     GError **error)
{
	gboolean damaged = FALSE;
	g_autoptr(GByteArray) bytes =
		ofd_package_read(package, part, MAX_XML_BYTES, &damaged, error);
	guint n_elements = 0;
	xmlDoc *doc;

	if (!bytes)
		return NULL;
	for (guint i = 0; i < bytes->len; i++)
		n_elements += bytes->data[i] == '<';
	if (n_elements > MAX_XML_ELEMENTS * 2) {
		set_too_large(part->name, "elements", MAX_XML_ELEMENTS, error);
		return NULL;
	}
	if (is_utf16(bytes)) {
		doc = parse_xml(part, (const char *)bytes->data, bytes->len, TRUE, &damaged, error);
	} else {
		g_autofree char *text = vet_charset_decode((const char *)bytes->data, bytes->len);
		doc = parse_xml(part, text, strlen(text), FALSE, &damaged, error);
	}
	if (doc)
		*ret_damaged |= damaged;
	return doc;
}
