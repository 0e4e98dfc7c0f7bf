/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/fields.h"

#include <string.h>

#include "lib/entity.h"
#include "lib/ident.h"
#include "lib/label-key.h"
#include "lib/label-lines.h"
#include "lib/project-name.h"
#include "lib/text.h"

#define MAX_MATCHES 100
#define MAX_PARTS 50

/* --- cleaning --- */

static char *
strip_space(const char *value)
{
	return vet_text_compact(value);
}

static char *
upper(const char *value)
{
	return g_utf8_strup(value, -1);
}

/* remarks and signs that stand behind a name on forms are no part of it */
static char *
company_name(const char *value)
{
	return vet_label_cut_remark(vet_text_compact(value));
}

#define TICKS "☑☒✓✔√■●"

/* the bytes of "(√)" "[ ]" at `text`, a box made of brackets; 0 when it is none */
static gsize
bracket_box(const char *text, gboolean *ret_on)
{
	static const char *const open = "([【〔", *const close = ")]】〕";
	const char *p = text;

	if (!*p || !g_utf8_strchr(open, -1, g_utf8_get_char(p)))
		return 0;
	p = g_utf8_next_char(p);
	p += strspn(p, " ");
	*ret_on = *p && g_utf8_strchr(TICKS, -1, g_utf8_get_char(p)) != NULL;
	p = *ret_on ? g_utf8_next_char(p) : p;
	p += strspn(p, " ");
	if (!*p || !g_utf8_strchr(close, -1, g_utf8_get_char(p)))
		return 0;
	return g_utf8_next_char(p) - text;
}

static char *
plain_boxes(const char *value)
{
	GString *plain = g_string_new(NULL);

	for (const char *p = value; *p;) {
		gboolean on;
		gsize length = bracket_box(p, &on);
		if (length > 0)
			g_string_append(plain, on ? "√" : "□");
		else
			g_string_append_unichar(plain, g_utf8_get_char(p));
		p = length > 0 ? p + length : g_utf8_next_char(p);
	}
	return g_string_free(plain, FALSE);
}

/* "□长沙市 ☑益阳市": what is ticked, nothing where no box is; any other text as it is */
static char *
ticked(const char *value)
{
	static const char *const on = TICKS, *const off = "□☐○◯";
	g_autofree char *plain = plain_boxes(value);
	gboolean boxes = FALSE, chosen = FALSE, mark_first = FALSE;
	g_autoptr(GString) option = g_string_new(NULL);
	GString *text = g_string_new(NULL);

	for (const char *p = plain; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		gboolean is_on = g_utf8_strchr(on, -1, character) != NULL;
		if (!is_on && !g_utf8_strchr(off, -1, character)) {
			g_string_append_unichar(option, character);
			continue;
		}
		/* the box of an option stands before or behind it, for all of them alike */
		mark_first = boxes ? mark_first : !*g_strstrip(option->str);
		if (mark_first ? chosen : is_on)
			g_string_append(text, option->str);
		g_string_truncate(option, 0);
		chosen = is_on;
		boxes = TRUE;
	}
	if (!boxes || (mark_first && chosen))
		g_string_append(text, option->str);
	return g_strstrip(g_string_free(text, FALSE));
}

static char *
year(const char *value)
{
	int number;

	return vet_text_parse_year(value, &number) ? g_strdup_printf("%d", number)
						   : g_strdup(value);
}

typedef struct {
	VetFieldStepRow row;
	char *(*apply)(const char *value);
} Normaliser;

static const Normaliser normalisers[] = {
	{{"nfkc", "full width to half, compatibility forms to plain ones"}, vet_text_normalise},
	{{"strip_space", "no white space at all"}, strip_space},
	{{"strip_cjk_space", "no white space between Chinese characters"},
	 vet_text_strip_cjk_space},
	{{"company_name", "no white space, no (盖章) and the like behind it"}, company_name},
	{{"ticked", "of options with boxes before or behind them, those that are ticked"}, ticked},
	{{"title_marks", "without quotation and book title marks"}, vet_project_name_bare},
	{{"upper", "capital letters"}, upper},
	{{"year", "二〇二四 to 2024"}, year},
};

/* --- checking --- */

static gboolean
not_empty(const char *value)
{
	return *value != '\0';
}

static gboolean
is_credit_code(const char *value)
{
	return vet_credit_code_check(value) == VET_CODE_VALID;
}

/* 2–4 Chinese characters, or a transliterated name with a dot in it */
static gboolean
is_person_name(const char *value)
{
	glong characters = g_utf8_strlen(value, -1);
	gboolean dotted = FALSE;
	for (const char *p = value; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		if (character == 0x00b7 || character == 0x2022)
			dotted = TRUE;
		else if (g_unichar_get_script(character) != G_UNICODE_SCRIPT_HAN)
			return FALSE;
	}
	return characters >= 2 && characters <= (dotted ? 20 : 4) && !vet_entity_is_name(value);
}

typedef struct {
	VetFieldStepRow row;
	gboolean (*holds)(const char *value);
} Validator;

static const Validator validators[] = {
	{{"not_empty", "has a character"}, not_empty},
	{{"credit_code", "统一社会信用代码 with right check digits"}, is_credit_code},
	{{"id_number", "居民身份证 with a real date and right check digit"}, vet_id_number_valid},
	{{"patent", "专利号 with right check digit"}, vet_patent_number_valid},
	{{"software", "软著登记号"}, vet_software_number_valid},
	{{"organisation",
	  "looks like the full name of an organisation, maybe with its former ones in brackets"},
	 vet_entity_is_named},
	{{"person", "looks like a person's name"}, is_person_name},
};

#define STEP_ROWS(table, rows)                                                                     \
	static VetFieldStepRow rows[G_N_ELEMENTS(table) + 1];                                      \
	if (!rows[0].name)                                                                         \
		for (guint i = 0; i < G_N_ELEMENTS(table); i++)                                    \
			rows[i] = (table)[i].row;                                                  \
	return rows

const VetFieldStepRow *
vet_field_normalisers(void)
{
	STEP_ROWS(normalisers, rows);
}

const VetFieldStepRow *
vet_field_validators(void)
{
	STEP_ROWS(validators, rows);
}

static char *
normalise(const VetFieldSpec *field, char *value)
{
	for (guint i = 0; field->normalise && field->normalise[i]; i++) {
		for (guint j = 0; j < G_N_ELEMENTS(normalisers); j++) {
			if (g_str_equal(field->normalise[i], normalisers[j].row.name)) {
				char *next = normalisers[j].apply(value);
				g_free(value);
				value = next;
			}
		}
	}
	return g_strstrip(value);
}

static gboolean
is_valid(const VetFieldSpec *field, const char *value)
{
	for (guint i = 0; field->validate && field->validate[i]; i++)
		for (guint j = 0; j < G_N_ELEMENTS(validators); j++)
			if (g_str_equal(field->validate[i], validators[j].row.name) &&
			    !validators[j].holds(value))
				return FALSE;
	return *value && !(field->ignore && vet_pattern_matches(field->ignore, value));
}

/* --- reading --- */

static gboolean
wants_organisation(const VetFieldSpec *field)
{
	return field->owner ||
	       (field->validate &&
		g_strv_contains((const char *const *)field->validate, "organisation"));
}

static GHashTable *
labels_of_class(const VetDocumentClass *document_class)
{
	GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < document_class->fields->len; i++) {
		const VetFieldSpec *field = document_class->fields->pdata[i];
		for (guint j = 0; field->labels && field->labels[j]; j++)
			g_hash_table_add(known, field->labels[j]);
		for (guint j = 0; field->columns && j < field->columns->len; j++) {
			const VetColumnSpec *column = field->columns->pdata[j];
			for (guint k = 0; column->labels && column->labels[k]; k++)
				g_hash_table_add(known, column->labels[k]);
		}
	}
	return known;
}

static void
find_by_pattern(const VetTranscript *transcript, const VetPattern *pattern, GPtrArray *found)
{
	gsize length, start = 0;
	const char *text = vet_transcript_text(transcript, &length);
	VetMatch match;

	while (found->len < MAX_MATCHES && start < length &&
	       vet_pattern_find(pattern, text, length, start, &match, NULL)) {
		g_autofree char *value =
			vet_transcript_copy(transcript, match.value_start, match.value_end);
		g_autofree char *quote = vet_transcript_quote(transcript, match.start, match.end);
		double confidence =
			vet_transcript_confidence(transcript, match.value_start, match.value_end);
		if (*value && confidence >= VET_LABEL_MIN_CONFIDENCE) {
			VetSighting *sighting = vet_sighting_new(
				value, quote, vet_transcript_page(transcript, match.value_start),
				vet_transcript_box(transcript, match.value_start, match.value_end),
				vet_transcript_source(transcript, match.value_start),
				vet_transcript_position(transcript, match.value_start));
			sighting->confidence = confidence;
			g_ptr_array_add(found, sighting);
		}
		start = match.end > start ? match.end : start + 1;
		while (start < length && (text[start] & 0xc0) == 0x80)
			start++;
	}
}

/* the parts of a value, NULL-terminated */
static char **
split_value(const VetFieldSpec *field, const char *value)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	gsize length = strlen(value), start = 0;
	VetMatch match;

	while (field->split && parts->len < MAX_PARTS && start < length &&
	       vet_pattern_find(field->split, value, length, start, &match, NULL) &&
	       match.end > match.start) {
		if (match.start > start)
			g_ptr_array_add(parts, g_strndup(value + start, match.start - start));
		start = match.end;
	}
	if (start < length || parts->len == 0)
		g_ptr_array_add(parts, g_strdup(value + start));
	g_ptr_array_add(parts, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&parts), FALSE);
}

static void
take_parts(const VetFieldSpec *field, const VetSighting *whole, GPtrArray *values)
{
	g_auto(GStrv) parts = split_value(field, whole->value);
	for (guint i = 0; parts[i]; i++) {
		g_autofree char *value = normalise(field, g_strdup(parts[i]));
		if (is_valid(field, value))
			g_ptr_array_add(values, vet_sighting_with_value(whole, value));
	}
}

GPtrArray *
vet_fields_read(const VetTranscript *transcript, const VetDocumentClass *document_class,
		const VetFieldSpec *field)
{
	GPtrArray *values = g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);
	g_autoptr(GPtrArray) found =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);

	if ((field->labels && field->labels[0]) || field->label_pattern) {
		g_autoptr(GHashTable) known = labels_of_class(document_class);
		VetLabelQuery query = {(const char *const *)field->labels,
				       field->label_pattern,
				       known,
				       field->stop,
				       wants_organisation(field),
				       wants_organisation(field) && field->split != NULL,
				       field->type == VET_FIELD_COUNT};
		g_clear_pointer(&found, g_ptr_array_unref);
		found = vet_labels_find(transcript, &query);
	}
	for (guint i = 0; i < found->len; i++)
		take_parts(field, found->pdata[i], values);
	for (guint i = 0; field->patterns && i < field->patterns->len && values->len == 0; i++) {
		g_autoptr(GPtrArray) matches =
			g_ptr_array_new_with_free_func((GDestroyNotify)vet_sighting_free);
		find_by_pattern(transcript, field->patterns->pdata[i], matches);
		for (guint j = 0; j < matches->len; j++)
			take_parts(field, matches->pdata[j], values);
	}
	return values;
}
