/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cohort.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lib/error.h"
#include "lib/factmap.h"
#include "lib/sqlite.h"

static const guint8 secret[] = "a secret of tests";

/* a submission in few words; lists end with NULL */
typedef struct {
	const char *id;
	guint version; /* 0: 1 */
	const char *unit, *code;
	const char *persons[6]; /* "name" or "name=key" */
	const char *file;       /* sha256 */
	const char *picture;    /* likeness of its second page */
	const char *number;     /* on that page */
	const char *form;
} Entry;

static void
add_person(VetFacts *facts, VetFactList *list, const char *person)
{
	g_auto(GStrv) parts = g_strsplit(person, "=", 2);
	VetFactMap *map = vet_fact_map_new(facts);
	vet_fact_map_add_string(map, "name", parts[0], NULL);
	vet_fact_map_add_string(map, "id_key", parts[1], NULL);
	vet_fact_list_add(list, vet_fact_map_finish(map, NULL));
}

static void
set_list(VetFacts *facts, const char *name, const char *const keys[], const char *const values[])
{
	VetFactList *list = vet_fact_list_new(facts);
	VetFactMap *map = vet_fact_map_new(facts);
	for (guint i = 0; keys[i]; i++)
		vet_fact_map_add_string(map, keys[i], values[i], NULL);
	vet_fact_list_add(list, vet_fact_map_finish(map, NULL));
	vet_facts_set(facts, name, vet_fact_list_finish(list, NULL));
}

static void
set_picture(VetFacts *facts, const Entry *entry)
{
	VetFactList *documents = vet_fact_list_new(facts), *pictures = vet_fact_list_new(facts);
	VetFactMap *document = vet_fact_map_new(facts), *picture = vet_fact_map_new(facts);

	vet_fact_map_add(picture, "page", cel_int(2), NULL);
	vet_fact_map_add_string(picture, "likeness", entry->picture, NULL);
	vet_fact_map_add_string(picture, "text", entry->number, NULL);
	vet_fact_list_add(pictures, vet_fact_map_finish(picture, NULL));
	vet_fact_map_add_string(document, "path", "材料/扫描.pdf", NULL);
	vet_fact_map_add_string(document, "sha256", entry->file, NULL);
	vet_fact_map_add(document, "pictures", vet_fact_list_finish(pictures, NULL), NULL);
	vet_fact_list_add(documents, vet_fact_map_finish(document, NULL));
	vet_facts_set(facts, "documents", vet_fact_list_finish(documents, NULL));
}

static VetFacts *
facts_of(const Entry *entry)
{
	VetFacts *facts = vet_facts_new(1 << 20);
	VetFactMap *submission = vet_fact_map_new(facts);
	VetFactList *members = vet_fact_list_new(facts);
	g_autofree char *project = g_strconcat("项目", entry->id, NULL);
	const char *const unit_keys[] = {"name", "credit_code", NULL};
	const char *const units[] = {entry->unit ? entry->unit : entry->id, entry->code};
	const char *const document_keys[] = {"path", "sha256", "class", "text", NULL};
	const char *const documents[] = {"材料/文件.pdf", entry->file ? entry->file : "",
					 entry->form ? "application_form" : "", entry->form};

	vet_fact_map_add_string(submission, "project_name", project, NULL);
	vet_facts_set(facts, "submission", vet_fact_map_finish(submission, NULL));
	set_list(facts, "units", unit_keys, units);
	if (entry->picture)
		set_picture(facts, entry);
	else
		set_list(facts, "documents", document_keys, documents);
	for (guint i = 0; i < G_N_ELEMENTS(entry->persons) && entry->persons[i]; i++)
		add_person(facts, members, entry->persons[i]);
	vet_facts_set(facts, "members", vet_fact_list_finish(members, NULL));
	return facts;
}

static VetProfile *
profile_of(const Entry *entry)
{
	g_autoptr(VetFacts) facts = facts_of(entry);
	const VetProfileIdentity identity = {.id = entry->id,
					     .received_as = entry->id,
					     .version = MAX(entry->version, 1),
					     .sha256 = "aa"};
	return vet_profile_new(NULL, facts, NULL, &identity, secret, sizeof secret);
}

static VetCohort *
open_cohort(const char *path)
{
	g_autoptr(GError) error = NULL;
	VetCohort *cohort = vet_cohort_open(path, secret, sizeof secret, &error);
	g_assert_no_error(error);
	return cohort;
}

static gint64
join(VetCohort *cohort, const Entry *entry)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetProfile) profile = profile_of(entry);
	gint64 number = -1;
	gboolean done = vet_cohort_join(cohort, profile, &number, &error);
	g_assert_no_error(error);
	g_assert_true(done);
	return number;
}

static VetPeers *
peers_of(VetCohort *cohort, const Entry *entry, gint64 before)
{
	return vet_peers_new(cohort, profile_of(entry), before);
}

/* "S2 2/1, S3 1/0": id, shared persons, those by their number */
static char *
roster_text(VetPeers *peers, const Entry *entry)
{
	g_autoptr(GError) error = NULL;
	const char *keys[8] = {NULL}, *names[8] = {NULL};
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < G_N_ELEMENTS(entry->persons) && entry->persons[i]; i++) {
		char **parts = g_strsplit(entry->persons[i], "=", 2);
		names[i] = parts[0];
		keys[i] = parts[1] ? parts[1] : "";
		g_ptr_array_add(kept, parts[0]);
		g_ptr_array_add(kept, parts[1]);
		g_free(parts);
	}
	g_autoptr(GPtrArray) found = vet_peers_of_roster(peers, keys, names, &error);
	g_assert_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < found->len; i++) {
		const VetPeer *peer = found->pdata[i];
		g_string_append_printf(text, "%s%s %u/%u", i ? ", " : "", peer->id, peer->n_shared,
				       peer->n_shared_ids);
		g_assert_cmpuint(g_strv_length(peer->shared), ==, peer->n_shared);
	}
	return g_strdup(text->str);
}

static void
assert_roster(VetCohort *cohort, const Entry *entry, gint64 before, const char *expected)
{
	g_autoptr(VetPeers) peers = peers_of(cohort, entry, before);
	g_autofree char *text = roster_text(peers, entry);
	g_assert_cmpstr(text, ==, expected);
}

static void
test_roster(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry two = {.id = "S2", .persons = {"甲=k1", "乙=k2", "丙"}};
	const Entry three = {.id = "S3", .persons = {"乙", "丁=k4"}};
	const Entry own = {.id = "S1", .persons = {"改名=k1", "乙=k2", "丙=k3"}};
	const Entry namesake = {.id = "S4", .persons = {"甲=k9", "丁=k8"}};
	join(cohort, &two);
	join(cohort, &three);
	/* by number whatever the name; by name where one of the two has no number */
	assert_roster(cohort, &own, VET_PEERS_ALL, "S2 3/2, S3 1/0");
	/* two numbers that differ are two persons */
	assert_roster(cohort, &namesake, VET_PEERS_ALL, "");
	/* nobody is compared with themselves */
	assert_roster(cohort, &two, VET_PEERS_ALL, "S3 1/0");
}

static void
test_order(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry first = {.id = "S1", .persons = {"甲=k1"}};
	const Entry second = {.id = "S2", .persons = {"甲=k1"}};
	gint64 one = join(cohort, &first), two = join(cohort, &second);
	g_assert_cmpint(two, >, one);
	/* the later one is told; the earlier one's set never changes */
	assert_roster(cohort, &first, one, "");
	assert_roster(cohort, &second, two, "S1 1/1");
	g_assert_cmpint(join(cohort, &first), ==, one);
	g_assert_cmpint(join(cohort, &second), ==, two);
}

static void
test_versions(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry old = {.id = "S1", .persons = {"甲=k1"}};
	const Entry corrected = {.id = "S1", .version = 2, .persons = {"乙=k2"}};
	const Entry other = {.id = "S2", .persons = {"甲=k1"}};
	join(cohort, &old);
	gint64 number = join(cohort, &other);
	assert_roster(cohort, &other, number, "S1 1/1");
	gint64 newest = join(cohort, &corrected);
	/* a run that is repeated sees what it saw; one of today sees the newest version */
	assert_roster(cohort, &other, number, "S1 1/1");
	assert_roster(cohort, &other, VET_PEERS_ALL, "");
	assert_roster(cohort, &corrected, newest, "");
}

/* another pack reads the same papers otherwise */
static void
test_content_changes(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry before = {.id = "S1", .persons = {"甲=k1"}};
	const Entry after = {.id = "S1", .persons = {"乙=k2"}};
	const Entry other = {.id = "S2", .persons = {"乙=k2"}};
	gint64 number = join(cohort, &before);
	assert_roster(cohort, &other, VET_PEERS_ALL, "");
	g_assert_cmpint(join(cohort, &after), ==, number);
	assert_roster(cohort, &other, VET_PEERS_ALL, "S1 1/1");
}

/* what "submissions@…" says of the others, as `own` sees them */
static char *
describe(VetCohort *cohort, const Entry *own, gint64 before)
{
	g_autoptr(VetPeers) peers = peers_of(cohort, own, before);
	return vet_peers_describe(peers);
}

static void
recall(VetCohort *cohort, const char *description)
{
	g_autoptr(GError) error = NULL;
	gboolean done = vet_cohort_recall(cohort, description, &error);
	g_assert_no_error(error);
	g_assert_true(done);
}

/* a run is repeated: neither what was read otherwise since nor what came since is seen */
static void
test_recall(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry before = {.id = "S1", .persons = {"甲=k1"}, .file = "f1"};
	const Entry after = {.id = "S1", .persons = {"乙=k2"}, .file = "f2"};
	const Entry own = {.id = "S2", .persons = {"甲=k1", "乙=k2"}};
	join(cohort, &before);
	gint64 number = join(cohort, &own);
	g_autofree char *then = describe(cohort, &own, number);
	join(cohort, &after);
	g_autofree char *now = describe(cohort, &own, number);
	g_assert_cmpstr(then, ==, "submissions@2/2 (1 others)");
	g_assert_cmpstr(now, ==, "submissions@2/3 (1 others)");
	assert_roster(cohort, &own, number, "S1 1/1");

	recall(cohort, then);
	g_autofree char *again = describe(cohort, &own, number);
	g_assert_cmpstr(again, ==, then);
	g_autoptr(VetPeers) peers = peers_of(cohort, &own, number);
	const char *keys[] = {"k1", NULL}, *names[] = {"甲", NULL};
	g_autoptr(GPtrArray) team = vet_peers_of_roster(peers, keys, names, NULL);
	g_assert_cmpuint(team->len, ==, 1);
	g_autoptr(GPtrArray) old = vet_peers_of_document(peers, "f1", NULL);
	g_assert_cmpuint(old->len, ==, 1);
	g_autoptr(GPtrArray) young = vet_peers_of_document(peers, "f2", NULL);
	g_assert_cmpuint(young->len, ==, 0);

	recall(cohort, NULL);
	g_autofree char *present = describe(cohort, &own, number);
	g_assert_cmpstr(present, ==, now);
	/* of a run from before horizons were recorded: as it is now, told as it was told */
	recall(cohort, "submissions@2 (1 others)");
	g_autofree char *old_kind = describe(cohort, &own, number);
	g_assert_cmpstr(old_kind, ==, "submissions@2 (1 others)");
}

static void
test_recall_nonsense(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const char *const wrong[] = {"",
				     "blacklist@3 (a.csv, 1 rows)",
				     "submissions@",
				     "submissions@x (1 others)",
				     "submissions@3/ (1 others)",
				     "submissions@3/99999999999999999999 (1 others)",
				     "submissions@all (2 others)"};
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(vet_cohort_recall(cohort, wrong[i], &error));
		g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	}
}

static void
test_file(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry one = {.id = "S1", .unit = "甲公司", .file = "f1"};
	const Entry two = {
		.id = "S2", .unit = "乙公司", .code = "91430900MA4L0KQ70H", .file = "f1"};
	const Entry own = {.id = "S3", .unit = "丙公司", .code = "91430900MA4L0KQ70H"};
	join(cohort, &two);
	join(cohort, &one);
	g_autoptr(VetPeers) peers = peers_of(cohort, &own, VET_PEERS_ALL);
	g_autoptr(GPtrArray) found = vet_peers_of_document(peers, "f1", &error);
	g_assert_no_error(error);
	g_assert_cmpuint(found->len, ==, 2);
	const VetPeer *first = found->pdata[0], *second = found->pdata[1];
	g_assert_cmpstr(first->id, ==, "S1");
	g_assert_cmpstr(first->path, ==, "材料/文件.pdf");
	g_assert_cmpstr(first->units[0], ==, "甲公司");
	g_assert_false(first->same_unit);
	g_assert_true(second->same_unit);
	g_autoptr(GPtrArray) none = vet_peers_of_document(peers, "f2", &error);
	g_assert_cmpuint(none->len, ==, 0);
}

static void
test_picture(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const char *look = "0123456789abcdef0123456789abcdef", *number = "登记号:2024SR0123456";
	const Entry others[] = {
		{.id = "same-bytes", .file = "f1", .picture = look, .number = number},
		{.id = "saved-anew",
		 .file = "f2",
		 .picture = "0123456789abcdef0123456789abcde0",
		 .number = number},
		{.id = "other-number",
		 .file = "f3",
		 .picture = look,
		 .number = "登记号:2024SR0765432"},
		{.id = "other-look",
		 .file = "f4",
		 .picture = "fedcba98765432100123456789abcdef",
		 .number = number},
	};
	const Entry own = {.id = "S1", .file = "f1", .picture = look, .number = number};

	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		join(cohort, &others[i]);
	g_autoptr(VetPeers) peers = peers_of(cohort, &own, VET_PEERS_ALL);
	g_autoptr(GPtrArray) found = vet_peers_of_picture(peers, "材料/扫描.pdf", &error);
	g_assert_no_error(error);
	g_assert_cmpuint(found->len, ==, 1);
	const VetPeer *peer = found->pdata[0];
	g_assert_cmpstr(peer->id, ==, "saved-anew");
	g_assert_cmpuint(peer->page, ==, 2);
	g_assert_cmpuint(peer->own_page, ==, 2);
	g_autoptr(GPtrArray) none = vet_peers_of_picture(peers, "别的.pdf", &error);
	g_assert_cmpuint(none->len, ==, 0);
	/* judged before: it is not told of who comes later */
	g_autoptr(VetPeers) earlier = peers_of(cohort, &own, 2);
	g_autoptr(GPtrArray) before = vet_peers_of_picture(earlier, "材料/扫描.pdf", &error);
	g_assert_cmpuint(before->len, ==, 0);
}

/* `n` letters that no other seed gives */
static char *
text_of(guint seed, guint n)
{
	GString *text = g_string_new(NULL);
	GRand *random = g_rand_new_with_seed(seed);
	for (guint i = 0; i < n; i++)
		g_string_append_unichar(text, 0x4e00 + g_rand_int_range(random, 0, 3000));
	g_rand_free(random);
	return g_string_free(text, FALSE);
}

static GPtrArray *
like(VetCohort *cohort, const Entry *own, double minimum)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPeers) peers = peers_of(cohort, own, VET_PEERS_ALL);
	GPtrArray *found = vet_peers_like(peers, minimum, &error);
	g_assert_no_error(error);
	return found;
}

static void
test_like(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	g_autofree char *a = text_of(1, 400), *b = text_of(2, 300), *c = text_of(3, 300);
	g_autofree char *own_text = g_strconcat(a, "，\n", b, NULL);
	g_autofree char *copied = g_strconcat(c, a, NULL);
	const Entry own = {.id = "S1", .form = own_text};
	const Entry copy = {.id = "S2", .form = copied};
	const Entry stranger = {.id = "S3", .form = c};
	join(cohort, &copy);
	join(cohort, &stranger);
	g_autoptr(GPtrArray) found = like(cohort, &own, 0.5);
	g_assert_cmpuint(found->len, ==, 1);
	const VetPeer *peer = found->pdata[0];
	g_assert_cmpstr(peer->id, ==, "S2");
	g_assert_cmpfloat(peer->share, >, 0.5);
	g_assert_cmpfloat(peer->share, <, 0.65);
	g_assert_cmpuint(peer->passages->len, ==, 1);
	const VetPassage *passage = peer->passages->pdata[0];
	g_assert_cmpuint(passage->letters, >, 400 - 2 * VET_SHINGLE_WINDOW);
	g_assert_cmpuint(passage->letters, <=, 400);
	/* the passage stands in both, letter by letter */
	g_assert_nonnull(strstr(own_text, passage->text));
	g_assert_nonnull(strstr(copied, passage->text));
	g_autoptr(GPtrArray) none = like(cohort, &own, 0.7);
	g_assert_cmpuint(none->len, ==, 0);
}

/* words in common that never make a passage are no copy, however many */
static void
test_no_passage(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	g_autoptr(GString) own_text = g_string_new(NULL);
	g_autoptr(GString) other_text = g_string_new(NULL);
	for (guint i = 0; i < 60; i++) {
		g_autofree char *common = text_of(1000 + i, 20), *mine = text_of(2000 + i, 9);
		g_autofree char *theirs = text_of(3000 + i, 9);
		g_string_append_printf(own_text, "%s%s", common, mine);
		g_string_append_printf(other_text, "%s%s", common, theirs);
	}
	const Entry own = {.id = "S1", .form = own_text->str};
	const Entry other = {.id = "S2", .form = other_text->str};
	join(cohort, &other);
	g_autoptr(GPtrArray) found = like(cohort, &own, 0.05);
	g_assert_cmpuint(found->len, ==, 0);
}

static void
test_template(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	g_autofree char *template = text_of(7, 600), *mine = text_of(8, 300);
	g_autofree char *own_text = g_strconcat(template, mine, NULL);
	const Entry own = {.id = "S0", .form = own_text};
	for (guint i = 1; i <= 6; i++) {
		g_autofree char *id = g_strdup_printf("S%u", i), *theirs = text_of(10 + i, 300);
		g_autofree char *text = g_strconcat(template, theirs, NULL);
		const Entry entry = {.id = id, .form = text};
		g_autoptr(GPtrArray) found = like(cohort, &own, 0.5);
		g_assert_cmpuint(found->len, ==, i - 1);
		join(cohort, &entry);
	}
	/* six of them: it is a template's */
	g_autoptr(GPtrArray) found = like(cohort, &own, 0.01);
	g_assert_cmpuint(found->len, ==, 0);
	/* who copies besides is found still, and what counts is the own text */
	const Entry copy = {.id = "S9", .form = own_text};
	join(cohort, &copy);
	g_autoptr(GPtrArray) copies = like(cohort, &own, 0.9);
	g_assert_cmpuint(copies->len, ==, 1);
	g_assert_cmpstr(((VetPeer *)copies->pdata[0])->id, ==, "S9");
}

/* a shingle that many use since is no template's in a run from before */
static void
test_recall_template(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	g_autofree char *text = text_of(7, 600);
	const Entry first = {.id = "S1", .form = text}, own = {.id = "S2", .form = text};
	join(cohort, &first);
	gint64 number = join(cohort, &own);
	g_autofree char *then = describe(cohort, &own, number);
	for (guint i = 0; i < 40; i++) {
		g_autofree char *id = g_strdup_printf("T%u", i);
		const Entry later = {.id = id, .form = text};
		join(cohort, &later);
	}
	for (guint repeated = 0; repeated < 2; repeated++) {
		g_autoptr(VetPeers) peers = peers_of(cohort, &own, number);
		g_autoptr(GPtrArray) found = vet_peers_like(peers, 0.5, NULL);
		g_assert_cmpuint(found->len, ==, repeated);
		recall(cohort, then);
	}
}

/* a file of before contents knew their profiles: what is in force is known, the rest is nobody's */
static void
test_older_file(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("cohort-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "cohort.db", NULL);
	const Entry before = {.id = "S1", .persons = {"甲=k1"}};
	const Entry after = {.id = "S1", .persons = {"乙=k2"}};
	const Entry own = {.id = "S2", .persons = {"甲=k1", "乙=k2"}};
	g_autoptr(VetCohort) cohort = open_cohort(path);
	join(cohort, &before);
	join(cohort, &after);
	g_clear_pointer(&cohort, vet_cohort_close);
	g_autoptr(VetSqlite) db = vet_sqlite_open(path, TRUE, &error);
	g_assert_true(vet_sqlite_execute(db,
					 "DROP TABLE picture_band;"
					 "DROP TABLE picture;"
					 "DROP INDEX content_profile;"
					 "ALTER TABLE content DROP COLUMN profile;"
					 "PRAGMA user_version = 1;",
					 &error));
	g_assert_no_error(error);
	g_clear_pointer(&db, vet_sqlite_close);

	cohort = open_cohort(path);
	assert_roster(cohort, &own, VET_PEERS_ALL, "S1 1/1");
	g_autofree char *seen = describe(cohort, &own, VET_PEERS_ALL);
	g_assert_cmpstr(seen, ==, "submissions@all/2 (1 others)");
	g_clear_pointer(&cohort, vet_cohort_close);
	g_unlink(path);
	g_rmdir(folder);
}

static void
test_short_form(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	g_autofree char *text = text_of(5, 100);
	const Entry one = {.id = "S1", .form = text}, two = {.id = "S2", .form = text};
	const Entry bare = {.id = "S3"};
	join(cohort, &one);
	g_autoptr(GPtrArray) found = like(cohort, &two, 0.5);
	g_autoptr(GPtrArray) none = like(cohort, &bare, 0.5);
	g_assert_cmpuint(found->len + none->len, ==, 0);
}

static gboolean
file_holds(const char *path, const char *needle)
{
	g_autofree char *bytes = NULL;
	gsize length;
	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return FALSE;
	return memmem(bytes, length, needle, strlen(needle)) != NULL;
}

static void
test_file_on_disk(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("cohort-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "cohort.db", NULL);
	g_autofree char *form = text_of(4, 300);
	const Entry one = {.id = "S1", .persons = {"欧阳测试=k1"}, .form = form};
	const Entry two = {.id = "S2", .persons = {"欧阳测试=k1"}};
	const Entry unknown = {.id = "S3", .persons = {"欧阳测试=k1"}};
	g_autoptr(VetCohort) cohort = open_cohort(path);
	join(cohort, &one);
	gint64 number = join(cohort, &two);
	g_autoptr(VetCohort) reading = vet_cohort_open_reading(path, secret, sizeof secret, &error);
	g_assert_no_error(error);
	g_assert_cmpint(join(reading, &two), ==, number);
	assert_roster(reading, &two, number, "S1 1/1");
	/* one that is not there is not put there: it would be the last */
	g_assert_cmpint(join(reading, &unknown), ==, VET_PEERS_ALL);
	assert_roster(cohort, &two, VET_PEERS_ALL, "S1 1/1");
	g_clear_pointer(&reading, vet_cohort_close);
	g_clear_pointer(&cohort, vet_cohort_close);
	/* the log is in the file by now: neither name nor text is in clear */
	g_autofree char *part = g_utf8_substring(form, 50, 56);
	g_assert_true(file_holds(path, "项目S1"));
	g_assert_false(file_holds(path, "欧阳测试"));
	g_assert_false(file_holds(path, part));
	cohort = open_cohort(path);
	assert_roster(cohort, &two, number, "S1 1/1");
	g_clear_pointer(&cohort, vet_cohort_close);
	g_unlink(path);
	g_rmdir(folder);
}

static void
test_describe(void)
{
	g_autoptr(VetCohort) cohort = open_cohort(NULL);
	const Entry one = {.id = "S1"}, two = {.id = "S2"}, three = {.id = "S3"};
	join(cohort, &one);
	gint64 number = join(cohort, &two);
	join(cohort, &three);
	g_autoptr(VetPeers) peers = peers_of(cohort, &two, number);
	g_autofree char *before = vet_peers_describe(peers);
	g_assert_cmpstr(before, ==, "submissions@2/3 (1 others)");
	vet_peers_see_all(peers);
	g_autofree char *all = vet_peers_describe(peers);
	g_assert_cmpstr(all, ==, "submissions@all (2 others)");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cohort/roster", test_roster);
	g_test_add_func("/cohort/order", test_order);
	g_test_add_func("/cohort/versions", test_versions);
	g_test_add_func("/cohort/content-changes", test_content_changes);
	g_test_add_func("/cohort/recall", test_recall);
	g_test_add_func("/cohort/recall-nonsense", test_recall_nonsense);
	g_test_add_func("/cohort/recall-template", test_recall_template);
	g_test_add_func("/cohort/older-file", test_older_file);
	g_test_add_func("/cohort/file", test_file);
	g_test_add_func("/cohort/picture", test_picture);
	g_test_add_func("/cohort/like", test_like);
	g_test_add_func("/cohort/no-passage", test_no_passage);
	g_test_add_func("/cohort/template", test_template);
	g_test_add_func("/cohort/short-form", test_short_form);
	g_test_add_func("/cohort/file-on-disk", test_file_on_disk);
	g_test_add_func("/cohort/describe", test_describe);
	return g_test_run();
}
