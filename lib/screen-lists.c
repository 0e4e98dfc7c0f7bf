/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of packs that look into lists and registrations; what they find carries where it
 * stands. */

#include "lib/screen-row.h"

#include <string.h>

#define MAX_ROSTER 1000

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
	VetScreenRow row;
	vet_screen_row_begin(
		&row, call,
		vet_evidence_new(place, 0, (VetBox){0}, quote, VET_EVIDENCE_LIST, hit->likeness));
	vet_screen_row_add_string(&row, "list", hit->list);
	vet_screen_row_add(&row, "version", cel_int(hit->version));
	vet_screen_row_add(&row, "row", cel_int(hit->row));
	vet_screen_row_add_string(&row, "name", hit->name);
	vet_screen_row_add_string(&row, "credit_code", hit->credit_code);
	vet_screen_row_add_string(&row, "listed_on", hit->listed_on);
	vet_screen_row_add_string(&row, "reason", hit->reason);
	vet_screen_row_add_string(&row, "source", hit->origin);
	vet_screen_row_add(&row, "likeness", cel_double(hit->likeness));
	return vet_screen_row_finish(&row, ret_value, error);
}

static gboolean
make_registration(CelCall *call, const VetRegistrationHit *hit, CelValue *ret_value, GError **error)
{
	const char *cells[] = {hit->project_name, hit->unit,  hit->credit_code,
			       hit->city,         hit->track, NULL};
	g_autofree char *quote = quote_row(cells);
	g_autofree char *place =
		g_strdup_printf("registrations@%" G_GINT64_FORMAT ":%u", hit->version, hit->row);
	VetScreenRow row;
	vet_screen_row_begin(
		&row, call,
		vet_evidence_new(place, 0, (VetBox){0}, quote, VET_EVIDENCE_REGISTRY, 1.0));
	vet_screen_row_add_string(&row, "project_name", hit->project_name);
	vet_screen_row_add_string(&row, "unit", hit->unit);
	vet_screen_row_add_string(&row, "credit_code", hit->credit_code);
	vet_screen_row_add_string(&row, "city", hit->city);
	vet_screen_row_add_string(&row, "track", hit->track);
	vet_screen_row_add(&row, "n_members", cel_int(hit->n_members));
	vet_screen_row_add(&row, "n_shared", cel_int(hit->n_shared));
	vet_screen_row_add(&row, "likeness", cel_double(hit->likeness));
	vet_screen_row_add(&row, "version", cel_int(hit->version));
	vet_screen_row_add(&row, "row", cel_int(hit->row));
	return vet_screen_row_finish(&row, ret_value, error);
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
	g_autofree char *text = vet_screen_sentence(cel_call_user_data(call), VET_SENTENCE_NO_LIST,
						    "list", name, NULL);
	g_set_error_literal(error, CEL_ERROR, CEL_ERROR_EVALUATE, text);
	return FALSE;
}

static gboolean
check_registrations(CelCall *call, GError **error)
{
	VetNamelists *lists = lists_of(call);
	if (lists && vet_namelists_has_registrations(lists))
		return TRUE;
	g_autofree char *text =
		vet_screen_sentence(cel_call_user_data(call), VET_SENTENCE_NO_REGISTRY, NULL);
	g_set_error_literal(error, CEL_ERROR, CEL_ERROR_EVALUATE, text);
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
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_list_hit, ret_value, error);
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
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_list_hit, ret_value, error);
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
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_list_hit, ret_value, error);
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
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_registration, ret_value, error);
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
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_registration, ret_value, error);
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
	g_autofree const char **keys = vet_screen_texts_under(members, "id_key");
	g_autofree const char **names = vet_screen_texts_under(members, "name");
	g_autoptr(GPtrArray) hits =
		vet_namelists_registrations_of_roster(lists_of(call), keys, names, error);
	return vet_screen_rows(call, hits, (VetScreenMakeRow)make_registration, ret_value, error);
}
