/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/package.h"

#include <libxml/parser.h>
#include <string.h>

#define MAX_PART_BYTES (24 * 1024 * 1024)
/* an element takes some 200 bytes of memory, however few it takes in the file */
#define MAX_PART_ELEMENTS 1000000
#define MAX_RELATIONS 10000
#define MAX_PATH_BYTES 1024

struct _OoxmlPackage {
	zip_t *zip;
};

static const struct {
	int zip_code;
	VetErrorCode code;
} zip_failures[] = {
	{ZIP_ER_NOPASSWD, VET_ERROR_ENCRYPTED},    {ZIP_ER_WRONGPASSWD, VET_ERROR_ENCRYPTED},
	{ZIP_ER_ENCRNOTSUPP, VET_ERROR_ENCRYPTED}, {ZIP_ER_COMPNOTSUPP, VET_ERROR_UNSUPPORTED},
	{ZIP_ER_MEMORY, VET_ERROR_LIMIT},
};

void
ooxml_set_zip_error(GError **error, const char *path, zip_error_t *failure)
{
	VetErrorCode code = VET_ERROR_MALFORMED;
	for (guint i = 0; i < G_N_ELEMENTS(zip_failures); i++)
		if (zip_failures[i].zip_code == zip_error_code_zip(failure))
			code = zip_failures[i].code;
	g_set_error(error, VET_ERROR, code,
		    "The part %s cannot be read: %s; save the document again", path,
		    zip_error_strerror(failure));
}

OoxmlPackage *
ooxml_package_open(const guint8 *data, gsize length, GError **error)
{
	zip_error_t failure;
	zip_error_init(&failure);
	zip_t *zip = NULL;
	zip_source_t *source = zip_source_buffer_create(data, length, 0, &failure);
	if (source)
		zip = zip_open_from_source(source, ZIP_RDONLY, &failure);
	OoxmlPackage *package = NULL;
	if (zip) {
		package = g_new0(OoxmlPackage, 1);
		package->zip = zip;
	} else {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The document cannot be opened: %s; save it again",
			    zip_error_strerror(&failure));
		zip_source_free(source);
	}
	zip_error_fini(&failure);
	return package;
}

void
ooxml_package_free(OoxmlPackage *package)
{
	zip_discard(package->zip);
	g_free(package);
}

zip_t *
ooxml_package_zip(const OoxmlPackage *package)
{
	return package->zip;
}

gboolean
ooxml_package_has(const OoxmlPackage *package, const char *path)
{
	return zip_name_locate(package->zip, path, ZIP_FL_NOCASE) >= 0;
}

static gboolean
set_too_large(const char *path, const char *what, guint maximum, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_LIMIT,
		    "The part %s has more than %u %s; split the document", path, maximum, what);
	return FALSE;
}

static GByteArray *
read_part(const OoxmlPackage *package, const char *path, GError **error)
{
	zip_stat_t stat;
	if (zip_stat(package->zip, path, ZIP_FL_NOCASE, &stat) != 0) {
		ooxml_set_zip_error(error, path, zip_get_error(package->zip));
		return NULL;
	}
	if (stat.size > MAX_PART_BYTES) {
		set_too_large(path, "bytes", MAX_PART_BYTES, error);
		return NULL;
	}
	zip_file_t *file = zip_fopen_index(package->zip, stat.index, 0);
	if (!file) {
		ooxml_set_zip_error(error, path, zip_get_error(package->zip));
		return NULL;
	}
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_set_size(bytes, (guint)stat.size);
	zip_int64_t n = zip_fread(file, bytes->data, stat.size);
	/* the checksum is only held against the part once its end is seen */
	guint8 beyond;
	zip_int64_t rest = n == (zip_int64_t)stat.size ? zip_fread(file, &beyond, 1) : -1;
	if (rest != 0)
		ooxml_set_zip_error(error, path, zip_file_get_error(file));
	zip_fclose(file);
	return rest == 0 ? g_steal_pointer(&bytes) : NULL;
}

/* no part needs a DTD, and none is safe */
static void
refuse_dtd(void *context, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
	xmlStopParser(context);
}

static xmlDoc *
parse_part(const char *path, const GByteArray *bytes, GError **error)
{
	guint n_elements = 0;
	for (guint i = 0; i < bytes->len; i++)
		n_elements += bytes->data[i] == '<';
	if (n_elements > MAX_PART_ELEMENTS * 2) {
		set_too_large(path, "elements", MAX_PART_ELEMENTS, error);
		return NULL;
	}
	xmlParserCtxt *context = xmlNewParserCtxt();
	if (!context) {
		g_set_error(error, VET_ERROR, VET_ERROR_LIMIT, "There is no memory to parse %s",
			    path);
		return NULL;
	}
	context->sax->internalSubset = refuse_dtd;
	/* UTF-16 begins with a zero or a mark; any other charset a part names would need tables
	 * from files */
	gboolean is_utf16 =
		bytes->len >= 2 && (bytes->data[0] >= 0xfe || !bytes->data[0] || !bytes->data[1]);
	xmlDoc *doc = xmlCtxtReadMemory(context, (const char *)bytes->data, (int)bytes->len, NULL,
					is_utf16 ? NULL : "UTF-8",
					XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
	if (doc && !xmlDocGetRootElement(doc)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (!doc) {
		const xmlError *failure = xmlCtxtGetLastError(context);
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "The part %s is no sound XML (line %d); save the document again", path,
			    failure ? failure->line : 0);
	}
	xmlFreeParserCtxt(context);
	return doc;
}

xmlDoc *
ooxml_package_read_xml(const OoxmlPackage *package, const char *path, GError **error)
{
	g_autoptr(GByteArray) bytes = read_part(package, path, error);
	return bytes ? parse_part(path, bytes, error) : NULL;
}

/* a target is relative to the folder of its part, or to the package when it begins with '/' */
static char *
resolve_target(const char *part, const char *target)
{
	g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);
	const char *slash = strrchr(part, '/');
	g_autofree char *base =
		g_strndup(part, slash && *target != '/' ? (gsize)(slash - part) : 0);
	g_autofree char *joined = g_strconcat(base, "/", target, NULL);
	g_auto(GStrv) names = g_strsplit(joined, "/", -1);
	for (char **name = names; *name; name++) {
		if (strcmp(*name, "..") == 0 && path->len > 0)
			g_ptr_array_set_size(path, (gint)path->len - 1);
		else if (**name && strcmp(*name, ".") != 0 && strcmp(*name, "..") != 0)
			g_ptr_array_add(path, g_strdup(*name));
	}
	g_ptr_array_add(path, NULL);
	return g_strjoinv("/", (char **)path->pdata);
}

static void
free_relation(gpointer data)
{
	OoxmlRelation *relation = data;
	g_free(relation->id);
	g_free(relation->type);
	g_free(relation->target);
	g_free(relation);
}

static void
add_relation(GPtrArray *relations, const char *part, const xmlNode *node)
{
	const char *type = node_attribute(node, "Type");
	const char *target = node_attribute(node, "Target");
	const char *mode = node_attribute(node, "TargetMode");
	if (!type || !target || strlen(target) > MAX_PATH_BYTES ||
	    (mode && strcmp(mode, "External") == 0))
		return;
	const char *slash = strrchr(type, '/');
	OoxmlRelation *relation = g_new0(OoxmlRelation, 1);
	relation->id = g_strdup(node_attribute(node, "Id"));
	relation->type = g_strdup(slash ? slash + 1 : type);
	relation->target = resolve_target(part, target);
	g_ptr_array_add(relations, relation);
}

/* the part that holds the relations of a part; NULL when there is none or it is damaged */
static xmlDoc *
read_relations(const OoxmlPackage *package, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	g_autofree char *file =
		g_strdup_printf("%.*s_rels/%s.rels", (int)(name - path), path, name);
	return ooxml_package_has(package, file) ? ooxml_package_read_xml(package, file, NULL)
						: NULL;
}

GPtrArray *
ooxml_package_relations(const OoxmlPackage *package, const char *path)
{
	GPtrArray *relations = g_ptr_array_new_with_free_func(free_relation);
	g_autoptr(xmlDoc) doc = read_relations(package, path);
	if (!doc)
		return relations;
	const xmlNode *root = xmlDocGetRootElement(doc);
	for (const xmlNode *node = root->children; node && relations->len < MAX_RELATIONS;
	     node = node->next)
		if (node->type == XML_ELEMENT_NODE)
			add_relation(relations, path, node);
	return relations;
}

guint
ooxml_package_count_linked(const OoxmlPackage *package, const char *path)
{
	static const char *const types[] = {"/image", "/oleObject", "/aFChunk", "/subDocument"};
	g_autoptr(xmlDoc) doc = read_relations(package, path);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	guint n = 0;
	for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
		const char *mode =
			node_attribute(node->type == XML_ELEMENT_NODE ? node : NULL, "TargetMode");
		const char *type = mode ? node_attribute(node, "Type") : NULL;
		for (guint i = 0; type && i < G_N_ELEMENTS(types); i++)
			n += strcmp(mode, "External") == 0 && g_str_has_suffix(type, types[i]);
	}
	return n;
}

const char *
ooxml_relations_find(const GPtrArray *relations, const char *type)
{
	for (guint i = 0; i < relations->len; i++) {
		const OoxmlRelation *relation = relations->pdata[i];
		if (strcmp(relation->type, type) == 0)
			return relation->target;
	}
	return NULL;
}

const char *
ooxml_relations_target(const GPtrArray *relations, const char *id)
{
	for (guint i = 0; id && i < relations->len; i++) {
		const OoxmlRelation *relation = relations->pdata[i];
		if (g_strcmp0(relation->id, id) == 0)
			return relation->target;
	}
	return NULL;
}

char *
ooxml_package_main_part(const OoxmlPackage *package)
{
	static const char *const usual[] = {"word/document.xml", "xl/workbook.xml",
					    "xl/workbook.bin", "ppt/presentation.xml"};
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, "");
	const char *path = ooxml_relations_find(relations, "officeDocument");
	if (path && ooxml_package_has(package, path))
		return g_strdup(path);
	for (guint i = 0; i < G_N_ELEMENTS(usual); i++)
		if (ooxml_package_has(package, usual[i]))
			return g_strdup(usual[i]);
	return NULL;
}
