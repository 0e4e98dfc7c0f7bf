/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/office/kind.h"

#define ON "{\"type\":\"boolean\",\"value\":\"true\"}"
#define OFF "{\"type\":\"boolean\",\"value\":\"false\"}"
/* Comments become annotations, hidden slides pages: none is lost. */
#define PDF_OPTIONS                                                                                \
	"\"ExportNotes\":" ON ",\"ExportHiddenSlides\":" ON ",\"UseTaggedPDF\":" ON                \
	",\"ReduceImageResolution\":" OFF
#define SLIDES_FILTER "pdf:impress_pdf_Export:{" PDF_OPTIONS

#define TEXT "pdf", NULL, "pdf:writer_pdf_Export:{" PDF_OPTIONS "}"
#define SLIDES "pdf", SLIDES_FILTER ",\"ExportNotesPages\":" ON "}", SLIDES_FILTER "}"
#define DRAWING "pdf", NULL, "pdf:draw_pdf_Export:{" PDF_OPTIONS "}"
#define ANY "pdf", NULL, "pdf"
/* tables keep their cells, and what is hidden stays known as such */
#define SHEETS "xlsx", NULL, "xlsx:Calc MS Excel 2007 XML"
#define NOTHING NULL, NULL, NULL

#define ODF "application/vnd.oasis.opendocument"
#define SUN "application/vnd.sun.xml"

/* one name for each: the table of kinds and that of the plugin */
#define KINDS(KIND)                                                                                \
	KIND("application/msword", "doc", TEXT)                                                    \
	KIND("application/vnd.ms-excel", "xls", SHEETS)                                            \
	KIND("application/vnd.ms-powerpoint", "ppt", SLIDES)                                       \
	KIND("application/vnd.ms-works", "wps", TEXT)                                              \
	KIND("text/rtf", "rtf", TEXT)                                                              \
	KIND("application/rtf", "rtf", TEXT)                                                       \
	KIND(ODF, "odt", ANY)                                                                      \
	KIND(ODF ".text", "odt", TEXT)                                                             \
	KIND(ODF ".text-template", "ott", TEXT)                                                    \
	KIND(ODF ".text-master", "odm", TEXT)                                                      \
	KIND(ODF ".text-flat-xml", "fodt", TEXT)                                                   \
	KIND(ODF ".spreadsheet", "ods", SHEETS)                                                    \
	KIND(ODF ".spreadsheet-template", "ots", SHEETS)                                           \
	KIND(ODF ".spreadsheet-flat-xml", "fods", SHEETS)                                          \
	KIND(ODF ".presentation", "odp", SLIDES)                                                   \
	KIND(ODF ".presentation-template", "otp", SLIDES)                                          \
	KIND(ODF ".presentation-flat-xml", "fodp", SLIDES)                                         \
	KIND(ODF ".graphics", "odg", DRAWING)                                                      \
	KIND(ODF ".graphics-template", "otg", DRAWING)                                             \
	KIND(ODF ".graphics-flat-xml", "fodg", DRAWING)                                            \
	KIND(SUN ".writer", "sxw", TEXT)                                                           \
	KIND(SUN ".writer.template", "stw", TEXT)                                                  \
	KIND(SUN ".calc", "sxc", SHEETS)                                                           \
	KIND(SUN ".calc.template", "stc", SHEETS)                                                  \
	KIND(SUN ".impress", "sxi", SLIDES)                                                        \
	KIND(SUN ".draw", "sxd", DRAWING)                                                          \
	KIND("application/x-ole-storage", NULL, NOTHING)                                           \
	KIND("application/CDFV2", NULL, NOTHING)                                                   \
	KIND("application/vnd.ms-office", NULL, NOTHING)

#define AS_KIND(media_type, extension, ...) {media_type, extension, __VA_ARGS__},
#define AS_NAME(media_type, extension, ...) media_type,

static const OfficeKind kinds[] = {KINDS(AS_KIND)};
const char *const office_media_types[] = {KINDS(AS_NAME) NULL};

const OfficeKind *
office_kind_find(const char *media_type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_str_equal(kinds[i].media_type, media_type))
			return &kinds[i];
	}
	return NULL;
}
