/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The words that names of organisations are made of: 组织形式, branch words, trades. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	VET_FORM_COMPANY, /* a legal person by registration: its 字号 may say who owns it */
	VET_FORM_BODY,    /* institution, association, shop: a name by its form alone */
	VET_FORM_FIRM,   /* auditors, lawyers: named in papers of others, never related by 字号 */
	VET_FORM_OFFICE, /* a word that is a name only behind a place: 局, 站, 中心 */
} VetFormKind;

typedef struct {
	const char *text;
	VetFormKind kind;
} VetForm;

/* The longest form that `name` ends with, NULL when none. */
const VetForm *vet_form_suffix(const char *name);
/* Bytes up to the end of the first form of a company in `name`, else of the last of a body; 0 when
 * none. */
gsize vet_form_inside(const char *name);
/* Bytes of the branch word (分公司, 支行 …) `name` ends with, 0 when none. */
gsize vet_branch_suffix(const char *name);
/* Bytes of the mark of a group (集团, 控股 …) `name` ends with, 0 when none. */
gsize vet_group_suffix(const char *name);
/* Bytes of `middle` (字号 + 行业) that are the 字号: the rest is made of words for trades. */
gsize vet_trade_name_length(const char *middle);
/* 字号 that say nothing: made of words for trades only (数据, 信息科技), or 第一, 中心 … */
gboolean vet_trade_name_is_generic(const char *trade_name);

G_END_DECLS
