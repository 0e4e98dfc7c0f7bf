/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/identify.h"

#include <magic.h>
#include <string.h>

#include "lib/charset.h"
#include "lib/error.h"
#include "lib/identify-package.h"
#include "lib/identify-text.h"
#include "lib/zip-directory.h"

#define OCTET_STREAM "application/octet-stream"
#define EMPTY "application/x-empty"
#define ODF "application/vnd.oasis.opendocument"
#define OOXML "application/vnd.openxmlformats-officedocument."
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define PPTX "application/vnd.openxmlformats-officedocument.presentationml.presentation"

/* libmagic needs no more; what lies deeper is found by the tables below. */
#define MAGIC_BYTES (1024 * 1024)
/* How much of a text must be text. */
#define TEXT_BYTES (64 * 1024)

/* How much of a damaged or endless directory is looked at. */
#define MAX_OLE_ENTRIES 1024
/* Where Works' mark and the root of a flat OpenDocument are looked for. */
#define WORKS_BYTES (256 * 1024)
#define FLAT_ROOT_BYTES (16 * 1024)
/* Readers accept a PDF whose header comes late; some scanners' software writes it so. */
#define PDF_HEADER_BYTES 1024

struct _VetIdentifier {
	magic_t magic;
};

VetIdentifier *
vet_identifier_new(GError **error)
{
	g_autoptr(VetIdentifier) identifier = g_new0(VetIdentifier, 1);

	if (!vet_charset_prepare(error))
		return NULL;
	identifier->magic =
		magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
	if (!identifier->magic || magic_load(identifier->magic, NULL) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "libmagic's database cannot be loaded: %s; install libmagic-mgc",
			    identifier->magic ? magic_error(identifier->magic) : "no memory");
		return NULL;
	}
	return g_steal_pointer(&identifier);
}

void
vet_identifier_free(VetIdentifier *identifier)
{
	if (!identifier)
		return;
	if (identifier->magic)
		magic_close(identifier->magic);
	g_free(identifier);
}

/* --- zip: what its central directory lists --- */

static guint32
le16(const guint8 *at)
{
	return at[0] | (guint32)at[1] << 8;
}

static guint32
le32(const guint8 *at)
{
	return le16(at) | le16(at + 2) << 16;
}

#define MAX_MARKERS 2

typedef struct {
	const char *media_type;
	/* entries that are all there; one that ends in '/' is a folder with something in it */
	const char *markers[MAX_MARKERS];
} ZipKind;

static const ZipKind zip_kinds[] = {
	{"application/ofd", {"OFD.xml"}},
	{DOCX, {"[Content_Types].xml", "word/"}},
	{XLSX, {"[Content_Types].xml", "xl/"}},
	{PPTX, {"[Content_Types].xml", "ppt/"}},
	/* without its first entry, which tells the kind of text, table or slides */
	{ODF, {"META-INF/manifest.xml", "content.xml"}},
};

/* Some packers write "./OFD.xml", "/OFD.xml" or "ofd.xml"; readers of packages take no offence. */
static gboolean
entry_matches(const char *marker, const char *name, gsize length)
{
	gsize marker_length = strlen(marker);
	gsize skipped = length >= 2 && name[0] == '.' && (name[1] == '/' || name[1] == '\\') ? 2
			: length >= 1 && (name[0] == '/' || name[0] == '\\')                 ? 1
											     : 0;

	name += skipped;
	length -= skipped;
	if (marker[marker_length - 1] == '/')
		return length > marker_length &&
		       g_ascii_strncasecmp(name, marker, marker_length) == 0;
	return length == marker_length && g_ascii_strncasecmp(name, marker, length) == 0;
}

typedef struct {
	gboolean seen[G_N_ELEMENTS(zip_kinds)][MAX_MARKERS];
} ZipEntries;

static void
note_entry(ZipEntries *entries, const guint8 *name, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(zip_kinds); i++) {
		for (gsize j = 0; j < MAX_MARKERS; j++) {
			const char *marker = zip_kinds[i].markers[j];
			entries->seen[i][j] |=
				!marker || entry_matches(marker, (const char *)name, length);
		}
	}
}

/* The media type its entries show, content types before names; NULL when they show none. */
static const char *
zip_kind(const guint8 *data, gsize length)
{
	VetZipDirectory directory;
	VetZipEntry entry;
	ZipEntries entries = {0};
	const char *package = NULL;
	gboolean was_asked = FALSE;

	if (!vet_zip_directory_begin(&directory, data, length))
		return NULL;
	while (vet_zip_directory_next(&directory, &entry)) {
		note_entry(&entries, entry.name, entry.name_length);
		/* once: a thousand entries of that name would each be unpacked */
		if (was_asked || !vet_identify_is_content_types(&entry))
			continue;
		was_asked = TRUE;
		package = vet_identify_package(&directory, &entry);
	}
	for (gsize i = 0; !package && i < G_N_ELEMENTS(zip_kinds); i++) {
		if (entries.seen[i][0] && entries.seen[i][1])
			package = zip_kinds[i].media_type;
	}
	return package;
}

/* libmagic calls a zip a package for the name of its first folder alone; its directory knows
 * better. */
static const char *
package_kind(const guint8 *data, gsize length)
{
	const char *kind = zip_kind(data, length);
	return kind || !vet_zip_directory_find_end(data, length) ? kind : "application/zip";
}

/* --- OLE2: what its directory lists --- */

typedef struct {
	const char *stream;
	const char *media_type;
} OleKind;

/* an encrypted package holds a docx, xlsx or pptx: which one shows only with the password */
static const OleKind ole_kinds[] = {
	{"EncryptedPackage", "application/encrypted"},
	{"WordDocument", "application/msword"},
	{"Workbook", "application/vnd.ms-excel"},
	{"Book", "application/vnd.ms-excel"},
	{"PowerPoint Document", "application/vnd.ms-powerpoint"},
	{"MatOST", "application/vnd.ms-works"},
	{"__properties_version1.0", "application/vnd.ms-outlook"},
};

static gboolean
ole_name_is(const guint8 *entry, const char *name)
{
	gsize length = strlen(name);

	if (le16(entry + 64) != (length + 1) * 2)
		return FALSE;
	for (gsize i = 0; i < length; i++) {
		if (le16(entry + i * 2) != (guint8)name[i])
			return FALSE;
	}
	return TRUE;
}

/*
 * Only the first sector of the directory and what follows it in the file: enough for the streams
 * that tell the kind, which every writer puts first.
 */
static const char *
ole_kind(const guint8 *data, gsize length)
{
	if (length < 512 || memcmp(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) != 0)
		return NULL;
	guint shift = le16(data + 30);
	if (shift != 9 && shift != 12)
		return NULL;
	guint64 at = ((guint64)le32(data + 48) + 1) << shift;
	for (guint n = 0; n < MAX_OLE_ENTRIES && at + 128 <= length; n++, at += 128) {
		for (gsize i = 0; i < G_N_ELEMENTS(ole_kinds); i++) {
			if (ole_name_is(data + at, ole_kinds[i].stream))
				return ole_kinds[i].media_type;
		}
	}
	return NULL;
}

/*
 * Works wrote its later texts into a stream whose name says nothing; its first bytes do, but for
 * Publisher, which has the same within a folder "Quill".
 */
static const char *
works_kind(const guint8 *data, gsize length)
{
	static const char quill[] = "Q\0u\0i\0l\0l\0";
	gsize looked_at = MIN(length, WORKS_BYTES);

	if (!memmem(data, looked_at, "CHNKWKS", 7) && !memmem(data, looked_at, "CHNKINK", 7))
		return NULL;
	return memmem(data, length, quill, sizeof quill) ? NULL : "application/vnd.ms-works";
}

/* --- OpenDocument without a package: one file of XML, which says its kind at its root --- */

typedef struct {
	const char *kind; /* what the root says behind the common prefix */
	const char *media_type;
} FlatKind;

static const FlatKind flat_kinds[] = {
	{"text\"", ODF ".text-flat-xml"},
	{"spreadsheet\"", ODF ".spreadsheet-flat-xml"},
	{"presentation\"", ODF ".presentation-flat-xml"},
	{"graphics\"", ODF ".graphics-flat-xml"},
};

static const char *
flat_kind(const guint8 *data, gsize length)
{
	static const char root[] = "<office:document";
	static const char attribute[] = "office:mimetype=\"" ODF ".";
	gsize looked_at = MIN(length, FLAT_ROOT_BYTES);
	const guint8 *at = memmem(data, looked_at, root, sizeof root - 1);

	at = at ? memmem(at, looked_at - (gsize)(at - data), attribute, sizeof attribute - 1)
		: NULL;
	if (!at)
		return NULL;
	at += sizeof attribute - 1;
	for (gsize i = 0; i < G_N_ELEMENTS(flat_kinds); i++) {
		gsize kind_length = strlen(flat_kinds[i].kind);
		if (kind_length <= looked_at - (gsize)(at - data) &&
		    memcmp(at, flat_kinds[i].kind, kind_length) == 0)
			return flat_kinds[i].media_type;
	}
	return NULL;
}

/* --- putting it together --- */

/* libmagic knows Windows metafiles, the pictures of office documents, but has no media type for
 * them */
static const char *
metafile_kind(const guint8 *data, gsize length)
{
	if (length >= 44 && memcmp(data, "\1\0\0\0", 4) == 0 && memcmp(data + 40, " EMF", 4) == 0)
		return "image/emf";
	return length >= 4 && memcmp(data, "\xd7\xcd\xc6\x9a", 4) == 0 ? "image/wmf" : NULL;
}

static guint32
be32(const guint8 *at)
{
	return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

/*
 * Films (ISO/IEC 14496-12) of brands and beginnings that libmagic does not know; pictures in the same
 * boxes it knows.
 */
static const char *
film_kind(const guint8 *data, gsize length)
{
	static const char *const first_boxes[] = {"ftyp", "styp", "moov", "mdat", "moof", "wide"};

	if (length < 16 || (be32(data) != 1 && be32(data) < 8))
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(first_boxes); i++) {
		if (memcmp(data + 4, first_boxes[i], 4) == 0)
			return "video/mp4";
	}
	return NULL;
}

static const char *
late_pdf(const guint8 *data, gsize length)
{
	return memmem(data, MIN(length, PDF_HEADER_BYTES), "%PDF-", 5) ? "application/pdf" : NULL;
}

/* Metafiles: what Word makes of drawings pasted into it; libmagic names them without a media type.
 */
static const char *
metafile(const guint8 *data, gsize length)
{
	if (length >= 44 && le32(data) == 1 && memcmp(data + 40, " EMF", 4) == 0)
		return "image/emf";
	if (length >= 18 && (le32(data) == 0x9AC6CDD7 || le32(data) == 0x00090001))
		return "image/wmf";
	return NULL;
}

/* --- mail: libmagic goes by the first line, or by what the mail carries --- */

/* How much of a mail its headers may take; a Received or a signature can be long. */
#define MAIL_HEADER_BYTES (64 * 1024)

typedef struct {
	const char *name;
	guint weight; /* of MAIL_ENOUGH */
} MailHeader;

#define MAIL_ENOUGH 4

/* What only software writes tells a mail at once; the others stand in any letter. */
static const MailHeader mail_headers[] = {
	{"Received", 3},       {"Return-Path", 3},  {"Message-ID", 3}, {"MIME-Version", 3},
	{"DKIM-Signature", 3}, {"Delivered-To", 3}, {"From", 2},       {"Content-Type", 2},
	{"Date", 1},           {"To", 1},           {"Cc", 1},         {"Subject", 1},
	{"Reply-To", 1},
};

/* The length of the name of the header that begins here, 0 when none does. */
static gsize
mail_header_name(const guint8 *line, gsize length)
{
	gsize n = 0;

	while (n < length && line[n] > 32 && line[n] < 127 && line[n] != ':')
		n++;
	return n < length && line[n] == ':' ? n : 0;
}

static guint
mail_header_weight(const guint8 *name, gsize length, guint32 *seen)
{
	for (guint i = 0; i < G_N_ELEMENTS(mail_headers); i++) {
		if (strlen(mail_headers[i].name) != length || (*seen & 1U << i) ||
		    g_ascii_strncasecmp((const char *)name, mail_headers[i].name, length) != 0)
			continue;
		*seen |= 1U << i;
		return mail_headers[i].weight;
	}
	return 0;
}

/* Nothing but headers up to the first empty line, and those of a mail among them. */
static gboolean
begins_with_mail_headers(const guint8 *data, gsize length)
{
	const guint8 *end = data + MIN(length, MAIL_HEADER_BYTES);
	guint32 seen = 0;
	guint weight = 0;

	for (const guint8 *line = data; line < end;) {
		const guint8 *found = memchr(line, '\n', end - line);
		const guint8 *stop = found ? found : end;
		gsize size = stop - line - (stop > line && stop[-1] == '\r');
		if (size == 0)
			return weight >= MAIL_ENOUGH;
		gboolean is_folded = line > data && (*line == ' ' || *line == '\t');
		gsize name = is_folded ? 0 : mail_header_name(line, size);
		if (!is_folded && name == 0)
			return FALSE;
		weight += mail_header_weight(line, name, &seen);
		line = found ? found + 1 : end;
	}
	return weight >= MAIL_ENOUGH;
}

static const char *
mail_kind(const guint8 *data, gsize length)
{
	if (length > 5 && memcmp(data, "From ", 5) == 0) {
		const guint8 *end = memchr(data, '\n', MIN(length, 1024));
		if (!end)
			return NULL;
		gsize first = end + 1 - data;
		return begins_with_mail_headers(data + first, length - first) ? "application/mbox"
									      : NULL;
	}
	return begins_with_mail_headers(data, length) ? "message/rfc822" : NULL;
}

/*
 * The last part of a zip that was split by bytes, or one behind something else: its directory's end
 * record closes the file.
 */
static const char *
zip_tail(const guint8 *data, gsize length)
{
	const guint8 *end = vet_zip_directory_find_end(data, length);

	return end && (gsize)(end - data) + 22 + le16(end + 20) == length ? "application/zip"
									  : NULL;
}

/*
 * Chinese in UTF-8 often begins with the byte E9 (as 项 does), which is a jump in a program for DOS:
 * libmagic takes a long text for one.
 */
static const char *
utf8_text(const guint8 *data, gsize length)
{
	gsize looked_at = MIN(length, TEXT_BYTES);
	const char *end;

	if (!g_utf8_validate((const char *)data, looked_at, &end) &&
	    (looked_at == length || data + looked_at - (const guint8 *)end > 3))
		return NULL;
	for (const char *at = (const char *)data; at < end; at++) {
		if (g_ascii_iscntrl(*at) && !g_ascii_isspace(*at))
			return NULL;
	}
	return "text/plain";
}

typedef struct {
	const char *media_type; /* what libmagic says; one that ends in '*' is a prefix */
	const char *(*refine)(const guint8 *data, gsize length);
} Refinement;

static const Refinement refinements[] = {
	{"application/zip", zip_kind},
	{OOXML "*", package_kind},
	{"application/java-archive", package_kind},
	{"application/x-ole-storage", ole_kind},
	{"application/CDFV2*", ole_kind},
	{"application/x-ole-storage", works_kind},
	{"application/CDFV2*", works_kind},
	{"text/xml", flat_kind},
	{"application/xml", flat_kind},
	{"application/msword", ole_kind},
	{"application/vnd.ms-*", ole_kind},
	{OCTET_STREAM, ole_kind},
	{OCTET_STREAM, zip_kind},
	{OCTET_STREAM, metafile},
	{OCTET_STREAM, late_pdf},
	{OCTET_STREAM, metafile_kind},
	{OCTET_STREAM, zip_tail},
	{OCTET_STREAM, mail_kind},
	{OCTET_STREAM, film_kind},
	{OCTET_STREAM, utf8_text},
	{OCTET_STREAM, vet_identify_text},
	{"application/x-dosexec", utf8_text},
	{"text/*", late_pdf},
	{"text/*", mail_kind},
	{"message/*", mail_kind},
	{"text/plain", vet_identify_markup},
};

static gboolean
type_matches(const char *pattern, const char *media_type)
{
	gsize length = strlen(pattern);

	if (pattern[length - 1] == '*')
		return strncmp(pattern, media_type, length - 1) == 0;
	return g_str_equal(pattern, media_type);
}

char *
vet_identifier_identify(VetIdentifier *identifier, const guint8 *data, gsize length)
{
	if (length == 0)
		return g_strdup(EMPTY);
	const char *said = magic_buffer(identifier->magic, data, MIN(length, MAGIC_BYTES));
	/* what libmagic says of errors and of special files has no '/' or blanks in it */
	if (!said || !strchr(said, '/') || strchr(said, ' ') || strlen(said) > 127)
		said = OCTET_STREAM;
	for (gsize i = 0; i < G_N_ELEMENTS(refinements); i++) {
		if (!type_matches(refinements[i].media_type, said))
			continue;
		const char *better = refinements[i].refine(data, length);
		if (better)
			return g_strdup(better);
	}
	return g_strdup(said);
}

/* --- names --- */

typedef struct {
	const char *extension;
	const char *media_types[6]; /* that it may stand for; one that ends in '*' is a prefix */
} Promise;

static const Promise promises[] = {
	{"pdf", {"application/pdf"}},
	{"ofd", {"application/ofd"}},
	{"docx", {DOCX, "application/encrypted"}},
	{"docm", {DOCX, "application/encrypted"}},
	{"xlsx", {XLSX, "application/encrypted"}},
	{"xlsm", {XLSX, "application/encrypted"}},
	{"pptx", {PPTX, "application/encrypted"}},
	/* Word itself writes RTF under the name .doc, and WPS its own files under all three */
	{"doc",
	 {"application/msword", "text/rtf", "application/x-ole-storage", "application/encrypted",
	  "application/vnd.ms-office"}},
	{"xls",
	 {"application/vnd.ms-excel", "application/x-ole-storage", "application/encrypted",
	  "application/vnd.ms-office"}},
	{"ppt",
	 {"application/vnd.ms-powerpoint", "application/x-ole-storage", "application/encrypted",
	  "application/vnd.ms-office"}},
	{"rtf", {"text/rtf", "application/rtf"}},
	{"wps",
	 {"application/msword", "application/vnd.ms-works", "application/x-ole-storage",
	  "application/encrypted", "text/rtf", DOCX}},
	{"et",
	 {"application/vnd.ms-excel", "application/x-ole-storage", "application/encrypted", XLSX}},
	{"dps",
	 {"application/vnd.ms-powerpoint", "application/x-ole-storage", "application/encrypted",
	  PPTX}},
	{"odt", {ODF ".text*", ODF}},
	{"ods", {ODF ".spreadsheet*", ODF}},
	{"odp", {ODF ".presentation*", ODF}},
	{"txt", {"text/*", "application/json", "application/csv", "message/*"}},
	{"csv", {"text/*", "application/csv"}},
	{"json", {"application/json", "text/*", "application/x-ndjson"}},
	{"xml", {"text/*", "application/xml", "image/svg+xml"}},
	{"html", {"text/*", "application/xhtml+xml"}},
	{"htm", {"text/*", "application/xhtml+xml"}},
	{"jpg", {"image/jpeg"}},
	{"jpeg", {"image/jpeg"}},
	{"png", {"image/png"}},
	{"gif", {"image/gif"}},
	{"bmp", {"image/bmp", "image/x-ms-bmp"}},
	{"tif", {"image/tiff"}},
	{"tiff", {"image/tiff"}},
	{"zip", {"application/zip", "application/java-archive"}},
	{"7z", {"application/x-7z-compressed"}},
	{"rar", {"application/x-rar", "application/vnd.rar"}},
	{"tar", {"application/x-tar"}},
	{"gz", {"application/gzip"}},
	{"tgz", {"application/gzip"}},
	{"bz2", {"application/x-bzip2"}},
	{"xz", {"application/x-xz"}},
	{"eml", {"message/*", "application/mbox", "text/*"}},
	{"mbox", {"application/mbox", "message/*", "text/*"}},
	{"mp4", {"video/*", "application/mp4"}},
	{"mov", {"video/*", "application/mp4"}},
	{"md", {"text/*"}},
	{"svg", {"image/svg+xml", "text/*"}},
};

gboolean
vet_name_is_lying(const char *name, const char *media_type)
{
	const char *dot = strrchr(name, '.');

	/* of unknown or missing content nothing can be said that the name contradicts */
	if (!dot || g_str_equal(media_type, OCTET_STREAM) || g_str_equal(media_type, EMPTY))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(promises); i++) {
		if (g_ascii_strcasecmp(promises[i].extension, dot + 1) != 0)
			continue;
		for (gsize j = 0; j < G_N_ELEMENTS(promises[i].media_types); j++) {
			const char *promised = promises[i].media_types[j];
			if (promised && type_matches(promised, media_type))
				return FALSE;
		}
		return TRUE;
	}
	return FALSE;
}
