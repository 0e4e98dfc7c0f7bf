# SPDX-License-Identifier: GPL-3.0-or-later
video_PKGS := glib-2.0
