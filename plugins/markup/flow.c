/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/markup/flow.h"

#include <string.h>

typedef struct {
	GString *text;
	gboolean has_space;   /* white space was read and not written */
	gboolean has_newline; /* a line end was within it */
} Line;

struct _Flow {
	VetSink *sink;
	Line lines[VET_N_LINE_ROLES];
	GString *cells[FLOW_MAX_CELLS];
	guint n_cells;
	char *marker;
	guint64 n_lines;
};

Flow *
flow_new(VetSink *sink, GError **error)
{
	if (!vet_sink_page(sink, 0, 0, VET_TEXT_TEXT, error))
		return NULL;
	Flow *flow = g_new0(Flow, 1);
	flow->sink = sink;
	for (guint i = 0; i < VET_N_LINE_ROLES; i++)
		flow->lines[i].text = g_string_new(NULL);
	return flow;
}

void
flow_free(Flow *flow)
{
	if (!flow)
		return;
	for (guint i = 0; i < VET_N_LINE_ROLES; i++)
		g_string_free(flow->lines[i].text, TRUE);
	g_free(flow->marker);
	g_free(flow);
}

guint64
flow_n_lines(const Flow *flow)
{
	return flow->n_lines;
}

void
flow_set_marker(Flow *flow, const char *marker)
{
	g_free(flow->marker);
	flow->marker = g_strdup(marker);
}

static void
add_to_cells(Flow *flow, const char *text)
{
	for (guint i = 0; i < flow->n_cells; i++) {
		GString *cell = flow->cells[i];
		/* the sink would cut it: what is beyond is in the lines */
		if (cell->len >= VET_MAX_CELL_BYTES)
			continue;
		if (cell->len > 0)
			g_string_append_c(cell, '\n');
		g_string_append(cell, text);
	}
}

static gboolean
end_line(Flow *flow, VetLineRole role, GError **error)
{
	const VetBox nowhere = {0};
	Line *line = &flow->lines[role];
	line->has_space = line->has_newline = FALSE;
	while (line->text->len > 0 && g_ascii_isspace(line->text->str[line->text->len - 1]))
		g_string_truncate(line->text, line->text->len - 1);
	if (line->text->len == 0)
		return TRUE;
	if (role == VET_LINE_BODY) {
		add_to_cells(flow, line->text->str);
		flow->n_lines++;
	}
	vet_sink_set_role(flow->sink, role);
	gboolean added = vet_sink_line(flow->sink, line->text->str, nowhere, NULL, 0, error);
	g_string_truncate(line->text, 0);
	return added;
}

gboolean
flow_break(Flow *flow, GError **error)
{
	for (guint role = 0; role < VET_N_LINE_ROLES; role++)
		if (!end_line(flow, role, error))
			return FALSE;
	return TRUE;
}

static gboolean
is_wide(gunichar c)
{
	return (c >= 0x2e80 && c < 0xa000) || (c >= 0xf900 && c < 0xfb00) ||
	       (c >= 0xff00 && c < 0xfff0) || (c >= 0x20000 && c < 0x40000);
}

/* a line end between two Chinese characters is the editor's, no blank of the text */
static void
write_space(Line *line, const char *next)
{
	gboolean is_needed = line->text->len > 0;
	if (is_needed && line->has_newline) {
		const char *end = line->text->str + line->text->len;
		is_needed = !is_wide(g_utf8_get_char(g_utf8_prev_char(end))) ||
			    !is_wide(g_utf8_get_char(next));
	}
	if (line->has_space && is_needed)
		g_string_append_c(line->text, ' ');
	line->has_space = line->has_newline = FALSE;
}

static gboolean
is_space(const char *p)
{
	return g_ascii_isspace(*p) || ((guchar)*p < 0x20 && *p);
}

static void
write_marker(Flow *flow, Line *line)
{
	if (flow->marker && line == &flow->lines[VET_LINE_BODY] && line->text->len == 0)
		g_string_append(line->text, flow->marker);
	g_clear_pointer(&flow->marker, g_free);
}

/* U+00A0, which HTML is full of: to a reader a blank */
static gboolean
is_hard_space(const char *p)
{
	return (guchar)p[0] == 0xc2 && (guchar)p[1] == 0xa0;
}

static gboolean
add_folded(Flow *flow, Line *line, VetLineRole role, const char *text, GError **error)
{
	while (*text) {
		if (is_space(text)) {
			line->has_space = TRUE;
			line->has_newline |= *text == '\n' || *text == '\r';
			text++;
			continue;
		}
		if (line->text->len >= VET_MAX_LINE_BYTES && line->has_space &&
		    !end_line(flow, role, error))
			return FALSE;
		write_space(line, text);
		write_marker(flow, line);
		do {
			if (is_hard_space(text)) {
				g_string_append_c(line->text, ' ');
				text += 2;
			} else {
				g_string_append_c(line->text, *text++);
			}
		} while (*text && !is_space(text));
	}
	return TRUE;
}

static gboolean
add_kept(Flow *flow, Line *line, VetLineRole role, const char *text, GError **error)
{
	for (; *text; text++) {
		if (*text == '\n' || *text == '\r' || *text == '\f') {
			if (!end_line(flow, role, error))
				return FALSE;
			continue;
		}
		write_marker(flow, line);
		g_string_append_c(line->text, is_space(text) && *text != '\t' ? ' ' : *text);
	}
	return TRUE;
}

gboolean
flow_text(Flow *flow, const char *text, VetLineRole role, gboolean keeps_space, GError **error)
{
	Line *line = &flow->lines[role];
	return keeps_space ? add_kept(flow, line, role, text, error)
			   : add_folded(flow, line, role, text, error);
}

gboolean
flow_begin_cell(Flow *flow, GString *cell)
{
	if (flow->n_cells == FLOW_MAX_CELLS)
		return FALSE;
	flow->cells[flow->n_cells++] = cell;
	return TRUE;
}

void
flow_end_cell(Flow *flow)
{
	if (flow->n_cells > 0)
		flow->n_cells--;
}
