/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/sink-private.h"

/* vetd decides, so that all children read a document in the same parts. */
static gboolean
ask_range(VetSink *sink, guint n_pages, guint *ret_first, guint *ret_last, GError **error)
{
	g_auto(VetWireMessage) message = {.fd = -1};
	GError *failure = NULL;
	guint32 first = 0, last = 0;

	if (!vet_sink_send(sink, VET_WIRE_PAGES, g_variant_new_uint32(n_pages), -1, error))
		return FALSE;
	if (!vet_wire_receive(sink->socket, 0, &message, &failure))
		return vet_sink_fail(sink, failure, error);
	if (message.type == VET_WIRE_RANGE)
		g_variant_get(message.body, "(uu)", &first, &last);
	if (first < 1 || first > last || last > n_pages)
		return vet_sink_misused(sink, "vetd did not say which pages it wants", error);
	sink->first_page = first;
	sink->pages_asked = last - first + 1;
	*ret_first = first;
	*ret_last = last;
	return TRUE;
}

guint
vet_sink_page_number(const VetSink *sink)
{
	return sink->n_pages == 0 ? 0 : MAX(sink->first_page, 1) + sink->n_pages - 1;
}

gboolean
vet_sink_pages(VetSink *sink, guint n_pages, guint *ret_first, guint *ret_last, GError **error)
{
	if (!vet_sink_is_open(sink, error))
		return FALSE;
	if (sink->on_page || sink->counted || n_pages == 0)
		return vet_sink_misused(
			sink, "the extractor counted the pages twice, too late, or none", error);
	sink->counted = TRUE;
	if (n_pages >= 2 * VET_MIN_PART_PAGES)
		return ask_range(sink, n_pages, ret_first, ret_last, error);
	*ret_first = 1;
	*ret_last = n_pages;
	return TRUE;
}
