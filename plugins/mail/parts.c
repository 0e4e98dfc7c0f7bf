/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/parts.h"

#include <string.h>

#include "plugins/mail/charset.h"
#include "plugins/mail/content.h"
#include "plugins/mail/text.h"

/* parts within parts; nobody writes more than a few */
#define MAX_DEPTH 16

typedef struct {
	const VetLimits *limits;
	VetSink *sink;
	guint n_parts;
	gboolean is_too_deep; /* that was said */
} Walk;

static gboolean walk_part(Walk *walk, GMimeObject *part, guint depth, GError **error);

/* --- members --- */

static const struct {
	const char *type, *extension;
} extensions[] = {
	{"text/plain", ".txt"},      {"text/html", ".html"},
	{"text/calendar", ".ics"},   {"text/csv", ".csv"},
	{"image/png", ".png"},       {"image/jpeg", ".jpg"},
	{"image/gif", ".gif"},       {"application/pdf", ".pdf"},
	{"application/zip", ".zip"}, {"application/ms-tnef", ".dat"},
	{"message/rfc822", ".eml"},
};

/* Its file name, or a number and what its type calls for.  Caller frees. */
static char *
name_of(const Walk *walk, GMimeObject *part)
{
	const char *name =
		GMIME_IS_PART(part)
			? g_mime_part_get_filename(GMIME_PART(part))
			: g_mime_object_get_content_disposition_parameter(part, "filename");
	if (name && *name)
		return g_utf8_make_valid(name, -1);
	g_autofree char *type =
		g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
	const char *extension = "";
	for (guint i = 0; i < G_N_ELEMENTS(extensions); i++)
		if (g_ascii_strcasecmp(extensions[i].type, type) == 0)
			extension = extensions[i].extension;
	return g_strdup_printf("part %u%s", walk->n_parts, extension);
}

static gboolean
refuse(Walk *walk, GMimeObject *part, VetErrorCode code, const char *why, GError **error)
{
	g_autofree char *name = name_of(walk, part);
	g_autoptr(GError) failure = g_error_new_literal(VET_ERROR, code, why);

	return vet_sink_member_refused(walk->sink, name, failure, error);
}

/* A mail within the mail is a document of its own. */
static gboolean
add_message(Walk *walk, GMimeMessagePart *part, GError **error)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	g_autofree char *name = name_of(walk, GMIME_OBJECT(part));

	if (!message)
		return refuse(walk, GMIME_OBJECT(part), VET_ERROR_MALFORMED,
			      "The mail within the mail is empty or damaged", error);
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new();
	g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	return vet_sink_member_begin(walk->sink, name, 0, error) &&
	       (bytes->len == 0 ||
		vet_sink_member_write(walk->sink, bytes->data, bytes->len, error)) &&
	       vet_sink_member_end(walk->sink, error);
}

/* --- text --- */

static gboolean
is_text(GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);

	return GMIME_IS_PART(part) && (g_mime_content_type_is_type(type, "text", "plain") ||
				       g_mime_content_type_is_type(type, "text", "html"));
}

/* What is shown with the mail rather than attached to it. */
static gboolean
is_body(GMimeObject *part)
{
	GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);

	if (!is_text(part) || g_mime_part_get_filename(GMIME_PART(part)))
		return FALSE;
	return !disposition || !g_mime_content_disposition_is_attachment(disposition);
}

/* NULL with the error, or the text with what is to be said of it said. */
static char *
text_of(Walk *walk, GMimePart *part, GError **error)
{
	gboolean is_known = TRUE;
	g_autofree char *text = mail_content_text(part, walk->limits, &is_known, error);

	if (!text)
		return NULL;
	if (!is_known &&
	    !vet_sink_warning(walk->sink,
			      "The charset of a text of the mail is unknown or wrong; some "
			      "characters may not be what they were",
			      error))
		return NULL;
	if (strstr(text, "-----BEGIN PGP MESSAGE-----") &&
	    !vet_sink_warning(walk->sink,
			      "A text of the mail is encrypted with PGP; hand it in in the clear",
			      error))
		return NULL;
	return g_steal_pointer(&text);
}

static gboolean
add_text(Walk *walk, GMimePart *part, GError **error)
{
	g_autofree char *text = text_of(walk, part, error);

	return text && mail_text_add(text, walk->sink, error);
}

/* The first text of that subtype among the alternatives, also within multipart/related. */
static GMimePart *
find_alternative(GMimeMultipart *multipart, const char *subtype, guint depth)
{
	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		GMimeContentType *type = g_mime_object_get_content_type(part);
		if (is_body(part) && g_mime_content_type_is_type(type, "text", subtype))
			return GMIME_PART(part);
		GMimePart *found =
			GMIME_IS_MULTIPART(part) && depth < MAX_DEPTH
				? find_alternative(GMIME_MULTIPART(part), subtype, depth + 1)
				: NULL;
		if (found)
			return found;
	}
	return NULL;
}

/* What the HTML says and the plain text does not: a mail may show one thing and read another. */
static gboolean
add_only_in_html(Walk *walk, const char *plain, const char *html, GError **error)
{
	g_autofree char *only = mail_text_only_in(html, plain);

	return *only == '\0' || mail_text_add(only, walk->sink, error);
}

static gboolean
walk_children(Walk *walk, GMimeMultipart *multipart, guint depth, const GMimePart *done_a,
	      const GMimePart *done_b, GError **error)
{
	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		if ((const void *)part == done_a || (const void *)part == done_b)
			continue;
		/* what stands beside the HTML, its pictures, is still to come */
		gboolean is_done_within = GMIME_IS_MULTIPART(part) && (done_a || done_b);
		if (is_done_within ? !walk_children(walk, GMIME_MULTIPART(part), depth + 1, done_a,
						    done_b, error)
				   : !walk_part(walk, part, depth + 1, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
walk_alternatives(Walk *walk, GMimeMultipart *multipart, guint depth, GError **error)
{
	GMimePart *plain_part = find_alternative(multipart, "plain", depth);
	GMimePart *html_part = find_alternative(multipart, "html", depth);

	if (plain_part) {
		g_autofree char *plain = text_of(walk, plain_part, error);
		if (!plain || !mail_text_add(plain, walk->sink, error))
			return FALSE;
		g_autofree char *html = html_part ? text_of(walk, html_part, error) : g_strdup("");
		if (!html || !add_only_in_html(walk, plain, html, error))
			return FALSE;
	} else if (html_part && !add_text(walk, html_part, error)) {
		return FALSE;
	}
	return walk_children(walk, multipart, depth, plain_part, html_part, error);
}

/* --- locked and signed --- */

static const char encrypted[] = "The part is encrypted; hand it in in the clear";

typedef enum {
	CMS_NOT,
	CMS_SIGNATURE,
	CMS_SIGNED, /* the text is inside the signature */
	CMS_ENCRYPTED,
} Cms;

static Cms
cms_kind(GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	const char *kind = g_mime_content_type_get_parameter(type, "smime-type");

	if (g_mime_content_type_is_type(type, "application", "pkcs7-signature") ||
	    g_mime_content_type_is_type(type, "application", "x-pkcs7-signature") ||
	    g_mime_content_type_is_type(type, "application", "pgp-signature"))
		return CMS_SIGNATURE;
	if (!g_mime_content_type_is_type(type, "application", "pkcs7-mime") &&
	    !g_mime_content_type_is_type(type, "application", "x-pkcs7-mime"))
		return CMS_NOT;
	return kind && g_ascii_strcasecmp(kind, "signed-data") == 0 ? CMS_SIGNED : CMS_ENCRYPTED;
}

static gboolean
is_encrypted(GMimeObject *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);

	return g_mime_content_type_is_type(type, "multipart", "encrypted") ||
	       cms_kind(part) == CMS_ENCRYPTED;
}

static gboolean
add_signature(Walk *walk, GMimeObject *part, GError **error)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	gboolean is_pgp = g_mime_content_type_is_type(type, "application", "pgp-signature");
	VetMark mark = {
		.kind = VET_MARK_DIGITAL_SIGNATURE,
		.confidence = 1,
		.text = (char *)"",
		.detail = (char *)(is_pgp ? "PGP, not verified" : "S/MIME, not verified"),
	};
	return vet_sink_mark(walk->sink, &mark, error);
}

/* --- the walk --- */

static gboolean
walk_leaf(Walk *walk, GMimePart *part, GError **error)
{
	switch (cms_kind(GMIME_OBJECT(part))) {
	case CMS_SIGNATURE:
		return add_signature(walk, GMIME_OBJECT(part), error);
	case CMS_SIGNED:
		return refuse(
			walk, GMIME_OBJECT(part), VET_ERROR_UNSUPPORTED,
			"The text is packed into an S/MIME signature, which is not read here; "
			"hand in what it says",
			error);
	case CMS_ENCRYPTED:
		return refuse(walk, GMIME_OBJECT(part), VET_ERROR_ENCRYPTED, encrypted, error);
	case CMS_NOT:
		break;
	}
	if (is_body(GMIME_OBJECT(part)))
		return add_text(walk, part, error);
	g_autofree char *name = name_of(walk, GMIME_OBJECT(part));
	return mail_content_member(part, name, walk->sink, error);
}

/* A multipart that has no part: what stands in it is text all the same. */
static gboolean
add_prologue(Walk *walk, GMimeMultipart *multipart, GError **error)
{
	const char *prologue = g_mime_multipart_get_prologue(multipart);
	gboolean is_known = TRUE;

	if (!prologue)
		return TRUE;
	g_autofree char *text =
		mail_charset_decode(NULL, (const guint8 *)prologue, strlen(prologue), &is_known);
	return mail_text_add(text, walk->sink, error);
}

static gboolean
walk_multipart(Walk *walk, GMimeMultipart *multipart, guint depth, GError **error)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));

	if (is_encrypted(GMIME_OBJECT(multipart)))
		return refuse(walk, GMIME_OBJECT(multipart), VET_ERROR_ENCRYPTED, encrypted, error);
	if (g_mime_multipart_get_count(multipart) == 0)
		return add_prologue(walk, multipart, error);
	if (g_mime_content_type_is_type(type, "multipart", "alternative"))
		return walk_alternatives(walk, multipart, depth, error);
	return walk_children(walk, multipart, depth, NULL, NULL, error);
}

static gboolean
walk_part(Walk *walk, GMimeObject *part, guint depth, GError **error)
{
	walk->n_parts++;
	if (depth > MAX_DEPTH) {
		gboolean is_said = walk->is_too_deep;
		walk->is_too_deep = TRUE;
		return is_said ||
		       vet_sink_warning(walk->sink,
					"The mail has parts within parts within parts, more "
					"than 16 deep; those were not read",
					error);
	}
	if (GMIME_IS_MULTIPART(part))
		return walk_multipart(walk, GMIME_MULTIPART(part), depth, error);
	if (GMIME_IS_MESSAGE_PART(part))
		return add_message(walk, GMIME_MESSAGE_PART(part), error);
	if (GMIME_IS_MESSAGE_PARTIAL(part))
		return refuse(
			walk, part, VET_ERROR_UNSUPPORTED,
			"This is one of several mails that one was split over; put it together "
			"and hand it in as one",
			error);
	if (GMIME_IS_PART(part))
		return walk_leaf(walk, GMIME_PART(part), error);
	return refuse(walk, part, VET_ERROR_UNSUPPORTED, "A part of the mail is of no known kind",
		      error);
}

gboolean
mail_parts_add(GMimeMessage *message, const VetLimits *limits, VetSink *sink, GError **error)
{
	GMimeObject *root = g_mime_message_get_mime_part(message);
	Walk walk = {.limits = limits, .sink = sink};

	if (!root)
		return TRUE;
	if (is_encrypted(root)) {
		g_set_error(error, VET_ERROR, VET_ERROR_ENCRYPTED,
			    "The mail is encrypted; only its headers were read: hand it in in the "
			    "clear");
		return FALSE;
	}
	return walk_part(&walk, root, 0, error);
}
