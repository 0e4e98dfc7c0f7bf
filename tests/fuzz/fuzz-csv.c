/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists and registrations: CSV in UTF-8 or GB18030, with rows that are no rows. */

#include "lib/csv.h"
#include "lib/error.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	return 0;
}

static void
hold_error(const GError *error)
{
	fuzz_hold(error && error->domain == VET_ERROR && *error->message);
	fuzz_hold(g_utf8_validate(error->message, -1, NULL));
}

static void
hold_fields(char **fields)
{
	guint n = 0;

	for (; fields[n]; n++) {
		fuzz_hold(strlen(fields[n]) <= VET_CSV_MAX_FIELD_BYTES);
		fuzz_hold(g_utf8_validate(fields[n], -1, NULL));
	}
	fuzz_hold(n <= VET_CSV_MAX_FIELDS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetCsv) csv = vet_csv_new((const char *)data, size, "fuzz.csv", &error);
	guint last = 0, line;
	char **fields;

	fuzz_hold((csv == NULL) == (error != NULL));
	if (!csv) {
		hold_error(error);
		return 0;
	}
	/* each call takes a row away, so there are no more than bytes */
	for (gsize n = 0;; n++) {
		g_autoptr(GError) bad = NULL;
		fuzz_hold(n <= size);
		if (vet_csv_next(csv, &fields, &line, &bad)) {
			fuzz_hold(!bad && line > last);
			last = line;
			hold_fields(fields);
		} else if (bad) {
			hold_error(bad);
		} else {
			break;
		}
	}
	fuzz_hold(vet_csv_column(csv, "名称") < VET_CSV_MAX_FIELDS);
	return 0;
}
