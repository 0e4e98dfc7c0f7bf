/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one error domain; a code says what the caller does next. */

#include <glib.h>

G_BEGIN_DECLS

#define VET_ERROR (vet_error_quark())
GQuark vet_error_quark(void);

typedef enum {
	VET_ERROR_LIMIT,       /* a cap was reached: record which, keep what was read */
	VET_ERROR_MALFORMED,   /* the input is damaged: record it, do not try again */
	VET_ERROR_ENCRYPTED,   /* the input is locked: ask the team */
	VET_ERROR_UNSUPPORTED, /* nothing here reads this kind */
	VET_ERROR_CRASHED,     /* the worker died on it */
	VET_ERROR_TIMEOUT,     /* the deadline passed */
	VET_ERROR_RETRY,       /* the machine's fault, not the input's: try again later */
	VET_ERROR_CONFIG,      /* an operator must change something */
} VetErrorCode;

G_END_DECLS
