/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ooxml/format.h"

#include <string.h>

#include "plugins/ooxml/decimal.h"

#define MAX_SECTIONS 4
#define GENERAL_WIDTH 11 /* characters that General has room for, the point among them */
#define MAX_PERCENTS 8

static const struct {
	guint id;
	const char *code;
} builtins[] = {
	{1, "0"},
	{2, "0.00"},
	{3, "#,##0"},
	{4, "#,##0.00"},
	{5, "\"¥\"#,##0;\"¥\"-#,##0"},
	{6, "\"¥\"#,##0;\"¥\"-#,##0"},
	{7, "\"¥\"#,##0.00;\"¥\"-#,##0.00"},
	{8, "\"¥\"#,##0.00;\"¥\"-#,##0.00"},
	{9, "0%"},
	{10, "0.00%"},
	{11, "0.00E+00"},
	/* as a Chinese edition shows it: US English has m/d/yyyy here */
	{14, "yyyy/m/d"},
	{15, "d-mmm-yy"},
	{16, "d-mmm"},
	{17, "mmm-yy"},
	{18, "h:mm AM/PM"},
	{19, "h:mm:ss AM/PM"},
	{20, "h:mm"},
	{21, "h:mm:ss"},
	{22, "yyyy/m/d h:mm"},
	{27, "yyyy\"年\"m\"月\""},
	{28, "m\"月\"d\"日\""},
	{29, "m\"月\"d\"日\""},
	{30, "m-d-yy"},
	{31, "yyyy\"年\"m\"月\"d\"日\""},
	{32, "h\"时\"mm\"分\""},
	{33, "h\"时\"mm\"分\"ss\"秒\""},
	{34, "上午/下午h\"时\"mm\"分\""},
	{35, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
	{36, "yyyy\"年\"m\"月\""},
	{37, "#,##0;-#,##0"},
	{38, "#,##0;-#,##0"},
	{39, "#,##0.00;-#,##0.00"},
	{40, "#,##0.00;-#,##0.00"},
	{41, "#,##0;-#,##0;\"-\";@"},
	{42, "\"¥\"#,##0;\"¥\"-#,##0;\"¥-\";@"},
	{43, "#,##0.00;-#,##0.00;\"-\";@"},
	{44, "\"¥\"#,##0.00;\"¥\"-#,##0.00;\"¥-\";@"},
	{45, "mm:ss"},
	{46, "[h]:mm:ss"},
	{47, "mm:ss.0"},
	{48, "##0.0E+0"},
	{49, "@"},
	{50, "yyyy\"年\"m\"月\""},
	{51, "m\"月\"d\"日\""},
	{52, "yyyy\"年\"m\"月\""},
	{53, "m\"月\"d\"日\""},
	{54, "m\"月\"d\"日\""},
	{55, "上午/下午h\"时\"mm\"分\""},
	{56, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
	{57, "yyyy\"年\"m\"月\""},
	{58, "m\"月\"d\"日\""},
};

const char *
format_builtin(guint id)
{
	for (guint i = 0; i < G_N_ELEMENTS(builtins); i++)
		if (builtins[i].id == id)
			return builtins[i].code;
	return NULL;
}

static gsize
character(const FormatSection *section, gsize at)
{
	if (at >= section->length)
		return 0;
	gsize n = (gsize)(g_utf8_next_char(section->at + at) - (section->at + at));
	return MIN(n, section->length - at);
}

gsize
format_token(const FormatSection *section, gsize at, char *ret_kind, const char **ret_text,
	     gsize *ret_length)
{
	if (at >= section->length)
		return 0;
	const char *here = section->at + at;
	gsize rest = section->length - at;
	*ret_kind = (guchar)*here < 0x80 ? *here : '"';
	*ret_text = here;
	*ret_length = character(section, at);
	if (*here == '\\' || *here == '_' || *here == '*') {
		/* _x is a blank as wide as x, *x fills the cell with x */
		gsize n = character(section, at + 1);
		*ret_kind = '"';
		*ret_text = *here == '_' ? " " : here + 1;
		*ret_length = *here == '\\' ? n : *here == '_' ? 1 : 0;
		return 1 + n;
	}
	if (*here != '"' && *here != '[')
		return *ret_length;
	const char *end = memchr(here + 1, *here == '"' ? '"' : ']', rest - 1);
	gsize inner = end ? (gsize)(end - here) - 1 : rest - 1;
	*ret_text = here + 1;
	*ret_length = inner;
	return inner + 1 + (end != NULL);
}

/* cuts the code at its ';' */
static guint
split(const char *code, FormatSection *sections)
{
	FormatSection whole = {code, strlen(code)};
	guint n = 0;
	gsize start = 0, at = 0, taken;
	char kind;
	const char *text;
	gsize length;
	while ((taken = format_token(&whole, at, &kind, &text, &length)) > 0) {
		if (kind == ';' && n < MAX_SECTIONS - 1) {
			sections[n++] = (FormatSection){code + start, at - start};
			start = at + taken;
		}
		at += taken;
	}
	sections[n++] = (FormatSection){code + start, whole.length - start};
	return n;
}

/* [>=100]; FALSE when the section has no condition */
static gboolean
find_condition(const FormatSection *section, double value, gboolean *ret_holds)
{
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		if (kind != '[' || length < 2 || !strchr("<>=", *text))
			continue;
		gsize sign = strspn(text, "<>=");
		if (sign >= length || sign > 2)
			continue;
		g_autofree char *number = g_strndup(text + sign, length - sign);
		double limit = g_ascii_strtod(number, NULL);
		gboolean is_equal = memchr(text, '=', sign) && value == limit;
		gboolean is_unequal = sign == 2 && text[0] == '<' && text[1] == '>';
		*ret_holds = is_unequal ? value != limit
					: is_equal || (*text == '<' && value < limit) ||
						  (*text == '>' && value > limit);
		return TRUE;
	}
	return FALSE;
}

static gboolean
has_letter(const FormatSection *section, char letter)
{
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n)
		if (kind == letter)
			return TRUE;
	return FALSE;
}

/* by its sign, or the first whose condition holds; ret_bare: the section says itself that it is
 * negative */
static const FormatSection *
choose(const FormatSection *sections, guint n, double value, gboolean *ret_bare)
{
	gboolean holds;
	if (find_condition(&sections[0], value, &holds)) {
		*ret_bare = FALSE;
		for (guint i = 0; i < MIN(n, 3); i++)
			if (!find_condition(&sections[i], value, &holds) || holds)
				return &sections[i];
		return NULL;
	}
	guint i = value < 0 ? 1 : value == 0 ? 2 : 0;
	/* the last section is for texts when it says so */
	guint numbers = n > 1 && has_letter(&sections[n - 1], '@') ? n - 1 : MIN(n, 3);
	if (i >= numbers)
		i = 0;
	*ret_bare = i == 1;
	return &sections[i];
}

/* --- General --- */

static char *
general(const Decimal *decimal)
{
	Decimal shown = *decimal;
	const char *sign = shown.is_negative ? "-" : "";
	if (!decimal_is_whole(&shown)) {
		int whole = MAX(shown.point, 1);
		if (shown.point < -3 &&
		    (int)strlen(shown.digits) - shown.point > GENERAL_WIDTH - 2) {
			decimal_round(&shown, 6 - shown.point);
			return g_strdup_printf("%s%c%s%sE-%02d", sign, shown.digits[0],
					       shown.digits[1] ? "." : "", shown.digits + 1,
					       1 - shown.point);
		}
		decimal_round(&shown, MAX(GENERAL_WIDTH - 1 - whole, 0));
	}
	g_autofree char *before = decimal_whole(&shown);
	guint places = (guint)MAX((int)strlen(shown.digits) - shown.point, 0);
	g_autofree char *after = decimal_fraction(&shown, *shown.digits ? places : 0);
	return g_strdup_printf("%s%s%s%s", *shown.digits ? sign : "", *before ? before : "0",
			       *after ? "." : "", after);
}

/* --- digits --- */

typedef struct {
	guint n_whole;           /* places before the point */
	guint n_places, n_least; /* after it, and how many of them are always shown */
	guint n_percents, n_thousandths;
	gboolean has_commas, has_point, is_power, is_ratio;
} Shape;

static gboolean
is_place(char kind)
{
	return kind == '0' || kind == '#' || kind == '?';
}

static void
measure(const FormatSection *section, Shape *shape)
{
	char kind;
	const char *text;
	gsize length, n;
	guint commas = 0;
	gboolean in_power = FALSE;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		in_power |= kind == 'E' || kind == 'e';
		shape->is_ratio |= kind == '/';
		shape->n_percents += kind == '%' && shape->n_percents < MAX_PERCENTS;
		if (kind == '.')
			shape->has_point = TRUE;
		if (kind == ',' && shape->n_whole > 0)
			commas++;
		if (!is_place(kind) || in_power)
			continue;
		shape->has_commas |= commas > 0 && !shape->has_point;
		commas = 0;
		if (shape->has_point) {
			shape->n_places++;
			shape->n_least = kind == '#' ? shape->n_least : shape->n_places;
		} else {
			shape->n_whole++;
		}
	}
	shape->is_power = in_power;
	shape->n_thousandths = MIN(commas, MAX_PERCENTS);
}

/* the digits that one place before the point shows: the first takes all that are too many */
static void
put_place(GString *out, const char *digits, guint rest, gboolean is_first, char kind,
	  gboolean has_commas)
{
	guint n = (guint)strlen(digits);
	guint from = is_first && n > rest ? n : rest;
	for (guint position = from; position >= rest && position > 0; position--) {
		if (position <= n)
			g_string_append_c(out, digits[n - position]);
		else if (kind == '0')
			g_string_append_c(out, '0');
		else
			continue;
		if (has_commas && position > 1 && (position - 1) % 3 == 0)
			g_string_append_c(out, ',');
	}
}

static void
put_fraction(GString *out, const char *fraction, const Shape *shape)
{
	gsize n = strlen(fraction);
	while (n > shape->n_least && fraction[n - 1] == '0')
		n--;
	if (n > 0 || shape->n_places == 0)
		g_string_append_c(out, '.');
	g_string_append_len(out, fraction, (gssize)n);
}

static void
put_number(const FormatSection *section, const Decimal *decimal, const Shape *shape, GString *out)
{
	g_autofree char *whole = decimal_whole(decimal);
	g_autofree char *fraction = decimal_fraction(decimal, shape->n_places);
	guint rest = shape->n_whole;
	gboolean is_first = TRUE, after_point = FALSE;
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		if (is_place(kind) && !after_point) {
			put_place(out, whole, rest--, is_first, kind, shape->has_commas);
			is_first = FALSE;
		} else if (kind == '.' && !after_point) {
			after_point = TRUE;
			if (shape->n_whole == 0)
				g_string_append(out, whole);
			put_fraction(out, fraction, shape);
		} else if (kind != '[' && kind != ',' && kind != '@' && !is_place(kind)) {
			g_string_append_len(out, text, (gssize)length);
		}
	}
}

static char *
power(const Decimal *decimal, const Shape *shape)
{
	Decimal shown = *decimal;
	int exponent = *shown.digits ? shown.point - 1 : 0;
	shown.point -= exponent;
	decimal_round(&shown, (int)shape->n_places);
	if (shown.point > 1) {
		shown.point--;
		exponent++;
	}
	g_autofree char *whole = decimal_whole(&shown);
	g_autofree char *fraction = decimal_fraction(&shown, shape->n_places);
	return g_strdup_printf("%s%s%s%sE%c%02d", shown.is_negative ? "-" : "",
			       *whole ? whole : "0", *fraction ? "." : "", fraction,
			       exponent < 0 ? '-' : '+', ABS(exponent));
}

static gboolean
is_general(const FormatSection *section)
{
	return has_letter(section, 'G') || has_letter(section, 'g');
}

/* [Red]General"元" */
static void
put_general(const FormatSection *section, const char *number, GString *out)
{
	char kind;
	const char *text;
	gsize length, n;
	for (gsize at = 0; (n = format_token(section, at, &kind, &text, &length)) > 0; at += n) {
		if (kind == 'G' || kind == 'g') {
			static const char *const names[] = {"General", "G/通用格式"};
			for (guint i = 0; i < G_N_ELEMENTS(names); i++)
				if (section->length - at >= strlen(names[i]) &&
				    g_ascii_strncasecmp(section->at + at, names[i],
							strlen(names[i])) == 0)
					n = strlen(names[i]);
			g_string_append(out, number);
		} else if (kind == '"') {
			g_string_append_len(out, text, (gssize)length);
		}
	}
}

static char *
show(const FormatSection *section, const Decimal *decimal, gboolean is_bare, gboolean is_1904)
{
	Decimal shown = *decimal;
	Shape shape = {0};
	g_autoptr(GString) out = g_string_new(NULL);
	shown.is_negative &= !is_bare;
	if (is_general(section) || has_letter(section, '@')) {
		g_autofree char *number = general(&shown);
		if (has_letter(section, '@'))
			return g_steal_pointer(&number);
		put_general(section, number, out);
		return g_strdup(out->str);
	}
	if (format_is_date(section))
		return format_date(section, decimal_value(decimal), is_1904, out)
			       ? g_strdup(out->str)
			       : general(decimal);
	measure(section, &shape);
	gboolean is_long = decimal_is_whole(decimal) && decimal->point > GENERAL_WIDTH;
	if (shape.is_ratio && shape.n_whole > 0)
		return general(&shown);
	if (shape.is_power)
		return is_long ? general(&shown) : power(&shown, &shape);
	shown.point += (int)(2 * shape.n_percents) - (int)(3 * shape.n_thousandths);
	decimal_round(&shown, (int)shape.n_places);
	if (shown.is_negative)
		g_string_append_c(out, '-');
	put_number(section, &shown, &shape, out);
	return g_strdup(out->str);
}

char *
format_number(const char *code, const char *number, gboolean is_1904)
{
	Decimal decimal;
	if (!decimal_parse(number, &decimal))
		return g_strdup(number);
	FormatSection sections[MAX_SECTIONS];
	gboolean is_bare = FALSE;
	const FormatSection *section = NULL;
	if (code && *code)
		section =
			choose(sections, split(code, sections), decimal_value(&decimal), &is_bare);
	return section ? show(section, &decimal, is_bare, is_1904) : general(&decimal);
}

char *
format_text(const char *code, const char *text)
{
	FormatSection sections[MAX_SECTIONS];
	guint n = code ? split(code, sections) : 0;
	/* three sections are for numbers alone; a fourth, or a last one with '@', is for texts */
	if (n == 0 || (n < MAX_SECTIONS && !has_letter(&sections[n - 1], '@')))
		return g_strdup(text);
	GString *out = g_string_new(NULL);
	const FormatSection *section = &sections[n - 1];
	char kind;
	const char *piece;
	gsize length, taken;
	for (gsize at = 0; (taken = format_token(section, at, &kind, &piece, &length)) > 0;
	     at += taken) {
		if (kind == '@')
			g_string_append(out, text);
		else if (kind == '"')
			g_string_append_len(out, piece, (gssize)length);
	}
	return g_string_free(out, FALSE);
}
