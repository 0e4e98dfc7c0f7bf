# SPDX-License-Identifier: GPL-3.0-or-later
text_PKGS := glib-2.0 yajl
