/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Commands that ask a running vetd for submissions: list, search, show. */

#include "daemon/columns.h"
#include "daemon/vetctl.h"
#include "lib/result.h"
#include "lib/words.h"

#define PAGE 1000

static const char *
text_of(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);
	const char *text = node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_string(node) : NULL;
	return text ? text : "";
}

/* --- list and search --- */

typedef struct {
	char *verdict, *rule, *track, *unit;
	const char *text;
	int limit; /* 0 = all */
	gboolean json;
} Filter;

static void
set_text(JsonObject *request, const char *name, const char *text)
{
	if (text && *text)
		json_object_set_string_member(request, name, text);
}

/* One page of at most PAGE items; the cursor is the last id of the page before. */
static JsonArray *
ask_page(VetClient *client, const Filter *filter, const char *after, guint limit, GError **error)
{
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", filter->text ? "search" : "list");
	set_text(request, "verdict", filter->verdict);
	set_text(request, "rule", filter->rule);
	set_text(request, "track", filter->track);
	set_text(request, "unit", filter->unit);
	set_text(request, "text", filter->text);
	set_text(request, "after", after);
	json_object_set_int_member(request, "limit", limit);
	g_autoptr(JsonObject) reply = vet_client_ask(client, request, VETCTL_ANSWER_SECONDS, error);
	return reply ? json_array_ref(json_object_get_array_member(reply, "items")) : NULL;
}

/* Of JsonNode, each an item. */
static GPtrArray *
ask_all(VetClient *client, const Filter *filter, GError **error)
{
	g_autoptr(GPtrArray) items =
		g_ptr_array_new_with_free_func((GDestroyNotify)json_node_unref);
	guint wanted = filter->limit > 0 ? (guint)filter->limit : G_MAXUINT;
	g_autofree char *after = NULL;
	while (items->len < wanted) {
		guint limit = MIN(wanted - items->len, PAGE);
		g_autoptr(JsonArray) page = ask_page(client, filter, after, limit, error);
		if (!page)
			return NULL;
		guint length = json_array_get_length(page);
		for (guint i = 0; i < length; i++)
			g_ptr_array_add(items, json_array_dup_element(page, i));
		if (length < limit)
			break;
		g_free(after);
		after = g_strdup(text_of(json_array_get_object_element(page, length - 1), "id"));
	}
	return g_steal_pointer(&items);
}

static void
add_item(VetColumns *columns, JsonObject *item)
{
	static const char *const outcomes[] = {"reject", "review", "undetermined", "note"};
	const char *state = text_of(item, "state");
	gboolean screened = g_str_equal(state, "screened");
	const char *word = screened ? text_of(item, "verdict") : state;
	JsonObject *counts = json_object_get_object_member(item, "findings");
	vet_columns_add(columns, VET_PAINT_PLAIN, text_of(item, "id"));
	vet_columns_add_number(columns, json_object_get_int_member(item, "version"));
	vet_columns_add(columns, vet_terminal_paint_of(word), _(word));
	for (guint i = 0; i < G_N_ELEMENTS(outcomes); i++) {
		gint64 count = json_object_get_int_member_with_default(counts, outcomes[i], 0);
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, count);
		vet_columns_add(columns, count ? vet_terminal_paint_of(outcomes[i]) : VET_PAINT_DIM,
				screened ? text : "");
	}
	vet_columns_add(columns, VET_PAINT_PLAIN, text_of(item, "project_name"));
	JsonArray *units = json_object_get_array_member(item, "units");
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < json_array_get_length(units); i++)
		g_string_append_printf(names, "%s%s", i ? "、" : "",
				       json_array_get_string_element(units, i));
	vet_columns_add(columns, VET_PAINT_PLAIN, names->str);
}

static void
print_items(const VetctlOptions *options, const Filter *filter, GPtrArray *items)
{
	static const char *const titles[] = {
		N_("ID"),   N_("VERSION"), N_("VERDICT"), N_("REJECT"), N_("REVIEW"),
		N_("OPEN"), N_("NOTE"),    N_("PROJECT"), N_("UNITS"),  NULL};
	g_autoptr(VetColumns) columns = vet_columns_new(titles);
	for (guint i = 0; i < items->len; i++) {
		if (filter->json)
			vetctl_print_json(items->pdata[i]);
		else
			add_item(columns, json_node_get_object(items->pdata[i]));
	}
	if (filter->json)
		return;
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	if (items->len > 0)
		vet_columns_print(columns, terminal);
	else if (!options->quiet)
		g_printerr("%s\n", _("nothing fits"));
}

static int
run_list(VetctlOptions *options, Filter *filter)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(VetClient) client = vetctl_client(options, &error);
	g_autoptr(GPtrArray) items = client ? ask_all(client, filter, &error) : NULL;
	if (!items)
		return vetctl_fail(error);
	print_items(options, filter, items);
	return VETCTL_OK;
}

static int
parse_and_list(VetctlOptions *options, int argc, char **argv, int operands)
{
	Filter filter = {0};
	const GOptionEntry entries[] = {
		{"verdict", 0, 0, G_OPTION_ARG_STRING, &filter.verdict,
		 "eligible, needs_review or ineligible", "V"},
		{"rule", 0, 0, G_OPTION_ARG_STRING, &filter.rule, "With a finding of this rule",
		 "ID"},
		{"track", 0, 0, G_OPTION_ARG_STRING, &filter.track, "In this track", "T"},
		{"unit", 0, 0, G_OPTION_ARG_STRING, &filter.unit,
		 "With a unit of this name, or a part of it", "NAME"},
		{"limit", 0, 0, G_OPTION_ARG_INT, &filter.limit, "At most N (default: all)", "N"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &filter.json, "One JSON object a line", NULL},
		{NULL},
	};
	int status;
	if (vetctl_parse(options, entries, &argc, &argv, operands, operands, &status)) {
		filter.text = operands ? argv[1] : NULL;
		status = run_list(options, &filter);
	}
	g_free(filter.verdict);
	g_free(filter.rule);
	g_free(filter.track);
	g_free(filter.unit);
	return status;
}

int
vetctl_list(VetctlOptions *options, int argc, char **argv)
{
	return parse_and_list(options, argc, argv, 0);
}

int
vetctl_search(VetctlOptions *options, int argc, char **argv)
{
	return parse_and_list(options, argc, argv, 1);
}

/* --- show --- */

int
vetctl_show(VetctlOptions *options, int argc, char **argv)
{
	int status;
	guint64 version = 0;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {

		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "The result as vet.result/1", NULL},
		{NULL},
	};
	if (!vetctl_parse(options, entries, &argc, &argv, 1, 2, &status))
		return status;
	g_autoptr(GError) error = NULL;
	if (argc == 3 && !g_ascii_string_to_unsigned(argv[2], 10, 1, G_MAXINT32, &version, &error))
		return vetctl_fail(error);
	g_autoptr(JsonObject) request = json_object_new();
	json_object_set_string_member(request, "op", "get");
	json_object_set_string_member(request, "id", argv[1]);
	json_object_set_int_member(request, "version", version);
	g_autoptr(JsonNode) item = vetctl_ask_item(options, request, &error);
	if (!item)
		return vetctl_fail(error);
	if (json) {
		vetctl_print_json(item);
		return VETCTL_OK;
	}
	g_autoptr(VetTerminal) terminal = vetctl_terminal(options);
	guint columns = vet_terminal_columns(terminal);
	g_autofree char *text = vet_result_json_to_text(json_node_get_object(item),
							vet_terminal_is_colored(terminal), columns);
	fputs(text, stdout);
	return VETCTL_OK;
}
