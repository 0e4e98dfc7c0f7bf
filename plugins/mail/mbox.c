/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/mail/mbox.h"

#include <string.h>

#define MARK "From "
#define MARK_SIZE 5

static const guint8 *
line_end(const guint8 *p, const guint8 *end)
{
	const guint8 *found = memchr(p, '\n', (gsize)(end - p));
	return found ? found + 1 : end;
}

/* The next mark after an empty line, or the end. */
static const guint8 *
next_mark(const guint8 *p, const guint8 *end)
{
	gboolean is_after_empty = FALSE;

	while (p < end) {
		if (is_after_empty && (gsize)(end - p) > MARK_SIZE &&
		    memcmp(p, MARK, MARK_SIZE) == 0)
			return p;
		const guint8 *next = line_end(p, end);
		is_after_empty = *p == '\n' || (*p == '\r' && next - p == 2);
		p = next;
	}
	return end;
}

/* Lines that would have looked like a mark were quoted by one '>'. */
static gboolean
write_mail(const guint8 *p, const guint8 *end, VetSink *sink, GError **error)
{
	while (p < end) {
		const guint8 *quoted = memmem(p, (gsize)(end - p), "\n>" MARK, MARK_SIZE + 2);
		const guint8 *until = quoted ? quoted + 1 : end;
		if (!vet_sink_member_write(sink, p, (gsize)(until - p), error))
			return FALSE;
		p = quoted ? until + 1 : end;
	}
	return TRUE;
}

gboolean
mail_mbox_read(const guint8 *data, gsize length, VetSink *sink, GError **error)
{
	const guint8 *end = data + length;

	for (guint n = 1; data < end; n++) {
		const guint8 *start = line_end(data, end);
		const guint8 *next = next_mark(start, end);
		g_autofree char *name = g_strdup_printf("mail %u.eml", n);
		if (!vet_sink_member_begin(sink, name, (guint64)(next - data), error) ||
		    !write_mail(start, next, sink, error) || !vet_sink_member_end(sink, error))
			return FALSE;
		data = next;
	}
	return TRUE;
}
