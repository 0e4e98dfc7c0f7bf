/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One invented submission: who hands in what, how it looks, what is wrong with it on purpose. */

#include "tests/tools/make-samples/identity.h"
#include "tests/tools/make-samples/track.h"

G_BEGIN_DECLS

/* The kinds of paper; the lead unit hands in one of each, a licence comes from every unit. */
typedef enum {
	SAMPLE_PAPER_FORM,
	SAMPLE_PAPER_LICENCE,
	SAMPLE_PAPER_DECLARATION,
	SAMPLE_PAPER_AUDIT,
	SAMPLE_PAPER_CREDIT,
	SAMPLE_PAPER_COPYRIGHT,
	SAMPLE_PAPER_PATENT,
	SAMPLE_PAPER_CASE,
	SAMPLE_N_PAPERS,
} SamplePaperKind;

typedef enum {
	SAMPLE_SOUND,
	SAMPLE_LOCKED, /* an encrypted member of the zip */
	SAMPLE_TRUNCATED,
	SAMPLE_GARBAGE, /* no PDF behind the name */
	SAMPLE_EMPTY,   /* no bytes at all */
} SampleDamage;

typedef enum {
	SAMPLE_CARRIER_PDF,
	SAMPLE_CARRIER_SCAN, /* a PDF of page images */
	SAMPLE_CARRIER_PNG,
	SAMPLE_CARRIER_DOCX,
	SAMPLE_N_CARRIERS,
} SampleCarrier;

typedef enum {
	SAMPLE_FORM_GRID,       /* one table with merged cells */
	SAMPLE_FORM_ABOVE,      /* label cells above value cells */
	SAMPLE_FORM_UNDERLINED, /* label：____value____ */
	SAMPLE_FORM_COVER,      /* spaced-out centred lines, units in a table */
	SAMPLE_N_FORMS,
} SampleFormLayout;

typedef enum {
	SAMPLE_MEMBERS_TABLE,
	SAMPLE_MEMBERS_TRANSPOSED,
	SAMPLE_MEMBERS_LIST,   /* a sentence each */
	SAMPLE_MEMBERS_MERGED, /* the units' names merged over several rows */
	SAMPLE_N_MEMBERS,
} SampleMembersLayout;

typedef enum {
	SAMPLE_NAMES_PLAIN,       /* 2024年度审计报告.pdf */
	SAMPLE_NAMES_NUMBERED,    /* 附件3.pdf */
	SAMPLE_NAMES_MEANINGLESS, /* scan003.pdf, 新建文档.pdf */
} SampleFileNames;

typedef enum {
	SAMPLE_PACK_FOLDER,
	SAMPLE_PACK_ZIP,
	SAMPLE_PACK_GBK,
	SAMPLE_PACK_NESTED,
	SAMPLE_PACK_SINGLE, /* the form alone, a file of its own in the inbox */
} SamplePack;

typedef struct {
	SampleFormLayout form;
	SampleMembersLayout members;
	guint labels;   /* which wording of the labels */
	guint headings; /* which style of headings */
	guint licence, credit, audit, application;
	gboolean spaced; /* labels with white space inside: 名　称 */
	gboolean serif;
	SampleFileNames file_names;
	SampleCarrier carriers[SAMPLE_N_PAPERS];
} SampleStyle;

typedef struct {
	const char *rule;
	SamplePaperKind paper;
	gboolean has_paper;
	gboolean optional;
	const char *how;
	const char *what;
	char *holder;
} SampleExpectation;

typedef struct {
	char *id; /* its name in the inbox, without .zip */
	char *project_name;
	const SampleTrack *subject; /* what it is about, whatever track it names */
	const char *topic;
	char *track;
	char *host_city;
	char *submitted_at;
	gboolean manifest;
	SamplePack pack;
	SampleStyle style;
	GPtrArray *units;               /* SampleUnit */
	GPtrArray *members;             /* SamplePerson: what the form says */
	guint n_manifest_members;       /* of these, how many the manifest lists */
	char *holders[SAMPLE_N_PAPERS]; /* whose paper it is; NULL = the lead unit */
	char *second_holder;            /* a further right holder on the certificate */
	gboolean dropped[SAMPLE_N_PAPERS];
	SampleDamage damage[SAMPLE_N_PAPERS];
	int section_missing;      /* index into sample_sections, −1 when all are there */
	gboolean section_hollow;  /* its heading is there, its text is the template's prompt */
	const char *credit_hit;   /* the record in the credit report, NULL when none */
	gboolean auditor_licence; /* appended to the audit */
	gboolean leader_repeated; /* named above the table and again in it */
	gboolean won_last_year;
	gboolean leads_unclear;
	gboolean bound; /* all papers but the form in one file, as they come from the copier */
	gboolean brief; /* one sentence a section: quick to make and to read */
	char *auditor;
	char *customer;
	GPtrArray *mutations;    /* static strings */
	GPtrArray *expectations; /* SampleExpectation */
	GString *registrations;  /* further rows for registry.csv */
	GString *listed;         /* rows for blacklist.csv */
	SampleDice *dice;        /* of this submission alone */
	guint number;
} SampleSubmission;

/* A clean one; `number` keeps names apart within a set. */
SampleSubmission *sample_submission_new(guint32 seed, guint number);
void sample_submission_free(SampleSubmission *submission);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleSubmission, sample_submission_free)

SampleUnit *sample_submission_lead(const SampleSubmission *submission);
/* Whose name stands on that paper. */
const char *sample_submission_holder(const SampleSubmission *submission, SamplePaperKind kind);
/* A further organisation that is no unit of any submission; slot is 0 … 2, 2 is the customer's. */
SampleUnit *sample_submission_stranger(SampleSubmission *submission, guint slot);
void sample_submission_set_members(SampleSubmission *submission, guint n);
void sample_submission_add_unit(SampleSubmission *submission, SampleUnitKind kind);
void sample_submission_replace_lead(SampleSubmission *submission, SampleUnitKind kind);

SampleExpectation *sample_submission_expect(SampleSubmission *submission, const char *rule);
void sample_submission_expect_optional(SampleSubmission *submission, const char *rule);

G_END_DECLS
