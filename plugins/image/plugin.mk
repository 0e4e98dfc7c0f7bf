# SPDX-License-Identifier: GPL-3.0-or-later
image_PKGS := glib-2.0 lept libheif libexif
