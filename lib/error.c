/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/error.h"

/* clang-format off */
G_DEFINE_QUARK(vet-error-quark, vet_error)
/* clang-format on */
