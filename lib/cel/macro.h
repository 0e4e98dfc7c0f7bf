/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the macro of this name is written; NULL when there is none. */
const char *cel_macro_signature(const char *name);
