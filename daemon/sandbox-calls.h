/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Tables of system calls, for the filters of the sandbox; nobody else includes it. */

#include <glib.h>
#include <seccomp.h>

G_BEGIN_DECLS

/* A row with an `error` is refused that way instead: libraries try these calls and do without. */
typedef struct {
	int call;
	int error;
	struct scmp_arg_cmp when; /* op 0: always */
	const char *reason;
} VetCallRow;

#define VET_WHEN(argument, comparison, ...)                                                        \
	{                                                                                          \
		argument, comparison, __VA_ARGS__                                                  \
	}

/* An `error` that stands for success: the call is not made and 0 is returned. */
#define VET_CALL_PRETENDED (-1)

gboolean vet_sandbox_add_calls(scmp_filter_ctx filter, const VetCallRow *rows, gsize n);
/* Puts it in force and releases it; `filter` may be NULL.  FALSE with VET_ERROR_CONFIG. */
gboolean vet_sandbox_load_filter(scmp_filter_ctx filter, gboolean complete, GError **error);

G_END_DECLS
