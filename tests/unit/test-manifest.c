/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/manifest.h"

#include "lib/error.h"

static void
test_whole(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetManifest) manifest = vet_manifest_parse(
		"{\"submission_id\": \"YY2025-0042\", \"project_name\": \" 云航　平台 \", "
		"\"submitted_at\": \"2025-07-08T16:20:00+08:00\","
		" \"units\": [{\"name\": \"甲公司\", \"credit_code\": \"914309000090FEGD52\", "
		"\"lead\": true}, {\"credit_code\": \"x\"}],"
		" \"members\": [{\"name\": \"张三\", \"id_number\": \"430104199809124051\"}], "
		"\"more\": {\"unknown\": 1}}",
		&error);
	g_assert_no_error(error);
	g_assert_cmpstr(manifest->submission_id, ==, "YY2025-0042");
	g_assert_cmpstr(manifest->project_name, ==, "云航 平台");
	g_assert_null(manifest->track);
	/* a unit without a name is none */
	g_assert_cmpuint(manifest->units->len, ==, 1);
	const VetManifestEntry *unit = manifest->units->pdata[0];
	g_assert_true(unit->lead);
	g_assert_cmpuint(manifest->members->len, ==, 1);
}

static void
test_refused(void)
{
	g_autofree char *deep = g_strnfill(100000, '[');
	const char *const cases[] = {"",
				     "[]",
				     "{",
				     "{\"units\": {}}",
				     "{\"project_name\": 7}",
				     "{\"members\": [1]}",
				     "{\"units\": [{\"lead\": \"yes\", \"name\": \"a\"}]}",
				     deep};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(VetManifest) manifest = vet_manifest_parse(cases[i], &error);
		g_assert_null(manifest);
		g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	}
}

static void
test_find(void)
{
	g_autoptr(GPtrArray) documents =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	g_ptr_array_add(documents, vet_document_new("a/b/submission.json", "", 1, 1));
	g_ptr_array_add(documents, vet_document_new("a/submission.json", "", 1, 1));
	g_ptr_array_add(documents, vet_document_new("submission.json", "", 1, 2));
	const VetDocument *found = vet_manifest_find(documents);
	g_assert_nonnull(found);
	g_assert_cmpstr(found->path, ==, "a/submission.json");
}

/* a team packs its proofs, and may pack a manifest of its own making with them */
static void
test_not_the_teams(void)
{
	g_autoptr(GPtrArray) documents =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_free);
	g_ptr_array_add(documents, vet_document_new("form.pdf", "", 1, 0));
	g_ptr_array_add(documents, vet_document_new("proofs.zip", "", 1, 0));
	g_ptr_array_add(documents, vet_document_new("proofs.zip/submission.json", "", 1, 1));
	g_assert_null(vet_manifest_find(documents));
	g_ptr_array_remove_index(documents, 0);
	g_assert_nonnull(vet_manifest_find(documents));
	g_ptr_array_add(documents, vet_document_new("submission.json", "", 1, 0));
	g_assert_cmpstr(vet_manifest_find(documents)->path, ==, "submission.json");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/manifest/whole", test_whole);
	g_test_add_func("/manifest/refused", test_refused);
	g_test_add_func("/manifest/find", test_find);
	g_test_add_func("/manifest/not-the-teams", test_not_the_teams);
	return g_test_run();
}
