/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tools/make-samples/set.h"
#include "tests/tools/make-samples/fault.h"

#define CLEAN_EVERY 4   /* one of so many has nothing wrong */
#define SECOND_FAULT 35 /* per cent of the faulty */
#define SECOND_TRIES 6
#define MOST_FAULTS 3

/* --- demo: each shows something else --- */

typedef struct {
	const char *id;
	SamplePack pack;
	SampleCarrier form;
	SampleFileNames file_names;
	const char *faults[MOST_FAULTS][2]; /* mutation, how */
	const char *trait;
} Scene;

static const Scene scenes[] = {
	{"YY2025-1001", SAMPLE_PACK_FOLDER, SAMPLE_CARRIER_PDF, SAMPLE_NAMES_PLAIN, {{NULL}}, NULL},
	{"YY2025-1002",
	 SAMPLE_PACK_ZIP,
	 SAMPLE_CARRIER_DOCX,
	 SAMPLE_NAMES_PLAIN,
	 {{NULL}},
	 "last-winner"},
	{"YY2025-1003",
	 SAMPLE_PACK_GBK,
	 SAMPLE_CARRIER_PDF,
	 SAMPLE_NAMES_NUMBERED,
	 {{"blacklist", "code"}, {"credit-report", "严重失信"}},
	 NULL},
	{"YY2025-1004",
	 SAMPLE_PACK_NESTED,
	 SAMPLE_CARRIER_DOCX,
	 SAMPLE_NAMES_PLAIN,
	 {{"team-size", "roster"}, {"track", NULL}},
	 NULL},
	{"YY2025-1005",
	 SAMPLE_PACK_FOLDER,
	 SAMPLE_CARRIER_PDF,
	 SAMPLE_NAMES_PLAIN,
	 {{"third-party-material", "parent"}, {"duplicate-city", "renamed"}},
	 "auditor-licence"},
	{"YY2025-1006",
	 SAMPLE_PACK_ZIP,
	 SAMPLE_CARRIER_DOCX,
	 SAMPLE_NAMES_PLAIN,
	 {{"unreadable", "locked"}, {"missing-section", "absent"}},
	 NULL},
	{"YY2025-1007",
	 SAMPLE_PACK_GBK,
	 SAMPLE_CARRIER_DOCX,
	 SAMPLE_NAMES_PLAIN,
	 {{"unit-kind", "branch"}, {"deadline", NULL}},
	 NULL},
	{"YY2025-1008",
	 SAMPLE_PACK_ZIP,
	 SAMPLE_CARRIER_PDF,
	 SAMPLE_NAMES_MEANINGLESS,
	 {{NULL}},
	 "two-holders"},
};

static void
apply_trait(SampleSubmission *submission, const char *name)
{
	for (guint i = 0; i < sample_n_traits; i++)
		if (g_strcmp0(sample_traits[i].mutation, name) == 0)
			sample_fault_apply(submission, &sample_traits[i]);
}

static SampleSubmission *
make_demo(guint32 seed, guint index)
{
	const Scene *scene = &scenes[index];
	SampleSubmission *submission = sample_submission_new(seed, index);

	submission->id = g_strdup(scene->id);
	submission->pack = scene->pack;
	/* the demo runs after the deadline: without the platform's date all would be late */
	submission->manifest = TRUE;
	submission->style.carriers[SAMPLE_PAPER_FORM] = scene->form;
	submission->style.file_names = scene->file_names;
	apply_trait(submission, scene->trait);
	for (guint i = 0; i < MOST_FAULTS && scene->faults[i][0] != NULL; i++) {
		const SampleFault *fault =
			sample_fault_find(scene->faults[i][0], scene->faults[i][1]);

		sample_fault_apply(submission, fault);
		g_ptr_array_add(submission->mutations, (gpointer)fault->mutation);
	}
	return submission;
}

/* --- regression: every fault and every trait in turn --- */

/* What teams print, sign and photograph, they hand in as pictures; letters also as they typed them.
 */
static void
vary_carriers(SampleSubmission *submission)
{
	static const SamplePaperKind letters[] = {SAMPLE_PAPER_DECLARATION, SAMPLE_PAPER_CASE};
	static const SampleCarrier of_letters[] = {SAMPLE_CARRIER_SCAN, SAMPLE_CARRIER_PNG,
						   SAMPLE_CARRIER_DOCX};
	SampleDice *dice = submission->dice;
	SampleCarrier *carriers = submission->style.carriers;

	for (SamplePaperKind kind = SAMPLE_PAPER_LICENCE; kind < SAMPLE_N_PAPERS; kind++)
		if (sample_dice_chance(dice, 4))
			carriers[kind] = SAMPLE_CARRIER_SCAN;
	for (guint i = 0; i < G_N_ELEMENTS(letters); i++)
		if (sample_dice_chance(dice, 25))
			carriers[letters[i]] =
				of_letters[sample_dice_below(dice, G_N_ELEMENTS(of_letters))];
	/* nobody can put a seal on what is still in the word processor */
	if (carriers[SAMPLE_PAPER_DECLARATION] == SAMPLE_CARRIER_DOCX)
		sample_submission_expect_optional(submission, "seal-missing");
}

static void
add_fault(SampleSubmission *submission, const SampleFault *fault, guint *claimed)
{
	sample_fault_apply(submission, fault);
	g_ptr_array_add(submission->mutations, (gpointer)fault->mutation);
	*claimed |= fault->claims;
}

static SampleSubmission *
make_regression(guint32 seed, guint index)
{
	SampleSubmission *submission = sample_submission_new(seed, index);
	guint claimed = 0;

	submission->id = g_strdup_printf("SC2025-%04u", index + 1);
	submission->pack = sample_dice_below(submission->dice, SAMPLE_PACK_NESTED + 1);
	vary_carriers(submission);
	if (index % CLEAN_EVERY == 0) {
		sample_fault_apply(submission,
				   &sample_traits[index / CLEAN_EVERY % sample_n_traits]);
		return submission;
	}
	add_fault(submission, &sample_faults[(index - index / CLEAN_EVERY - 1) % sample_n_faults],
		  &claimed);
	if (!sample_dice_chance(submission->dice, SECOND_FAULT))
		return submission;
	for (guint i = 0; i < SECOND_TRIES; i++) {
		const SampleFault *second =
			&sample_faults[sample_dice_below(submission->dice, sample_n_faults)];

		if (second->claims & claimed)
			continue;
		add_fault(submission, second, &claimed);
		break;
	}
	return submission;
}

/* --- bound: the same with all papers but the form in one file --- */

static SampleSubmission *
make_bound(guint32 seed, guint index)
{
	SampleSubmission *submission = make_regression(seed, index);

	submission->bound = TRUE;
	return submission;
}

/* --- small: one tiny paper each, for load --- */

static SampleSubmission *
make_small(guint32 seed, guint index)
{
	SampleSubmission *submission = sample_submission_new(seed, index);

	submission->id = g_strdup_printf("SM2025-%05u", index + 1);
	submission->pack = SAMPLE_PACK_SINGLE;
	submission->manifest = FALSE;
	submission->style.carriers[SAMPLE_PAPER_FORM] =
		index % 8 == 0 ? SAMPLE_CARRIER_PDF : SAMPLE_CARRIER_DOCX;
	submission->brief = TRUE;
	for (SamplePaperKind kind = SAMPLE_PAPER_LICENCE; kind < SAMPLE_N_PAPERS; kind++)
		submission->dropped[kind] = TRUE;
	sample_submission_expect_optional(submission, "missing-document");
	sample_submission_expect_optional(submission, "ip-ownership");
	return submission;
}

static const SampleSet sets[] = {
	{"demo", G_N_ELEMENTS(scenes), G_N_ELEMENTS(scenes), make_demo},
	{"regression", 52, 0, make_regression},
	{"bound", 52, 0, make_bound},
	{"small", 1000, 0, make_small},
};

const SampleSet *
sample_set_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
		if (g_str_equal(sets[i].name, name))
			return &sets[i];
	return NULL;
}
