/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/journal.h"

#include <stdio.h>

#include "lib/ident.h"

static void
write_line(VetJournalPriority priority, const char *text)
{
	/* a line is one line: names from strangers may hold line feeds */
	g_autofree char *masked = vet_mask_personal_numbers(text);
	g_strdelimit(masked, "\r\n", ' ');
	if (g_getenv("JOURNAL_STREAM"))
		fprintf(stderr, "<%d>%s\n", priority, masked);
	else
		fprintf(stderr, "vetd: %s%s\n", priority <= VET_JOURNAL_WARNING ? "warning: " : "",
			masked);
}

void
vet_journal(VetJournalPriority priority, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	write_line(priority, text);
}

static void
take_message(const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
	if (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO))
		return;
	g_autofree char *text =
		g_strdup_printf("%s%s%s", domain ? domain : "", domain ? ": " : "", message);
	write_line(level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL) ? VET_JOURNAL_ERROR
								      : VET_JOURNAL_WARNING,
		   text);
}

void
vet_journal_take_glib(void)
{
	g_log_set_default_handler(take_message, NULL);
}
