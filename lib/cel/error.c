/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/error.h"

/* clang-format off */
G_DEFINE_QUARK(cel-error-quark, cel_error)
/* clang-format on */

gboolean
cel_set_error(GError **error, CelErrorCode code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, CEL_ERROR, code, message);
	return FALSE;
}
