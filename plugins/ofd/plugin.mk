# SPDX-License-Identifier: GPL-3.0-or-later
ofd_PKGS := glib-2.0 libzip libxml-2.0 lept cairo cairo-ft fontconfig freetype2
# lines and tables from characters and rules, as for PDF.  Not glyphs.c: it calls Poppler, and a library of Poppler
# that this plugin had loaded first would no longer call pdf/drawing.c in cairo's place.
ofd_SOURCES := $(addprefix plugins/pdf/,characters.c turn.c ruling.c grid.c rows.c band.c gutter.c line.c layout.c)
# their headers name Poppler's types; nothing of Poppler is linked
ofd_HEADER_PKGS := poppler-glib
