/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/translation.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"

static char *
write_file(const char *text, gssize length)
{
	char *path = NULL;
	g_autoptr(GError) error = NULL;
	int fd = g_file_open_tmp("vet-XXXXXX.po", &path, &error);
	g_assert_no_error(error);
	close(fd);
	g_assert_true(g_file_set_contents(path, text, length, NULL));
	return path;
}

static VetTranslation *
read_text(const char *text, gssize length, VetDiagnostics *diagnostics)
{
	g_autofree char *path = write_file(text, length);
	VetTranslation *translation = vet_translation_read(path, "po/en.po", diagnostics);
	g_unlink(path);
	return translation;
}

static void
test_entries(void)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(VetTranslation) translation = read_text(
		HEADER
		"#. rule a, message\n#: rules.yaml:12\nmsgid \"团队 {n}\"\nmsgstr \"\"\n\"The "
		"\\\"team\\\" \"\n\"{n}\"\n\n#, fuzzy\nmsgctxt \"class\"\nmsgid \"名称\"\n"
		"msgstr \"Name\"\n\nmsgid \"名称\"\nmsgstr \"\"\n\n#~ msgid \"旧\"\n#~ msgstr "
		"\"old\"\n",
		-1, diagnostics);
	g_assert_cmpuint(vet_diagnostics_count(diagnostics), ==, 0);
	g_assert_nonnull(translation);
	g_assert_cmpuint(vet_translation_entries(translation)->len, ==, 3);

	const VetTranslationEntry *team = vet_translation_find(translation, NULL, "团队 {n}");
	g_assert_cmpstr(team->said, ==, "The \"team\" {n}");
	g_assert_null(team->context);
	g_assert_false(team->fuzzy);
	g_assert_cmpuint(team->line, ==, 8);
	const VetTranslationEntry *name = vet_translation_find(translation, "class", "名称");
	g_assert_cmpstr(name->said, ==, "Name");
	g_assert_true(name->fuzzy);
	g_assert_cmpstr(vet_translation_find(translation, NULL, "名称")->said, ==, "");
	g_assert_null(vet_translation_find(translation, "field", "名称"));
	g_assert_null(vet_translation_find(translation, NULL, "旧"));
	g_assert_cmpuint(vet_translation_of_context(translation, "class")->len, ==, 1);
	g_assert_null(vet_translation_of_context(translation, "rule"));
}

static void
test_refused(void)
{
	static const struct {
		const char *text;
		gssize length;
		const char *fault;
	} rows[] = {
		{HEADER "msgid \"a\nmsgstr \"b\"\n", -1, "po/en.po:6:1: error: end-of-line"},
		{HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", -1,
		 "po/en.po:8:1: error: duplicate message"},
		{HEADER "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\nmsgstr[1] \"d\"\n", -1,
		 "no plural forms"},
		{HEADER "msgid \"a\"\n", -1, "missing 'msgstr'"},
		{HEADER "msgid \"\xb0\"\nmsgstr \"b\"\n", -1, "not UTF-8"},
		{"\x89PNG\r\n\x1a\n", 8, "not UTF-8"},
		{"a\0b", 3, "error: "},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
		g_autoptr(VetTranslation) translation =
			read_text(rows[i].text, rows[i].length, diagnostics);
		g_autofree char *found = vet_diagnostics_text(diagnostics);
		if (translation || !strstr(found, rows[i].fault))
			g_error("row %u: expected “%s”, found “%s”", i, rows[i].fault, found);
	}
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_assert_null(vet_translation_read("/nonexistent/en.po", "po/en.po", diagnostics));
	g_assert_cmpuint(vet_diagnostics_count(diagnostics), ==, 1);
}

/* a fault is shown where the msgstr has it, and at its beginning where the file wraps it */
static void
test_places(void)
{
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(VetTranslation) translation = read_text(
		HEADER "msgid \"甲 {n}\"\nmsgstr \"one {m}\"\n\nmsgid \"乙\"\nmsgstr \"{x}\"\n", -1,
		diagnostics);
	const VetTranslationEntry *entry = vet_translation_find(translation, NULL, "甲 {n}");
	vet_translation_fault(translation, entry, "{m}", diagnostics, "%s", "one");
	vet_translation_warn(translation, entry, "{x}", diagnostics, "%s", "two");
	g_autofree char *text = vet_diagnostics_text(diagnostics);
	g_assert_nonnull(strstr(text, "po/en.po:6:13: error: one\n"));
	g_assert_nonnull(strstr(text, "po/en.po:6:1: warning: two\n"));
}

static void
test_template(void)
{
	static const VetTranslationRow rows[] = {{"rule a, title", "团队"},
						 {"rule a, message", "共 “{n}”\n行"},
						 {"rule b, title", "团队"}};
	g_autofree char *path = write_file("", 0);
	g_autoptr(GError) error = NULL;
	g_assert_true(vet_translation_write_template(rows, G_N_ELEMENTS(rows), "small 1.0", path,
						     &error));
	g_assert_no_error(error);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_nonnull(strstr(text, "#. rule a, title\n#. rule b, title\n"));
	g_autoptr(VetDiagnostics) diagnostics = vet_diagnostics_new();
	g_autoptr(VetTranslation) back = vet_translation_read(path, "po/x.po", diagnostics);
	g_assert_cmpuint(vet_translation_entries(back)->len, ==, 2);
	g_assert_nonnull(vet_translation_find(back, NULL, "共 “{n}”\n行"));
	g_unlink(path);
	g_assert_false(vet_translation_write_template(rows, 1, "small", "/nonexistent/x", &error));
	g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/translation/entries", test_entries);
	g_test_add_func("/translation/refused", test_refused);
	g_test_add_func("/translation/places", test_places);
	g_test_add_func("/translation/template", test_template);
	return g_test_run();
}
