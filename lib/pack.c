/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/pack-scope.h"
#include "lib/pack-translate.h"

#define MAX_ARENA (16 * 1024 * 1024)

VetPack *
vet_pack_new(const char *folder, const char *prefix)
{
	VetPack *pack = g_new0(VetPack, 1);
	pack->references = 1;
	pack->own.folder = g_strdup(folder);
	pack->own.prefix = g_strdup(prefix);
	pack->own.languages =
		g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_language_free);
	pack->layers = g_ptr_array_new();
	pack->languages = g_ptr_array_new();
	pack->arena = cel_arena_new(MAX_ARENA);
	pack->env = vet_pack_scope_env();
	pack->sources = g_ptr_array_new_with_free_func((GDestroyNotify)vet_manuscript_free);
	pack->trees = g_ptr_array_new_with_free_func((GDestroyNotify)vet_yaml_node_free);
	pack->params = g_ptr_array_new_with_free_func((GDestroyNotify)vet_param_free);
	pack->lists = g_ptr_array_new_with_free_func(g_free);
	pack->vars = g_ptr_array_new_with_free_func((GDestroyNotify)vet_named_expression_free);
	pack->classes = g_ptr_array_new_with_free_func((GDestroyNotify)vet_document_class_free);
	pack->rules = g_ptr_array_new_with_free_func((GDestroyNotify)vet_rule_free);
	pack->waivers = g_ptr_array_new_with_free_func((GDestroyNotify)vet_waiver_free);
	pack->cases = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_case_free);
	pack->extracts = g_ptr_array_new_with_free_func((GDestroyNotify)vet_pack_case_free);
	return pack;
}

VetPack *
vet_pack_ref(VetPack *pack)
{
	g_atomic_int_inc(&pack->references);
	return pack;
}

void
vet_pack_unref(VetPack *pack)
{
	if (!pack || !g_atomic_int_dec_and_test(&pack->references))
		return;
	g_ptr_array_unref(pack->extracts);
	g_ptr_array_unref(pack->cases);
	g_ptr_array_unref(pack->waivers);
	g_ptr_array_unref(pack->rules);
	g_ptr_array_unref(pack->classes);
	g_ptr_array_unref(pack->vars);
	g_ptr_array_unref(pack->lists);
	g_ptr_array_unref(pack->params);
	g_ptr_array_unref(pack->trees);
	g_ptr_array_unref(pack->sources);
	g_ptr_array_unref(pack->languages);
	g_ptr_array_unref(pack->layers);
	g_ptr_array_unref(pack->own.languages);
	g_free(pack->own.folder);
	g_free(pack->own.prefix);
	vet_pack_unref(pack->base);
	cel_env_unref(pack->env);
	cel_arena_free(pack->arena);
	g_free(pack->id);
	g_free(pack->version);
	g_free(pack->sha256);
	g_free(pack->warnings);
	g_free(pack);
}

/* --- what it holds --- */

const char *
vet_pack_id(const VetPack *pack)
{
	return pack->id;
}

const char *
vet_pack_version(const VetPack *pack)
{
	return pack->version;
}

const char *
vet_pack_folder(const VetPack *pack)
{
	return pack->own.folder;
}

const char *
vet_pack_sha256(const VetPack *pack)
{
	return pack->sha256;
}

const char *
vet_pack_warnings(const VetPack *pack)
{
	return pack->warnings ? pack->warnings : "";
}

const VetPack *
vet_pack_base(const VetPack *pack)
{
	return pack->base;
}

const GPtrArray *
vet_pack_classes(const VetPack *pack)
{
	return pack->classes;
}

const GPtrArray *
vet_pack_rules(const VetPack *pack)
{
	return pack->rules;
}

const GPtrArray *
vet_pack_vars(const VetPack *pack)
{
	return pack->vars;
}

const GPtrArray *
vet_pack_waivers(const VetPack *pack)
{
	return pack->waivers;
}

const GPtrArray *
vet_pack_params(const VetPack *pack)
{
	return pack->params;
}

const VetDocumentClass *
vet_pack_class(const VetPack *pack, const char *id)
{
	for (guint i = 0; i < pack->classes->len; i++) {
		const VetDocumentClass *document_class = pack->classes->pdata[i];
		if (g_str_equal(document_class->id, id))
			return document_class;
	}
	return NULL;
}

CelValue
vet_pack_params_value(const VetPack *pack)
{
	return pack->params_value;
}

gboolean
vet_pack_declares_list(const VetPack *pack, const char *list_name)
{
	for (guint i = 0; i < pack->lists->len; i++)
		if (g_str_equal(pack->lists->pdata[i], list_name))
			return TRUE;
	return FALSE;
}
