/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/diagnostics.h"

#include <string.h>

struct _VetDiagnostics {
	GString *text;
	guint count; /* errors */
	guint warnings;
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

/* what several readers stumble over is one fault; past the maximum they are only counted */
static void
add_block(VetDiagnostics *diagnostics, guint *count, const char *text)
{
	if (strstr(diagnostics->text->str, text))
		return;
	++*count;
	if (diagnostics->count + diagnostics->warnings > VET_DIAGNOSTICS_MAX)
		return;
	g_string_append(diagnostics->text, text);
	if (!g_str_has_suffix(text, "\n"))
		g_string_append_c(diagnostics->text, '\n');
}

void
vet_diagnostics_add_text(VetDiagnostics *diagnostics, const char *text)
{
	add_block(diagnostics, &diagnostics->count, text);
}

static char *
make_block(const VetManuscript *source, gsize offset, gsize length, const char *level,
	   const char *message)
{
	guint line = 0, column = 0;
	vet_manuscript_locate(source, offset, &line, &column);
	g_autofree char *shown = vet_manuscript_show(source, offset, length);
	return g_strdup_printf("%s:%u:%u: %s: %s\n%s", vet_manuscript_name(source), line, column,
			       level, message, shown);
}

void
vet_diagnostics_add(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
		    gsize length, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *block = make_block(source, offset, length, "error", message);
	add_block(diagnostics, &diagnostics->count, block);
}

void
vet_diagnostics_warn(VetDiagnostics *diagnostics, const VetManuscript *source, gsize offset,
		     gsize length, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *block = make_block(source, offset, length, "warning", message);
	add_block(diagnostics, &diagnostics->warnings, block);
}

guint
vet_diagnostics_count(const VetDiagnostics *diagnostics)
{
	return diagnostics->count;
}

guint
vet_diagnostics_warnings(const VetDiagnostics *diagnostics)
{
	return diagnostics->warnings;
}

char *
vet_diagnostics_text(const VetDiagnostics *diagnostics)
{
	guint found = diagnostics->count + diagnostics->warnings;
	if (found <= VET_DIAGNOSTICS_MAX)
		return g_strdup(diagnostics->text->str);
	return g_strdup_printf("%sand %u more %s\n", diagnostics->text->str,
			       found - VET_DIAGNOSTICS_MAX,
			       diagnostics->warnings ? "faults" : "errors");
}
