/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/signature.h"
#include "plugins/ofd/impression.h"
#include "plugins/ofd/seal.h"

#include <string.h>

#define MAX_SIGNATURES 256
#define MAX_STAMPS 4096
#define MAX_SEAL_BYTES (8 * 1024 * 1024)

typedef struct {
	VetMarkKind kind;
	guint page; /* index */
	VetBox box; /* mm; empty when it has no place */
	char *text;
	char *detail;
	VetBox clip;     /* what of it is shown, from its corner; empty: all of it */
	GBytes *picture; /* of a stamp; NULL when there is none */
} Mark;

struct _OfdSignatures {
	GArray *marks;     /* of Mark */
	GHashTable *pages; /* id → index + 1 */
};

static const struct {
	const char *oid, *name;
} methods[] = {
	{"1.2.156.10197.1.501", "SM2 with SM3"},
	{"1.2.156.10197.1.504", "RSA with SM3"},
	{"1.2.840.113549.1.1.5", "RSA with SHA-1"},
	{"1.2.840.113549.1.1.11", "RSA with SHA-256"},
	{"1.2.840.113549.1.1.13", "RSA with SHA-512"},
	{"1.2.840.10045.4.3.2", "ECDSA with SHA-256"},
};

static void
clear_mark(gpointer data)
{
	Mark *mark = data;

	g_free(mark->text);
	g_free(mark->detail);
	g_clear_pointer(&mark->picture, g_bytes_unref);
}

void
ofd_signatures_free(OfdSignatures *signatures)
{
	g_array_unref(signatures->marks);
	g_hash_table_unref(signatures->pages);
	g_free(signatures);
}

/* "20221031141634", "20221101092233Z" and "2020-01-25 15:31:56" as "2022-10-31T14:16:34"; what is
 * written otherwise stays as it is. */
static char *
plain_time(const char *written)
{
	static const char form[] = "####-##-##T##:##:##";
	g_autoptr(GString) time = g_string_new(NULL);
	const char *at = written;

	for (const char *place = form; *place; place++) {
		while (*at && !g_ascii_isdigit(*at))
			at++;
		if (*place == '#' && !*at)
			return g_strdup(written);
		g_string_append_c(time, *place == '#' ? *at++ : *place);
	}
	if (*at == 'Z')
		g_string_append_c(time, 'Z');
	return g_strdup(time->str);
}

static const char *
method_name(const char *oid)
{
	for (guint i = 0; i < G_N_ELEMENTS(methods); i++)
		if (g_strcmp0(methods[i].oid, oid) == 0)
			return methods[i].name;
	return oid;
}

/* The seal in SignedValue.dat, else in Seal.esl beside it. */
static OfdSeal *
read_seal(const OfdDocument *document, const OfdPart *part, const xmlNode *root)
{
	const xmlNode *info = node_child(root, "SignedInfo");
	g_autofree char *value = node_value(root, "SignedValue");
	g_autofree char *base = node_value(node_child(info, "Seal"), "BaseLoc");
	const char *const locations[] = {value, base};
	OfdSeal *seal = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(locations); i++) {
		gboolean damaged;
		const OfdPart *at = ofd_package_find(document->package, part, locations[i]);
		g_autoptr(GByteArray) bytes =
			at ? ofd_package_read(document->package, at, MAX_SEAL_BYTES, &damaged, NULL)
			   : NULL;
		if (!bytes)
			continue;
		g_clear_pointer(&seal, ofd_seal_free);
		seal = ofd_seal_read(bytes->data, bytes->len);
		if (seal->name || seal->signer)
			return seal;
	}
	return seal ? seal : ofd_seal_read((const guint8 *)"", 0);
}

static void
add_detail(GString *detail, const char *before, const char *value, const char *after)
{
	if (value && *value)
		g_string_append_printf(detail, "%s%s%s%s", detail->len > 0 ? ", " : "", before,
				       value, after);
}

/* "2022-10-31T14:16:34, SM2 with SM3, seal 某公司章 of antchain (2021-12-29 to 2023-12-29), by …" */
static char *
describe(const xmlNode *root, const OfdSeal *seal)
{
	const xmlNode *info = node_child(root, "SignedInfo");
	const xmlNode *provider = node_child(info, "Provider");
	g_autofree char *written = node_value(info, "SignatureDateTime");
	g_autofree char *time = plain_time(written           ? written
					   : seal->signed_at ? seal->signed_at
							     : "");
	g_autofree char *method = node_value(info, "SignatureMethod");
	g_autofree char *program = node_value(provider, "ProviderName");
	g_autoptr(GString) detail = g_string_new(NULL);

	add_detail(detail, "", time, "");
	add_detail(detail, "", method_name(method), "");
	add_detail(detail, "seal ", seal->name, "");
	add_detail(detail, "made by ", seal->maker, "");
	if (seal->valid_from && seal->valid_until)
		g_string_append_printf(detail, ", valid from %.10s to %.10s", seal->valid_from,
				       seal->valid_until);
	add_detail(detail, "organisation ", seal->organisation, "");
	add_detail(detail, "written by ", program, "");
	return g_strdup(detail->str);
}

static char *
signer_of(const xmlNode *root, const OfdSeal *seal)
{
	const xmlNode *provider = node_child(node_child(root, "SignedInfo"), "Provider");
	/* some authorities put a number in place of the name */
	gboolean is_number =
		seal->signer && strspn(seal->signer, "0123456789-") == strlen(seal->signer);
	const char *signer = is_number && seal->organisation ? seal->organisation
			     : seal->signer                  ? seal->signer
			     : seal->organisation            ? seal->organisation
							     : seal->name;

	if (signer)
		return g_strdup(signer);
	char *company = node_value(provider, "Company");
	return company ? company : g_strdup("");
}

static gboolean
find_page(const OfdSignatures *signatures, const xmlNode *stamp, guint *ret_page)
{
	gpointer index =
		g_hash_table_lookup(signatures->pages, GUINT_TO_POINTER(node_id(stamp, "PageRef")));

	if (index)
		*ret_page = GPOINTER_TO_UINT(index) - 1;
	return index != NULL;
}

static void
add_marks(OfdSignatures *signatures, const xmlNode *root, const OfdSeal *seal)
{
	const xmlNode *info = node_child(root, "SignedInfo");
	Mark signature = {.kind = VET_MARK_DIGITAL_SIGNATURE};

	for (const xmlNode *stamp = node_first(info); stamp; stamp = node_next(stamp)) {
		Mark mark = {.kind = VET_MARK_SEAL};
		if (!node_is(stamp, "StampAnnot") || signatures->marks->len >= MAX_STAMPS)
			continue;
		gboolean placed = find_page(signatures, stamp, &mark.page);
		if (placed)
			(void)node_box(stamp, "Boundary", &mark.box);
		if (placed && vet_box_is_empty(signature.box)) {
			signature.page = mark.page;
			signature.box = mark.box;
		}
		mark.text = g_strdup(seal->name ? seal->name : "");
		mark.detail = g_strdup("stamp");
		if (placed && seal->picture) {
			(void)node_box(stamp, "Clip", &mark.clip);
			mark.picture = g_bytes_ref(seal->picture);
		}
		g_array_append_val(signatures->marks, mark);
	}
	signature.text = signer_of(root, seal);
	signature.detail = describe(root, seal);
	g_array_append_val(signatures->marks, signature);
}

static void
read_signature(OfdSignatures *signatures, const OfdDocument *document, const OfdPart *from,
	       const xmlNode *entry, gboolean *ret_lost)
{
	g_autofree char *location = node_value(entry, "BaseLoc");
	const OfdPart *part = ofd_package_find(document->package, from, location);
	gboolean damaged = FALSE;
	g_autoptr(xmlDoc) doc =
		part ? ofd_package_read_xml(document->package, part, &damaged, NULL) : NULL;

	*ret_lost |= !doc || damaged;
	if (!doc)
		return;
	const xmlNode *root = xmlDocGetRootElement(doc);
	g_autoptr(OfdSeal) seal = read_seal(document, part, root);
	add_marks(signatures, root, seal);
}

OfdSignatures *
ofd_signatures_read(const OfdDocument *document, const OfdPart *from, const char *location,
		    gboolean *ret_lost)
{
	OfdSignatures *signatures = g_new0(OfdSignatures, 1);
	const OfdPart *part = ofd_package_find(document->package, from, location);
	gboolean damaged = FALSE;
	guint n = 0;

	signatures->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
	g_array_set_clear_func(signatures->marks, clear_mark);
	signatures->pages = g_hash_table_new(NULL, NULL);
	for (guint i = document->pages->len; i > 0; i--) {
		const OfdPageEntry *page = &g_array_index(document->pages, OfdPageEntry, i - 1);
		g_hash_table_insert(signatures->pages, GUINT_TO_POINTER(page->id),
				    GUINT_TO_POINTER(i));
	}
	*ret_lost = location && !part;
	g_autoptr(xmlDoc) doc =
		part ? ofd_package_read_xml(document->package, part, &damaged, NULL) : NULL;
	*ret_lost |= part && (!doc || damaged);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (const xmlNode *entry = node_first(root); entry; entry = node_next(entry)) {
		if (!node_is(entry, "Signature"))
			continue;
		if (n++ < MAX_SIGNATURES)
			read_signature(signatures, document, part, entry, ret_lost);
		else
			*ret_lost = TRUE;
	}
	return signatures;
}

gboolean
ofd_signatures_write(const OfdSignatures *signatures, guint page, OfdMatrix matrix, VetSink *sink,
		     GError **error)
{
	for (guint i = 0; i < signatures->marks->len; i++) {
		const Mark *mark = &g_array_index(signatures->marks, Mark, i);
		VetMark written = {mark->kind, {0}, 1, mark->text, mark->detail};
		if (mark->page != page)
			continue;
		if (!vet_box_is_empty(mark->box))
			written.box = ofd_matrix_box(&matrix, mark->box);
		if (!vet_sink_mark(sink, &written, error))
			return FALSE;
	}
	return TRUE;
}

void
ofd_signatures_paint(const OfdSignatures *signatures, guint page, OfdMatrix matrix, OfdPaint *paint)
{
	for (guint i = 0; i < signatures->marks->len; i++) {
		const Mark *mark = &g_array_index(signatures->marks, Mark, i);
		VetBox clip = mark->clip;
		if (mark->page != page || !mark->picture)
			continue;
		if (!vet_box_is_empty(clip))
			clip = (VetBox){mark->box.x0 + clip.x0, mark->box.y0 + clip.y0,
					mark->box.x0 + clip.x1, mark->box.y0 + clip.y1};
		ofd_impression_paint(paint, mark->picture, ofd_matrix_box(&matrix, mark->box),
				     vet_box_is_empty(clip) ? clip : ofd_matrix_box(&matrix, clip));
	}
}
