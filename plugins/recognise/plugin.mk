# SPDX-License-Identifier: GPL-3.0-or-later
recognise_PKGS := glib-2.0 tesseract lept zbar
