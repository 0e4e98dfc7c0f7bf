/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/issue.h"

#include "lib/cel/excerpt.h"

#include <string.h>

void
cel_issue_free(CelIssue *issue)
{
	if (issue == NULL)
		return;
	g_free(issue->message);
	g_free(issue);
}

GPtrArray *
cel_issues_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)cel_issue_free);
}

void
cel_issues_add(GPtrArray *issues, CelErrorCode code, CelSpan span, const char *message)
{
	CelIssue *issue = g_new0(CelIssue, 1);

	issue->code = code;
	issue->span = span;
	issue->message = g_strdup(message);
	g_ptr_array_add(issues, issue);
}

char *
cel_issue_format(const CelIssue *issue, const char *name, const char *source)
{
	gsize length = strlen(source), offset = MIN(issue->span.offset, length);
	g_autofree char *shown = cel_excerpt(source, length, offset, issue->span.length);
	const char *start = memrchr(source, '\n', offset);
	guint line = 1;

	for (const char *at = source; at < source + offset; at++)
		line += *at == '\n';
	start = start != NULL ? start + 1 : source;
	glong column = g_utf8_strlen(start, (gssize)(source + offset - start)) + 1;

	return g_strdup_printf("%s:%u:%ld: error: %s\n%s", name, line, column, issue->message,
			       shown);
}
