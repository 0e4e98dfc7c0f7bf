/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What html.c, which opens and closes elements, and html-elements.c, which knows them, share. */

#include "plugins/markup/elements.h"
#include "plugins/markup/embed.h"
#include "plugins/markup/style.h"
#include "plugins/markup/table.h"

G_BEGIN_DECLS

#define HTML_MAX_DEPTH 512

/* An open element. */
typedef struct {
	char name[TOKEN_MAX_NAME + 1];
	const Element *element;
	Style style;
	Table *table; /* the innermost one around it; NULL */
	gboolean owns_table, has_cell;
	gboolean is_note;
	guint list;     /* the level of the innermost list around it, 0 when there is none */
	gint64 number;  /* of a list: its next item's */
	char numbering; /* '1', 'a', 'A', 'i', 'I'; '\0': bullets */
} Level;

typedef struct {
	Tokens *tokens;
	gboolean is_xml;
	VetSink *sink;
	Flow *flow;
	StyleSheet *sheet;
	Embed embed;
	Level levels[HTML_MAX_DEPTH]; /* [0] is the page */
	guint depth;
	guint n_beyond; /* elements that are open and too deep to be kept */
	GString *title;
	gboolean has_title;
	guint n_options; /* of the <select> that was begun last */
	guint64 n_scripts, n_links, n_pictures;
} Html;

Level *html_level(Html *html);
VetLineRole html_role(Html *html);
/* Text where the page stands, with the role and the white space of its element. */
gboolean html_text(Html *html, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the element does that was just opened. */
gboolean html_start(Html *html, const Token *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Text of the document: of the title, of a script of XML, of the page. */
gboolean html_add_text(Html *html, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean html_end_title(Html *html, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is to be said at the end. */
gboolean html_say_whole(Html *html, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
