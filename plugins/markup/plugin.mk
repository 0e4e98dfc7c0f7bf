# SPDX-License-Identifier: GPL-3.0-or-later
markup_PKGS := glib-2.0
