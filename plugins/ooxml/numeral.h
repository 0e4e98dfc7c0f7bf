/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A number written as Word's number formats say (ST_NumberFormat, ISO 29500-1 17.18.59). */

#include <glib.h>

G_BEGIN_DECLS

/* Appends `number` in that format; decimal for a format not known here, nothing for bullets. */
void docx_numeral_append(GString *text, const char *format, guint number);

G_END_DECLS
