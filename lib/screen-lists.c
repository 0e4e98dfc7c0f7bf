/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of packs that look into lists and registrations; what they find carries where it
 * stands. */

#include "lib/screen-private.h"

#include <string.h>

#define LOOKUP_STEPS 100
#define MAX_ROSTER 1000
#define MAX_ENTRIES 10

/* --- maps of what was found --- */

typedef struct {
	CelCall *call;
	CelEntry *entries;
	gsize length;
	gconstpointer origin;
	gboolean full; /* the arena is: the map is of no use */
} Row;

static void
row_begin(Row *row, CelCall *call, VetEvidence *evidence)
{
	VetScreenLookups *lookups = cel_call_user_data(call);
	*row = (Row){.call = call};
	row->entries = cel_arena_alloc(cel_call_arena(call), MAX_ENTRIES * sizeof(CelEntry));
	row->full = !row->entries;
	if (lookups->evidence->len >= VET_SCREEN_MAX_EVIDENCE) {
		vet_evidence_free(evidence);
		return;
	}
	g_ptr_array_add(lookups->evidence, evidence);
	row->origin = evidence;
}

static void
row_add(Row *row, const char *key, CelValue value)
{
	if (row->full)
		return;
	value.origin = row->origin;
	row->entries[row->length++] = (CelEntry){cel_string(key), value};
}

static void
row_add_string(Row *row, const char *key, const char *text)
{
	const char *copy = cel_arena_copy(cel_call_arena(row->call), text, strlen(text));
	row->full |= !copy;
	if (copy)
		row_add(row, key, cel_string(copy));
}

static gboolean
row_finish(Row *row, CelValue *ret_value, GError **error)
{
	if (row->full) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	*ret_value = cel_map_new(cel_call_arena(row->call), row->entries, row->length);
	ret_value->origin = row->origin;
	return TRUE;
}

/* the cells that are not empty, as a reader would see the row */
static char *
quote_row(const char *const *cells)
{
	GString *quote = g_string_new(NULL);
	for (; *cells; cells++)
		if (**cells)
			g_string_append_printf(quote, "%s%s", quote->len ? "，" : "", *cells);
	return g_string_free(quote, FALSE);
}

static gboolean
make_list_hit(CelCall *call, const VetListHit *hit, CelValue *ret_value, GError **error)
{
	const char *cells[] = {hit->name,   hit->credit_code, hit->listed_on,
			       hit->reason, hit->origin,      NULL};
	g_autofree char *quote = quote_row(cells);
	g_autofree char *place =
		g_strdup_printf("%s@%" G_GINT64_FORMAT ":%u", hit->list, hit->version, hit->row);
	Row row;
	row_begin(&row, call,
		  vet_evidence_new(place, 0, (VetBox){0}, quote, VET_EVIDENCE_LIST, hit->likeness));
	row_add_string(&row, "list", hit->list);
	row_add(&row, "version", cel_int(hit->version));
	row_add(&row, "row", cel_int(hit->row));
	row_add_string(&row, "name", hit->name);
	row_add_string(&row, "credit_code", hit->credit_code);
	row_add_string(&row, "listed_on", hit->listed_on);
	row_add_string(&row, "reason", hit->reason);
	row_add_string(&row, "source", hit->origin);
	row_add(&row, "likeness", cel_double(hit->likeness));
	return row_finish(&row, ret_value, error);
}

static gboolean
make_registration(CelCall *call, const VetRegistrationHit *hit, CelValue *ret_value, GError **error)
{
	const char *cells[] = {hit->project_name, hit->unit,  hit->credit_code,
			       hit->city,         hit->track, NULL};
	g_autofree char *quote = quote_row(cells);
	g_autofree char *place =
		g_strdup_printf("registrations@%" G_GINT64_FORMAT ":%u", hit->version, hit->row);
	Row row;
	row_begin(&row, call,
		  vet_evidence_new(place, 0, (VetBox){0}, quote, VET_EVIDENCE_REGISTRY, 1.0));
	row_add_string(&row, "project_name", hit->project_name);
	row_add_string(&row, "unit", hit->unit);
	row_add_string(&row, "credit_code", hit->credit_code);
	row_add_string(&row, "city", hit->city);
	row_add_string(&row, "track", hit->track);
	row_add(&row, "n_members", cel_int(hit->n_members));
	row_add(&row, "n_shared", cel_int(hit->n_shared));
	row_add(&row, "likeness", cel_double(hit->likeness));
	row_add(&row, "version", cel_int(hit->version));
	row_add(&row, "row", cel_int(hit->row));
	return row_finish(&row, ret_value, error);
}

typedef gboolean (*MakeRow)(CelCall *call, gconstpointer hit, CelValue *ret_value, GError **error);

/* `hits` NULL: the look-up itself failed with `error` set */
static gboolean
make_rows(CelCall *call, const GPtrArray *hits, MakeRow make, CelValue *ret_value, GError **error)
{
	if (!hits || !cel_call_charge(call, LOOKUP_STEPS + hits->len, error))
		return FALSE;
	gsize size = MAX(hits->len, 1) * sizeof(CelValue);
	CelValue *items = cel_arena_alloc(cel_call_arena(call), size);
	if (!items) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "memory budget spent");
		return FALSE;
	}
	for (guint i = 0; i < hits->len; i++)
		if (!make(call, hits->pdata[i], &items[i], error))
			return FALSE;
	*ret_value = cel_list_new(cel_call_arena(call), items, hits->len);
	return TRUE;
}

/* --- lists --- */

static VetNamelists *
lists_of(CelCall *call)
{
	const VetScreenLookups *lookups = cel_call_user_data(call);
	return lookups ? lookups->lists : NULL;
}

/* an absent list has no rows, but that is no sign that nobody is on it */
static gboolean
check_list(CelCall *call, const char *name, GError **error)
{
	VetNamelists *lists = lists_of(call);
	if (lists && vet_namelists_has(lists, name))
		return TRUE;
	g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "名单“%s”尚未导入", name);
	return FALSE;
}

static gboolean
check_registrations(CelCall *call, GError **error)
{
	VetNamelists *lists = lists_of(call);
	if (lists && vet_namelists_has_registrations(lists))
		return TRUE;
	g_set_error(error, CEL_ERROR, CEL_ERROR_EVALUATE, "各市州报名数据尚未导入");
	return FALSE;
}

gboolean
vet_screen_lookup(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		  GError **error)
{
	if (!vet_screen_expect_strings(arguments, n, error) ||
	    !check_list(call, arguments[0].text, error))
		return FALSE;
	g_autoptr(GPtrArray) hits = vet_namelists_lookup_code(lists_of(call), arguments[0].text,
							      arguments[1].text, error);
	return make_rows(call, hits, (MakeRow)make_list_hit, ret_value, error);
}

gboolean
vet_screen_lookup_name(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		       GError **error)
{
	if (!vet_screen_expect_strings(arguments, n, error) ||
	    !check_list(call, arguments[0].text, error))
		return FALSE;
	g_autoptr(GPtrArray) hits = vet_namelists_lookup_name(lists_of(call), arguments[0].text,
							      arguments[1].text, error);
	return make_rows(call, hits, (MakeRow)make_list_hit, ret_value, error);
}

gboolean
vet_screen_similar(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		   GError **error)
{
	if (!vet_screen_expect_strings(arguments, 2, error) ||
	    !vet_screen_expect(&arguments[2], CEL_DOUBLE, error) ||
	    !check_list(call, arguments[0].text, error))
		return FALSE;
	g_autoptr(GPtrArray) hits = vet_namelists_similar(
		lists_of(call), arguments[0].text, arguments[1].text, arguments[2].real, error);
	return make_rows(call, hits, (MakeRow)make_list_hit, ret_value, error);
}

gboolean
vet_screen_list_loaded(CelCall *call, const CelValue *arguments, gsize n, CelValue *ret_value,
		       GError **error)
{
	if (!vet_screen_expect_strings(arguments, n, error))
		return FALSE;
	VetNamelists *lists = lists_of(call);
	*ret_value = cel_bool(lists && vet_namelists_has(lists, arguments[0].text));
	return TRUE;
}

/* --- registrations --- */

gboolean
vet_screen_registrations_loaded(CelCall *call, const CelValue *arguments, gsize n,
				CelValue *ret_value, GError **error)
{
	VetNamelists *lists = lists_of(call);
	*ret_value = cel_bool(lists && vet_namelists_has_registrations(lists));
	return TRUE;
}

gboolean
vet_screen_registrations_cover(CelCall *call, const CelValue *arguments, gsize n,
			       CelValue *ret_value, GError **error)
{
	gboolean covered;

	if (!vet_screen_expect_strings(arguments, n, error) || !check_registrations(call, error) ||
	    !vet_namelists_registrations_cover(lists_of(call), arguments[0].text, &covered, error))
		return FALSE;
	*ret_value = cel_bool(covered);
	return TRUE;
}

gboolean
vet_screen_registrations_of_unit(CelCall *call, const CelValue *arguments, gsize n,
				 CelValue *ret_value, GError **error)
{
	if (!vet_screen_expect_strings(arguments, n, error) || !check_registrations(call, error))
		return FALSE;
	g_autoptr(GPtrArray) hits = vet_namelists_registrations_of_unit(
		lists_of(call), arguments[0].text, arguments[1].text, error);
	return make_rows(call, hits, (MakeRow)make_registration, ret_value, error);
}

gboolean
vet_screen_registrations_of_project(CelCall *call, const CelValue *arguments, gsize n,
				    CelValue *ret_value, GError **error)
{
	if (!vet_screen_expect_strings(arguments, 1, error) ||
	    !vet_screen_expect(&arguments[1], CEL_DOUBLE, error) ||
	    !check_registrations(call, error))
		return FALSE;
	g_autoptr(GPtrArray) hits = vet_namelists_registrations_of_project(
		lists_of(call), arguments[0].text, arguments[1].real, error);
	return make_rows(call, hits, (MakeRow)make_registration, ret_value, error);
}

/* borrows the texts of one key of the maps, "" where a map has none */
static const char **
texts_under(const CelList *maps, const char *key)
{
	const char **texts = g_new0(const char *, maps->length + 1);
	for (gsize i = 0; i < maps->length; i++) {
		CelValue value;
		gboolean found = cel_map_get(maps->items[i], key, &value);
		texts[i] = found && value.kind == CEL_STRING ? value.text : "";
	}
	return texts;
}

gboolean
vet_screen_registrations_of_roster(CelCall *call, const CelValue *arguments, gsize n,
				   CelValue *ret_value, GError **error)
{
	if (!vet_screen_expect(&arguments[0], CEL_LIST, error) || !check_registrations(call, error))
		return FALSE;
	const CelList *members = arguments[0].list;
	if (members->length > MAX_ROSTER) {
		g_set_error(error, CEL_ERROR, CEL_ERROR_LIMIT, "more than %d members", MAX_ROSTER);
		return FALSE;
	}
	g_autofree const char **keys = texts_under(members, "id_key");
	g_autofree const char **names = texts_under(members, "name");
	g_autoptr(GPtrArray) hits =
		vet_namelists_registrations_of_roster(lists_of(call), keys, names, error);
	return make_rows(call, hits, (MakeRow)make_registration, ret_value, error);
}
