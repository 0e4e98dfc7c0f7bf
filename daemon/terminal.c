/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/terminal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/text.h"
#include "lib/words.h"

#define COLUMNS_AT_LEAST 40

struct _VetTerminal {
	FILE *out;
	guint columns;
	gboolean color;
};

static const char *const paints[] = {
	[VET_PAINT_PLAIN] = "",          [VET_PAINT_BOLD] = "\033[1m",
	[VET_PAINT_DIM] = "\033[2m",     [VET_PAINT_RED] = "\033[31m",
	[VET_PAINT_YELLOW] = "\033[33m", [VET_PAINT_GREEN] = "\033[32m",
	[VET_PAINT_BLUE] = "\033[34m",   [VET_PAINT_MAGENTA] = "\033[35m",
};

static const struct {
	const char *word;
	VetPaint paint;
} word_paints[] = {
	{N_("reject"), VET_PAINT_RED},         {N_("ineligible"), VET_PAINT_RED},
	{N_("review"), VET_PAINT_YELLOW},      {N_("needs_review"), VET_PAINT_YELLOW},
	{N_("note"), VET_PAINT_BLUE},          {N_("undetermined"), VET_PAINT_MAGENTA},
	{N_("eligible"), VET_PAINT_GREEN},     {N_("pass"), VET_PAINT_GREEN},
	{N_("ok"), VET_PAINT_GREEN},           {N_("waived"), VET_PAINT_DIM},
	{N_("partial"), VET_PAINT_YELLOW},     {N_("encrypted"), VET_PAINT_YELLOW},
	{N_("corrupt"), VET_PAINT_RED},        {N_("limit"), VET_PAINT_RED},
	{N_("timeout"), VET_PAINT_RED},        {N_("crashed"), VET_PAINT_RED},
	{N_("unsupported"), VET_PAINT_YELLOW}, {N_("received"), VET_PAINT_DIM},
};

VetPaint
vet_terminal_paint_of(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(word_paints); i++) {
		if (g_str_equal(word, word_paints[i].word))
			return word_paints[i].paint;
	}
	return VET_PAINT_PLAIN;
}

VetTerminal *
vet_terminal_new(FILE *out, gboolean color)
{
	VetTerminal *terminal = g_new0(VetTerminal, 1);
	terminal->out = out;
	if (isatty(fileno(out))) {
		struct winsize size = {0};
		const char *no_color = g_getenv("NO_COLOR");
		ioctl(fileno(out), TIOCGWINSZ, &size);
		terminal->columns = MAX(size.ws_col ? size.ws_col : 80, COLUMNS_AT_LEAST);
		terminal->color = color && !(no_color && *no_color);
	}
	return terminal;
}

void
vet_terminal_free(VetTerminal *terminal)
{
	if (!terminal)
		return;
	fflush(terminal->out);
	g_free(terminal);
}

guint
vet_terminal_columns(const VetTerminal *terminal)
{
	return terminal->columns;
}

gboolean
vet_terminal_is_colored(const VetTerminal *terminal)
{
	return terminal->color;
}

void
vet_terminal_put(VetTerminal *terminal, VetPaint paint, const char *text)
{
	g_autofree char *cleaned = vet_text_printable(text);
	gboolean color = terminal->color && paint != VET_PAINT_PLAIN;
	fprintf(terminal->out, "%s%s%s", color ? paints[paint] : "", cleaned,
		color ? "\033[0m" : "");
}

void
vet_terminal_print(VetTerminal *terminal, VetPaint paint, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	vet_terminal_put(terminal, paint, text);
}

void
vet_terminal_pad(VetTerminal *terminal, VetPaint paint, const char *text, guint columns)
{
	g_autofree char *cleaned = vet_text_printable(text);
	guint width = vet_text_width(cleaned);
	vet_terminal_put(terminal, paint, cleaned);
	fprintf(terminal->out, "%*s", width < columns ? (int)(columns - width) : 0, "");
}
