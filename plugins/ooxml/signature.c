/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/signature.h"

#include <string.h>

#define MAX_SIGNATURES 64
#define MAX_CERTIFICATE_TEXT (64 * 1024)
#define MAX_VALUE_BYTES 256

/* the text of the first element of that name below `node`, in whatever space; NULL when it is blank
 * or there is none.  Caller frees. */
static char *
find_text(const xmlNode *node, const char *name, gsize max_bytes)
{
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)child->name, name) != 0) {
			char *found = find_text(child, name, max_bytes);
			if (found)
				return found;
			continue;
		}
		const xmlNode *text = child->children;
		if (!text || text->type != XML_TEXT_NODE || !text->content)
			continue;
		g_autofree char *cut = g_strndup((const char *)text->content, max_bytes);
		g_autofree char *valid = g_strstrip(g_utf8_make_valid(cut, -1));
		if (*valid)
			return g_steal_pointer(&valid);
	}
	return NULL;
}

/* "rsa-sha256" */
static const char *
find_method(const xmlNode *root)
{
	const xmlNode *info = NULL, *method = NULL;
	for (const xmlNode *node = root->children; node && !info; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)node->name, "SignedInfo") == 0)
			info = node;
	for (const xmlNode *node = info ? info->children : NULL; node && !method; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)node->name, "SignatureMethod") == 0)
			method = node;
	const char *uri = node_attribute(method, "Algorithm");
	const char *hash = uri ? strrchr(uri, '#') : NULL;
	return hash && g_utf8_validate(hash, -1, NULL) ? hash + 1 : NULL;
}

static void
add_detail(GString *detail, const char *before, const char *value)
{
	if (value && *value)
		g_string_append_printf(detail, "%s%s, ", before, value);
}

static gboolean
write_mark(const xmlNode *root, VetSink *sink, GError **error)
{
	g_autofree char *certificate = find_text(root, "X509Certificate", MAX_CERTIFICATE_TEXT);
	/* of mdssi:SignatureTime, else of XAdES */
	g_autofree char *time = find_text(root, "Value", MAX_VALUE_BYTES);
	g_autofree char *signing = find_text(root, "SigningTime", MAX_VALUE_BYTES);
	g_autofree char *text = find_text(root, "SignatureText", MAX_VALUE_BYTES);
	g_autofree char *comments = find_text(root, "SignatureComments", MAX_VALUE_BYTES);
	g_autofree char *name = NULL, *organisation = NULL;
	g_autoptr(GString) detail = g_string_new(NULL);
	if (certificate) {
		gsize length;
		g_autofree guint8 *der = g_base64_decode(certificate, &length);
		vet_certificate_read((VetDer){der, length}, &name, &organisation);
	}
	add_detail(detail, "", time ? time : signing);
	add_detail(detail, "", find_method(root));
	add_detail(detail, "organisation ", name ? organisation : NULL);
	add_detail(detail, "as ", text);
	add_detail(detail, "because ", comments);
	g_string_append(detail, "not verified");
	VetMark mark = {
		.kind = VET_MARK_DIGITAL_SIGNATURE,
		.confidence = 1,
		.text = name           ? name
			: organisation ? organisation
			: text         ? text
				       : (char *)"",
		.detail = detail->str,
	};
	return vet_sink_mark(sink, &mark, error);
}

static gboolean
read_signature(const OoxmlPackage *package, const char *path, VetSink *sink, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(xmlDoc) doc = ooxml_package_read_xml(package, path, &failure);
	return doc ? write_mark(xmlDocGetRootElement(doc), sink, error)
		   : vet_sink_warning(sink, failure->message, error);
}

gboolean
ooxml_read_signatures(const OoxmlPackage *package, VetSink *sink, GError **error)
{
	g_autoptr(GPtrArray) roots = ooxml_package_relations(package, "");
	/* .../relationships/digital-signature/origin */
	const char *origin = ooxml_relations_find(roots, "origin");
	if (!origin)
		return TRUE;
	g_autoptr(GPtrArray) relations = ooxml_package_relations(package, origin);
	guint n = 0;
	for (guint i = 0; i < relations->len && n < MAX_SIGNATURES; i++) {
		const OoxmlRelation *relation = relations->pdata[i];
		if (strcmp(relation->type, "signature") != 0)
			continue;
		n++;
		/* a book whose sheets are all missing is signed all the same */
		if (vet_sink_page_number(sink) == 0 &&
		    !vet_sink_page(sink, 0, 0, VET_TEXT_NONE, error))
			return FALSE;
		if (!read_signature(package, relation->target, sink, error))
			return FALSE;
	}
	return TRUE;
}
