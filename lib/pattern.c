/* SPDX-License-Identifier: GPL-3.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "lib/pattern.h"
#include "lib/error.h"

#include <pcre2.h>
#include <string.h>

/* what one search may cost; text of strangers meets expressions of clerks */
#define MATCH_LIMIT 500000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIB 16384
#define MAX_EXPRESSION 8192

struct _VetPattern {
	pcre2_code *code;
	pcre2_match_context *context;
	int value_group; /* 0 = the whole match */
};

static int
find_value_group(const pcre2_code *code)
{
	int named = pcre2_substring_number_from_name(code, (PCRE2_SPTR) "value");
	if (named > 0)
		return named;
	uint32_t groups = 0;
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	return groups > 0 ? 1 : 0;
}

VetPattern *
vet_pattern_new(const char *expression, gsize *ret_offset, GError **error)
{
	if (strlen(expression) > MAX_EXPRESSION) {
		if (ret_offset)
			*ret_offset = 0;
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "the pattern is longer than %d bytes", MAX_EXPRESSION);
		return NULL;
	}
	int code = 0;
	PCRE2_SIZE offset = 0;
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, options,
					     &code, &offset, NULL);
	if (!compiled) {
		PCRE2_UCHAR reason[256];
		pcre2_get_error_message(code, reason, sizeof(reason));
		if (ret_offset)
			*ret_offset = offset;
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "bad pattern: %s", reason);
		return NULL;
	}
	/* without JIT (a build or a sandbox that has none) the interpreter does the same work */
	(void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);

	VetPattern *pattern = g_new0(VetPattern, 1);
	pattern->code = compiled;
	pattern->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
	pcre2_set_depth_limit(pattern->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(pattern->context, HEAP_LIMIT_KIB);
	pattern->value_group = find_value_group(compiled);
	return pattern;
}

void
vet_pattern_free(VetPattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->code);
	pcre2_match_context_free(pattern->context);
	g_free(pattern);
}

/* the match data of the first match from `start`, NULL when there is none */
static pcre2_match_data *
match(const VetPattern *pattern, const char *text, gsize length, gsize start, int *ret_count)
{
	if (start > length) {
		*ret_count = PCRE2_ERROR_NOMATCH;
		return NULL;
	}
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	/* all text here is valid UTF-8: checking it anew at every call made long papers quadratic */
	*ret_count = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, start, PCRE2_NO_UTF_CHECK,
				 data, pattern->context);
	if (*ret_count < 0)
		g_clear_pointer(&data, pcre2_match_data_free);
	return data;
}

static VetMatch
match_of(const VetPattern *pattern, pcre2_match_data *data, int count)
{
	const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(data);
	/* a group that took no part leaves the whole match as the value */
	int group = pattern->value_group < count && spans[2 * pattern->value_group] != PCRE2_UNSET
			    ? pattern->value_group
			    : 0;
	return (VetMatch){
		.start = spans[0],
		.end = MAX(spans[0], spans[1]),
		.value_start = spans[2 * group],
		.value_end = MAX(spans[2 * group], spans[2 * group + 1]),
	};
}

gboolean
vet_pattern_find(const VetPattern *pattern, const char *text, gsize length, gsize start,
		 VetMatch *ret_match, gboolean *ret_limited)
{
	int count;
	pcre2_match_data *data = match(pattern, text, length, start, &count);
	if (ret_limited)
		*ret_limited = !data && count != PCRE2_ERROR_NOMATCH;
	if (!data)
		return FALSE;
	*ret_match = match_of(pattern, data, count);
	pcre2_match_data_free(data);
	return TRUE;
}

gboolean
vet_pattern_find_named(const VetPattern *pattern, const char *text, gsize length, gsize start,
		       const char *const *names, guint n_names, VetMatch *ret_match,
		       gsize *ret_spans)
{
	int count;
	pcre2_match_data *data = match(pattern, text, length, start, &count);
	if (!data)
		return FALSE;
	const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(data);
	*ret_match = match_of(pattern, data, count);
	for (guint i = 0; i < n_names; i++) {
		int group = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)names[i]);
		gboolean took = group > 0 && group < count && spans[2 * group] != PCRE2_UNSET;
		ret_spans[2 * i] = took ? spans[2 * group] : 0;
		ret_spans[2 * i + 1] = took ? spans[2 * group + 1] : 0;
	}
	pcre2_match_data_free(data);
	return TRUE;
}

gboolean
vet_pattern_matches(const VetPattern *pattern, const char *text)
{
	VetMatch match;
	return vet_pattern_find(pattern, text, strlen(text), 0, &match, NULL);
}
