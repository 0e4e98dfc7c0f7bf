/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/bundle.h"
#include "tests/tools/make-samples/archive.h"
#include "tests/tools/make-samples/audit.h"
#include "tests/tools/make-samples/certificate.h"
#include "tests/tools/make-samples/credit-report.h"
#include "tests/tools/make-samples/docx.h"
#include "tests/tools/make-samples/form.h"
#include "tests/tools/make-samples/licence.h"
#include "tests/tools/make-samples/manifest.h"
#include "tests/tools/make-samples/page.h"
#include "tests/tools/make-samples/statement.h"

#include <gio/gio.h>
#include <string.h>

#define PROOFS "证明材料/"

struct _SampleBundle {
	const SampleSubmission *submission;
	GPtrArray *files;
	SampleSheet *bound; /* the papers that go into one file; NULL: each into its own */
};

typedef struct {
	const char *title;
	const char *file_name; /* without extension */
} PaperName;

static const PaperName paper_names[SAMPLE_N_PAPERS] = {
	[SAMPLE_PAPER_FORM] = {"项目申报书", "项目申报书"},
	[SAMPLE_PAPER_LICENCE] = {"营业执照", PROOFS "营业执照"},
	[SAMPLE_PAPER_DECLARATION] = {"申报主体责任声明", PROOFS "申报主体责任声明"},
	[SAMPLE_PAPER_AUDIT] = {"审计报告", PROOFS "2024年度审计报告"},
	[SAMPLE_PAPER_CREDIT] = {"信用报告", PROOFS "信用报告"},
	[SAMPLE_PAPER_COPYRIGHT] = {"软件著作权登记证书", PROOFS "软件著作权登记证书"},
	[SAMPLE_PAPER_PATENT] = {"专利证书", PROOFS "专利证书"},
	[SAMPLE_PAPER_CASE] = {"应用案例证明", PROOFS "应用案例证明"},
};

const char *
sample_paper_title(SamplePaperKind kind)
{
	return paper_names[kind].title;
}

static void
file_free(gpointer data)
{
	SampleFile *file = data;

	g_free(file->path);
	g_free(file->canonical);
	g_clear_pointer(&file->data, g_bytes_unref);
	g_free(file);
}

static SampleSheet *
paper_sheet(const SampleSubmission *submission, SamplePaperKind kind, const SampleUnit *unit)
{
	switch (kind) {
	case SAMPLE_PAPER_FORM:
		return sample_form_new(submission);
	case SAMPLE_PAPER_LICENCE:
		return sample_licence_new(submission, unit);
	case SAMPLE_PAPER_DECLARATION:
		return sample_declaration_new(submission);
	case SAMPLE_PAPER_AUDIT:
		return sample_audit_new(submission);
	case SAMPLE_PAPER_CREDIT:
		return sample_credit_report_new(submission);
	case SAMPLE_PAPER_COPYRIGHT:
	case SAMPLE_PAPER_PATENT:
		return sample_certificate_new(submission, kind);
	case SAMPLE_PAPER_CASE:
		return sample_application_case_new(submission);
	case SAMPLE_N_PAPERS:
		break;
	}
	g_assert_not_reached();
}

static GBytes *
damage(GBytes *data, SampleDamage damage)
{
	static const char garbage[] = "\x00\x17\xfe\x03 not a document \x9c\x81\x00\xd2\x44";

	switch (damage) {
	case SAMPLE_TRUNCATED:
		/* too short for any reader to mend: the fonts come last, the text goes first */
		return g_bytes_new_from_bytes(data, 0, MIN(g_bytes_get_size(data), 700));
	case SAMPLE_GARBAGE:
		return g_bytes_new_static(garbage, sizeof garbage);
	case SAMPLE_EMPTY:
		return g_bytes_new_static("", 0);
	case SAMPLE_SOUND:
	case SAMPLE_LOCKED:
		break;
	}
	return g_bytes_ref(data);
}

static char *
path_in_disguise(const SampleBundle *bundle, const char *canonical, const char *extension)
{
	static const char *const meaningless[] = {"scan%03u", "新建文档(%u)", "微信图片_202506%02u",
						  "扫描全能王 %u", NULL};
	const SampleSubmission *submission = bundle->submission;
	guint number = bundle->files->len + 1;
	const char *folder = g_str_has_prefix(canonical, PROOFS) ? PROOFS : "";
	const char *pattern;
	g_auto(GStrv) parts = NULL;

	if (submission->style.file_names == SAMPLE_NAMES_PLAIN)
		return g_strconcat(canonical, extension, NULL);
	if (submission->style.file_names == SAMPLE_NAMES_NUMBERED)
		return g_strdup_printf("%s附件%u%s", folder, number, extension);
	pattern = meaningless[(submission->number + number) % (G_N_ELEMENTS(meaningless) - 1)];
	parts = g_strsplit(pattern, "%", 2);
	return g_strdup_printf("%s%s%03u%s%s", folder, parts[0], number,
			       g_str_has_suffix(pattern, ")") ? ")" : "", extension);
}

static const char *const extensions[SAMPLE_N_CARRIERS] = {
	[SAMPLE_CARRIER_PDF] = ".pdf",
	[SAMPLE_CARRIER_SCAN] = ".pdf",
	[SAMPLE_CARRIER_PNG] = ".png",
	[SAMPLE_CARRIER_DOCX] = ".docx",
};

static GBytes *
draw(const SampleSheet *sheet, SampleCarrier carrier)
{
	switch (carrier) {
	case SAMPLE_CARRIER_SCAN:
		return sample_page_render(sheet, SAMPLE_PAGE_SCAN);
	case SAMPLE_CARRIER_PNG:
		return sample_page_render(sheet, SAMPLE_PAGE_PNG);
	case SAMPLE_CARRIER_DOCX:
		return sample_docx_render(sheet);
	default:
		return sample_page_render(sheet, SAMPLE_PAGE_TEXT);
	}
}

/* Takes the sheet. */
static void
bind_paper(SampleBundle *bundle, SampleSheet *sheet)
{
	if (bundle->bound == NULL) {
		bundle->bound = sheet;
		return;
	}
	sample_sheet_append(bundle->bound, sheet);
	sample_sheet_free(sheet);
}

static void
add_bound(SampleBundle *bundle)
{
	if (bundle->bound == NULL)
		return;
	SampleFile *file = g_new0(SampleFile, 1);

	file->path = g_strdup(PROOFS "材料合订本.pdf");
	file->canonical = g_strdup(file->path);
	file->data = sample_page_render(bundle->bound, SAMPLE_PAGE_TEXT);
	g_ptr_array_add(bundle->files, file);
}

static void
add_paper(SampleBundle *bundle, SamplePaperKind kind, const SampleUnit *unit)
{
	const SampleSubmission *submission = bundle->submission;
	SampleCarrier carrier = submission->style.carriers[kind];
	g_autoptr(SampleSheet) sheet = paper_sheet(submission, kind, unit);

	if (submission->bound && kind != SAMPLE_PAPER_FORM &&
	    submission->damage[kind] == SAMPLE_SOUND) {
		bind_paper(bundle, g_steal_pointer(&sheet));
		return;
	}
	gboolean institution = unit != NULL && unit->kind == SAMPLE_UNIT_INSTITUTION;
	gboolean partner = unit != NULL && unit != sample_submission_lead(submission);
	g_autofree char *canonical =
		g_strconcat(institution ? PROOFS "事业单位法人证书" : paper_names[kind].file_name,
			    partner ? "_" : "", partner ? unit->name : "", NULL);
	g_autoptr(GBytes) drawn = draw(sheet, carrier);
	SampleFile *file = g_new0(SampleFile, 1);

	file->path = path_in_disguise(bundle, canonical, extensions[carrier]);
	file->canonical = g_strconcat(canonical, extensions[carrier], NULL);
	file->data = damage(drawn, submission->damage[kind]);
	file->locked = submission->damage[kind] == SAMPLE_LOCKED;
	g_ptr_array_add(bundle->files, file);
}

SampleBundle *
sample_bundle_new(const SampleSubmission *submission)
{
	SampleBundle *bundle = g_new0(SampleBundle, 1);

	bundle->submission = submission;
	bundle->files = g_ptr_array_new_with_free_func(file_free);
	for (SamplePaperKind kind = 0; kind < SAMPLE_N_PAPERS; kind++) {
		if (submission->dropped[kind])
			continue;
		if (kind != SAMPLE_PAPER_LICENCE) {
			add_paper(bundle, kind, NULL);
			continue;
		}
		for (guint i = 0; i < submission->units->len; i++)
			add_paper(bundle, kind, g_ptr_array_index(submission->units, i));
	}
	add_bound(bundle);
	if (submission->manifest) {
		SampleFile *file = g_new0(SampleFile, 1);

		file->path = g_strdup("submission.json");
		file->canonical = g_strdup("submission.json");
		file->data = sample_manifest_new(submission);
		g_ptr_array_add(bundle->files, file);
	}
	return bundle;
}

void
sample_bundle_free(SampleBundle *bundle)
{
	if (bundle == NULL)
		return;
	g_ptr_array_unref(bundle->files);
	g_clear_pointer(&bundle->bound, sample_sheet_free);
	g_free(bundle);
}

const GPtrArray *
sample_bundle_files(const SampleBundle *bundle)
{
	return bundle->files;
}

/* --- in the inbox --- */

static gboolean
write_file(const char *path, GBytes *data, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	gsize size;
	const void *bytes = g_bytes_get_data(data, &size);

	if (g_mkdir_with_parents(folder, 0755) != 0) {
		g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
			    "%s: cannot make this folder; choose another DIR", folder);
		return FALSE;
	}
	return g_file_set_contents(path, bytes, (gssize)size, error);
}

static gboolean
write_folder(const SampleBundle *bundle, const char *inbox, GError **error)
{
	for (guint i = 0; i < bundle->files->len; i++) {
		const SampleFile *file = g_ptr_array_index(bundle->files, i);
		g_autofree char *path =
			g_build_filename(inbox, bundle->submission->id, file->path, NULL);

		if (!write_file(path, file->data, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
write_single(const SampleBundle *bundle, const char *inbox, GError **error)
{
	const SampleFile *file = g_ptr_array_index(bundle->files, 0);
	g_autofree char *name =
		g_strconcat(bundle->submission->id, strrchr(file->canonical, '.'), NULL);
	g_autofree char *path = g_build_filename(inbox, name, NULL);

	return write_file(path, file->data, error);
}

static const char *
password_of(const SampleFile *file)
{
	return file->locked ? "yy2025" : NULL;
}

static void
add_nested(SampleArchive *archive, const SampleBundle *bundle)
{
	g_autoptr(SampleArchive) proofs = sample_archive_new(SAMPLE_NAMES_UTF8);
	g_autoptr(GBytes) packed = NULL;

	for (guint i = 0; i < bundle->files->len; i++) {
		const SampleFile *file = g_ptr_array_index(bundle->files, i);
		SampleArchive *target = archive;
		const char *name = file->path;

		if (g_str_has_prefix(file->path, PROOFS)) {
			target = proofs;
			name += sizeof PROOFS - 1;
		}
		sample_archive_add(target, name, file->data, password_of(file));
	}
	packed = sample_archive_finish(proofs);
	sample_archive_add(archive, "证明材料.zip", packed, NULL);
}

static GBytes *
pack(const SampleBundle *bundle)
{
	const SampleSubmission *submission = bundle->submission;
	g_autoptr(SampleArchive) archive = sample_archive_new(
		submission->pack == SAMPLE_PACK_GBK ? SAMPLE_NAMES_GBK : SAMPLE_NAMES_UTF8);

	if (submission->pack == SAMPLE_PACK_NESTED) {
		add_nested(archive, bundle);
		return sample_archive_finish(archive);
	}
	for (guint i = 0; i < bundle->files->len; i++) {
		const SampleFile *file = g_ptr_array_index(bundle->files, i);
		g_autofree char *name =
			g_build_filename(submission->project_name, file->path, NULL);

		sample_archive_add(archive, name, file->data, password_of(file));
	}
	return sample_archive_finish(archive);
}

gboolean
sample_bundle_write(const SampleBundle *bundle, const char *inbox, GError **error)
{
	g_autofree char *name = NULL;
	g_autofree char *path = NULL;
	g_autoptr(GBytes) packed = NULL;

	if (bundle->submission->pack == SAMPLE_PACK_FOLDER)
		return write_folder(bundle, inbox, error);
	if (bundle->submission->pack == SAMPLE_PACK_SINGLE)
		return write_single(bundle, inbox, error);
	name = g_strconcat(bundle->submission->id, ".zip", NULL);
	path = g_build_filename(inbox, name, NULL);
	packed = pack(bundle);
	return write_file(path, packed, error);
}
