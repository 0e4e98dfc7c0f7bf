/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/report.h"

#include <stdarg.h>

gboolean
ofd_warn(VetSink *sink, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *sentence = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return vet_sink_warning(sink, sentence, error);
}
