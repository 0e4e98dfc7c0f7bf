/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The files of a submission and how they lie in the inbox: folder, zip, GBK-named zip, zip in zip.
 */

#include "tests/tools/make-samples/submission.h"

G_BEGIN_DECLS

typedef struct {
	char *path;      /* as handed in: "证明材料/附件3.pdf" */
	char *canonical; /* as a tidy team would call it: "证明材料/2024年度审计报告.pdf" */
	GBytes *data;
	gboolean locked;
} SampleFile;

typedef struct _SampleBundle SampleBundle;

/* Draws every paper. */
SampleBundle *sample_bundle_new(const SampleSubmission *submission);
void sample_bundle_free(SampleBundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SampleBundle, sample_bundle_free)

/* SampleFile, owned by the bundle. */
const GPtrArray *sample_bundle_files(const SampleBundle *bundle);
/* Writes inbox/ID or inbox/ID.zip. */
gboolean sample_bundle_write(const SampleBundle *bundle, const char *inbox,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "审计报告": what truth.json calls that paper; a part of its canonical name. */
const char *sample_paper_title(SamplePaperKind kind);

G_END_DECLS
