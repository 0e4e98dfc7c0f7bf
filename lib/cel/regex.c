/* SPDX-License-Identifier: GPL-3.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "lib/cel/regex.h"

#include "lib/cel/error.h"
#include "lib/cel/run.h"

#include <pcre2.h>

/*
 * PCRE2 backtracks, and does not say how much it did.  So a search begins with a small match limit
 * and tries again with ten times as much, each try charged to the budget before it is made: what a
 * search costs is known to within a factor, and is the same in every run.
 */
#define FIRST_MATCH_LIMIT 1000
#define LAST_MATCH_LIMIT 1000000
#define MATCHES_PER_STEP 10
#define HEAP_LIMIT_KIB (16 * 1024)
#define DEPTH_LIMIT 10000
#define PARENS_LIMIT 100
#define JIT_STACK_FIRST (64 * 1024)
#define JIT_STACK_LARGEST (8 * 1024 * 1024)

struct _CelRegex {
	gatomicrefcount references;
	pcre2_code *code;
};

static pcre2_code *
compile(const char *pattern, GError **error)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	PCRE2_SIZE offset = 0;
	PCRE2_UCHAR message[128];
	int number;
	pcre2_code *code;

	if (context == NULL) {
		cel_set_error(error, CEL_ERROR_LIMIT, "no memory for the pattern");
		return NULL;
	}
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_parens_nest_limit(context, PARENS_LIMIT);
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			     PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY |
				     PCRE2_NEVER_BACKSLASH_C,
			     &number, &offset, context);
	pcre2_compile_context_free(context);
	if (code == NULL) {
		pcre2_get_error_message(number, message, sizeof message);
		cel_set_error(error, CEL_ERROR_EVALUATE,
			      "the pattern is not a regular expression: %s", (const char *)message);
	}
	return code;
}

CelRegex *
cel_regex_new(const char *pattern, gsize length, GError **error)
{
	g_autofree char *translated = NULL;
	pcre2_code *code;
	CelRegex *regex;

	if (length > CEL_REGEX_MAX_PATTERN) {
		cel_set_error(error, CEL_ERROR_LIMIT,
			      "the pattern has %" G_GSIZE_FORMAT " bytes, at most %d are allowed",
			      length, CEL_REGEX_MAX_PATTERN);
		return NULL;
	}
	translated = cel_regex_translate(pattern, length, error);
	if (translated == NULL)
		return NULL;
	code = compile(translated, error);
	if (code == NULL)
		return NULL;
	/* where the system forbids writable code this fails, and the interpreter serves */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	regex = g_new0(CelRegex, 1);
	g_atomic_ref_count_init(&regex->references);
	regex->code = code;
	return regex;
}

CelRegex *
cel_regex_ref(CelRegex *regex)
{
	g_atomic_ref_count_inc(&regex->references);
	return regex;
}

void
cel_regex_unref(CelRegex *regex)
{
	if (!g_atomic_ref_count_dec(&regex->references))
		return;
	pcre2_code_free(regex->code);
	g_free(regex);
}

guint64
cel_regex_cost(const CelRegex *regex)
{
	gsize size = 0;

	pcre2_pattern_info(regex->code, PCRE2_INFO_SIZE, &size);
	return size;
}

/* Where there is no JIT, PCRE2 does work that no limit counts: at worst the square of the length.
 */
static guint64
uncounted_cost(const CelRegex *regex, gsize length)
{
	guint64 blocks = length / CEL_BYTES_PER_STEP;
	gsize compiled = 0;

	pcre2_pattern_info(regex->code, PCRE2_INFO_JITSIZE, &compiled);
	return compiled > 0 ? blocks : MIN(blocks, G_MAXUINT32) * MIN(blocks, G_MAXUINT32);
}

/* One try; the result is pcre2_match()'s.  `stack`: more than the JIT has of its own, or NULL. */
static int
try_match(const CelRegex *regex, const char *text, gsize length, guint32 match_limit,
	  pcre2_jit_stack *stack)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;

	if (context != NULL && data != NULL) {
		pcre2_set_match_limit(context, match_limit);
		pcre2_set_depth_limit(context, DEPTH_LIMIT);
		pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
		pcre2_jit_stack_assign(context, NULL, stack);
		result = pcre2_match(regex->code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK,
				     data, context);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return result;
}

gboolean
cel_regex_search(const CelRegex *regex, const char *text, gsize length, CelRegexCharge charge,
		 gpointer user_data, gboolean *ret_found, GError **error)
{
	int result = PCRE2_ERROR_MATCHLIMIT;

	if (!charge(user_data, 1 + uncounted_cost(regex, length), error))
		return FALSE;
	for (guint32 limit = FIRST_MATCH_LIMIT;
	     result == PCRE2_ERROR_MATCHLIMIT && limit <= LAST_MATCH_LIMIT; limit *= 10) {
		if (limit > FIRST_MATCH_LIMIT &&
		    !charge(user_data, limit / MATCHES_PER_STEP, error))
			return FALSE;
		result = try_match(regex, text, length, limit, NULL);
		if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
			pcre2_jit_stack *stack =
				pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_LARGEST, NULL);

			result = try_match(regex, text, length, limit, stack);
			pcre2_jit_stack_free(stack);
		}
	}
	if (result >= 0 || result == PCRE2_ERROR_NOMATCH) {
		*ret_found = result >= 0;
		return TRUE;
	}
	return cel_set_error(error, CEL_ERROR_LIMIT,
			     "the regular expression takes too long on a text of %" G_GSIZE_FORMAT
			     " bytes; make its repetitions exclude each other",
			     length);
}
