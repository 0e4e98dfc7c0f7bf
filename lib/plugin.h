/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * An extractor is a shared object in the plugin folder that exports `vet_plugin`.  Only vet-worker
 * loads it; its extract function runs in a sandboxed child that has nothing but the document.
 */

#include "lib/extract.h"

G_BEGIN_DECLS

#define VET_PLUGIN_ABI 2

typedef struct {
	guint abi;           /* VET_PLUGIN_ABI */
	const char *name;    /* "pdf" */
	const char *version; /* changes when its output changes */
	const char *summary; /* one line for `vetctl` and the log */
	/* NULL-terminated, empty for a recogniser; "text/" followed by '*' takes the whole family, an exact type wins */
	const char *const *media_types;
	gboolean is_container; /* its members are the content */
	/*
	 * Its `extract` runs in a child of another sandbox, of one document only, which has a folder
	 * of its own and may run one program; it hands over what the document was converted to
	 * (vet_sink_converted()), and another plugin reads that.  A sink without pages, then.  A document
	 * that only wraps others may hand over those as members, and nothing else.
	 */
	gboolean converts;
	/*
	 * Runs once in the zygote before it forks: fonts, tables, models; never touches a document.
	 * Descriptors that it opens are closed in the children; what it has mapped or read stays.
	 * May be NULL.  FALSE with error: the plugin is left out and vetd says so.
	 */
	gboolean (*prepare)(GError **error);
	/*
	 * After `prepare`: what its output hangs on besides the plugin itself, such as the version of
	 * a program that it runs.  Lives as long as the process.  NULL: nothing.
	 */
	const char *(*relies_on)(void);
	/*
	 * Reads the document into the sink.  TRUE: all of it was read.  FALSE: VET_ERROR's code
	 * becomes the document's status (MALFORMED → corrupt, ENCRYPTED, LIMIT, UNSUPPORTED); what
	 * the sink already has is kept.
	 */
	gboolean (*extract)(VetSource *source, VetSink *sink, GError **error);
	/*
	 * Draws one page (from 1) at `dpi` dots an inch, or as many as are allowed, upright as it is
	 * shown, and hands it to vet_sink_rendering().  NULL: its pages have no looks.
	 */
	gboolean (*render)(VetSource *source, guint page, double dpi, VetSink *sink,
			   GError **error);
	/*
	 * Reads pictures that other plugins hand to the sink.  One plugin has it, and no media types
	 * and no `extract`.
	 */
	VetRecognise recognise;
} VetPlugin;

/* Each plugin defines this symbol. */
extern const VetPlugin vet_plugin;

G_END_DECLS
