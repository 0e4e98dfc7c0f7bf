# SPDX-License-Identifier: GPL-3.0-or-later
archive_PKGS := glib-2.0 libzip libarchive zlib
