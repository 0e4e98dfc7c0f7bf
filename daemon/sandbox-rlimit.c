/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Poppler opens a font or a character map while it reads; nothing needs more at once. */
#define MAX_DESCRIPTORS 64
/* LibreOffice keeps its type libraries, configuration, pictures and temporary files open. */
#define MAX_PROGRAM_DESCRIPTORS 512
/* What it maps before it has read anything of a document. */
#define PROGRAM_ADDRESS_SPACE (G_GUINT64_CONSTANT(768) << 20)

#ifndef VET_SANITIZED
/* What the process has mapped by now: the zygote's libraries and fonts are not the document's
 * doing. */
static gboolean
address_space_now(guint64 *ret_bytes)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file)
		return FALSE;
	int n = fscanf(file, "%lu", &pages);
	fclose(file);
	if (n != 1)
		return FALSE;
	*ret_bytes = (guint64)pages * sysconf(_SC_PAGESIZE);
	return TRUE;
}
#endif

typedef struct {
	int resource;
	const char *name;
	rlim_t value;
	const char *reason;
} Row;

static gboolean
limit_resources(const VetLimits *limits, guint64 own_bytes, guint descriptors, GError **error)
{
	const guint64 *cap = limits->value;

#ifndef VET_SANITIZED
	guint64 mapped = 0;
	if (!address_space_now(&mapped)) {
		g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
			    "/proc/self/statm cannot be read: %s; mount /proc", g_strerror(errno));
		return FALSE;
	}
#endif
	const Row rows[] = {
#ifndef VET_SANITIZED
		/* sanitizers map terabytes of shadow; there the worker counts allocations instead
		 */
		{RLIMIT_AS, "address space", mapped + own_bytes + cap[VET_LIMIT_WORKER_MEMORY],
		 "a bomb ends in this child, not in the machine"},
#endif
		{RLIMIT_CPU, "processor time", cap[VET_LIMIT_SUBMISSION_SECONDS] + 5,
		 "the deadline is vetd's; this holds should vetd itself be stopped"},
		{RLIMIT_FSIZE, "file size", cap[VET_LIMIT_DOCUMENT_BYTES],
		 "a member is written to memory, no larger than a document may be"},
		{RLIMIT_NOFILE, "descriptors", descriptors, "the document, a member, a font"},
		{RLIMIT_CORE, "core dumps", 0, "a dump would hold a team's papers"},
		{RLIMIT_MEMLOCK, "locked memory", 0, "nothing locks memory"},
		{RLIMIT_MSGQUEUE, "message queues", 0, "nothing uses them"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct rlimit limit = {rows[i].value, rows[i].value};
		if (setrlimit(rows[i].resource, &limit) != 0) {
			g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
				    "the limit on %s cannot be set: %s", rows[i].name,
				    g_strerror(errno));
			return FALSE;
		}
	}
	return TRUE;
}

gboolean
vet_sandbox_limit_resources(const VetLimits *limits, GError **error)
{
	return limit_resources(limits, 0, MAX_DESCRIPTORS, error);
}

gboolean
vet_sandbox_limit_program(const VetLimits *limits, GError **error)
{
	return limit_resources(limits, PROGRAM_ADDRESS_SPACE, MAX_PROGRAM_DESCRIPTORS, error);
}
