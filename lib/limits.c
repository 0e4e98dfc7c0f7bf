/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/limits.h"

#include <string.h>

#include "lib/error.h"

#define KIB (G_GUINT64_CONSTANT(1) << 10)
#define MIB (G_GUINT64_CONSTANT(1) << 20)
#define GIB (G_GUINT64_CONSTANT(1) << 30)

/* A ratio says nothing of small archives: 1 KiB of blanks packs to 30 bytes. */
#define RATIO_FREE_BYTES (1 * MIB)

/* What the parts of a document take in vetd's memory besides their text: structure and allocator.
 */
#define PAGE_COST 512
#define LINE_COST 128
#define RUN_COST 40
#define TABLE_COST 256
#define CELL_COST 128
#define MARK_COST 128

static const VetLimitRow rows[VET_N_LIMITS] = {
	[VET_LIMIT_DOCUMENT_BYTES] = {"document-bytes", VET_UNIT_BYTES, 256 * MIB, KIB, 16 * GIB,
				      "in one document", "size of one document, as stored"},
	[VET_LIMIT_SUBMISSION_BYTES] = {"submission-bytes", VET_UNIT_BYTES, GIB, KIB, 256 * GIB,
					"in the whole submission",
					"all documents of a submission, unpacked"},
	[VET_LIMIT_PAGES] = {"pages", VET_UNIT_COUNT, 2000, 1, 1000000, "pages in one document",
			     "pages of one document"},
	[VET_LIMIT_SUBMISSION_PAGES] = {"submission-pages", VET_UNIT_COUNT, 10000, 1, 10000000,
					"pages in the whole submission",
					"pages of all documents of a submission"},
	[VET_LIMIT_RECOGNISED_PAGES] = {"recognised-pages", VET_UNIT_COUNT, 200, 0, 100000,
					"pages read from their pictures",
					"pages of a submission whose pictures are read (OCR); the "
					"rest stay unread"},
	[VET_LIMIT_MEMBERS] = {"members", VET_UNIT_COUNT, 2000, 1, 1000000, "members",
			       "members of all archives of a submission together"},
	[VET_LIMIT_DEPTH] = {"depth", VET_UNIT_COUNT, 5, 1, 32, "archives within archives",
			     "archives within archives"},
	[VET_LIMIT_RATIO] = {"ratio", VET_UNIT_COUNT, 200, 2, 100000, "times the packed size",
			     "unpacked to packed size of one archive, once past 1 MiB"},
	[VET_LIMIT_TEXT_BYTES] = {"text-bytes", VET_UNIT_BYTES, 8 * MIB, KIB, GIB,
				  "of text in one document", "text of one document, as UTF-8"},
	[VET_LIMIT_SUBMISSION_TEXT_BYTES] = {"submission-text-bytes", VET_UNIT_BYTES, 32 * MIB, KIB,
					     8 * GIB, "of text in the whole submission",
					     "text of all documents of a submission, as UTF-8"},
	[VET_LIMIT_CONTENT_BYTES] = {"content-bytes", VET_UNIT_BYTES, 64 * MIB, 64 * KIB, 4 * GIB,
				     "of pages, boxes and tables in one document",
				     "memory that the content of one document may take in vetd"},
	[VET_LIMIT_SUBMISSION_CONTENT_BYTES] =
		{"submission-content-bytes", VET_UNIT_BYTES, 256 * MIB, 64 * KIB, 16 * GIB,
		 "of pages, boxes and tables in the whole submission",
		 "memory that the content of all documents of a submission may take in vetd"},
	[VET_LIMIT_DOCUMENT_SECONDS] =
		{"document-seconds", VET_UNIT_SECONDS, 60, 1, 3600,
		 "for one document or part of one",
		 "wall clock of one document, or of one part of a large one"},
	[VET_LIMIT_CONVERT_SECONDS] =
		{"convert-seconds", VET_UNIT_SECONDS, 60, 1, 3600,
		 "for the conversion of one document",
		 "wall clock of the conversion of one document (LibreOffice)"},
	[VET_LIMIT_SUBMISSION_SECONDS] = {"submission-seconds", VET_UNIT_SECONDS, 300, 1, 86400,
					  "for the whole submission",
					  "wall clock of all documents of a submission"},
	[VET_LIMIT_WORKER_MEMORY] = {"worker-memory", VET_UNIT_BYTES, GIB, 64 * MIB, 64 * GIB,
				     "of memory for one document",
				     "address space that the reading of a document may add"},
	[VET_LIMIT_NAME_BYTES] = {"name-bytes", VET_UNIT_BYTES, 4 * KIB, 16, 16 * KIB,
				  "in a member's path", "path of a member within its archive"},
};

typedef struct {
	const char *name;
	guint64 factor;
} Suffix;

static const Suffix byte_suffixes[] = {{"", 1}, {"K", KIB}, {"M", MIB}, {"G", GIB}, {NULL}};
static const Suffix second_suffixes[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {NULL}};
static const Suffix count_suffixes[] = {{"", 1}, {NULL}};

static const Suffix *const suffixes[] = {
	[VET_UNIT_COUNT] = count_suffixes,
	[VET_UNIT_BYTES] = byte_suffixes,
	[VET_UNIT_SECONDS] = second_suffixes,
};

const VetLimitRow *
vet_limit_row(VetLimit limit)
{
	return &rows[limit];
}

gboolean
vet_limit_find(const char *key, VetLimit *ret_limit)
{
	for (guint i = 0; i < VET_N_LIMITS; i++) {
		if (g_str_equal(rows[i].key, key)) {
			*ret_limit = i;
			return TRUE;
		}
	}
	return FALSE;
}

void
vet_limits_init(VetLimits *limits)
{
	for (guint i = 0; i < VET_N_LIMITS; i++)
		limits->value[i] = rows[i].value;
}

static gboolean
parse_amount(const char *text, const Suffix *suffix, guint64 *ret_amount)
{
	char *end = NULL;
	guint64 number;

	if (!g_ascii_isdigit(text[0]))
		return FALSE;
	number = g_ascii_strtoull(text, &end, 10);
	for (; suffix->name; suffix++) {
		if (g_str_equal(end, suffix->name))
			return g_uint64_checked_mul(ret_amount, number, suffix->factor);
	}
	return FALSE;
}

gboolean
vet_limits_set(VetLimits *limits, const char *key, const char *text, GError **error)
{
	static const char *const forms[] = {
		[VET_UNIT_COUNT] = "a whole number",
		[VET_UNIT_BYTES] = "a number of bytes, with K, M or G for multiples of 1024",
		[VET_UNIT_SECONDS] = "a number of seconds, or with m or h of minutes or hours",
	};
	VetLimit limit;
	guint64 amount;

	if (!vet_limit_find(key, &limit)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "limits.%s: there is no such cap",
			    key);
		return FALSE;
	}
	const VetLimitRow *row = &rows[limit];
	if (!parse_amount(text, suffixes[row->unit], &amount)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "limits.%s: \"%s\" is not a value for it; write %s", key, text,
			    forms[row->unit]);
		return FALSE;
	}
	if (amount < row->minimum || amount > row->maximum) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "limits.%s: %s is out of range; it may be %" G_GUINT64_FORMAT
			    " to %" G_GUINT64_FORMAT,
			    key, text, row->minimum, row->maximum);
		return FALSE;
	}
	limits->value[limit] = amount;
	return TRUE;
}

static char *
format_count(guint64 count)
{
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, count);
	gsize n = strlen(digits);
	GString *text = g_string_new(NULL);

	for (gsize i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			g_string_append_c(text, ',');
		g_string_append_c(text, digits[i]);
	}
	return g_string_free(text, FALSE);
}

static char *
format_bytes(guint64 bytes)
{
	static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
	guint unit = 0;

	while (unit < G_N_ELEMENTS(units) - 1 && bytes >= KIB && bytes % KIB == 0) {
		bytes /= KIB;
		unit++;
	}
	g_autofree char *count = format_count(bytes);
	return g_strdup_printf("%s %s", count, units[unit]);
}

static char *
format_amount(VetLimitUnit unit, guint64 amount)
{
	g_autofree char *count = NULL;

	if (unit == VET_UNIT_BYTES)
		return format_bytes(amount);
	count = format_count(amount);
	if (unit == VET_UNIT_SECONDS)
		return g_strdup_printf("%s s", count);
	return g_steal_pointer(&count);
}

char *
vet_limits_describe(const VetLimits *limits, VetLimit limit)
{
	const VetLimitRow *row = &rows[limit];
	g_autofree char *amount = format_amount(row->unit, limits->value[limit]);

	return g_strdup_printf("more than %s %s (limits.%s)", amount, row->noun, row->key);
}

gboolean
vet_table_shape_allowed(guint64 n_rows, guint64 n_columns)
{
	return n_rows <= VET_MAX_TABLE_PLACES && n_columns <= VET_MAX_TABLE_PLACES &&
	       n_rows * n_columns <= VET_MAX_TABLE_PLACES;
}

void
vet_budget_init(VetBudget *budget, const VetLimits *limits)
{
	*budget = (VetBudget){.limits = *limits};
}

guint64
vet_budget_left(const VetBudget *budget, VetLimit limit)
{
	guint64 cap = budget->limits.value[limit];
	return cap > budget->spent[limit] ? cap - budget->spent[limit] : 0;
}

static gboolean
suffices(const VetBudget *budget, VetLimit limit, guint64 amount, GError **error)
{
	if (amount <= vet_budget_left(budget, limit))
		return TRUE;
	g_autofree char *what = vet_limits_describe(&budget->limits, limit);
	g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, what);
	return FALSE;
}

gboolean
vet_budget_spend(VetBudget *budget, VetLimit limit, guint64 amount, GError **error)
{
	if (!suffices(budget, limit, amount, error))
		return FALSE;
	budget->spent[limit] += amount;
	return TRUE;
}

typedef struct {
	VetLimit limit;
	guint64 amount;
} Charge;

/* All or nothing. */
static gboolean
charge(VetBudget *budget, const Charge *charges, gsize n_charges, GError **error)
{
	for (gsize i = 0; i < n_charges; i++) {
		if (!suffices(budget, charges[i].limit, charges[i].amount, error))
			return FALSE;
	}
	for (gsize i = 0; i < n_charges; i++)
		budget->spent[charges[i].limit] += charges[i].amount;
	return TRUE;
}

gboolean
vet_budget_page(VetBudget *budget, GError **error)
{
	const Charge charges[] = {
		{VET_LIMIT_PAGES, 1},
		{VET_LIMIT_SUBMISSION_PAGES, 1},
		{VET_LIMIT_CONTENT_BYTES, PAGE_COST},
		{VET_LIMIT_SUBMISSION_CONTENT_BYTES, PAGE_COST},
	};
	return charge(budget, charges, G_N_ELEMENTS(charges), error);
}

gboolean
vet_budget_line(VetBudget *budget, gsize text_bytes, gsize n_runs, GError **error)
{
	guint64 memory = LINE_COST + (guint64)text_bytes + (guint64)n_runs * RUN_COST;
	const Charge charges[] = {
		{VET_LIMIT_TEXT_BYTES, text_bytes},
		{VET_LIMIT_SUBMISSION_TEXT_BYTES, text_bytes},
		{VET_LIMIT_CONTENT_BYTES, memory},
		{VET_LIMIT_SUBMISSION_CONTENT_BYTES, memory},
	};
	return charge(budget, charges, G_N_ELEMENTS(charges), error);
}

static gboolean
charge_memory(VetBudget *budget, guint64 memory, GError **error)
{
	const Charge charges[] = {
		{VET_LIMIT_CONTENT_BYTES, memory},
		{VET_LIMIT_SUBMISSION_CONTENT_BYTES, memory},
	};
	return charge(budget, charges, G_N_ELEMENTS(charges), error);
}

gboolean
vet_budget_table(VetBudget *budget, GError **error)
{
	return charge_memory(budget, TABLE_COST, error);
}

gboolean
vet_budget_cell(VetBudget *budget, gsize text_bytes, GError **error)
{
	return charge_memory(budget, CELL_COST + (guint64)text_bytes, error);
}

gboolean
vet_budget_mark(VetBudget *budget, gsize text_bytes, GError **error)
{
	return charge_memory(budget, MARK_COST + (guint64)text_bytes, error);
}

gboolean
vet_budget_member(VetBudget *budget, guint64 size, guint64 unpacked, guint64 container_size,
		  GError **error)
{
	const Charge charges[] = {
		{VET_LIMIT_MEMBERS, 1},
		{VET_LIMIT_SUBMISSION_BYTES, size},
	};
	guint64 total, allowed;

	if (!g_uint64_checked_add(&total, unpacked, size))
		total = G_MAXUINT64;
	if (!g_uint64_checked_mul(&allowed, container_size, budget->limits.value[VET_LIMIT_RATIO]))
		allowed = G_MAXUINT64;
	if (total > MAX(allowed, RATIO_FREE_BYTES)) {
		g_autofree char *what = vet_limits_describe(&budget->limits, VET_LIMIT_RATIO);
		g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, what);
		return FALSE;
	}
	if (size > budget->limits.value[VET_LIMIT_DOCUMENT_BYTES]) {
		g_autofree char *what =
			vet_limits_describe(&budget->limits, VET_LIMIT_DOCUMENT_BYTES);
		g_set_error_literal(error, VET_ERROR, VET_ERROR_LIMIT, what);
		return FALSE;
	}
	return charge(budget, charges, G_N_ELEMENTS(charges), error);
}
