/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/fault.h"
#include "tests/tools/make-samples/credit-report.h"
#include "tests/tools/make-samples/prose.h"
#include "tests/tools/make-samples/registration.h"

#include <string.h>

typedef enum {
	CLAIM_UNIT = 1 << (SAMPLE_N_PAPERS + 0),
	CLAIM_TEAM = 1 << (SAMPLE_N_PAPERS + 1),
	CLAIM_CITY = 1 << (SAMPLE_N_PAPERS + 2),
	CLAIM_TRACK = 1 << (SAMPLE_N_PAPERS + 3),
	CLAIM_DATE = 1 << (SAMPLE_N_PAPERS + 4),
	CLAIM_LEAD = 1 << (SAMPLE_N_PAPERS + 5),
	CLAIM_SECTION = 1 << (SAMPLE_N_PAPERS + 6),
	/* the lead unit may be replaced, and with it the members' employer */
	CLAIM_NEW_LEAD = CLAIM_UNIT | CLAIM_TEAM,
} SampleClaim;

#define PAPER(kind) (1u << SAMPLE_PAPER_##kind)

static const char *const other_cities[] = {
	"长沙市", "常德市", "岳阳市", "怀化市", "湘西土家族苗族自治州", NULL};

/* --- people, place, time --- */

static void
apply_team_size(SampleSubmission *submission, const SampleFault *fault)
{
	SampleExpectation *expectation = sample_submission_expect(submission, "team-size");

	sample_submission_set_members(submission, sample_dice_between(submission->dice, 6, 8));
	if (fault->detail != 0) {
		/* the platform was told of fewer than the form names */
		submission->manifest = TRUE;
		submission->n_manifest_members = 5;
		sample_submission_expect_optional(submission, "name-consistency");
	}
	expectation->paper = SAMPLE_PAPER_FORM;
	expectation->has_paper = TRUE;
}

static void
apply_host_city(SampleSubmission *submission, const SampleFault *fault)
{
	g_free(submission->host_city);
	submission->host_city = g_strdup(sample_dice_pick(submission->dice, other_cities));
	sample_submission_expect(submission, "host-city");
	sample_submission_expect_optional(submission, "duplicate-city");
	sample_submission_expect_optional(submission, "registration");
}

static void
apply_duplicate_city(SampleSubmission *submission, const SampleFault *fault)
{
	const char *city = sample_dice_pick(submission->dice, other_cities);

	sample_registration_append(submission, fault->detail, city);
	sample_submission_expect(submission, "duplicate-city")->how = fault->how;
}

static void
apply_deadline(SampleSubmission *submission, const SampleFault *fault)
{
	submission->manifest = TRUE;
	g_free(submission->submitted_at);
	submission->submitted_at = g_strdup_printf(
		"2025-07-%02uT%02u:05:00+08:00", fault->detail,
		fault->detail == 11 ? 0 : sample_dice_between(submission->dice, 8, 20));
	sample_submission_expect(submission, "deadline");
}

static void
apply_track(SampleSubmission *submission, const SampleFault *fault)
{
	static const char *const strange[] = {"智慧教育", "低空经济", "数字政务", "体育健身", NULL};

	g_free(submission->track);
	submission->track = g_strdup(sample_dice_pick(submission->dice, strange));
	sample_submission_expect(submission, "track");
}

/* --- the unit --- */

static void
apply_unit_kind(SampleSubmission *submission, const SampleFault *fault)
{
	sample_submission_replace_lead(submission, fault->detail);
	sample_submission_expect(submission, "unit-kind")->how = fault->how;
	sample_submission_expect_optional(submission, "name-consistency");
}

static void
apply_lead_unit(SampleSubmission *submission, const SampleFault *fault)
{
	if (submission->units->len < 2) {
		sample_submission_add_unit(submission, SAMPLE_UNIT_COMPANY);
		sample_submission_set_members(submission, submission->members->len);
	}
	submission->leads_unclear = TRUE;
	sample_submission_lead(submission)->lead = FALSE;
	sample_submission_expect(submission, "lead-unit");
}

static void
apply_credit_code(SampleSubmission *submission, const SampleFault *fault)
{
	SampleUnit *lead = sample_submission_lead(submission);

	g_free(lead->licence_code);
	if (fault->detail == 0) {
		char *spoilt = sample_credit_code_spoil(submission->dice, lead->credit_code);

		g_free(lead->credit_code);
		lead->credit_code = spoilt;
		lead->licence_code = g_strdup(spoilt);
	} else {
		g_autofree char *prefix = g_strndup(lead->credit_code, 2);

		lead->licence_code = sample_credit_code_new(submission->dice, prefix);
	}
	sample_submission_expect(submission, "credit-code");
}

static void
apply_blacklist(SampleSubmission *submission, const SampleFault *fault)
{
	const SampleUnit *lead = sample_submission_lead(submission);
	g_autoptr(SampleUnit) other = sample_submission_stranger(submission, 0);
	const char *row = ",2024-11-08,有履行能力而拒不履行生效法律文书确定义务,失信被执行人\r\n";

	if (g_str_equal(fault->how, "code"))
		g_string_append_printf(submission->listed, "%s,%s%s", other->name,
				       lead->credit_code, row);
	else if (g_str_equal(fault->how, "name"))
		g_string_append_printf(submission->listed, "%s,%s", lead->name, row);
	else
		g_string_append_printf(submission->listed, "%s,%.9s%s", other->name,
				       lead->credit_code + 8, row);
	sample_submission_expect(submission, "blacklist")->how = fault->how;
}

/* --- papers --- */

static SampleExpectation *
expect_paper(SampleSubmission *submission, const char *rule, SamplePaperKind paper)
{
	SampleExpectation *expectation = sample_submission_expect(submission, rule);

	expectation->paper = paper;
	expectation->has_paper = TRUE;
	return expectation;
}

static void
apply_credit_record(SampleSubmission *submission, const SampleFault *fault)
{
	submission->credit_hit = sample_credit_categories[fault->detail].title;
	expect_paper(submission, "credit-record", SAMPLE_PAPER_CREDIT);
}

static void
apply_missing_section(SampleSubmission *submission, const SampleFault *fault)
{
	submission->section_missing = (int)sample_dice_below(submission->dice, SAMPLE_N_SECTIONS);
	submission->section_hollow = fault->detail != 0;
	sample_submission_expect(submission, "missing-section")->what =
		sample_sections[submission->section_missing].title;
}

static void
apply_missing_document(SampleSubmission *submission, const SampleFault *fault)
{
	submission->dropped[fault->paper] = TRUE;
	if (fault->paper == SAMPLE_PAPER_COPYRIGHT) {
		submission->dropped[SAMPLE_PAPER_PATENT] = TRUE;
		sample_submission_expect_optional(submission, "ip-ownership");
	}
	sample_submission_expect(submission, "missing-document")->what = fault->how;
}

typedef enum {
	RELATION_PARENT,
	RELATION_SUBSIDIARY,
	RELATION_BRANCH,
	RELATION_STRANGER,
	RELATION_CO_HOLDER, /* a stranger beside the unit on one certificate */
} Relation;

static char *
related_name(SampleSubmission *submission, Relation relation)
{
	const SampleUnit *lead = sample_submission_lead(submission);
	g_autoptr(SampleUnit) stranger = NULL;

	switch (relation) {
	case RELATION_PARENT:
		return g_strconcat("湖南", lead->brand, "控股集团有限公司", NULL);
	case RELATION_SUBSIDIARY:
		return g_strconcat("株洲", lead->brand, "新能源有限公司", NULL);
	case RELATION_BRANCH:
		return g_strconcat(lead->name, "长沙分公司", NULL);
	case RELATION_STRANGER:
	case RELATION_CO_HOLDER:
		break;
	}
	stranger = sample_submission_stranger(submission, 1);
	return g_strdup(stranger->name);
}

static void
apply_third_party(SampleSubmission *submission, const SampleFault *fault)
{
	SampleExpectation *expectation;
	char *holder;

	/* an institution has no parent company and no branches */
	if (sample_submission_lead(submission)->kind == SAMPLE_UNIT_INSTITUTION)
		sample_submission_replace_lead(submission, SAMPLE_UNIT_COMPANY);
	holder = related_name(submission, fault->detail);
	submission->dropped[fault->paper] = FALSE;
	if (fault->detail == RELATION_CO_HOLDER)
		submission->second_holder = holder;
	else
		submission->holders[fault->paper] = holder;
	expectation = expect_paper(submission, "third-party-material", fault->paper);
	expectation->how = fault->how;
	expectation->holder = g_strdup(holder);
	if (fault->paper == SAMPLE_PAPER_COPYRIGHT || fault->paper == SAMPLE_PAPER_PATENT) {
		submission->dropped[fault->paper == SAMPLE_PAPER_PATENT ? SAMPLE_PAPER_COPYRIGHT
									: SAMPLE_PAPER_PATENT] =
			TRUE;
		sample_submission_expect_optional(submission, "ip-ownership");
	}
	sample_submission_expect_optional(submission, "missing-document");
	sample_submission_expect_optional(submission, "name-consistency");
}

static void
apply_unreadable(SampleSubmission *submission, const SampleFault *fault)
{
	submission->damage[fault->paper] = fault->detail;
	submission->dropped[fault->paper] = FALSE;
	if (fault->detail == SAMPLE_LOCKED && submission->pack == SAMPLE_PACK_FOLDER)
		submission->pack = SAMPLE_PACK_ZIP;
	expect_paper(submission, "unreadable-document", fault->paper);
	sample_submission_expect_optional(submission, "missing-document");
	sample_submission_expect_optional(submission, "ip-ownership");
}

const SampleFault sample_faults[] = {
	{"team-size", "roster", CLAIM_TEAM, apply_team_size, 0, 0},
	{"blacklist", "code", CLAIM_UNIT, apply_blacklist, 0, 0},
	{"third-party-material", "parent", CLAIM_NEW_LEAD | PAPER(AUDIT), apply_third_party,
	 SAMPLE_PAPER_AUDIT, RELATION_PARENT},
	{"unit-kind", "branch", CLAIM_NEW_LEAD | PAPER(LICENCE), apply_unit_kind, 0,
	 SAMPLE_UNIT_BRANCH},
	{"deadline", NULL, CLAIM_DATE, apply_deadline, 0, 12},
	{"missing-document", "申报主体责任声明", PAPER(DECLARATION), apply_missing_document,
	 SAMPLE_PAPER_DECLARATION, 0},
	{"host-city", NULL, CLAIM_CITY, apply_host_city, 0, 0},
	{"credit-report", "行政处罚", PAPER(CREDIT), apply_credit_record, 0, 2},
	{"missing-section", "absent", CLAIM_SECTION, apply_missing_section, 0, FALSE},
	{"unreadable", "locked", PAPER(AUDIT), apply_unreadable, SAMPLE_PAPER_AUDIT, SAMPLE_LOCKED},
	{"duplicate-city", "same", CLAIM_CITY | CLAIM_NEW_LEAD, apply_duplicate_city, 0,
	 SAMPLE_REGISTRATION_SAME},
	{"lead-unit", NULL, CLAIM_LEAD | CLAIM_TEAM, apply_lead_unit, 0, 0},
	{"credit-code", "check", CLAIM_UNIT, apply_credit_code, 0, 0},
	{"track", NULL, CLAIM_TRACK, apply_track, 0, 0},
	{"third-party-material", "subsidiary", CLAIM_NEW_LEAD | PAPER(COPYRIGHT) | PAPER(PATENT),
	 apply_third_party, SAMPLE_PAPER_COPYRIGHT, RELATION_SUBSIDIARY},
	{"unit-kind", "individual", CLAIM_NEW_LEAD | PAPER(LICENCE), apply_unit_kind, 0,
	 SAMPLE_UNIT_INDIVIDUAL},
	{"blacklist", "name", CLAIM_UNIT, apply_blacklist, 0, 0},
	{"missing-document", "审计报告", PAPER(AUDIT), apply_missing_document, SAMPLE_PAPER_AUDIT,
	 0},
	{"credit-report", "严重失信", PAPER(CREDIT), apply_credit_record, 0, 3},
	{"duplicate-city", "renamed", CLAIM_CITY | CLAIM_NEW_LEAD, apply_duplicate_city, 0,
	 SAMPLE_REGISTRATION_RENAMED},
	{"unreadable", "truncated", PAPER(CREDIT), apply_unreadable, SAMPLE_PAPER_CREDIT,
	 SAMPLE_TRUNCATED},
	{"third-party-material", "stranger", CLAIM_NEW_LEAD | PAPER(CREDIT), apply_third_party,
	 SAMPLE_PAPER_CREDIT, RELATION_STRANGER},
	{"team-size", "form", CLAIM_TEAM, apply_team_size, 0, 1},
	{"missing-section", "hollow", CLAIM_SECTION, apply_missing_section, 0, TRUE},
	{"credit-code", "mismatch", CLAIM_UNIT | PAPER(LICENCE), apply_credit_code, 0, 1},
	{"deadline", "midnight", CLAIM_DATE, apply_deadline, 0, 11},
	{"third-party-material", "branch", CLAIM_NEW_LEAD | PAPER(PATENT) | PAPER(COPYRIGHT),
	 apply_third_party, SAMPLE_PAPER_PATENT, RELATION_BRANCH},
	{"missing-document", "营业执照", PAPER(LICENCE) | CLAIM_UNIT, apply_missing_document,
	 SAMPLE_PAPER_LICENCE, 0},
	{"blacklist", "organisation", CLAIM_UNIT, apply_blacklist, 0, 0},
	{"duplicate-city", "team", CLAIM_CITY | CLAIM_NEW_LEAD, apply_duplicate_city, 0,
	 SAMPLE_REGISTRATION_TEAM},
	{"credit-report", "重大税收违法", PAPER(CREDIT), apply_credit_record, 0, 4},
	{"missing-document", "信用报告", PAPER(CREDIT), apply_missing_document, SAMPLE_PAPER_CREDIT,
	 0},
	{"unreadable", "garbage", PAPER(CASE), apply_unreadable, SAMPLE_PAPER_CASE, SAMPLE_GARBAGE},
	{"third-party-material", "co-holder", CLAIM_NEW_LEAD | PAPER(COPYRIGHT) | PAPER(PATENT),
	 apply_third_party, SAMPLE_PAPER_COPYRIGHT, RELATION_CO_HOLDER},
	{"unit-kind", "partnership", CLAIM_NEW_LEAD | PAPER(LICENCE), apply_unit_kind, 0,
	 SAMPLE_UNIT_PARTNERSHIP},
	{"missing-document", "应用案例证明", PAPER(CASE), apply_missing_document, SAMPLE_PAPER_CASE,
	 0},
	{"missing-document", "知识产权", PAPER(COPYRIGHT) | PAPER(PATENT), apply_missing_document,
	 SAMPLE_PAPER_COPYRIGHT, 0},
	{"unreadable", "empty", PAPER(AUDIT), apply_unreadable, SAMPLE_PAPER_AUDIT, SAMPLE_EMPTY},
};
const guint sample_n_faults = G_N_ELEMENTS(sample_faults);

/* --- innocent peculiarities --- */

static void
trait_auditor_licence(SampleSubmission *submission, const SampleFault *fault)
{
	submission->auditor_licence = TRUE;
}

static void
trait_second_holder(SampleSubmission *submission, const SampleFault *fault)
{
	const SampleUnit *partner;

	if (submission->units->len < 2) {
		sample_submission_add_unit(submission, SAMPLE_UNIT_COMPANY);
		sample_submission_set_members(submission, submission->members->len);
	}
	partner = g_ptr_array_index(submission->units, 1);
	submission->second_holder = g_strdup(partner->name);
}

static void
trait_former_name(SampleSubmission *submission, const SampleFault *fault)
{
	SampleUnit *lead = sample_submission_lead(submission);

	lead->former_name = g_strconcat("益阳", lead->brand, "计算机服务有限公司", NULL);
	submission->holders[SAMPLE_PAPER_COPYRIGHT] = g_strdup(lead->former_name);
	submission->dropped[SAMPLE_PAPER_COPYRIGHT] = FALSE;
}

static void
trait_winner(SampleSubmission *submission, const SampleFault *fault)
{
	submission->won_last_year = TRUE;
}

static void
trait_leader_repeated(SampleSubmission *submission, const SampleFault *fault)
{
	sample_submission_set_members(submission, 5);
	submission->leader_repeated = TRUE;
}

static void
trait_unit_elsewhere(SampleSubmission *submission, const SampleFault *fault)
{
	sample_registration_append(submission, SAMPLE_REGISTRATION_UNIT, "株洲市");
}

static void
trait_alias(SampleSubmission *submission, const SampleFault *fault)
{
	g_autofree char *track = submission->track;

	g_free(submission->host_city);
	submission->host_city = g_strdup("益阳");
	submission->track = g_strconcat("数据要素×", track, NULL);
}

static void
trait_meaningless_names(SampleSubmission *submission, const SampleFault *fault)
{
	submission->style.file_names = SAMPLE_NAMES_MEANINGLESS;
}

static void
trait_zero_records(SampleSubmission *submission, const SampleFault *fault)
{
	submission->style.credit = 2;
}

const SampleFault sample_traits[] = {
	{"auditor-licence", NULL, PAPER(AUDIT), trait_auditor_licence, 0, 0},
	{"two-holders", NULL, PAPER(COPYRIGHT), trait_second_holder, 0, 0},
	{"former-name", NULL, PAPER(COPYRIGHT), trait_former_name, 0, 0},
	{"last-winner", NULL, 0, trait_winner, 0, 0},
	{"leader-repeated", NULL, CLAIM_TEAM, trait_leader_repeated, 0, 0},
	{"unit-elsewhere", NULL, CLAIM_CITY, trait_unit_elsewhere, 0, 0},
	{"aliases", NULL, CLAIM_CITY | CLAIM_TRACK, trait_alias, 0, 0},
	{"meaningless-names", NULL, 0, trait_meaningless_names, 0, 0},
	{"zero-records", NULL, PAPER(CREDIT), trait_zero_records, 0, 0},
};
const guint sample_n_traits = G_N_ELEMENTS(sample_traits);

void
sample_fault_apply(SampleSubmission *submission, const SampleFault *fault)
{
	/* a fault in a picture could not be held against who reads no pictures */
	for (guint i = 0; i < SAMPLE_N_PAPERS; i++)
		if (fault->claims & (1u << i))
			submission->style.carriers[i] = SAMPLE_CARRIER_PDF;
	fault->apply(submission, fault);
}

const SampleFault *
sample_fault_find(const char *mutation, const char *how)
{
	for (guint i = 0; i < sample_n_faults; i++)
		if (g_str_equal(sample_faults[i].mutation, mutation) &&
		    (how == NULL || g_strcmp0(sample_faults[i].how, how) == 0))
			return &sample_faults[i];
	return NULL;
}
