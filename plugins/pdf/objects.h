/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Poppler's objects under g_autoptr; poppler-glib 22.12 does not declare it. */

#include <poppler.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerAttachment, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerPage, g_object_unref)

G_END_DECLS
