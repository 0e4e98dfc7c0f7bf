/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/notes.h"

#include <string.h>

#define MAX_NOTES 100000

typedef struct {
	DocxNote note;
	gboolean is_due; /* now or before */
} Entry;

struct _DocxNotes {
	xmlDoc *docs[DOCX_N_NOTE_KINDS];
	GPtrArray *relations[DOCX_N_NOTE_KINDS];
	GPtrArray *entries;                   /* of Entry: all, in the order of the parts */
	GHashTable *by_id[DOCX_N_NOTE_KINDS]; /* char * of the document → Entry */
	GQueue due;                           /* of Entry */
};

/* in the order of DocxNoteKind; unreferred ones are read in this order, too */
static const char *const types[DOCX_N_NOTE_KINDS] = {"footnotes", "endnotes", "comments"};

static void
add_notes(DocxNotes *notes, DocxNoteKind kind)
{
	const xmlNode *root = xmlDocGetRootElement(notes->docs[kind]);
	for (const xmlNode *node = root->children; node && notes->entries->len < MAX_NOTES;
	     node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		/* notes that hold separating lines have a type, those that hold text have none */
		const char *type = node_attribute(node, "type"), *id = node_attribute(node, "id");
		if (type && strcmp(type, "normal") != 0)
			continue;
		Entry *entry = g_new0(Entry, 1);
		entry->note = (DocxNote){node, notes->relations[kind]};
		g_ptr_array_add(notes->entries, entry);
		if (id && !g_hash_table_contains(notes->by_id[kind], id))
			g_hash_table_insert(notes->by_id[kind], (gpointer)id, entry);
	}
}

DocxNotes *
docx_notes_new(const OoxmlPackage *package, const GPtrArray *relations, VetSink *sink,
	       GError **error)
{
	g_autoptr(DocxNotes) notes = g_new0(DocxNotes, 1);
	notes->entries = g_ptr_array_new_with_free_func(g_free);
	g_queue_init(&notes->due);
	for (guint i = 0; i < DOCX_N_NOTE_KINDS; i++) {
		const char *path = ooxml_relations_find(relations, types[i]);
		g_autoptr(GError) failure = NULL;
		notes->by_id[i] = g_hash_table_new(g_str_hash, g_str_equal);
		notes->docs[i] = path ? ooxml_package_read_xml(package, path, &failure) : NULL;
		if (failure && !vet_sink_warning(sink, failure->message, error))
			return NULL;
		if (!notes->docs[i])
			continue;
		notes->relations[i] = ooxml_package_relations(package, path);
		add_notes(notes, (DocxNoteKind)i);
	}
	return g_steal_pointer(&notes);
}

void
docx_notes_free(DocxNotes *notes)
{
	for (guint i = 0; i < DOCX_N_NOTE_KINDS; i++) {
		g_clear_pointer(&notes->by_id[i], g_hash_table_unref);
		g_clear_pointer(&notes->relations[i], g_ptr_array_unref);
		g_clear_pointer(&notes->docs[i], xmlFreeDoc);
	}
	g_queue_clear(&notes->due);
	g_ptr_array_unref(notes->entries);
	g_free(notes);
}

static void
make_due(DocxNotes *notes, Entry *entry)
{
	if (entry && !entry->is_due)
		g_queue_push_tail(&notes->due, entry);
	if (entry)
		entry->is_due = TRUE;
}

void
docx_notes_refer(DocxNotes *notes, const DocxReference *reference)
{
	if (reference->kind != DOCX_ENDNOTE)
		make_due(notes, g_hash_table_lookup(notes->by_id[reference->kind], reference->id));
}

void
docx_notes_refer_all(DocxNotes *notes)
{
	for (guint i = 0; i < notes->entries->len; i++)
		make_due(notes, notes->entries->pdata[i]);
}

gboolean
docx_notes_take(DocxNotes *notes, DocxNote *ret_note)
{
	const Entry *entry = g_queue_pop_head(&notes->due);
	if (!entry)
		return FALSE;
	*ret_note = entry->note;
	return TRUE;
}
