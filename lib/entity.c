/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/entity.h"

#include "lib/entity-places.h"
#include "lib/entity-words.h"
#include "lib/text.h"

#include <string.h>

/* OCR takes about one character in fifty for another; two in a short name are another name */
#define CHARACTERS_A_SLIP 8
#define PLACE_CHARACTERS 2

#define MIN_NAME 4 /* characters */
#define MAX_NAME 80

typedef struct {
	const char *name;
	const char *title;
} RelationWords;

static const RelationWords relation_words[] = {
	[VET_RELATION_NONE] = {"none", "无关单位"},
	[VET_RELATION_SAME] = {"same", "本单位"},
	[VET_RELATION_VARIANT] = {"variant", "另一种写法"},
	[VET_RELATION_BRANCH] = {"branch", "分支机构"},
	[VET_RELATION_PARENT] = {"parent", "母公司（集团）"},
	[VET_RELATION_SUBSIDIARY] = {"subsidiary", "子公司或关联公司"},
};

/* words a sentence begins with where a name does not */
static const char *const no_names[] = {
	"本公司", "本单位", "我公司", "我单位", "我们", "贵公司", "贵单位", "该",   "其他",
	"上述",   "所有",   "任何",   "某",     "根据", "参赛",   "申报",   "严禁",
};

const char *
vet_relation_name(VetRelation relation)
{
	return relation_words[relation].name;
}

const char *
vet_relation_title(VetRelation relation)
{
	return relation_words[relation].title;
}

char *
vet_entity_key(const char *name)
{
	static const char *const brackets[][2] = {
		{"[", "("},  {"]", ")"},  {"【", "("}, {"】", ")"},
		{"〔", "("}, {"〕", ")"}, {"〈", "("}, {"〉", ")"},
	};
	g_autofree char *compact = vet_text_compact(name);
	GString *key = g_string_new(compact);

	for (guint i = 0; i < G_N_ELEMENTS(brackets); i++)
		g_string_replace(key, brackets[i][0], brackets[i][1], 0);
	return g_string_free(key, FALSE);
}

/* a certificate from elsewhere has the name in traditional characters */
static gboolean
is_same_key(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return TRUE;
	if (g_utf8_strlen(a, -1) != g_utf8_strlen(b, -1))
		return FALSE;
	g_autofree char *simple_a = vet_text_key(a);
	g_autofree char *simple_b = vet_text_key(b);
	return strcmp(simple_a, simple_b) == 0;
}

gboolean
vet_entity_equal(const char *a, const char *b)
{
	g_autofree char *a_key = vet_entity_key(a);
	g_autofree char *b_key = vet_entity_key(b);

	return *a_key && is_same_key(a_key, b_key);
}

/* where the branch of a key begins, the length of the key when it has none */
static gsize
branch_start(const char *key)
{
	gsize length = strlen(key);
	gsize suffix = vet_branch_suffix(key);
	g_autofree char *head = NULL;
	gsize inside;

	if (suffix == 0)
		return length;
	head = g_strndup(key, length - suffix);
	inside = vet_form_inside(head);
	return inside > 0 ? inside : length - suffix - vet_place_suffix(head);
}

/* takes brackets that hold a place out of `middle`, which is behind the first place */
static void
move_bracketed_place(GString *middle, GString *place)
{
	const char *open = strchr(middle->str, '(');
	const char *close = open ? strchr(open, ')') : NULL;
	g_autofree char *inside = close ? g_strndup(open + 1, close - open - 1) : NULL;

	if (!inside || !vet_place_is(inside))
		return;
	g_string_append(place, inside);
	g_string_erase(middle, open - middle->str, close - open + 1);
}

/* …集团湖南有限公司: the place stands behind the group it belongs to */
static void
move_place_behind_group(GString *middle, GString *place)
{
	gsize suffix = vet_place_suffix(middle->str);
	gsize group;
	gsize length = middle->len - suffix;
	g_autofree char *head = g_strndup(middle->str, length);

	group = suffix > 0 ? vet_group_suffix(head) : 0;
	if (group == 0)
		return;
	g_string_append(place, middle->str + length);
	g_string_truncate(middle, length - group);
}

void
vet_entity_split(const char *name, VetEntityParts *ret_parts)
{
	g_autofree char *key = vet_entity_key(name);
	gsize head = branch_start(key);
	gsize place_length;
	gsize trade_length;
	const VetForm *form;
	g_autoptr(GString) place = NULL;
	g_autoptr(GString) middle = NULL;
	GString *form_text = g_string_new(NULL);

	ret_parts->branch = g_strdup(key + head);
	key[head] = '\0';
	place_length = vet_place_prefix(key);
	place = g_string_new_len(key, (gssize)place_length);
	middle = g_string_new(key + place_length);
	form = vet_form_suffix(key);
	if (form && strlen(form->text) <= middle->len) {
		gsize group;

		g_string_truncate(middle, middle->len - strlen(form->text));
		g_string_append(form_text, form->text);
		move_place_behind_group(middle, place);
		group = vet_group_suffix(middle->str);
		g_string_prepend(form_text, middle->str + middle->len - group);
		g_string_truncate(middle, middle->len - group);
	}
	move_bracketed_place(middle, place);
	trade_length = vet_trade_name_length(middle->str);
	ret_parts->place = g_strdup(place->str);
	ret_parts->trade_name = g_strndup(middle->str, trade_length);
	ret_parts->industry = g_strdup(middle->str + trade_length);
	ret_parts->form = g_string_free(form_text, FALSE);
}

void
vet_entity_parts_clear(VetEntityParts *parts)
{
	g_clear_pointer(&parts->place, g_free);
	g_clear_pointer(&parts->trade_name, g_free);
	g_clear_pointer(&parts->industry, g_free);
	g_clear_pointer(&parts->form, g_free);
	g_clear_pointer(&parts->branch, g_free);
}

static gboolean
is_group(const VetEntityParts *parts)
{
	return strstr(parts->form, "集团") || strstr(parts->form, "控股");
}

static gboolean
is_firm(const char *key)
{
	const VetForm *form = vet_form_suffix(key);
	return form && form->kind == VET_FORM_FIRM;
}

/* the 字号 is the same, or goes on with a trade that is not in the table of trades */
static gboolean
shares_trade_name(const VetEntityParts *a, const VetEntityParts *b)
{
	const VetEntityParts *shorter = strlen(a->trade_name) <= strlen(b->trade_name) ? a : b;
	const VetEntityParts *longer = shorter == a ? b : a;
	const char *rest;

	if (g_utf8_strlen(shorter->trade_name, -1) < 2 || !*a->form || !*b->form ||
	    vet_trade_name_is_generic(shorter->trade_name) ||
	    !g_str_has_prefix(longer->trade_name, shorter->trade_name))
		return FALSE;
	rest = longer->trade_name + strlen(shorter->trade_name);
	return !*rest || (!*longer->industry && *shorter->industry && g_utf8_strlen(rest, -1) >= 2);
}

static VetRelation
relation_by_trade_name(const char *unit_key, const char *other_key)
{
	g_auto(VetEntityParts) unit = {0};
	g_auto(VetEntityParts) other = {0};

	vet_entity_split(unit_key, &unit);
	vet_entity_split(other_key, &other);
	if (is_firm(unit_key) || is_firm(other_key) || !shares_trade_name(&unit, &other))
		return VET_RELATION_NONE;
	return is_group(&other) && !is_group(&unit) ? VET_RELATION_PARENT : VET_RELATION_SUBSIDIARY;
}

/* Of brackets, recognition reads one and not the other, or takes it for 《 or “. */
static char *
letters_of(const char *name)
{
	g_autofree char *key = vet_entity_key(name);
	GString *letters = g_string_new(NULL);

	for (const char *p = key; *p; p = g_utf8_next_char(p))
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			g_string_append_unichar(letters, g_utf8_get_char(p));
	return g_string_free(letters, FALSE);
}

gboolean
vet_entity_is_misread(const char *a, const char *b)
{
	g_autofree char *key_a = letters_of(a);
	g_autofree char *key_b = letters_of(b);
	glong length = g_utf8_strlen(key_a, -1), wrong = 0;
	const char *p = key_a, *q = key_b;

	if (length != g_utf8_strlen(key_b, -1))
		return FALSE;
	for (glong i = 0; i < length; i++, p = g_utf8_next_char(p), q = g_utf8_next_char(q)) {
		if (g_utf8_get_char(p) == g_utf8_get_char(q))
			continue;
		if (i < PLACE_CHARACTERS)
			return FALSE;
		wrong++;
	}
	return wrong <= length / CHARACTERS_A_SLIP;
}

/* 公司法 allows either word for the same form; no office registers two that differ in it alone */
static gboolean
differs_in_form_alone(const char *a, const char *b)
{
	g_autoptr(GString) short_a = g_string_new(a);
	g_autoptr(GString) short_b = g_string_new(b);

	g_string_replace(short_a, "有限责任公司", "有限公司", 0);
	g_string_replace(short_b, "有限责任公司", "有限公司", 0);
	return g_string_equal(short_a, short_b);
}

VetRelation
vet_entity_relation(const char *unit, const char *other)
{
	g_autofree char *unit_key = vet_entity_key(unit);
	g_autofree char *other_key = vet_entity_key(other);

	if (!*unit_key || !*other_key)
		return VET_RELATION_NONE;
	if (is_same_key(unit_key, other_key))
		return VET_RELATION_SAME;
	if (differs_in_form_alone(unit_key, other_key))
		return VET_RELATION_VARIANT;
	if (vet_branch_suffix(other_key) > 0 && g_str_has_prefix(other_key, unit_key))
		return VET_RELATION_BRANCH;
	if (vet_branch_suffix(unit_key) > 0 && g_str_has_prefix(unit_key, other_key) &&
	    vet_entity_is_name(other_key))
		return VET_RELATION_PARENT;
	return relation_by_trade_name(unit_key, other_key);
}

static gboolean
has_name_characters(const char *key)
{
	for (const char *p = key; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isalnum(c) && !(c < 0x80 && strchr("()&.-'", (int)c)) && c != 0xB7)
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_entity_is_name(const char *text)
{
	g_autofree char *key = vet_entity_key(text);
	glong length = g_utf8_strlen(key, -1);
	gsize place = vet_place_prefix(key);
	const VetForm *form;
	glong rest;

	if (length < MIN_NAME || length > MAX_NAME || !has_name_characters(key))
		return FALSE;
	for (guint i = 0; place == 0 && i < G_N_ELEMENTS(no_names); i++)
		if (g_str_has_prefix(key, no_names[i]))
			return FALSE;
	if (vet_entity_is_branch(key))
		return TRUE;
	form = vet_form_suffix(key);
	if (!form)
		return FALSE;
	rest = g_utf8_strlen(key, (gssize)(strlen(key) - strlen(form->text)));
	return rest >= 2 && (form->kind != VET_FORM_OFFICE || place > 0);
}

gboolean
vet_entity_is_branch(const char *name)
{
	g_autofree char *key = vet_entity_key(name);
	gsize suffix = vet_branch_suffix(key);

	return suffix > 0 && g_utf8_strlen(key, (gssize)(strlen(key) - suffix)) >= 2;
}

gboolean
vet_entity_is_another(const char *name, const char *below)
{
	g_autofree char *above_key = vet_entity_key(name);
	g_autofree char *below_key = vet_entity_key(below);
	const VetForm *form;

	if (!vet_entity_is_name(above_key) || !vet_entity_is_name(below_key) ||
	    vet_entity_is_branch(below_key))
		return FALSE;
	form = vet_form_suffix(above_key);
	return (form && form->kind == VET_FORM_COMPANY) || vet_place_prefix(below_key) > 0;
}
