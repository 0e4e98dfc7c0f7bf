/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-titles.h"

#include "lib/pack-private.h"

const char *
vet_pack_title(const VetPack *pack)
{
	return vet_yaml_get_text(pack->own.pack, "title");
}

static void
put_title(GArray *titles, const char *id, const char *title)
{
	for (guint i = 0; i < titles->len; i++) {
		VetPackListTitle *known = &g_array_index(titles, VetPackListTitle, i);
		if (g_str_equal(known->id, id)) {
			known->title = title;
			return;
		}
	}
	VetPackListTitle row = {id, title};
	g_array_append_val(titles, row);
}

GArray *
vet_pack_list_titles(const VetPack *pack)
{
	GArray *titles = g_array_new(FALSE, FALSE, sizeof(VetPackListTitle));
	for (guint i = 0; i < pack->layers->len; i++) {
		const VetPackLayer *layer = pack->layers->pdata[i];
		const VetYamlNode *lists = vet_yaml_get(layer->pack, "lists");
		for (guint j = 0; lists && lists->keys && j < lists->keys->len; j++) {
			const VetYamlNode *id = lists->keys->pdata[j];
			const char *title = vet_yaml_get_text(lists->items->pdata[j], "title");
			/* an overlay may take one away */
			if (vet_pack_declares_list(pack, id->text))
				put_title(titles, id->text, title);
		}
	}
	return titles;
}
