/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/namelist.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lib/error.h"
#include "lib/ident.h"

static const guint8 secret[] = "a secret of tests";

static VetNamelists *
open_lists(const char *path)
{
	g_autoptr(GError) error = NULL;
	VetNamelists *lists = vet_namelists_open(path, secret, sizeof(secret), &error);

	g_assert_no_error(error);
	return lists;
}

/* the report of an import that must succeed */
static void
import_text(VetNamelists *lists, const char *text, gboolean force, VetImportReport *ret_report)
{
	g_autoptr(GError) error = NULL;
	gboolean done = vet_namelists_import(lists, "blacklist", "blacklist.csv", text,
					     strlen(text), force, ret_report, &error);

	g_assert_no_error(error);
	g_assert_true(done);
}

static void
refuse_text(VetNamelists *lists, const char *text, int code)
{
	g_autoptr(GError) error = NULL;
	VetImportReport report = {.rows = 77};

	g_assert_false(vet_namelists_import(lists, "blacklist", "blacklist.csv", text, strlen(text),
					    FALSE, &report, &error));
	g_assert_error(error, VET_ERROR, code);
	g_assert_true(strstr(error->message, "blacklist.csv") != NULL);
	g_assert_cmpuint(report.rows, ==, 77);
}

static char *
code_of(guint number)
{
	char code[19];

	g_snprintf(code, sizeof(code), "91430900%08u", number);
	code[16] = vet_organisation_code_check_digit(code + 8);
	code[17] = '\0';
	code[17] = vet_credit_code_check_digit(code);
	code[18] = '\0';
	return g_strdup(code);
}

static const char blacklist[] =
	"\xEF\xBB\xBF名称,统一社会信用代码,列入日期,列入事由,来源\n"
	"益阳市云元科技有限公司,91330100799655058B,2024-01-02,\"拒不履行,情节严重\",失信被执行人\n"
	"湖南（益阳）眾道數據有限公司,,2023-05-06,虚开发票,重大税收违法\n"
	",,2023-05-06,无名,无\n"
	"沅江市瑞合物流有限公司,91330100799655058C,,,\n"
	",71526726X,,,\n"
	"缺列,1\n"
	"桃江县新名竹业有限公司（曾用名：桃江县旧名竹业有限公司）,,,,\n"
	"张三,34052419800101001X,,,\n";

static void
test_import(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	g_auto(GStrv) described = NULL;

	g_assert_false(vet_namelists_has(lists, "blacklist"));
	import_text(lists, blacklist, FALSE, &report);
	g_assert_true(vet_namelists_has(lists, "blacklist"));
	g_assert_false(vet_namelists_has_registrations(lists));
	g_assert_cmpuint(report.rows, ==, 6);
	g_assert_cmpuint(report.rejected, ==, 2);
	g_assert_cmpint(report.version, ==, 1);
	g_assert_cmpuint(report.previous_rows, ==, 0);
	g_assert_cmpuint(report.problems->len, ==, 4);
	g_assert_true(g_str_has_prefix(report.problems->pdata[0], "blacklist.csv:4: "));
	g_assert_true(g_str_has_prefix(report.problems->pdata[1], "blacklist.csv:5: "));
	g_assert_true(g_str_has_prefix(report.problems->pdata[2], "blacklist.csv:7: "));
	g_assert_true(g_str_has_prefix(report.problems->pdata[3], "blacklist.csv:9: "));
	g_assert_null(strstr(report.problems->pdata[3], "34052419800101001X"));
	described = vet_namelists_describe(lists);
	g_assert_cmpstr(described[0], ==, "blacklist@1 (blacklist.csv, 6 rows)");
	g_assert_null(described[1]);
}

typedef GPtrArray *(*Lookup)(VetNamelists *lists, const char *list_name, const char *key,
			     GError **error);

typedef struct {
	Lookup lookup;
	const char *key;
	guint row; /* 0: none */
} LookupCase;

static const LookupCase lookup_cases[] = {
	{vet_namelists_lookup_code, "91330100799655058B", 2},
	{vet_namelists_lookup_code, "9133 0100 7996-5505 8b", 2},
	{vet_namelists_lookup_code, "79965505-8", 2},
	{vet_namelists_lookup_code, "9144030071526726XG", 6},
	{vet_namelists_lookup_code, "34052419800101001X", 0},
	{vet_namelists_lookup_code, "", 0},
	{vet_namelists_lookup_name, "益阳市云元 科技有限公司", 2},
	{vet_namelists_lookup_name, "湖南(益阳)眾道數據有限公司", 3},
	{vet_namelists_lookup_name, "湖南（益阳）众道数据有限公司", 3},
	{vet_namelists_lookup_name, "沅江市瑞合物流有限公司", 5},
	{vet_namelists_lookup_name, "桃江县旧名竹业有限公司", 8},
	{vet_namelists_lookup_name, "桃江县新名竹业有限公司", 8},
	{vet_namelists_lookup_name, "益阳市云元科技有限责任公司", 0},
	{vet_namelists_lookup_name, "", 0},
};

static void
test_lookup(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	g_autoptr(GPtrArray) other = NULL;

	import_text(lists, blacklist, FALSE, &report);
	for (guint i = 0; i < G_N_ELEMENTS(lookup_cases); i++) {
		const LookupCase *c = &lookup_cases[i];
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) hits = c->lookup(lists, "blacklist", c->key, &error);
		const VetListHit *hit;

		g_assert_no_error(error);
		g_assert_cmpuint(hits->len, ==, c->row ? 1 : 0);
		if (!c->row)
			continue;
		hit = hits->pdata[0];
		g_assert_cmpuint(hit->row, ==, c->row);
		g_assert_cmpstr(hit->list, ==, "blacklist");
		g_assert_cmpstr(hit->source_name, ==, "blacklist.csv");
		g_assert_cmpint(hit->version, ==, 1);
		g_assert_cmpfloat(hit->likeness, ==, 1.0);
	}
	other = vet_namelists_lookup_name(lists, "other", "益阳市云元科技有限公司", NULL);
	g_assert_cmpuint(other->len, ==, 0);
}

static void
test_fields(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	g_autoptr(GPtrArray) hits = NULL;
	g_autoptr(GPtrArray) person = NULL;
	const VetListHit *hit;

	import_text(lists, blacklist, FALSE, &report);
	hits = vet_namelists_lookup_name(lists, "blacklist", "益阳市云元科技有限公司", NULL);
	hit = hits->pdata[0];
	g_assert_cmpstr(hit->name, ==, "益阳市云元科技有限公司");
	g_assert_cmpstr(hit->credit_code, ==, "91330100799655058B");
	g_assert_cmpstr(hit->listed_on, ==, "2024-01-02");
	g_assert_cmpstr(hit->reason, ==, "拒不履行,情节严重");
	g_assert_cmpstr(hit->origin, ==, "失信被执行人");
	person = vet_namelists_lookup_name(lists, "blacklist", "张三", NULL);
	hit = person->pdata[0];
	g_assert_cmpstr(hit->credit_code, ==, "340***********001X");
}

static void
test_versions(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) first = {0};
	g_auto(VetImportReport) again = {0};
	g_auto(VetImportReport) second = {0};
	g_autoptr(GPtrArray) gone = NULL;
	g_autoptr(GPtrArray) found = NULL;

	import_text(lists, blacklist, FALSE, &first);
	import_text(lists, blacklist, FALSE, &again);
	g_assert_cmpint(again.version, ==, 1);
	g_assert_cmpuint(again.rows, ==, 6);
	g_assert_cmpuint(again.rejected, ==, 2);
	import_text(lists, "名称\n南县强盛有限公司\n", FALSE, &second);
	g_assert_cmpint(second.version, ==, 2);
	g_assert_cmpuint(second.previous_rows, ==, 6);
	gone = vet_namelists_lookup_code(lists, "blacklist", "91330100799655058B", NULL);
	found = vet_namelists_lookup_name(lists, "blacklist", "南县强盛有限公司", NULL);
	g_assert_cmpuint(gone->len, ==, 0);
	g_assert_cmpuint(found->len, ==, 1);
	g_assert_cmpint(((VetListHit *)found->pdata[0])->version, ==, 2);
}

static guint
count_hits(VetNamelists *lists, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) hits = vet_namelists_lookup_name(lists, "blacklist", name, &error);
	g_assert_no_error(error);
	return hits->len;
}

/* a run is repeated with the lists that it saw, whatever was imported since */
static void
test_recall(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_autoptr(GError) error = NULL;
	g_auto(VetImportReport) first = {0}, second = {0}, registry = {0};
	const char *const nothing[] = {NULL};

	import_text(lists, "名称\n南县强盛有限公司\n", FALSE, &first);
	g_auto(GStrv) then = vet_namelists_describe(lists);
	import_text(lists, "名称\n桃江县竹业有限公司\n", FALSE, &second);
	g_assert_true(vet_namelists_import_registrations(
		lists, "registry.csv",
		"项目名称,参赛单位,初赛承办市州\n甲,南县强盛有限公司,长沙市\n",
		strlen("项目名称,参赛单位,初赛承办市州\n甲,南县强盛有限公司,长沙市\n"), FALSE,
		&registry, &error));
	g_assert_no_error(error);
	g_auto(GStrv) now = vet_namelists_describe(lists);

	g_assert_true(vet_namelists_recall(lists, (const char *const *)then, &error));
	g_auto(GStrv) recalled = vet_namelists_describe(lists);
	g_assert_cmpstrv(recalled, then);
	g_assert_cmpuint(count_hits(lists, "南县强盛有限公司"), ==, 1);
	g_assert_cmpuint(count_hits(lists, "桃江县竹业有限公司"), ==, 0);
	g_assert_false(vet_namelists_has_registrations(lists));

	g_assert_true(vet_namelists_recall(lists, nothing, &error));
	g_assert_false(vet_namelists_has(lists, "blacklist"));

	g_assert_true(vet_namelists_recall(lists, (const char *const *)now, &error));
	g_assert_cmpuint(count_hits(lists, "桃江县竹业有限公司"), ==, 1);
	g_assert_true(vet_namelists_has_registrations(lists));
	g_assert_true(vet_namelists_recall(lists, NULL, &error));
	g_auto(GStrv) in_force = vet_namelists_describe(lists);
	g_assert_cmpstrv(in_force, now);
}

static void
test_recall_of_what_is_not_there(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	static const struct {
		const char *description;
		int code;
	} rows[] = {
		{"blacklist@2 (blacklist.csv, 1 rows)", VET_ERROR_RETRY},
		{"winners@1 (winners.csv, 1 rows)", VET_ERROR_RETRY},
		{"registrations@1 (r.csv, 1 rows)", VET_ERROR_RETRY},
		{"blacklist (blacklist.csv, 1 rows)", VET_ERROR_MALFORMED},
		{"@1 (blacklist.csv, 1 rows)", VET_ERROR_MALFORMED},
		{"blacklist@", VET_ERROR_MALFORMED},
		{"blacklist@99999999999999999999 (b, 1 rows)", VET_ERROR_MALFORMED},
		{"", VET_ERROR_MALFORMED},
	};

	import_text(lists, "名称\n南县强盛有限公司\n", FALSE, &report);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		const char *const descriptions[] = {rows[i].description, NULL};
		g_assert_false(vet_namelists_recall(lists, descriptions, &error));
		g_assert_error(error, VET_ERROR, rows[i].code);
	}
	/* and nothing has changed */
	g_assert_cmpuint(count_hits(lists, "南县强盛有限公司"), ==, 1);
}

/* `count` rows named 益阳市<n>号科技有限公司 */
static char *
long_list(guint count)
{
	GString *text = g_string_new("名称,统一社会信用代码\n");

	for (guint i = 0; i < count; i++) {
		g_autofree char *code = code_of(i);
		g_string_append_printf(text, "益阳市%05u科技有限公司,%s\n", i * 7919 % 100000,
				       code);
	}
	return g_string_free(text, FALSE);
}

static void
test_refused(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_autofree char *many = long_list(20);
	g_autofree char *half = long_list(10);
	g_autofree char *few = long_list(9);
	g_auto(VetImportReport) first = {0};
	g_auto(VetImportReport) shrunk = {0};
	g_auto(VetImportReport) forced = {0};
	g_auto(VetImportReport) empty = {0};

	refuse_text(lists, "名称,来源\n", VET_ERROR_CONFIG);
	refuse_text(lists, "名称,来源\n,x\n", VET_ERROR_CONFIG);
	refuse_text(lists, "name,code\nx,y\n", VET_ERROR_MALFORMED);
	refuse_text(lists, "", VET_ERROR_MALFORMED);
	g_assert_false(vet_namelists_has(lists, "blacklist"));

	import_text(lists, many, FALSE, &first);
	refuse_text(lists, few, VET_ERROR_CONFIG);
	refuse_text(lists, "名称,来源\n", VET_ERROR_CONFIG);
	import_text(lists, half, FALSE, &shrunk);
	g_assert_cmpint(shrunk.version, ==, 2);
	import_text(lists, "名称,来源\n", TRUE, &empty);
	g_assert_cmpint(empty.version, ==, 3);
	g_assert_cmpuint(empty.rows, ==, 0);
	import_text(lists, few, TRUE, &forced);
	g_assert_cmpint(forced.version, ==, 4);
}

static void
test_similar(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_autofree char *text = long_list(2000);
	g_autofree char *all = g_strconcat(
		text, "湖南赫山数据科技有限公司,\n湖南赫山数据科技有限责任公司,\n", NULL);
	g_auto(VetImportReport) report = {0};
	g_autoptr(GPtrArray) hits = NULL;
	g_autoptr(GPtrArray) none = NULL;
	g_autoptr(GPtrArray) many = NULL;
	g_autoptr(GPtrArray) empty = NULL;

	import_text(lists, all, FALSE, &report);
	/* as text recognition reads it */
	hits = vet_namelists_similar(lists, "blacklist", "湖南灰山数据科技有限公司", 0.8, NULL);
	g_assert_cmpuint(hits->len, ==, 1);
	g_assert_cmpstr(((VetListHit *)hits->pdata[0])->name, ==, "湖南赫山数据科技有限公司");
	g_assert_cmpfloat_with_epsilon(((VetListHit *)hits->pdata[0])->likeness, 11.0 / 12, 1e-9);
	none = vet_namelists_similar(lists, "blacklist", "长沙远慧物流有限公司", 0.8, NULL);
	g_assert_cmpuint(none->len, ==, 0);
	many = vet_namelists_similar(lists, "blacklist", "益阳市00000科技有限公司", 0.7, NULL);
	g_assert_cmpuint(many->len, ==, 20);
	g_assert_cmpfloat(((VetListHit *)many->pdata[0])->likeness, ==, 1.0);
	empty = vet_namelists_similar(lists, "blacklist", "", 0.7, NULL);
	g_assert_cmpuint(empty->len, ==, 0);
}

static void
test_gb18030(void)
{
	g_autoptr(VetNamelists) lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	g_autoptr(GPtrArray) hits = NULL;
	gsize length;
	g_autofree char *bytes =
		g_convert(blacklist + 3, -1, "GB18030", "UTF-8", NULL, &length, NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(vet_namelists_import(lists, "blacklist", "b.csv", bytes, length, FALSE,
					   &report, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(report.rows, ==, 6);
	hits = vet_namelists_lookup_name(lists, "blacklist", "湖南（益阳）众道数据有限公司", NULL);
	g_assert_cmpuint(hits->len, ==, 1);
}

static const char registrations[] =
	"项目名称,参赛单位,统一社会信用代码,团队成员,成员身份证号,初赛承办市州,参赛赛道\n"
	"智慧农业平台,益阳市云元科技有限公司、沅江市瑞合物流有限公司,91330100799655058B、"
	"9144030071526726XG,张三、李四、王五,34052419800101001X、、,长沙市,现代农业\n"
	"智慧物流平台,南县强盛有限公司,,赵六、李四,,株洲市,交通运输\n"
	",南县强盛有限公司,,赵六,,株洲市,交通运输\n"
	"无单位,,,赵六,,株洲市,交通运输\n";

static VetNamelists *
open_registrations(void)
{
	VetNamelists *lists = open_lists(NULL);
	g_auto(VetImportReport) report = {0};
	g_autoptr(GError) error = NULL;

	g_assert_true(vet_namelists_import_registrations(lists, "registry.csv", registrations,
							 strlen(registrations), FALSE, &report,
							 &error));
	g_assert_no_error(error);
	g_assert_cmpuint(report.rows, ==, 2);
	g_assert_cmpuint(report.rejected, ==, 2);
	g_assert_true(vet_namelists_has_registrations(lists));
	g_assert_false(vet_namelists_has(lists, "registrations"));
	return lists;
}

/* the rows of the hits, as "2,3" */
static char *
rows_of(GPtrArray *hits)
{
	GString *rows = g_string_new(NULL);

	g_assert_nonnull(hits);
	for (guint i = 0; i < hits->len; i++)
		g_string_append_printf(rows, "%s%u", i ? "," : "",
				       ((VetRegistrationHit *)hits->pdata[i])->row);
	g_ptr_array_unref(hits);
	return g_string_free(rows, FALSE);
}

static void
assert_rows(GPtrArray *hits, const char *expected)
{
	g_autofree char *rows = rows_of(hits);
	g_assert_cmpstr(rows, ==, expected);
}

static void
test_registrations(void)
{
	g_autoptr(VetNamelists) lists = open_registrations();
	g_autoptr(GPtrArray) hits =
		vet_namelists_registrations_of_project(lists, "智慧 农业平台", 0.9, NULL);
	const VetRegistrationHit *hit = hits->pdata[0];

	g_assert_cmpuint(hits->len, ==, 1);
	g_assert_cmpfloat(hit->likeness, ==, 1.0);
	g_assert_cmpstr(hit->project_name, ==, "智慧农业平台");
	g_assert_cmpstr(hit->unit, ==, "益阳市云元科技有限公司");
	g_assert_cmpstr(hit->credit_code, ==, "91330100799655058B");
	g_assert_cmpstr(hit->city, ==, "长沙市");
	g_assert_cmpstr(hit->track, ==, "现代农业");
	g_assert_cmpuint(hit->n_members, ==, 3);
	assert_rows(vet_namelists_registrations_of_project(lists, "智慧农业平台", 0.6, NULL),
		    "2,3");
	assert_rows(vet_namelists_registrations_of_unit(lists, "9144030071526726XG", "某", NULL),
		    "2");
	assert_rows(
		vet_namelists_registrations_of_unit(lists, NULL, "沅江市瑞合物流有限公司", NULL),
		"2");
	assert_rows(vet_namelists_registrations_of_unit(lists, "914403001922038216",
							"南县强盛有限公司", NULL),
		    "3");
	assert_rows(vet_namelists_registrations_of_unit(lists, "914403001922038216",
							"沅江市瑞合物流有限公司", NULL),
		    "");
	assert_rows(vet_namelists_registrations_of_unit(lists, "", "", NULL), "");
}

static void
test_roster(void)
{
	g_autoptr(VetNamelists) lists = open_registrations();
	g_autofree char *key = vet_id_number_key(secret, sizeof(secret), "34052419800101001x");
	const char *keys[] = {key, NULL};
	const char *nobody[] = {NULL};
	const char *names[] = {"张 三", "李四", "赵六", NULL};
	const char *zhang[] = {"张三", NULL};
	g_autoptr(GPtrArray) both = vet_namelists_registrations_of_roster(lists, keys, names, NULL);
	g_autoptr(GPtrArray) by_name =
		vet_namelists_registrations_of_roster(lists, nobody, names, NULL);

	g_assert_cmpuint(both->len, ==, 2);
	g_assert_cmpuint(((VetRegistrationHit *)both->pdata[0])->n_shared, ==, 1 + 1);
	g_assert_cmpuint(((VetRegistrationHit *)both->pdata[1])->n_shared, ==, 2);
	g_assert_cmpuint(by_name->len, ==, 2);
	assert_rows(vet_namelists_registrations_of_roster(lists, NULL, zhang, NULL), "2");
	assert_rows(vet_namelists_registrations_of_roster(lists, keys, NULL, NULL), "2");
	assert_rows(vet_namelists_registrations_of_roster(lists, NULL, NULL, NULL), "");
}

static void
test_file(void)
{
	g_autofree char *folder = g_dir_make_tmp("vet-lists-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "lists.db", NULL);
	g_auto(VetImportReport) report = {0};
	g_auto(VetImportReport) keyed_again = {0};
	VetNamelists *lists = open_lists(path);
	g_autofree char *bytes = NULL;
	gsize length;
	GStatBuf status;
	g_autoptr(GError) error = NULL;
	const guint8 other[] = "another";

	g_assert_true(vet_namelists_import_registrations(lists, "registry.csv", registrations,
							 strlen(registrations), FALSE, &report,
							 &error));
	vet_namelists_close(lists);
	g_assert_cmpint(g_stat(path, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_assert_null(memmem(bytes, length, "34052419800101001X", 18));

	lists = open_lists(path);
	assert_rows(vet_namelists_registrations_of_unit(lists, "91330100799655058B", NULL, NULL),
		    "2");
	vet_namelists_close(lists);

	/* under another secret the same bytes are not the same */
	lists = vet_namelists_open(path, other, sizeof(other), &error);
	g_assert_true(vet_namelists_import_registrations(lists, "registry.csv", registrations,
							 strlen(registrations), FALSE, &keyed_again,
							 &error));
	g_assert_cmpint(keyed_again.version, ==, 2);
	vet_namelists_close(lists);

	g_assert_true(g_file_set_contents(path, "no database at all, but long enough", -1, NULL));
	g_assert_null(vet_namelists_open(path, other, sizeof(other), &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_CONFIG);
	g_unlink(path);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/namelist/import", test_import);
	g_test_add_func("/namelist/lookup", test_lookup);
	g_test_add_func("/namelist/fields", test_fields);
	g_test_add_func("/namelist/versions", test_versions);
	g_test_add_func("/namelist/recall", test_recall);
	g_test_add_func("/namelist/recall-of-what-is-not-there", test_recall_of_what_is_not_there);
	g_test_add_func("/namelist/refused", test_refused);
	g_test_add_func("/namelist/similar", test_similar);
	g_test_add_func("/namelist/gb18030", test_gb18030);
	g_test_add_func("/namelist/registrations", test_registrations);
	g_test_add_func("/namelist/roster", test_roster);
	g_test_add_func("/namelist/file", test_file);
	return g_test_run();
}
