/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/packs.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "daemon/write.h"
#include "lib/error.h"
#include "lib/pack-files.h"

#define DRAFT ".draft-"
#define SHA256_DIGITS 64

/* what the files at `place` hash to, as the pack that was loaded did; NULL: not all are there */
static char *
hash_at(const char *place, const VetPack *pack)
{
	const VetPack *base = vet_pack_base(pack);
	g_autofree char *base_hash = base ? hash_at(place, base) : NULL;
	g_autofree char *folder = g_build_filename(place, vet_pack_id(pack), NULL);

	if (base && !base_hash)
		return NULL;
	return vet_pack_files_sha256(folder, base_hash, NULL);
}

static gboolean
is_sound(const char *place, const VetPack *pack)
{
	g_autofree char *hash = hash_at(place, pack);
	return g_strcmp0(hash, vet_pack_sha256(pack)) == 0;
}

static gboolean
copy_all(const VetPack *pack, const char *place, GError **error)
{
	for (; pack; pack = vet_pack_base(pack)) {
		g_autofree char *target = g_build_filename(place, vet_pack_id(pack), NULL);
		if (!vet_pack_files_copy(vet_pack_folder(pack), target, error))
			return FALSE;
	}
	return TRUE;
}

/* what a stop left behind; vetd alone writes here */
static void
remove_drafts(const char *folder)
{
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);

	for (const char *name; directory && (name = g_dir_read_name(directory));) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (g_str_has_prefix(name, DRAFT))
			vet_pack_files_remove(path);
	}
}

static gboolean
publish(const char *folder, const char *draft, const char *place)
{
	return vet_pack_files_remove(place) && g_rename(draft, place) == 0 &&
	       vet_write_sync_folder(folder);
}

static gboolean
write_copy(const char *folder, const VetPack *pack, const char *place, GError **error)
{
	g_autofree char *draft = g_build_filename(folder, DRAFT "XXXXXX", NULL);
	g_autoptr(GError) fault = NULL;
	gboolean copied = FALSE, same = FALSE;

	if (g_mkdtemp_full(draft, 0700)) {
		copied = copy_all(pack, draft, &fault);
		same = copied && is_sound(draft, pack);
		if (same && publish(folder, draft, place))
			return TRUE;
	}
	g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
		    "%s: the pack %s %s cannot be kept, and runs by it not be repeated: %s", folder,
		    vet_pack_id(pack), vet_pack_version(pack),
		    fault             ? fault->message
		    : copied && !same ? "its files are no longer those that were loaded"
				      : g_strerror(errno));
	vet_pack_files_remove(draft);
	return FALSE;
}

gboolean
vet_packs_keep(const char *folder, const VetPack *pack, GError **error)
{
	g_autofree char *place = g_build_filename(folder, vet_pack_sha256(pack), NULL);

	if (is_sound(place, pack))
		return TRUE;
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "%s: packs cannot be kept: %s",
			    folder, g_strerror(errno));
		return FALSE;
	}
	remove_drafts(folder);
	return write_copy(folder, pack, place, error);
}

static gboolean
is_name(const char *id, const char *sha256)
{
	return *id && *id != '.' && !strchr(id, '/') && strlen(sha256) == SHA256_DIGITS &&
	       strspn(sha256, "0123456789abcdef") == SHA256_DIGITS;
}

VetPack *
vet_packs_load(const char *folder, const char *id, const char *sha256, GError **error)
{
	g_autofree char *path = g_build_filename(folder, sha256, id, NULL);

	if (!is_name(id, sha256) || !g_file_test(path, G_FILE_TEST_IS_DIR)) {
		g_set_error(
			error, VET_ERROR, VET_ERROR_RETRY,
			"the pack “%s” with the sha256 %s was not kept; restore %s from backup, "
			"or name that pack in the configuration",
			id, sha256, folder);
		return NULL;
	}
	g_autoptr(VetPack) pack = vet_pack_load(path, error);
	if (pack && !g_str_equal(vet_pack_sha256(pack), sha256)) {
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY,
			    "%s: the pack that was kept is damaged, its sha256 is %s; restore it "
			    "from backup",
			    path, vet_pack_sha256(pack));
		return NULL;
	}
	return g_steal_pointer(&pack);
}
