# SPDX-License-Identifier: GPL-3.0-or-later
office_PKGS := glib-2.0 gio-2.0 libzip
