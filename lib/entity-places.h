/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Places in names of organisations: 湖南省益阳市赫山区, 益阳, 桃江县, 益阳高新区. */

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of the places that `name` (an entity key) begins with, 0 when none. */
gsize vet_place_prefix(const char *name);
/* Bytes of the bare place (湖南, 长沙) that `name` ends with, 0 when none. */
gsize vet_place_suffix(const char *name);
/* The whole of `text` is places. */
gboolean vet_place_is(const char *text);

G_END_DECLS
