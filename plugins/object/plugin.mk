# SPDX-License-Identifier: GPL-3.0-or-later
object_PKGS := glib-2.0 gio-2.0
# objects and the compound files they are: those of doc, xls and ppt
object_SOURCES := $(addprefix plugins/office/,compound.c compound-writer.c objects.c)
