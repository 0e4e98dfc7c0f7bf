/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The extractor plugins that a zygote has loaded, and which of them reads a media type. */

#include "lib/plugin.h"

G_BEGIN_DECLS

typedef struct {
	const VetPlugin *plugin; /* lives as long as the process */
	char *build;             /* sha256 of the shared object, 64 hex digits */
} VetLoadedPlugin;

typedef struct _VetLoader VetLoader;

VetLoader *vet_loader_new(void);
void vet_loader_free(VetLoader *loader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VetLoader, vet_loader_free)

/*
 * Loads every "*.so" of a folder, in order of name, or the one shared object `path` is, and
 * prepares it. What cannot be loaded is left out; see vet_loader_left_out().
 */
void vet_loader_load(VetLoader *loader, const char *path);
/* Of VetLoadedPlugin, in the order they were loaded. */
const GPtrArray *vet_loader_plugins(const VetLoader *loader);
/* Of char *: one sentence for each plugin or folder that was left out. */
const GPtrArray *vet_loader_left_out(const VetLoader *loader);
/*
 * An exact media type wins over a family ("text/" and '*'), then the first loaded; NULL when none
 * reads it.
 */
const VetLoadedPlugin *vet_loader_find(const VetLoader *loader, const char *media_type);
/* Who reads pictures; the first that was loaded, NULL when there is none. */
VetRecognise vet_loader_recogniser(const VetLoader *loader);
/*
 * Why nothing reads this type although there is a plugin for it: what its `prepare` said.  NULL: there
 * is none.  Owned by the loader.
 */
const char *vet_loader_why_not(const VetLoader *loader, const char *media_type);

G_END_DECLS
