/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl pack lint: every fault of rule packs with its place, and a line that sums them up. */

#include "daemon/vetctl-pack.h"

#include <string.h>

#include "lib/pack.h"

typedef struct {
	guint errors, warnings;
} Count;

/* "2 errors, 1 warning", "no fault" */
static char *
describe(const Count *count)
{
	GString *text = g_string_new(NULL);
	if (count->errors)
		g_string_append_printf(text, "%u error%s", count->errors,
				       count->errors > 1 ? "s" : "");
	if (count->warnings)
		g_string_append_printf(text, "%s%u warning%s", text->len ? ", " : "",
				       count->warnings, count->warnings > 1 ? "s" : "");
	if (!text->len)
		g_string_append(text, "no fault");
	return g_string_free(text, FALSE);
}

/* the lines of the file stay plain, the carets below them line up */
static void
print_faults(VetTerminal *terminal, const VetDiagnostics *diagnostics)
{
	g_autofree char *text = vet_diagnostics_text(diagnostics);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] && (*lines[i] || lines[i + 1]); i++) {
		gboolean is_shown = g_str_has_prefix(lines[i], "  ");
		VetPaint paint = is_shown                          ? VET_PAINT_PLAIN
				 : strstr(lines[i], ": warning: ") ? VET_PAINT_YELLOW
								   : VET_PAINT_RED;
		vet_terminal_print(terminal, paint, "%s\n", lines[i]);
	}
}

static void
lint(VetTerminal *terminal, const char *folder, Count *total)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(VetPack) pack = vet_pack_read(folder, diagnostics);
	Count count = {vet_diagnostics_count(diagnostics), vet_diagnostics_warnings(diagnostics)};
	g_autofree char *found = describe(&count);
	g_autofree char *whole = g_canonicalize_filename(folder, NULL);
	g_autofree char *name = g_path_get_basename(whole);
	print_faults(terminal, diagnostics);
	if (pack)
		vet_terminal_print(terminal, VET_PAINT_PLAIN,
				   "%s %s: %u rules, %u document classes, %s\n", vet_pack_id(pack),
				   vet_pack_version(pack), vet_pack_rules(pack)->len,
				   vet_pack_classes(pack)->len, found);
	else
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "%s: %s\n", name, found);
	total->errors += count.errors;
	total->warnings += count.warnings;
}

int
vetctl_pack_lint(VetctlOptions *options, int argc, char **argv)
{
	int status;
	if (!vetctl_parse(options, NULL, &argc, &argv, 1, G_MAXINT, &status))
		return status;
	Count total = {0, 0};
	gboolean failed = FALSE;
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	for (int i = 1; i < argc; i++) {
		if (!g_file_test(argv[i], G_FILE_TEST_IS_DIR)) {
			g_printerr("vetctl: %s: a folder with a pack is expected\n", argv[i]);
			failed = TRUE;
			continue;
		}
		if (argc > 2)
			vet_terminal_print(terminal, VET_PAINT_BOLD, "%s%s\n", i > 1 ? "\n" : "",
					   argv[i]);
		lint(terminal, argv[i], &total);
	}
	if (argc > 2) {
		g_autofree char *found = describe(&total);
		vet_terminal_print(terminal, VET_PAINT_PLAIN, "\n%d packs: %s\n", argc - 1, found);
	}
	return failed ? VETCTL_ERROR : total.errors || total.warnings ? VETCTL_FOUND : VETCTL_OK;
}
