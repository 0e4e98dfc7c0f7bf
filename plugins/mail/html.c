/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define OPTIONS                                                                                    \
	(HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |       \
	 HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD)

typedef struct {
	GString *text;
	guint skipping;  /* elements whose text is no text */
	guint preserved; /* within <pre> */
	gboolean gap;    /* white space before the next word */
} Listener;

typedef enum {
	ELEMENT_BLOCK, /* on a line of its own */
	ELEMENT_CELL,
	ELEMENT_SILENT,
	ELEMENT_PRE,
} ElementKind;

static const struct {
	const char *name;
	ElementKind kind;
} elements[] = {
	{"address", ELEMENT_BLOCK},    {"article", ELEMENT_BLOCK}, {"aside", ELEMENT_BLOCK},
	{"blockquote", ELEMENT_BLOCK}, {"body", ELEMENT_BLOCK},    {"br", ELEMENT_BLOCK},
	{"caption", ELEMENT_BLOCK},    {"center", ELEMENT_BLOCK},  {"dd", ELEMENT_BLOCK},
	{"div", ELEMENT_BLOCK},        {"dl", ELEMENT_BLOCK},      {"dt", ELEMENT_BLOCK},
	{"footer", ELEMENT_BLOCK},     {"form", ELEMENT_BLOCK},    {"h1", ELEMENT_BLOCK},
	{"h2", ELEMENT_BLOCK},         {"h3", ELEMENT_BLOCK},      {"h4", ELEMENT_BLOCK},
	{"h5", ELEMENT_BLOCK},         {"h6", ELEMENT_BLOCK},      {"header", ELEMENT_BLOCK},
	{"hr", ELEMENT_BLOCK},         {"li", ELEMENT_BLOCK},      {"main", ELEMENT_BLOCK},
	{"nav", ELEMENT_BLOCK},        {"ol", ELEMENT_BLOCK},      {"option", ELEMENT_BLOCK},
	{"p", ELEMENT_BLOCK},          {"pre", ELEMENT_PRE},       {"script", ELEMENT_SILENT},
	{"section", ELEMENT_BLOCK},    {"style", ELEMENT_SILENT},  {"table", ELEMENT_BLOCK},
	{"td", ELEMENT_CELL},          {"th", ELEMENT_CELL},       {"title", ELEMENT_BLOCK},
	{"tr", ELEMENT_BLOCK},         {"ul", ELEMENT_BLOCK},
};

static int
kind_of(const xmlChar *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(elements); i++)
		if (strcmp(elements[i].name, (const char *)name) == 0)
			return (int)elements[i].kind;
	return -1;
}

static void
break_line(Listener *listener)
{
	GString *text = listener->text;

	while (text->len > 0 &&
	       (text->str[text->len - 1] == '\t' || text->str[text->len - 1] == ' '))
		g_string_truncate(text, text->len - 1);
	if (text->len > 0 && text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	listener->gap = FALSE;
}

static void
on_start(void *user_data, const xmlChar *name, const xmlChar **attributes)
{
	Listener *listener = user_data;
	int kind = kind_of(name);

	if (kind == ELEMENT_BLOCK || kind == ELEMENT_PRE)
		break_line(listener);
	listener->preserved += kind == ELEMENT_PRE;
	listener->skipping += kind == ELEMENT_SILENT;
}

static void
on_end(void *user_data, const xmlChar *name)
{
	Listener *listener = user_data;
	int kind = kind_of(name);

	if (kind == ELEMENT_BLOCK || kind == ELEMENT_PRE)
		break_line(listener);
	if (kind == ELEMENT_CELL) {
		g_string_append_c(listener->text, '\t');
		listener->gap = FALSE;
	}
	listener->preserved -= kind == ELEMENT_PRE && listener->preserved > 0;
	listener->skipping -= kind == ELEMENT_SILENT && listener->skipping > 0;
}

static void
on_text(void *user_data, const xmlChar *characters, int length)
{
	Listener *listener = user_data;

	if (listener->skipping > 0)
		return;
	if (listener->preserved > 0) {
		g_string_append_len(listener->text, (const char *)characters, length);
		return;
	}
	for (int i = 0; i < length; i++) {
		if (g_ascii_isspace((char)characters[i])) {
			listener->gap = TRUE;
			continue;
		}
		GString *text = listener->text;
		if (listener->gap && text->len > 0 && !g_ascii_isspace(text->str[text->len - 1]))
			g_string_append_c(text, ' ');
		listener->gap = FALSE;
		g_string_append_c(text, (char)characters[i]);
	}
}

void
mail_html_prepare(void)
{
	xmlInitParser();
}

char *
mail_html_text(const char *html)
{
	Listener listener = {.text = g_string_new(NULL)};
	htmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.ignorableWhitespace = on_text,
	};
	gsize length = strlen(html);
	htmlParserCtxtPtr parser = length > 0 && length <= G_MAXINT ? htmlNewParserCtxt() : NULL;

	if (parser) {
		*parser->sax = handler;
		parser->userData = &listener;
		xmlDocPtr document =
			htmlCtxtReadMemory(parser, html, (int)length, NULL, "UTF-8", OPTIONS);
		if (document)
			xmlFreeDoc(document);
		htmlFreeParserCtxt(parser);
	}
	return g_string_free(listener.text, FALSE);
}
