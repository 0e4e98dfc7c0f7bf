/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Names of organisations: 行政区划 + 字号 + 行业 + 组织形式.  Equality strips nothing but spacing,
 * width and bracket form; names are taken apart only to say how two are related.  True shareholding
 * is not knowable from names: a relation other than SAME is "疑似".
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_RELATION_NONE, /* stranger */
	VET_RELATION_SAME,
	VET_RELATION_VARIANT, /* the same name with 有限责任公司 for 有限公司, or the other way */
	VET_RELATION_BRANCH, /* the other is a branch of the unit */
	/* same 字号 with 集团/控股, or the unit is a branch of the other */
	VET_RELATION_PARENT,
	VET_RELATION_SUBSIDIARY, /* same 字号, other place or trade: subsidiary or sister */
} VetRelation;

/* "none" "same" "variant" "branch" "parent" "subsidiary" */
const char *vet_relation_name(VetRelation relation);
/* "无关单位" "本单位" "另一种写法" "分支机构" "母公司（集团）" "子公司或关联公司" */
const char *vet_relation_title(VetRelation relation);

/* Compact with brackets unified to "()": equality key.  Caller frees. */
char *vet_entity_key(const char *name);
gboolean vet_entity_equal(const char *a, const char *b);
/*
 * Whether one may be the other read wrongly from a picture: brackets aside as long, and but for one
 * character in eight the same.  Not where the place stands: 益阳 and 岳阳 are two cities, and nobody misreads the
 * rest.
 */
gboolean vet_entity_is_misread(const char *a, const char *b);
/* What `other` is to `unit`. */
VetRelation vet_entity_relation(const char *unit, const char *other);

/* The parts of a name; each may be "", none is NULL. */
typedef struct {
	char *place;      /* 益阳市赫山区 */
	char *trade_name; /* 字号 */
	char *industry;
	char *form;   /* 有限公司 … */
	char *branch; /* 益阳分公司 */
} VetEntityParts;

void vet_entity_split(const char *name, VetEntityParts *ret_parts);
void vet_entity_parts_clear(VetEntityParts *parts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetEntityParts, vet_entity_parts_clear)

/*
 * TRUE when the text looks like the full name of an organisation (ends in a known 组织形式 or
 * branch).
 */
gboolean vet_entity_is_name(const char *text);
/* TRUE for 分公司, 分行, 支行, 营业部, 办事处, 分院 … at the end of the name. */
gboolean vet_entity_is_branch(const char *name);
/*
 * "名称（曾用名：旧名）" → both names, each its own; brackets that belong to the name stay.
 * NULL-terminated, caller frees with g_strfreev().
 */
char **vet_entity_names_in(const char *text);
/* TRUE when the current name among these looks like that of an organisation. */
gboolean vet_entity_is_named(const char *text);
/*
 * Whether `below`, in the line under `name`, is another organisation's name and not the rest of a
 * longer one: 某某有限公司 above 湖南大学, but not 湖南大学 above 附属医院.
 */
gboolean vet_entity_is_another(const char *name, const char *below);

G_END_DECLS
