/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Writes JSON on one line, members in the order they are given, numbers as short as they can be:
 * the same input gives the same bytes, on every machine and with every version of a library.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VetJsonWriter VetJsonWriter;

VetJsonWriter *vet_json_writer_new(void);
/* Bytes written so far. */
gsize vet_json_writer_length(const VetJsonWriter *writer);
/* Frees the writer; the text is the caller's.  All that was begun must have been ended. */
char *vet_json_writer_finish(VetJsonWriter *writer);

void vet_json_writer_begin_object(VetJsonWriter *writer);
void vet_json_writer_end_object(VetJsonWriter *writer);
void vet_json_writer_begin_array(VetJsonWriter *writer);
void vet_json_writer_end_array(VetJsonWriter *writer);
/* The name of the value that follows; valid UTF-8, as all text. */
void vet_json_writer_name(VetJsonWriter *writer, const char *name);
/* NULL is written as null. */
void vet_json_writer_string(VetJsonWriter *writer, const char *text);
/* A text of so many bytes, which may hold U+0000. */
void vet_json_writer_text(VetJsonWriter *writer, const char *text, gsize length);
void vet_json_writer_int(VetJsonWriter *writer, gint64 number);
/* Rounded to at most `decimals` places (0–9); null when it is not finite. */
void vet_json_writer_double(VetJsonWriter *writer, double number, guint decimals);
void vet_json_writer_bool(VetJsonWriter *writer, gboolean value);
void vet_json_writer_null(VetJsonWriter *writer);
/* Name and value. */
void vet_json_writer_put_string(VetJsonWriter *writer, const char *name, const char *text);
/* The same with the personal numbers in the text masked. */
void vet_json_writer_put_masked(VetJsonWriter *writer, const char *name, const char *text);
void vet_json_writer_put_int(VetJsonWriter *writer, const char *name, gint64 number);

G_END_DECLS
