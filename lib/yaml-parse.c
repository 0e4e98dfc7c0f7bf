/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libyaml's events → the tree of lib/yaml.h, refusing what the packs do not use. */

#include "lib/yaml.h"

#include <string.h>
#include <yaml.h>

#define TAG_MESSAGE "“!” begins a YAML tag; put an expression that begins with ! into quotes"

typedef struct {
	yaml_parser_t parser;
	const VetManuscript *source;
	VetDiagnostics *diagnostics;
	guint depth;
	guint nodes;
	/* libyaml counts characters, the source bytes: where the last mark was */
	gsize character, byte;
} Builder;

static VetYamlNode *build_node(Builder *builder, const yaml_event_t *event);

static gsize
byte_of(Builder *builder, const yaml_mark_t *mark)
{
	if (mark->index < builder->character)
		builder->character = builder->byte = 0;
	const char *text = vet_manuscript_text(builder->source);
	gsize length = vet_manuscript_length(builder->source);
	while (builder->character < mark->index && builder->byte < length) {
		builder->byte += g_utf8_skip[(guchar)text[builder->byte]];
		builder->character++;
	}
	return builder->byte;
}

static gboolean
line_has_tab(const VetManuscript *source, gsize offset)
{
	const char *text = vet_manuscript_text(source);
	gsize start = offset;
	while (start > 0 && text[start - 1] != '\n')
		start--;
	gsize blanks = strspn(text + start, " \t");
	return memchr(text + start, '\t', blanks) != NULL;
}

static const char *
syntax_hint(const Builder *builder, gsize offset)
{
	static const struct {
		const char *problem;
		const char *hint;
	} hints[] = {
		{"mapping values are not allowed", "; put text that contains ': ' into quotes"},
		{"cannot start any token",
		 "; put text that begins with this character into quotes"},
		{"could not find expected ':'",
		 "; a key ends in ': ' (half-width colon and space)"},
		{"did not find expected key", "; check the indentation and the quotes above"},
		{"did not find expected '-'", "; check the indentation"},
		{"did not find expected ',' or", "; put text that contains , { } [ ] into quotes"},
		{"unknown escape character", "; use 'single quotes' for patterns and backslashes"},
	};
	if (line_has_tab(builder->source, offset))
		return "; indent with spaces, YAML knows no tabs";
	for (guint i = 0; i < G_N_ELEMENTS(hints); i++)
		if (strstr(builder->parser.problem, hints[i].problem))
			return hints[i].hint;
	return "";
}

/* a key that ends in ： is no key: libyaml sees that only on the next line, the fault is where the
 * key began */
static gboolean
has_wide_colon(Builder *builder, gsize *ret_offset)
{
	const yaml_parser_t *parser = &builder->parser;
	if (!parser->context || !strstr(parser->context, "simple key"))
		return FALSE;
	const char *text = vet_manuscript_text(builder->source);
	gsize start = byte_of(builder, &parser->context_mark);
	const char *colon = g_strstr_len(text + start, strcspn(text + start, "\n"), "：");
	if (colon)
		*ret_offset = colon - text;
	return colon != NULL;
}

/* the last line up to `offset`, or the one before it, that begins with a space that is none to YAML */
static gboolean
has_wide_indent(const Builder *builder, gsize offset, gsize *ret_offset)
{
	static const char *const spaces[] = {"\u3000", "\u00a0"};
	const char *text = vet_manuscript_text(builder->source);
	const char *end = text + offset;
	for (guint lines = 0; lines < 2; lines++) {
		const char *feed = memrchr(text, '\n', end - text);
		const char *line = feed ? feed + 1 : text;
		line += strspn(line, " ");
		for (guint i = 0; i < G_N_ELEMENTS(spaces); i++) {
			if (!g_str_has_prefix(line, spaces[i]))
				continue;
			*ret_offset = line - text;
			return TRUE;
		}
		if (!feed)
			return FALSE;
		end = feed;
	}
	return FALSE;
}

/* what the scanner was in the midst of tells more than where it gave up, perhaps at the very end */
static gboolean
report_context(Builder *builder)
{
	static const struct {
		const char *context, *message;
	} contexts[] = {
		{"quoted scalar", "the quotation mark that opens here is never closed; expected "
				  "the same mark at the end of the text"},
		{"scanning a tag", TAG_MESSAGE},
		{"scanning an anchor", "“&” begins a YAML anchor; put text that begins with & into "
				       "quotes"},
		{"scanning an alias", "“*” begins a YAML alias; put text that begins with * into "
				      "quotes"},
	};
	const yaml_parser_t *parser = &builder->parser;
	for (guint i = 0; parser->context && i < G_N_ELEMENTS(contexts); i++) {
		if (!strstr(parser->context, contexts[i].context))
			continue;
		gsize offset = byte_of(builder, &parser->context_mark);
		vet_diagnostics_add(builder->diagnostics, builder->source, offset, 1, "%s",
				    contexts[i].message);
		return TRUE;
	}
	return FALSE;
}

static gboolean
next_event(Builder *builder, yaml_event_t *ret_event)
{
	if (yaml_parser_parse(&builder->parser, ret_event))
		return TRUE;
	const yaml_parser_t *parser = &builder->parser;
	gsize offset = parser->error == YAML_READER_ERROR ? parser->problem_offset
							  : byte_of(builder, &parser->problem_mark);
	if (has_wide_colon(builder, &offset)) {
		vet_diagnostics_add(builder->diagnostics, builder->source, offset, strlen("："),
				    "the full-width ： is no separator, write ': '");
		return FALSE;
	}
	if (has_wide_indent(builder, offset, &offset)) {
		vet_diagnostics_add(builder->diagnostics, builder->source, offset, 1,
				    "the line begins with a full-width or no-break space; indent "
				    "with plain spaces, as the lines beside it");
		return FALSE;
	}
	if (parser->error == YAML_SCANNER_ERROR && report_context(builder))
		return FALSE;
	const char *problem = parser->problem ? parser->problem : "cannot be read";
	const char *hint = parser->problem ? syntax_hint(builder, offset) : "";
	vet_diagnostics_add(builder->diagnostics, builder->source, offset, 1, "not YAML: %s%s",
			    problem, hint);
	return FALSE;
}

static VetYamlNode *
new_node(Builder *builder, VetYamlKind kind, const yaml_event_t *event)
{
	VetYamlNode *node = g_new0(VetYamlNode, 1);
	node->kind = kind;
	node->source = builder->source;
	node->start = byte_of(builder, &event->start_mark);
	node->end = byte_of(builder, &event->end_mark);
	if (kind != VET_YAML_SCALAR)
		node->items = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	if (kind == VET_YAML_MAP)
		node->keys = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	return node;
}

static void
refuse(Builder *builder, const yaml_event_t *event, const char *message)
{
	gsize start = byte_of(builder, &event->start_mark);
	gsize end = byte_of(builder, &event->end_mark);
	vet_diagnostics_add(builder->diagnostics, builder->source, start, end - start, "%s",
			    message);
}

/* tags and anchors change what a reader sees to what a machine makes of it */
static gboolean
is_permitted(Builder *builder, const yaml_event_t *event)
{
	const yaml_char_t *tag = NULL, *anchor = NULL;
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		tag = event->data.scalar.tag;
		anchor = event->data.scalar.anchor;
		break;
	case YAML_SEQUENCE_START_EVENT:
		tag = event->data.sequence_start.tag;
		anchor = event->data.sequence_start.anchor;
		break;
	case YAML_MAPPING_START_EVENT:
		tag = event->data.mapping_start.tag;
		anchor = event->data.mapping_start.anchor;
		break;
	case YAML_ALIAS_EVENT:
		refuse(builder, event,
		       "“*name” is a YAML alias, which packs do not use; repeat the text, or put "
		       "it into quotes");
		return FALSE;
	default:
		break;
	}
	if (tag)
		refuse(builder, event, TAG_MESSAGE);
	if (anchor)
		refuse(builder, event, "“&name” is a YAML anchor, which packs do not use");
	return !tag && !anchor;
}

static VetYamlNode *
build_scalar(Builder *builder, const yaml_event_t *event)
{
	static const VetYamlStyle styles[] = {
		[YAML_PLAIN_SCALAR_STYLE] = VET_YAML_PLAIN,
		[YAML_SINGLE_QUOTED_SCALAR_STYLE] = VET_YAML_SINGLE_QUOTED,
		[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = VET_YAML_DOUBLE_QUOTED,
		[YAML_LITERAL_SCALAR_STYLE] = VET_YAML_LITERAL,
		[YAML_FOLDED_SCALAR_STYLE] = VET_YAML_FOLDED,
	};
	const char *value = (const char *)event->data.scalar.value;
	if (strlen(value) != event->data.scalar.length) {
		refuse(builder, event, "the text holds a NUL character");
		return NULL;
	}
	VetYamlNode *node = new_node(builder, VET_YAML_SCALAR, event);
	node->style = styles[event->data.scalar.style];
	node->text = g_strdup(value);
	return node;
}

/* a separator of Chinese text makes one entry of several, without a fault in the YAML */
static void
check_entry(Builder *builder, const VetYamlNode *item)
{
	static const char *const marks[] = {"、", "，"};
	for (guint i = 0; item->style == VET_YAML_PLAIN && i < G_N_ELEMENTS(marks); i++) {
		const char *mark = item->text ? strstr(item->text, marks[i]) : NULL;
		if (!mark)
			continue;
		vet_yaml_fault_at(item, mark - item->text, strlen(marks[i]), builder->diagnostics,
				  "%s does not separate entries, write ', '; put text that holds "
				  "it into quotes",
				  marks[i]);
		return;
	}
}

static VetYamlNode *
build_list(Builder *builder, const yaml_event_t *start)
{
	gboolean is_flow = start->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	g_autoptr(VetYamlNode) list = new_node(builder, VET_YAML_LIST, start);
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			return NULL;
		gboolean ended = event.type == YAML_SEQUENCE_END_EVENT;
		if (ended)
			list->end = byte_of(builder, &event.end_mark);
		VetYamlNode *item = ended ? NULL : build_node(builder, &event);
		yaml_event_delete(&event);
		if (ended)
			return g_steal_pointer(&list);
		if (!item)
			return NULL;
		if (is_flow)
			check_entry(builder, item);
		g_ptr_array_add(list->items, item);
	}
}

/* `seen`: text → key of this map, so that a long map takes no longer than its length */
static void
check_duplicate(Builder *builder, GHashTable *seen, VetYamlNode *key)
{
	const VetYamlNode *other = g_hash_table_lookup(seen, key->text);
	if (!other) {
		g_hash_table_insert(seen, key->text, key);
		return;
	}
	guint line = 0, column = 0;
	vet_manuscript_locate(builder->source, other->start, &line, &column);
	vet_yaml_fault(key, builder->diagnostics,
		       "the key “%s” stands here twice, first on line %u", key->text, line);
}

/* a key, checked; NULL with the fault reported */
static VetYamlNode *
build_key(Builder *builder, GHashTable *seen, const yaml_event_t *event)
{
	g_autoptr(VetYamlNode) key = build_node(builder, event);
	if (!key)
		return NULL;
	if (!vet_yaml_check_kind(key, "a key", VET_YAML_SCALAR, builder->diagnostics))
		return NULL;
	check_duplicate(builder, seen, key);
	return g_steal_pointer(&key);
}

static VetYamlNode *
build_map(Builder *builder, const yaml_event_t *start)
{
	g_autoptr(VetYamlNode) map = new_node(builder, VET_YAML_MAP, start);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			return NULL;
		gboolean ended = event.type == YAML_MAPPING_END_EVENT;
		if (ended)
			map->end = byte_of(builder, &event.end_mark);
		VetYamlNode *key = ended ? NULL : build_key(builder, seen, &event);
		yaml_event_delete(&event);
		if (ended)
			return g_steal_pointer(&map);
		if (!key)
			return NULL;
		g_ptr_array_add(map->keys, key);

		if (!next_event(builder, &event))
			return NULL;
		VetYamlNode *value = build_node(builder, &event);
		yaml_event_delete(&event);
		if (!value)
			return NULL;
		g_ptr_array_add(map->items, value);
	}
}

static VetYamlNode *
build_node(Builder *builder, const yaml_event_t *event)
{
	if (!is_permitted(builder, event))
		return NULL;
	if (builder->depth >= VET_YAML_MAX_DEPTH || ++builder->nodes > VET_YAML_MAX_NODES) {
		refuse(builder, event, "nested too deeply or too many entries for a pack");
		return NULL;
	}
	if (event->type == YAML_SCALAR_EVENT)
		return build_scalar(builder, event);
	builder->depth++;
	VetYamlNode *node = event->type == YAML_SEQUENCE_START_EVENT ? build_list(builder, event)
								     : build_map(builder, event);
	builder->depth--;
	return node;
}

/* skips what frames the document; FALSE at the end or on a fault */
static gboolean
first_event(Builder *builder, yaml_event_t *ret_event)
{
	for (;;) {
		if (!next_event(builder, ret_event))
			return FALSE;
		if (ret_event->type == YAML_STREAM_END_EVENT) {
			yaml_event_delete(ret_event);
			vet_diagnostics_add(builder->diagnostics, builder->source, 0, 0,
					    "the file is empty");
			return FALSE;
		}
		if (ret_event->type != YAML_STREAM_START_EVENT &&
		    ret_event->type != YAML_DOCUMENT_START_EVENT)
			return TRUE;
		yaml_event_delete(ret_event);
	}
}

/* TRUE when nothing but the end follows the first document */
static gboolean
is_finished(Builder *builder)
{
	for (;;) {
		yaml_event_t event;
		if (!next_event(builder, &event))
			return FALSE;
		yaml_event_type_t type = event.type;
		if (type == YAML_DOCUMENT_START_EVENT)
			refuse(builder, &event, "“---” begins a second document; a file holds one");
		yaml_event_delete(&event);
		if (type == YAML_STREAM_END_EVENT)
			return TRUE;
		if (type == YAML_DOCUMENT_START_EVENT)
			return FALSE;
	}
}

VetYamlNode *
vet_yaml_parse(const VetManuscript *source, VetDiagnostics *diagnostics)
{
	Builder builder = {.source = source, .diagnostics = diagnostics};
	if (!yaml_parser_initialize(&builder.parser)) {
		vet_diagnostics_add_text(diagnostics, "libyaml cannot start: no memory");
		return NULL;
	}
	yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&builder.parser, (const guchar *)vet_manuscript_text(source),
				     vet_manuscript_length(source));
	yaml_event_t event;
	VetYamlNode *root = NULL;
	if (first_event(&builder, &event)) {
		root = build_node(&builder, &event);
		yaml_event_delete(&event);
	}
	if (root && !is_finished(&builder))
		g_clear_pointer(&root, vet_yaml_node_free);
	yaml_parser_delete(&builder.parser);
	return root;
}
