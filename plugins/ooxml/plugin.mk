# SPDX-License-Identifier: GPL-3.0-or-later
ooxml_PKGS := glib-2.0 libzip libxml-2.0
