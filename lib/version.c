/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/version.h"

#include <string.h>

gboolean
vet_version_parse(const char *text, VetVersion *ret_version)
{
	VetVersion version = {{0}, 0};
	g_auto(GStrv) parts = g_strsplit(text, ".", -1);
	guint n_parts = g_strv_length(parts);
	if (n_parts < 1 || n_parts > VET_VERSION_PARTS)
		return FALSE;
	for (guint i = 0; i < n_parts; i++) {
		guint64 number = 0;
		if (!g_ascii_isdigit(*parts[i]) ||
		    !g_ascii_string_to_unsigned(parts[i], 10, 0, VET_VERSION_MAX_NUMBER, &number,
						NULL))
			return FALSE;
		version.part[i] = number;
	}
	version.n_parts = n_parts;
	*ret_version = version;
	return TRUE;
}

static int
compare(const VetVersion *a, const VetVersion *b)
{
	for (guint i = 0; i < VET_VERSION_PARTS; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return 0;
}

/* the least version in which part `index` is greater */
static VetVersion
next_after(const VetVersion *version, guint index)
{
	VetVersion raised = {{0}, VET_VERSION_PARTS};
	for (guint i = 0; i <= index; i++)
		raised.part[i] = version->part[i];
	raised.part[index]++;
	return raised;
}

static gboolean
is_from_and_below(const VetVersion *version, const VetVersion *from, guint index)
{
	VetVersion below = next_after(from, index);
	return compare(version, from) >= 0 && compare(version, &below) < 0;
}

static gboolean
is_compatible(const VetVersion *version, const VetVersion *wanted)
{
	guint index = 0;
	while (index + 1 < wanted->n_parts && !wanted->part[index])
		index++;
	return is_from_and_below(version, wanted, index);
}

static gboolean
is_near(const VetVersion *version, const VetVersion *wanted)
{
	return is_from_and_below(version, wanted, MIN(wanted->n_parts - 1, 1));
}

static gboolean
is_same(const VetVersion *version, const VetVersion *wanted)
{
	return is_from_and_below(version, wanted, wanted->n_parts - 1);
}

static gboolean
is_at_least(const VetVersion *version, const VetVersion *wanted)
{
	return compare(version, wanted) >= 0;
}

static gboolean
is_at_most(const VetVersion *version, const VetVersion *wanted)
{
	return compare(version, wanted) <= 0 || is_same(version, wanted);
}

static gboolean
is_later(const VetVersion *version, const VetVersion *wanted)
{
	return !is_at_most(version, wanted);
}

static gboolean
is_earlier(const VetVersion *version, const VetVersion *wanted)
{
	return compare(version, wanted) < 0;
}

/* the longer sign first: ">=" begins with ">" */
static const struct {
	const char *sign;
	gboolean (*holds)(const VetVersion *version, const VetVersion *wanted);
} signs[] = {
	{">=", is_at_least},  {"<=", is_at_most}, {"==", is_same},
	{">", is_later},      {"<", is_earlier},  {"=", is_same},
	{"^", is_compatible}, {"~", is_near},     {"", is_same},
};

static gboolean
check_term(const VetVersion *version, const char *term, gboolean *ret_holds)
{
	guint i = 0;
	while (!g_str_has_prefix(term, signs[i].sign))
		i++;
	VetVersion wanted;
	if (!vet_version_parse(term + strlen(signs[i].sign), &wanted))
		return FALSE;
	*ret_holds = signs[i].holds(version, &wanted);
	return TRUE;
}

gboolean
vet_version_in_range(const VetVersion *version, const char *range, gboolean *ret_holds,
		     char **ret_term)
{
	gboolean all = TRUE;
	guint n_terms = 0;
	g_auto(GStrv) terms = g_strsplit_set(range, " ,", -1);
	for (guint i = 0; terms[i]; i++) {
		gboolean holds = FALSE;
		if (!*terms[i])
			continue;
		n_terms++;
		if (!check_term(version, terms[i], &holds)) {
			if (ret_term)
				*ret_term = g_strdup(terms[i]);
			return FALSE;
		}
		all = all && holds;
	}
	if (!n_terms) {
		if (ret_term)
			*ret_term = g_strdup(range);
		return FALSE;
	}
	*ret_holds = all;
	return TRUE;
}
