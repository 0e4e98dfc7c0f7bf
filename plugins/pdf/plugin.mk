# SPDX-License-Identifier: GPL-3.0-or-later
pdf_PKGS := poppler-glib cairo
