/* SPDX-License-Identifier: GPL-3.0-or-later */

/* vetctl stats: the figures of a running vetd, and what has been recommended to the organiser. */

#include "daemon/columns.h"
#include "daemon/vetctl-offline.h"
#include "daemon/vetctl.h"
#include "lib/words.h"

/* --- its state --- */

/* A row for each value; what is grouped stands under its own names. */
static void
add_values(VetColumns *columns, const char *name, JsonNode *value)
{
	if (JSON_NODE_HOLDS_OBJECT(value)) {
		JsonObject *object = json_node_get_object(value);
		g_autoptr(GList) members = json_object_get_members(object);
		for (GList *member = members; member; member = member->next)
			add_values(columns, member->data,
				   json_object_get_member(object, member->data));
		return;
	}
	JsonArray *array = JSON_NODE_HOLDS_ARRAY(value) ? json_node_get_array(value) : NULL;
	for (guint i = 0; array && i < json_array_get_length(array); i++)
		add_values(columns, name, json_array_get_element(array, i));
	if (array)
		return;
	const char *string = JSON_NODE_HOLDS_VALUE(value) ? json_node_get_string(value) : NULL;
	g_autofree char *text = string ? g_strdup(string) : json_to_string(value, FALSE);
	vet_columns_add(columns, VET_PAINT_PLAIN, name);
	vet_columns_add(columns, VET_PAINT_PLAIN, text);
}

static void
print_figures(VetTerminal *terminal, JsonNode *item)
{
	static const char *const titles[] = {N_("FIGURE"), N_("VALUE"), NULL};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	add_values(columns, "", item);
	vet_columns_print(columns, terminal);
}

/* --- what was recommended --- */

static const char not_assigned[] = "(not to be assigned)";

static void
add_name(VetColumns *columns, JsonObject *row, const char *member)
{
	const char *name = json_object_get_string_member_with_default(row, member, NULL);
	vet_columns_add(columns, name ? VET_PAINT_PLAIN : VET_PAINT_DIM,
			name ? name : not_assigned);
}

/* where nothing is expected, nothing is missing: an empty cell is not a 0 */
static void
add_figures(VetColumns *columns, JsonObject *row)
{
	static const char *const members[] = {"received",   "eligible", "needs_review",
					      "ineligible", "minimum",  "missing"};
	for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
		gint64 number = json_object_get_int_member_with_default(row, members[i], -1);
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
		gboolean wanting = g_str_equal(members[i], "missing") && number > 0;
		vet_columns_add(columns, wanting ? VET_PAINT_YELLOW : VET_PAINT_PLAIN,
				number < 0 ? "" : text);
	}
}

static void
print_tracks(VetTerminal *terminal, JsonArray *rows)
{
	static const char *const titles[] = {N_("TRACK"),   N_("RECEIVED"),      N_("ELIGIBLE"),
					     N_("REVIEW"),  N_("INELIGIBLE"),    N_("MINIMUM"),
					     N_("MISSING"), N_("SUPERVISED BY"), NULL};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	for (guint i = 0; i < json_array_get_length(rows); i++) {
		JsonObject *row = json_array_get_object_element(rows, i);
		JsonArray *units = json_object_get_array_member(row, "supervisors");
		g_autoptr(GString) names = g_string_new(NULL);
		for (guint k = 0; k < json_array_get_length(units); k++)
			g_string_append_printf(names, "%s%s", k ? "、" : "",
					       json_array_get_string_element(units, k));
		add_name(columns, row, "track");
		add_figures(columns, row);
		vet_columns_add(columns, VET_PAINT_PLAIN, names->str);
	}
	vet_columns_print(columns, terminal);
}

static void
print_counties(VetTerminal *terminal, JsonArray *rows)
{
	static const char *const titles[] = {
		N_("COUNTY"),  N_("RECEIVED"), N_("ELIGIBLE"), N_("REVIEW"),  N_("INELIGIBLE"),
		N_("MINIMUM"), N_("MISSING"),  N_("BY CODE"),  N_("BY NAME"), NULL};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	if (json_array_get_length(rows) == 0)
		return;
	for (guint i = 0; i < json_array_get_length(rows); i++) {
		JsonObject *row = json_array_get_object_element(rows, i);
		add_name(columns, row, "county");
		add_figures(columns, row);
		vet_columns_add_number(columns, json_object_get_int_member(row, "by_code"));
		vet_columns_add_number(columns, json_object_get_int_member(row, "by_name"));
	}
	vet_terminal_print(terminal, VET_PAINT_PLAIN, "\n");
	vet_columns_print(columns, terminal);
	vet_terminal_print(terminal, VET_PAINT_DIM,
			   "\nBy code: the office that registered the lead unit, not its address. "
			   "By name: a county in the unit's name.\n");
}

static void
print_recommendations(VetTerminal *terminal, JsonNode *item)
{
	JsonObject *object = json_node_get_object(item);
	gint64 waiting = json_object_get_int_member(object, "waiting");

	print_tracks(terminal, json_object_get_array_member(object, "tracks"));
	print_counties(terminal, json_object_get_array_member(object, "counties"));
	vet_terminal_print(terminal, VET_PAINT_DIM,
			   "\n%" G_GINT64_FORMAT
			   " submissions, each by its newest version. What is "
			   "ineligible does not count against the minimum.\n",
			   json_object_get_int_member(object, "received"));
	if (waiting > 0)
		vet_terminal_print(terminal, VET_PAINT_YELLOW,
				   "%" G_GINT64_FORMAT
				   " of them wait for their screening and stand "
				   "in no row.\n",
				   waiting);
}

/* --- the command --- */

int
vetctl_stats(VetctlOptions *options, int argc, char **argv)
{
	static const char *const formats[] = {"text", "json", NULL};
	g_autofree char *format = NULL;
	gboolean json = FALSE, recommendations = FALSE;
	const GOptionEntry entries[] = {
		{"recommendations", 0, 0, G_OPTION_ARG_NONE, &recommendations,
		 "What each track and county recommended, and what is missing", NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "The same as --format json", NULL},
		{NULL},
	};
	int status;
	if (!vetctl_parse(options, entries, &argc, &argv, 0, 0, &status))
		return status;
	if (!vetctl_is_format(formats, &format))
		return VETCTL_ERROR;
	g_autoptr(GError) error = NULL;
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op",
				      recommendations ? "recommendations" : "status");
	g_autoptr(JsonNode) item = vetctl_ask_item(options, request, &error);
	if (!item)
		return vetctl_fail(error);
	if (json || g_str_equal(format, "json")) {
		vetctl_print_json(item);
		return VETCTL_OK;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	if (recommendations)
		print_recommendations(terminal, item);
	else
		print_figures(terminal, item);
	return VETCTL_OK;
}
