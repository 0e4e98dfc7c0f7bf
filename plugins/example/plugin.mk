# SPDX-License-Identifier: GPL-3.0-or-later
example_PKGS := glib-2.0
