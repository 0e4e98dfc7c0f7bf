/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/recommendations.h"

#include <string.h>

#include "lib/finding.h"
#include "lib/ident.h"
#include "lib/json-writer.h"
#include "lib/text.h"

#define REGION_DIGITS 6
/* places 3–8 of a credit code */
#define REGION_AT 2
#define SEPARATOR "、"
/* no contest asks for more, and sums stay within bounds */
#define MAX_MINIMUM 10000
#define NOTHING_EXPECTED (-1)

/* a track or a county */
typedef struct {
	char *name;         /* NULL: what cannot be assigned */
	char *key;          /* of a track: as it stands in compact text */
	char **supervisors; /* of a track; may be empty */
	char *region;       /* of a county; NULL: outside GB/T 2260 */
	VetPattern *names;  /* of a county */
	gint64 minimum;
	guint counts[VET_N_VERDICTS];
	guint by_code, by_name;
} Row;

struct _VetRecommendations {
	GPtrArray *tracks, *counties; /* of Row, the last one for what cannot be assigned */
	guint received, waiting;
	guint counts[VET_N_VERDICTS];
};

static void
row_free(gpointer data)
{
	Row *row = data;
	g_free(row->name);
	g_free(row->key);
	g_strfreev(row->supervisors);
	g_free(row->region);
	vet_pattern_free(row->names);
	g_free(row);
}

/* --- params --- */

static gboolean
is_region(const char *text)
{
	return strlen(text) == REGION_DIGITS && strspn(text, "0123456789") == REGION_DIGITS;
}

static char *
pattern_fault(CelValue value)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetPattern) pattern = vet_pattern_new(value.text, NULL, &error);
	return pattern ? NULL : g_strdup(error->message);
}

static char *
region_fault(CelValue value)
{
	return is_region(value.text)
		       ? NULL
		       : g_strdup_printf("“%s” is no region: expected its 6 digits in GB/T 2260",
					 value.text);
}

static char *
minimum_fault(CelValue value)
{
	return value.integer >= 0 && value.integer <= MAX_MINIMUM
		       ? NULL
		       : g_strdup_printf("expected 0 to %d, found %" G_GINT64_FORMAT, MAX_MINIMUM,
					 value.integer);
}

static const struct {
	VetRecommendationsParam param;
	const char *names;              /* the param that has its keys; NULL: they are its own */
	char *(*fault)(CelValue value); /* of a value, or of each of a map; NULL: any will do */
} params[] = {
	{{"tracks", NULL}, NULL, NULL},
	{{"track_supervisors", "map<string>"}, "tracks", NULL},
	{{"track_minimum", "map<int>"}, "tracks", minimum_fault},
	{{"counties", "map<string>"}, NULL, pattern_fault},
	{{"county_regions", "map<string>"}, "counties", region_fault},
	{{"county_minimum", "int"}, NULL, minimum_fault},
};

/* null when the pack has it not */
static CelValue
value_of(const VetPack *pack, const char *id)
{
	CelValue value;
	return cel_map_get(vet_pack_params_value(pack), id, &value) ? value : cel_null();
}

static gboolean
find(CelValue map, const char *key, CelValue *ret_value)
{
	return map.kind == CEL_MAP && cel_map_get(map, key, ret_value);
}

static gsize
count_names(CelValue names)
{
	return names.kind == CEL_LIST  ? names.list->length
	       : names.kind == CEL_MAP ? names.map->length
				       : 0;
}

/* an item of a list<string>, a key of a map */
static const char *
name_at(CelValue names, gsize index)
{
	CelValue name =
		names.kind == CEL_LIST ? names.list->items[index] : names.map->entries[index].key;
	return name.text;
}

static gboolean
has_name(CelValue names, const char *name)
{
	for (gsize i = 0; i < count_names(names); i++)
		if (g_str_equal(name_at(names, i), name))
			return TRUE;
	return FALSE;
}

const VetRecommendationsParam *
vet_recommendations_param(const char *id)
{
	for (guint i = 0; i < G_N_ELEMENTS(params); i++)
		if (g_str_equal(params[i].param.id, id))
			return &params[i].param;
	return NULL;
}

static char *
value_fault(CelValue value, char *(*fault)(CelValue value))
{
	if (value.kind != CEL_MAP)
		return fault(value);
	for (gsize i = 0; i < value.map->length; i++) {
		g_autofree char *found = fault(value.map->entries[i].value);
		if (found)
			return g_strdup_printf("%s: %s", value.map->entries[i].key.text, found);
	}
	return NULL;
}

static char *
name_fault(const VetPack *pack, const char *names, CelValue value)
{
	for (gsize i = 0; value.kind == CEL_MAP && i < value.map->length; i++) {
		const char *name = value.map->entries[i].key.text;
		if (!has_name(value_of(pack, names), name))
			return g_strdup_printf("“%s” is none of params.%s", name, names);
	}
	return NULL;
}

char *
vet_recommendations_fault(const VetPack *pack, const VetParam *param)
{
	for (guint i = 0; i < G_N_ELEMENTS(params); i++) {
		if (!g_str_equal(params[i].param.id, param->id))
			continue;
		if (params[i].param.type && !g_str_equal(params[i].param.type, param->type))
			return g_strdup_printf(
				"recommendations are counted by “%s”: expected type %s, found %s",
				param->id, params[i].param.type, param->type);
		char *fault =
			params[i].names ? name_fault(pack, params[i].names, param->value) : NULL;
		return fault || !params[i].fault ? fault
						 : value_fault(param->value, params[i].fault);
	}
	return NULL;
}

/* --- the rows --- */

static Row *
add_row(GPtrArray *rows, const char *name)
{
	Row *row = g_new0(Row, 1);
	row->name = g_strdup(name);
	row->minimum = NOTHING_EXPECTED;
	g_ptr_array_add(rows, row);
	return row;
}

static void
add_track(VetRecommendations *recommendations, const VetPack *pack, const char *name)
{
	Row *row = add_row(recommendations->tracks, name);
	CelValue units, minimum;
	gboolean supervised = find(value_of(pack, "track_supervisors"), name, &units);

	row->key = vet_text_compact(name);
	row->supervisors = g_strsplit(supervised ? units.text : "", SEPARATOR, -1);
	if (find(value_of(pack, "track_minimum"), name, &minimum))
		row->minimum = minimum.integer * MAX(g_strv_length(row->supervisors), 1);
}

static void
add_county(VetRecommendations *recommendations, const VetPack *pack, const CelEntry *county)
{
	Row *row = add_row(recommendations->counties, county->key.text);
	CelValue region, minimum = value_of(pack, "county_minimum");

	row->names = vet_pattern_new(county->value.text, NULL, NULL);
	if (find(value_of(pack, "county_regions"), row->name, &region))
		row->region = g_strdup(region.text);
	if (minimum.kind == CEL_INT)
		row->minimum = minimum.integer;
}

VetRecommendations *
vet_recommendations_new(const VetPack *pack)
{
	VetRecommendations *recommendations = g_new0(VetRecommendations, 1);
	CelValue tracks = value_of(pack, "tracks"), counties = value_of(pack, "counties");

	recommendations->tracks = g_ptr_array_new_with_free_func(row_free);
	recommendations->counties = g_ptr_array_new_with_free_func(row_free);
	for (gsize i = 0; i < count_names(tracks); i++)
		add_track(recommendations, pack, name_at(tracks, i));
	add_row(recommendations->tracks, NULL);
	for (gsize i = 0; counties.kind == CEL_MAP && i < counties.map->length; i++)
		add_county(recommendations, pack, &counties.map->entries[i]);
	if (recommendations->counties->len > 0)
		add_row(recommendations->counties, NULL);
	return recommendations;
}

void
vet_recommendations_free(VetRecommendations *recommendations)
{
	if (!recommendations)
		return;
	g_ptr_array_unref(recommendations->tracks);
	g_ptr_array_unref(recommendations->counties);
	g_free(recommendations);
}

/* --- counting --- */

static Row *
last_of(const GPtrArray *rows)
{
	return rows->pdata[rows->len - 1];
}

/* as the rule has it: exactly one of the tracks stands in what is written */
static Row *
track_of(const VetRecommendations *recommendations, const char *track)
{
	g_autofree char *compact = vet_text_compact(track);
	Row *found = NULL;

	for (guint i = 0; i + 1 < recommendations->tracks->len; i++) {
		Row *row = recommendations->tracks->pdata[i];
		if (!strstr(compact, row->key))
			continue;
		if (found)
			return last_of(recommendations->tracks);
		found = row;
	}
	return found ? found : last_of(recommendations->tracks);
}

/* the one county that the name has; NULL: none or several */
static Row *
named_county(const GPtrArray *counties, const char *name, gboolean outside_alone)
{
	Row *found = NULL;

	for (guint i = 0; i + 1 < counties->len; i++) {
		Row *row = counties->pdata[i];
		if ((outside_alone && row->region) || !row->names ||
		    !vet_pattern_matches(row->names, name))
			continue;
		if (found)
			return NULL;
		found = row;
	}
	return found;
}

static Row *
coded_county(const GPtrArray *counties, const char *lead_code)
{
	g_autofree char *code = vet_credit_code_normalise(lead_code);

	/* one that was misread is in no region */
	if (vet_credit_code_check(code) != VET_CODE_VALID)
		return NULL;
	for (guint i = 0; i + 1 < counties->len; i++) {
		Row *row = counties->pdata[i];
		if (row->region && strncmp(code + REGION_AT, row->region, REGION_DIGITS) == 0)
			return row;
	}
	return NULL;
}

static Row *
county_of(const VetRecommendations *recommendations, const char *lead_name, const char *lead_code)
{
	const GPtrArray *counties = recommendations->counties;
	g_autofree char *name = vet_text_compact(lead_name);
	/* no code can say one that has no digits */
	Row *row = named_county(counties, name, TRUE);
	Row *coded = row ? NULL : coded_county(counties, lead_code);

	if (coded) {
		coded->by_code++;
		return coded;
	}
	if (!row)
		row = named_county(counties, name, FALSE);
	if (row)
		row->by_name++;
	return row ? row : last_of(counties);
}

static VetVerdict
parse_verdict(const char *name)
{
	for (VetVerdict i = 0; i < VET_N_VERDICTS; i++)
		if (g_str_equal(vet_verdict_name(i), name))
			return i;
	return VET_VERDICT_NEEDS_REVIEW; /* what is not known is looked at */
}

void
vet_recommendations_add(VetRecommendations *recommendations, const char *verdict, const char *track,
			const char *lead_name, const char *lead_code)
{
	recommendations->received++;
	if (!verdict) {
		recommendations->waiting++;
		return;
	}
	VetVerdict index = parse_verdict(verdict);
	recommendations->counts[index]++;
	track_of(recommendations, track)->counts[index]++;
	if (recommendations->counties->len > 0)
		county_of(recommendations, lead_name, lead_code)->counts[index]++;
}

/* --- telling --- */

static void
write_counts(VetJsonWriter *writer, const guint *counts)
{
	for (guint i = 0; i < VET_N_VERDICTS; i++)
		vet_json_writer_put_int(writer, vet_verdict_name(i), counts[i]);
}

static void
write_optional(VetJsonWriter *writer, const char *name, gint64 number)
{
	vet_json_writer_name(writer, name);
	if (number < 0)
		vet_json_writer_null(writer);
	else
		vet_json_writer_int(writer, number);
}

static void
write_figures(VetJsonWriter *writer, const Row *row)
{
	gint64 fit =
		(gint64)row->counts[VET_VERDICT_ELIGIBLE] + row->counts[VET_VERDICT_NEEDS_REVIEW];
	gint64 missing = row->minimum < 0 ? NOTHING_EXPECTED : MAX(row->minimum - fit, 0);

	vet_json_writer_put_int(writer, "received", fit + row->counts[VET_VERDICT_INELIGIBLE]);
	write_counts(writer, row->counts);
	write_optional(writer, "minimum", row->minimum);
	write_optional(writer, "missing", missing);
}

static void
write_track(VetJsonWriter *writer, const Row *row)
{
	vet_json_writer_put_string(writer, "track", row->name);
	vet_json_writer_name(writer, "supervisors");
	vet_json_writer_begin_array(writer);
	for (guint i = 0; row->supervisors && row->supervisors[i]; i++)
		vet_json_writer_string(writer, row->supervisors[i]);
	vet_json_writer_end_array(writer);
}

static void
write_county(VetJsonWriter *writer, const Row *row)
{
	vet_json_writer_put_string(writer, "county", row->name);
	vet_json_writer_put_string(writer, "region", row->region);
	vet_json_writer_put_int(writer, "by_code", row->by_code);
	vet_json_writer_put_int(writer, "by_name", row->by_name);
}

static void
write_rows(VetJsonWriter *writer, const char *name, const GPtrArray *rows,
	   void (*write_who)(VetJsonWriter *writer, const Row *row))
{
	vet_json_writer_name(writer, name);
	vet_json_writer_begin_array(writer);
	for (guint i = 0; i < rows->len; i++) {
		vet_json_writer_begin_object(writer);
		write_who(writer, rows->pdata[i]);
		write_figures(writer, rows->pdata[i]);
		vet_json_writer_end_object(writer);
	}
	vet_json_writer_end_array(writer);
}

char *
vet_recommendations_to_json(const VetRecommendations *recommendations)
{
	VetJsonWriter *writer = vet_json_writer_new();

	vet_json_writer_begin_object(writer);
	vet_json_writer_put_int(writer, "received", recommendations->received);
	vet_json_writer_put_int(writer, "waiting", recommendations->waiting);
	write_counts(writer, recommendations->counts);
	write_rows(writer, "tracks", recommendations->tracks, write_track);
	write_rows(writer, "counties", recommendations->counties, write_county);
	vet_json_writer_end_object(writer);
	return vet_json_writer_finish(writer);
}
