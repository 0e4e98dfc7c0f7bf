/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * read-document [--plugins PATH]... [--no-sandbox] FILE...: what the pool extracts, as JSON, one
 * object a document; for those who write extractors.  The files count as one submission.
 */

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/paths.h"
#include "daemon/pool.h"

static char **plugin_paths;
static gboolean no_sandbox;

static const GOptionEntry options[] = {
	{"plugins", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &plugin_paths,
	 "a folder of plugins, or one shared object", "PATH"},
	{"no-sandbox", 0, 0, G_OPTION_ARG_NONE, &no_sandbox, "without the sandbox", NULL},
	{NULL},
};

static void
add_box(JsonBuilder *json, VetBox box)
{
	const double numbers[] = {box.x0, box.y0, box.x1, box.y1};

	json_builder_set_member_name(json, "box");
	json_builder_begin_array(json);
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		json_builder_add_double_value(json, (gint64)(numbers[i] * 10) / 10.0);
	json_builder_end_array(json);
}

static void
add_string(JsonBuilder *json, const char *name, const char *text)
{
	json_builder_set_member_name(json, name);
	json_builder_add_string_value(json, text);
}

static void
add_int(JsonBuilder *json, const char *name, gint64 number)
{
	json_builder_set_member_name(json, name);
	json_builder_add_int_value(json, number);
}

static void
add_bool(JsonBuilder *json, const char *name, gboolean truth)
{
	json_builder_set_member_name(json, name);
	json_builder_add_boolean_value(json, truth);
}

static void
begin_array(JsonBuilder *json, const char *name)
{
	json_builder_set_member_name(json, name);
	json_builder_begin_array(json);
}

static void
add_lines(JsonBuilder *json, const VetPage *page)
{
	begin_array(json, "lines");
	for (guint i = 0; i < page->lines->len; i++) {
		const VetLine *line = page->lines->pdata[i];
		json_builder_begin_object(json);
		add_string(json, "text", line->text);
		add_string(json, "role", vet_line_role_name(line->role));
		add_box(json, line->box);
		add_int(json, "runs", line->runs ? line->runs->len : 0);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

/* As a grid; the places that a merged cell covers besides its first are null. */
static void
add_table(JsonBuilder *json, const VetTable *table)
{
	json_builder_begin_object(json);
	add_box(json, table->box);
	begin_array(json, "rows");
	for (guint row = 0; row < table->n_rows; row++) {
		json_builder_begin_array(json);
		for (guint column = 0; column < table->n_columns; column++) {
			const VetCell *cell = vet_table_cell_at(table, row, column);
			if (cell && cell->row == row && cell->column == column)
				json_builder_add_string_value(json, cell->text);
			else
				json_builder_add_null_value(json);
		}
		json_builder_end_array(json);
	}
	json_builder_end_array(json);
	json_builder_end_object(json);
}

static void
add_page(JsonBuilder *json, const VetPage *page)
{
	json_builder_begin_object(json);
	add_int(json, "number", page->number);
	add_string(json, "text_source", vet_text_source_name(page->source));
	begin_array(json, "size");
	json_builder_add_double_value(json, page->width);
	json_builder_add_double_value(json, page->height);
	json_builder_end_array(json);
	add_lines(json, page);
	begin_array(json, "tables");
	for (guint i = 0; i < page->tables->len; i++)
		add_table(json, page->tables->pdata[i]);
	json_builder_end_array(json);
	begin_array(json, "marks");
	for (guint i = 0; i < page->marks->len; i++) {
		const VetMark *mark = page->marks->pdata[i];
		json_builder_begin_object(json);
		add_string(json, "kind", vet_mark_kind_name(mark->kind));
		add_box(json, mark->box);
		add_string(json, "text", mark->text);
		add_string(json, "detail", mark->detail);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
	json_builder_end_object(json);
}

static void
add_content(JsonBuilder *json, const VetContent *content)
{
	g_autoptr(GList) keys =
		g_list_sort(g_hash_table_get_keys(content->metadata), (GCompareFunc)g_strcmp0);

	json_builder_set_member_name(json, "metadata");
	json_builder_begin_object(json);
	for (const GList *link = keys; link; link = link->next)
		add_string(json, link->data, g_hash_table_lookup(content->metadata, link->data));
	json_builder_end_object(json);
	begin_array(json, "warnings");
	for (guint i = 0; i < content->warnings->len; i++)
		json_builder_add_string_value(json, content->warnings->pdata[i]);
	json_builder_end_array(json);
	begin_array(json, "pages");
	for (guint i = 0; i < content->pages->len; i++)
		add_page(json, content->pages->pdata[i]);
	json_builder_end_array(json);
}

static void
add_document(JsonBuilder *json, const VetDocument *document)
{
	json_builder_begin_object(json);
	add_string(json, "path", document->path);
	add_string(json, "status", vet_document_status_name(document->status));
	add_string(json, "reason", document->reason);
	add_string(json, "media_type", document->media_type);
	add_string(json, "extractor", document->extractor);
	add_int(json, "size", document->size);
	add_int(json, "depth", document->depth);
	add_bool(json, "is_container", document->is_container);
	add_bool(json, "lying_name", document->lying_name);
	add_content(json, document->content);
	json_builder_end_object(json);
}

static gboolean
keep_member(const VetMember *member, char **ret_sha256, int *ret_fd, gpointer user_data,
	    GError **error)
{
	*ret_sha256 = NULL;
	*ret_fd = dup(member->fd);
	return TRUE;
}

static void
print_documents(VetReading *reading, GPtrArray *documents, gpointer user_data)
{
	for (guint i = 0; i < documents->len; i++) {
		g_autoptr(JsonBuilder) json = json_builder_new();
		add_document(json, documents->pdata[i]);
		g_autoptr(JsonNode) root = json_builder_get_root(json);
		g_autofree char *text = json_to_string(root, TRUE);
		puts(text);
	}
	g_ptr_array_unref(documents);
	g_main_loop_quit(user_data);
}

static void
add_file(VetReading *reading, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (fd < 0 || fstat(fd, &about) != 0) {
		vet_reading_add_refused(reading, path, VET_STATUS_CORRUPT, "it cannot be opened");
		return;
	}
	vet_reading_add(reading, path, NULL, about.st_size, fd);
}

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new("FILE...");
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	g_autoptr(GError) error = NULL;
	g_autofree char *worker = vet_paths_find_worker();
	g_autofree char *found = vet_paths_find_plugins();
	const char *const default_plugins[] = {found, NULL};

	setlocale(LC_CTYPE, "C.UTF-8");
	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("%s\n", error->message);
		return 2;
	}
	VetPoolOptions pool_options = {
		.worker_path = worker,
		.plugin_dirs = plugin_paths ? (const char *const *)plugin_paths : default_plugins,
		.sandbox = !no_sandbox,
	};
	vet_limits_init(&pool_options.limits);
	g_autoptr(VetPool) pool = vet_pool_new(&pool_options, &error);
	if (!pool) {
		g_printerr("%s\n", error->message);
		return 1;
	}
	g_printerr("%s\n", vet_pool_describe(pool));
	VetReading *reading = vet_pool_read(pool, keep_member, print_documents, loop);
	for (int i = 1; i < argc; i++)
		add_file(reading, argv[i]);
	vet_reading_start(reading);
	g_main_loop_run(loop);
	return 0;
}
