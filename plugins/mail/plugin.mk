# SPDX-License-Identifier: GPL-3.0-or-later
mail_PKGS := glib-2.0 gmime-3.0 libxml-2.0
