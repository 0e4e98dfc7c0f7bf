/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The operator's tool: a table of commands, and what they share. */

#include "daemon/client.h"
#include "daemon/config.h"
#include "daemon/terminal.h"

G_BEGIN_DECLS

/* Exit statuses of every command (contract.md). */
#define VETCTL_OK 0
#define VETCTL_FOUND 1 /* something worse than a note; a test that failed */
#define VETCTL_ERROR 2 /* wrong usage, or an input that cannot be used */

/* What --query, --config … said; they may stand before or behind the command. */
typedef struct {
	char *config;   /* file, NULL = defaults */
	char *query;    /* endpoint, NULL = the configuration's */
	char *publish;  /* the same, for watch */
	char *language; /* a locale; NULL = that of the environment */
	gboolean quiet, no_color;
} VetctlOptions;

typedef struct {
	const char *name;      /* "list"; an action of a command: "pack lint" */
	const char *arguments; /* "[--json] ID" */
	const char *summary;   /* one sentence */
	/* argv[0] is the command's name; an exit status. */
	int (*run)(VetctlOptions *options, int argc, char **argv);
} VetctlCommand;

/* Ends with a NULL name. */
extern const VetctlCommand vetctl_commands[];
/* The actions of `pack`, likewise: vetctl-pack.c. */
extern const VetctlCommand vetctl_pack_actions[];

/*
 * Parses the command's own entries (may be NULL) with the common ones, --help too.  FALSE:
 * *ret_status is the exit status and everything has been said.  What is left in argv besides
 * argv[0] are between `minimum` and `maximum` operands.
 */
gboolean vetctl_parse(VetctlOptions *options, const GOptionEntry *entries, int *argc, char ***argv,
		      int minimum, int maximum, int *ret_status);
/* Says the error on stderr; VETCTL_ERROR. */
int vetctl_fail(const GError *error);
/* Standard output, coloured as the options allow. */
VetTerminal *vetctl_terminal(const VetctlOptions *options);
/* A client of the vetd that the options name; NULL and error when the configuration is wrong. */
VetClient *vetctl_client(const VetctlOptions *options, GError **error);

/* How long an answer of a vetd that is well may take. */
#define VETCTL_ANSWER_SECONDS 3
/* Of --config, else the defaults. */
VetConfig *vetctl_config(const VetctlOptions *options, GError **error);
/* One line to the standard output. */
void vetctl_print_json(JsonNode *node);
/* The member "item" of what that vetd answers; the caller's. */
JsonNode *vetctl_ask_item(const VetctlOptions *options, JsonObject *request, GError **error);

/* vetctl-check.c */
int vetctl_check(VetctlOptions *options, int argc, char **argv);
/* vetctl-extract.c */
int vetctl_extract(VetctlOptions *options, int argc, char **argv);
/* vetctl-cel.c */
int vetctl_cel(VetctlOptions *options, int argc, char **argv);
/* vetctl-query.c */
int vetctl_list(VetctlOptions *options, int argc, char **argv);
int vetctl_show(VetctlOptions *options, int argc, char **argv);
int vetctl_search(VetctlOptions *options, int argc, char **argv);
/* vetctl-stats.c */
int vetctl_stats(VetctlOptions *options, int argc, char **argv);
/* vetctl-events.c */
int vetctl_watch(VetctlOptions *options, int argc, char **argv);
int vetctl_replay(VetctlOptions *options, int argc, char **argv);
/* vetctl-import.c */
int vetctl_import(VetctlOptions *options, int argc, char **argv);
/* vetctl-reload.c */
int vetctl_reload(VetctlOptions *options, int argc, char **argv);
/* vetctl-rerun.c */
int vetctl_rerun(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack.c */
int vetctl_pack(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack-docs.c */
int vetctl_pack_docs(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack-explain.c */
int vetctl_pack_explain(VetctlOptions *options, int argc, char **argv);
/* vetctl-pack-impact.c */
int vetctl_pack_impact(VetctlOptions *options, int argc, char **argv);

G_END_DECLS
