/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/terminal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/text.h"

#define COLUMNS_OF_A_FILE 100
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
	{"reject", VET_PAINT_RED},         {"ineligible", VET_PAINT_RED},
	{"review", VET_PAINT_YELLOW},      {"needs_review", VET_PAINT_YELLOW},
	{"note", VET_PAINT_BLUE},          {"undetermined", VET_PAINT_MAGENTA},
	{"eligible", VET_PAINT_GREEN},     {"pass", VET_PAINT_GREEN},
	{"ok", VET_PAINT_GREEN},           {"waived", VET_PAINT_DIM},
	{"partial", VET_PAINT_YELLOW},     {"encrypted", VET_PAINT_YELLOW},
	{"corrupt", VET_PAINT_RED},        {"limit", VET_PAINT_RED},
	{"timeout", VET_PAINT_RED},        {"crashed", VET_PAINT_RED},
	{"unsupported", VET_PAINT_YELLOW}, {"received", VET_PAINT_DIM},
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

/*
 * A file name can hold an escape sequence that rewrites the operator's screen, a project name marks
 * that turn the direction of reading.
 */
static gboolean
is_harmful(gunichar character)
{
	return (g_unichar_iscntrl(character) && character != '\n') ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

static char *
clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *cleaned = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		g_string_append_unichar(cleaned, is_harmful(character) ? 0xfffd : character);
	}
	return g_string_free(cleaned, FALSE);
}

void
vet_terminal_put(VetTerminal *terminal, VetPaint paint, const char *text)
{
	g_autofree char *cleaned = clean(text);
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
	g_autofree char *cleaned = clean(text);
	guint width = vet_text_width(cleaned);
	vet_terminal_put(terminal, paint, cleaned);
	fprintf(terminal->out, "%*s", width < columns ? (int)(columns - width) : 0, "");
}

/* The bytes of `text` that fit in `columns`: to the last space or wide character, at least one
 * character. */
static gsize
fitting_length(const char *text, guint columns)
{
	guint width = 0;
	gsize broken = 0;
	for (const char *p = text; *p && *p != '\n'; p = g_utf8_next_char(p)) {
		gunichar character = g_utf8_get_char(p);
		gboolean wide = g_unichar_iswide(character);
		width += wide ? 2 : !g_unichar_iszerowidth(character);
		if (width > columns)
			return broken > 0 ? broken : MAX((gsize)(p - text), 1);
		if (wide || character == ' ')
			broken = g_utf8_next_char(p) - text;
	}
	return strcspn(text, "\n");
}

void
vet_terminal_wrap(VetTerminal *terminal, VetPaint paint, const char *text, guint indent)
{
	guint columns = terminal->columns ? terminal->columns : COLUMNS_OF_A_FILE;
	columns = MAX(columns, indent + COLUMNS_AT_LEAST / 2) - indent;
	g_autofree char *cleaned = clean(text);
	const char *rest = cleaned;
	for (;;) {
		gsize length = fitting_length(rest, columns);
		g_autofree char *line = g_strchomp(g_strndup(rest, length));
		vet_terminal_put(terminal, paint, line);
		fputc('\n', terminal->out);
		rest += length;
		while (*rest == ' ' || *rest == '\n')
			rest++;
		if (!*rest)
			return;
		fprintf(terminal->out, "%*s", (int)indent, "");
	}
}
