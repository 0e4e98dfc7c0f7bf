/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/diagnostics.h"

#include <string.h>

struct _VetDiagnostics {
	GString *text;
	guint count;
};

VetDiagnostics *
vet_diagnostics_new(void)
{
	VetDiagnostics *diagnostics = g_new0(VetDiagnostics, 1);
	diagnostics->text = g_string_new(NULL);
	return diagnostics;
}

void
vet_diagnostics_free(VetDiagnostics *diagnostics)
{
	if (!diagnostics)
		return;
	g_string_free(diagnostics->text, TRUE);
	g_free(diagnostics);
}

void
vet_diagnostics_add_text(VetDiagnostics *diagnostics, const char *text)
{
	/* what several readers stumble over is one fault */
	if (strstr(diagnostics->text->str, text))
		return;
	if (++diagnostics->count > VET_DIAGNOSTICS_MAX)
		return;
	g_string_append(diagnostics->text, text);
	if (!g_str_has_suffix(text, "\n"))
		g_string_append_c(diagnostics->text, '\n');
}

void
vet_diagnostics_add(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
		    gsize length, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	guint line = 0, column = 0;
	vet_manuscript_locate(source, offset, &line, &column);
	g_autofree char *shown = vet_manuscript_show(source, offset, length);
	g_autofree char *block =
		g_strdup_printf("%s:%u:%u: error: %s\n%s", vet_manuscript_name(source), line,
				column, message, shown);
	vet_diagnostics_add_text(diagnostics, block);
}

guint
vet_diagnostics_count(const VetDiagnostics *diagnostics)
{
	return diagnostics->count;
}

char *
vet_diagnostics_text(const VetDiagnostics *diagnostics)
{
	if (diagnostics->count <= VET_DIAGNOSTICS_MAX)
		return g_strdup(diagnostics->text->str);
	return g_strdup_printf("%sand %u more errors\n", diagnostics->text->str,
			       diagnostics->count - VET_DIAGNOSTICS_MAX);
}
