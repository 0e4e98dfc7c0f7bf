/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Invented organisations and people; nobody of these names and numbers is meant. */

#include "tests/tools/make-samples/dice.h"

G_BEGIN_DECLS

typedef enum {
	SAMPLE_UNIT_COMPANY,
	SAMPLE_UNIT_INSTITUTION, /* 事业单位 */
	SAMPLE_UNIT_BRANCH,
	SAMPLE_UNIT_INDIVIDUAL, /* 个体工商户 */
	SAMPLE_UNIT_PARTNERSHIP,
} SampleUnitKind;

typedef struct {
	SampleUnitKind kind;
	char *name;
	char *brand; /* 字号 */
	char *trade;
	char *credit_code;
	char *licence_code; /* what the licence says; differs from credit_code by a fault only */
	char *former_name;  /* 曾用名, NULL when none */
	char *principal;    /* 法定代表人, 负责人 or 经营者 */
	char *address;
	gboolean lead;
} SampleUnit;

typedef struct {
	char *name;
	char *id_number;
	char *role;
	char *unit_name;
} SamplePerson;

/* The brand of that number; the first 1600 differ, later ones are a character longer. */
char *sample_brand(guint number);
SampleUnit *sample_unit_new(SampleDice *dice, SampleUnitKind kind, guint brand_number);
void sample_unit_free(SampleUnit *unit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleUnit, sample_unit_free)

/* 18 characters with right check characters; prefix is two: "91", "12", "92" … */
char *sample_credit_code_new(SampleDice *dice, const char *prefix);
/* The same code with a check character that is wrong. */
char *sample_credit_code_spoil(SampleDice *dice, const char *credit_code);

/* "202210123456.X" with the right check digit; type is 1 发明 or 2 实用新型. */
char *sample_patent_number_new(SampleDice *dice, guint type);

char *sample_person_name(SampleDice *dice);
SamplePerson *sample_person_new(SampleDice *dice, const char *role, const char *unit_name);
SamplePerson *sample_person_copy(const SamplePerson *person);
void sample_person_free(SamplePerson *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SamplePerson, sample_person_free)

G_END_DECLS
