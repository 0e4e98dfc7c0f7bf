/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/drawings.h"

#include <unistd.h>

struct _VetDrawings {
	VetLimits limits;
	void (*changed)(gpointer user_data);
	gpointer user_data;
	GQueue waiting;     /* of VetDrawRequest */
	GPtrArray *drawers; /* of VetDrawer: at work */
	GPtrArray *done;    /* of VetDrawer */
};

VetDrawings *
vet_drawings_new(const VetLimits *limits, void (*changed)(gpointer user_data), gpointer user_data)
{
	VetDrawings *drawings = g_new0(VetDrawings, 1);

	drawings->limits = *limits;
	drawings->changed = changed;
	drawings->user_data = user_data;
	g_queue_init(&drawings->waiting);
	drawings->drawers = g_ptr_array_new_with_free_func((GDestroyNotify)vet_drawer_free);
	drawings->done = g_ptr_array_new_with_free_func((GDestroyNotify)vet_drawer_free);
	return drawings;
}

/* What it holds besides its descriptor. */
static void
free_words(VetDrawRequest *request)
{
	g_free((char *)request->name);
	g_free(request);
}

static void
free_request(gpointer data)
{
	VetDrawRequest *request = data;

	close(request->fd);
	free_words(request);
}

void
vet_drawings_free(VetDrawings *drawings)
{
	if (!drawings)
		return;
	g_ptr_array_unref(drawings->drawers);
	g_ptr_array_unref(drawings->done);
	g_queue_clear_full(&drawings->waiting, free_request);
	g_free(drawings);
}

void
vet_drawings_add(VetDrawings *drawings, const VetDrawRequest *request)
{
	VetDrawRequest *waiting = g_memdup2(request, sizeof *request);

	waiting->name = g_strdup(request->name);
	g_queue_push_tail(&drawings->waiting, waiting);
	drawings->changed(drawings->user_data);
}

gboolean
vet_drawings_wants_child(const VetDrawings *drawings, guint at_once)
{
	return drawings->waiting.length > 0 && drawings->drawers->len < at_once;
}

static void
on_over(VetDrawer *drawer, gpointer user_data)
{
	VetDrawings *drawings = user_data;
	guint at;

	if (g_ptr_array_find(drawings->drawers, drawer, &at))
		g_ptr_array_add(drawings->done,
				g_ptr_array_steal_index_fast(drawings->drawers, at));
	drawings->changed(drawings->user_data);
}

void
vet_drawings_start(VetDrawings *drawings, guint32 number, int socket)
{
	VetDrawRequest *request = g_queue_pop_head(&drawings->waiting);

	g_ptr_array_add(drawings->drawers, vet_drawer_new(number, socket, request,
							  &drawings->limits, on_over, drawings));
	free_words(request);
}

void
vet_drawings_refuse(VetDrawings *drawings, gboolean all, const GError *error)
{
	do {
		VetDrawRequest *request = g_queue_pop_head(&drawings->waiting);
		if (!request)
			return;
		request->drawn(NULL, error, request->user_data);
		free_request(request);
	} while (all);
}

gboolean
vet_drawings_forked(VetDrawings *drawings, guint32 number, int pidfd)
{
	for (guint i = 0; i < drawings->drawers->len; i++) {
		VetDrawer *drawer = drawings->drawers->pdata[i];
		if (vet_drawer_number(drawer) == number) {
			vet_drawer_forked(drawer, pidfd);
			return TRUE;
		}
	}
	return FALSE;
}

/* One at a time: the callback may ask for others. */
void
vet_drawings_deliver(VetDrawings *drawings)
{
	if (drawings->done->len == 0)
		return;
	VetDrawer *drawer = g_ptr_array_steal_index(drawings->done, 0);
	vet_drawer_deliver(drawer);
	vet_drawer_free(drawer);
	if (drawings->done->len > 0)
		drawings->changed(drawings->user_data);
}
