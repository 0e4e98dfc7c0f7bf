/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/translation.h"
#include "lib/error.h"

#include <gettext-po.h>
#include <setjmp.h>
#include <string.h>

struct _VetTranslation {
	VetManuscript *source;
	GPtrArray *entries;   /* of VetTranslationEntry */
	GHashTable *index;    /* key of context and text → VetTranslationEntry */
	GHashTable *contexts; /* context → GPtrArray of VetTranslationEntry */
};

/*
 * What the library has to say goes through functions without user data, and a fatal error must not
 * return: one reading at a time.
 */
static struct {
	VetDiagnostics *diagnostics; /* NULL: nobody listens */
	const VetManuscript *source;
	guint line; /* of the last complaint about a message */
	jmp_buf end;
} reading;

/* --- complaints of the library --- */

static gsize
offset_of_line(const VetManuscript *source, gsize line)
{
	const char *text = vet_manuscript_text(source), *at = text;
	for (gsize i = 1; i < line && *at; i++) {
		const char *feed = strchr(at, '\n');
		at = feed ? feed + 1 : at + strlen(at);
	}
	return at - text;
}

static gsize
length_of_line(const VetManuscript *source, gsize offset)
{
	return MAX(strcspn(vet_manuscript_text(source) + offset, "\r\n"), 1);
}

static void
complain(int severity, po_message_t message, const char *file, size_t line, size_t column,
	 int is_multiline, const char *text)
{
	gboolean has_line = file && line != (size_t)-1 && line > 0;
	if (has_line)
		reading.line = (guint)line;
	if (reading.diagnostics && severity != PO_SEVERITY_WARNING) {
		g_autofree char *sentence = g_strchomp(g_strdup(text));
		gsize offset = offset_of_line(reading.source, has_line ? line : 1);
		vet_diagnostics_add(reading.diagnostics, reading.source, offset,
				    length_of_line(reading.source, offset), "%s", sentence);
	}
	if (severity == PO_SEVERITY_FATAL_ERROR)
		longjmp(reading.end, 1);
}

static void
complain_of_two(int severity, po_message_t first, const char *file, size_t line, size_t column,
		int is_multiline, const char *text, po_message_t second, const char *other_file,
		size_t other_line, size_t other_column, int other_is_multiline,
		const char *other_text)
{
	complain(severity, first, file, line, column, is_multiline, text);
}

static const struct po_xerror_handler handler = {complain, complain_of_two};

/* --- entries --- */

static void
entry_free(VetTranslationEntry *entry)
{
	g_free(entry->context);
	g_free(entry->text);
	g_free(entry->said);
	g_free(entry);
}

/* as in a .mo file; no text of a pack has the separator */
static char *
key_of(const char *context, const char *text)
{
	return context ? g_strdup_printf("%s\004%s", context, text) : g_strdup(text);
}

/*
 * The library keeps the line to itself until it complains of a message; so it is given a msgstr
 * that must displease it.
 */
static guint
line_of(po_message_t message, po_message_iterator_t place)
{
	gboolean has_feed = *po_message_msgid(message) == '\n';
	g_autofree char *said = g_strdup(po_message_msgstr(message));
	reading.line = 0;
	reading.diagnostics = NULL;
	int is_fuzzy = po_message_is_fuzzy(message);
	po_message_set_fuzzy(message, 0);
	po_message_set_msgstr(message, has_feed ? "-" : "\n");
	po_message_check_all(message, place, &handler);
	po_message_set_msgstr(message, said);
	po_message_set_fuzzy(message, is_fuzzy);
	return reading.line;
}

static VetTranslationEntry *
entry_new(po_message_t message, po_message_iterator_t place)
{
	VetTranslationEntry *entry = g_new0(VetTranslationEntry, 1);
	entry->line = line_of(message, place);
	entry->context = g_strdup(po_message_msgctxt(message));
	entry->text = g_strdup(po_message_msgid(message));
	entry->said = g_strdup(po_message_msgstr(message));
	entry->fuzzy = po_message_is_fuzzy(message) != 0;
	return entry;
}

static void
add_entry(VetTranslation *translation, VetTranslationEntry *entry)
{
	g_ptr_array_add(translation->entries, entry);
	g_hash_table_insert(translation->index, key_of(entry->context, entry->text), entry);
	if (!entry->context)
		return;
	GPtrArray *same = g_hash_table_lookup(translation->contexts, entry->context);
	if (!same) {
		same = g_ptr_array_new();
		g_hash_table_insert(translation->contexts, g_strdup(entry->context), same);
	}
	g_ptr_array_add(same, entry);
}

static void
take_entries(VetTranslation *translation, po_file_t file, VetDiagnostics *diagnostics)
{
	po_message_iterator_t place = po_message_iterator(file, NULL);
	for (po_message_t message; (message = po_next_message(place));) {
		gboolean is_header = !*po_message_msgid(message) && !po_message_msgctxt(message);
		if (is_header || po_message_is_obsolete(message))
			continue;
		VetTranslationEntry *entry = entry_new(message, place);
		add_entry(translation, entry);
		if (po_message_msgid_plural(message))
			vet_translation_fault(translation, entry, NULL, diagnostics,
					      "a text of a pack has no plural forms; expected "
					      "msgid and msgstr alone");
		if (translation->entries->len > VET_TRANSLATION_MAX_ENTRIES) {
			vet_translation_fault(translation, entry, NULL, diagnostics,
					      "more than %d texts", VET_TRANSLATION_MAX_ENTRIES);
			break;
		}
	}
	po_message_iterator_free(place);
}

/* --- reading --- */

static VetTranslation *
translation_new(VetManuscript *source)
{
	VetTranslation *translation = g_new0(VetTranslation, 1);
	translation->source = source;
	translation->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
	translation->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	translation->contexts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						      (GDestroyNotify)g_ptr_array_unref);
	return translation;
}

void
vet_translation_free(VetTranslation *translation)
{
	if (!translation)
		return;
	g_hash_table_unref(translation->contexts);
	g_hash_table_unref(translation->index);
	g_ptr_array_unref(translation->entries);
	vet_manuscript_free(translation->source);
	g_free(translation);
}

/* nothing of ours is held across the jump but what its caller frees; the library leaks its own */
static void
read_file(VetTranslation *translation, const char *path, VetDiagnostics *diagnostics)
{
	guint before = vet_diagnostics_count(diagnostics);
	reading.diagnostics = diagnostics;
	reading.source = translation->source;
	if (setjmp(reading.end))
		return;
	po_file_t file = po_file_read(path, &handler);
	if (!file)
		return;
	if (vet_diagnostics_count(diagnostics) == before)
		take_entries(translation, file, diagnostics);
	po_file_free(file);
}

VetTranslation *
vet_translation_read(const char *path, const char *name, VetDiagnostics *diagnostics)
{
	g_autoptr(GError) error = NULL;
	guint before = vet_diagnostics_count(diagnostics);
	/* a relative name would be looked for along a search path of the library's */
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	VetManuscript *source = vet_manuscript_read(path, name, &error);
	if (!source) {
		vet_diagnostics_add_text(diagnostics, error->message);
		return NULL;
	}
	g_autoptr(VetTranslation) translation = translation_new(source);
	read_file(translation, whole, diagnostics);
	reading.diagnostics = NULL;
	reading.source = NULL;
	if (vet_diagnostics_count(diagnostics) > before)
		return NULL;
	return g_steal_pointer(&translation);
}

/* --- what it holds --- */

const GPtrArray *
vet_translation_entries(const VetTranslation *translation)
{
	return translation->entries;
}

const VetTranslationEntry *
vet_translation_find(const VetTranslation *translation, const char *context, const char *text)
{
	g_autofree char *key = key_of(context, text);
	return g_hash_table_lookup(translation->index, key);
}

const GPtrArray *
vet_translation_of_context(const VetTranslation *translation, const char *context)
{
	return g_hash_table_lookup(translation->contexts, context);
}

/* --- faults with their place --- */

/* where `part` stands as it is, before the next text begins */
static void
locate(const VetTranslation *translation, const VetTranslationEntry *entry, const char *part,
       gsize *ret_offset, gsize *ret_length)
{
	const char *text = vet_manuscript_text(translation->source);
	gsize offset = offset_of_line(translation->source, MAX(entry->line, 1));
	const char *next = strstr(text + offset, "\nmsgid ");
	const char *found = part && *part ? strstr(text + offset, part) : NULL;
	gboolean is_within = found && (!next || found < next);
	*ret_offset = is_within ? (gsize)(found - text) : offset;
	*ret_length = is_within ? strlen(part) : length_of_line(translation->source, offset);
}

/* vet_diagnostics_add() or vet_diagnostics_warn() */
typedef void (*Report)(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
		       gsize length, const char *format, ...) G_GNUC_PRINTF(5, 6);

G_GNUC_PRINTF(6, 0)
static void
report_at(const VetTranslation *translation, const VetTranslationEntry *entry, const char *part,
	  VetDiagnostics *diagnostics, Report report, const char *format, va_list arguments)
{
	gsize offset = 0, length = 0;
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	locate(translation, entry, part, &offset, &length);
	report(diagnostics, translation->source, offset, length, "%s", sentence);
}

void
vet_translation_fault(const VetTranslation *translation, const VetTranslationEntry *entry,
		      const char *part, VetDiagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report_at(translation, entry, part, diagnostics, vet_diagnostics_add, format, arguments);
	va_end(arguments);
}

void
vet_translation_warn(const VetTranslation *translation, const VetTranslationEntry *entry,
		     const char *part, VetDiagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report_at(translation, entry, part, diagnostics, vet_diagnostics_warn, format, arguments);
	va_end(arguments);
}

void
vet_translation_remark(const VetTranslation *translation, VetDiagnostics *diagnostics,
		       const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	vet_diagnostics_warn(diagnostics, translation->source, 0,
			     length_of_line(translation->source, 0), "%s", sentence);
}

/* --- a template --- */

static void
add_comment(po_message_t message, const char *comment)
{
	g_autofree char *all =
		g_strconcat(po_message_extracted_comments(message), comment, "\n", NULL);
	po_message_set_extracted_comments(message, all);
}

static po_message_t
insert(po_message_iterator_t place, const char *text, const char *said)
{
	po_message_t message = po_message_create();
	po_message_set_msgid(message, text);
	po_message_set_msgstr(message, said);
	po_message_insert(place, message);
	return message;
}

gboolean
vet_translation_write_template(const VetTranslationRow *rows, gsize n_rows, const char *title,
			       const char *path, GError **error)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *header =
		g_strdup_printf("Project-Id-Version: %s\nMIME-Version: 1.0\nContent-Type: "
				"text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n",
				title);
	po_file_t file = po_file_create();
	po_message_iterator_t place = po_message_iterator(file, NULL);
	insert(place, "", header);
	for (gsize i = 0; i < n_rows; i++) {
		po_message_t message = g_hash_table_lookup(known, rows[i].text);
		if (!message) {
			message = insert(place, rows[i].text, "");
			g_hash_table_insert(known, (gpointer)rows[i].text, message);
		}
		add_comment(message, rows[i].comment);
	}
	po_message_iterator_free(place);
	reading.diagnostics = NULL;
	gboolean written = !setjmp(reading.end) && po_file_write(file, path, &handler);
	if (!written)
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: could not be written", path);
	po_file_free(file);
	return written;
}
