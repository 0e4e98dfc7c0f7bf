/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/sandbox-calls.h"
#include "daemon/worker-socket.h"

/* Everything that is not in the table raises SIGSYS, whose handler says which call it was. */
#define WHEN VET_WHEN
#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)

static const VetCallRow rows[] = {
	{SCMP_SYS(read), 0, {0}, "the document"},
	{SCMP_SYS(pread64), 0, {0}, "the document"},
	{SCMP_SYS(readv), 0, {0}, "the document"},
	{SCMP_SYS(lseek), 0, {0}, "the document"},
	{SCMP_SYS(write), 0, {0}, "a member, last words; nothing else is open for writing"},
	{SCMP_SYS(writev), 0, {0}, "the same"},
	{SCMP_SYS(pwrite64), 0, {0}, "the same"},
	{SCMP_SYS(sendmsg), 0, WHEN(0, SCMP_CMP_EQ, VET_WORKER_SOCKET), "messages to vetd"},
	{SCMP_SYS(recvmsg), 0, WHEN(0, SCMP_CMP_EQ, VET_WORKER_SOCKET), "documents from vetd"},
	{SCMP_SYS(recvfrom), 0, WHEN(0, SCMP_CMP_EQ, VET_WORKER_SOCKET),
	 "the size of the next message"},
	{SCMP_SYS(memfd_create), 0, {0}, "a member is written to memory"},
	{SCMP_SYS(ftruncate), 0, {0}, "a member whose size is known"},
	{SCMP_SYS(fcntl), 0, {0}, "seals of a member, flags of a descriptor"},
	{SCMP_SYS(dup), 0, {0}, "libraries close the descriptor they are given"},
	{SCMP_SYS(close), 0, {0}, "the document, fonts"},
	{SCMP_SYS(openat), 0, WHEN(2, SCMP_CMP_MASKED_EQ, WRITING, 0),
	 "fonts; Landlock says which"},
	{SCMP_SYS(fstat), 0, {0}, "sizes"},
	{SCMP_SYS(newfstatat), 0, {0}, "sizes; fonts that changed"},
	{SCMP_SYS(statx), 0, {0}, "the same"},
	{SCMP_SYS(fstatfs), 0, {0}, "fontconfig asks whether its cache lies on NFS"},
	{SCMP_SYS(statfs), 0, {0}, "the same"},
	{SCMP_SYS(access), 0, {0}, "fontconfig looks whether a folder is there"},
	{SCMP_SYS(faccessat), 0, {0}, "the same"},
	{SCMP_SYS(faccessat2), 0, {0}, "the same"},
	{SCMP_SYS(readlink), 0, {0}, "fontconfig resolves links"},
	{SCMP_SYS(readlinkat), 0, {0}, "the same"},
	{SCMP_SYS(getdents64), 0, {0}, "fontconfig lists folders of fonts"},
	{SCMP_SYS(fadvise64), 0, {0}, "readers say how they will read"},
	{SCMP_SYS(mmap), 0, WHEN(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0), "memory, never to execute"},
	{SCMP_SYS(mprotect), 0, WHEN(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0), "the same"},
	{SCMP_SYS(mmap), EPERM, WHEN(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC),
	 "PCRE2 does without its JIT"},
	{SCMP_SYS(mprotect), EPERM, WHEN(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC), "the same"},
	{SCMP_SYS(munmap), 0, {0}, "memory"},
	{SCMP_SYS(mremap), 0, {0}, "memory"},
	{SCMP_SYS(brk), 0, {0}, "memory"},
	{SCMP_SYS(madvise), 0, {0}, "memory given back"},
	{SCMP_SYS(futex), 0, {0}, "locks of libraries"},
	{SCMP_SYS(sched_yield), 0, {0}, "locks of libraries"},
	{SCMP_SYS(rt_sigaction), 0, WHEN(0, SCMP_CMP_NE, SIGSYS),
	 "handlers, not the one that names refused calls"},
	{SCMP_SYS(rt_sigprocmask), 0, {0}, "abort()"},
	{SCMP_SYS(rt_sigreturn), 0, {0}, "return from a handler"},
	{SCMP_SYS(sigaltstack), 0, {0}, "last words after the stack has overflowed"},
	{SCMP_SYS(getpid), 0, {0}, "abort()"},
	{SCMP_SYS(gettid), 0, {0}, "abort()"},
	{SCMP_SYS(getppid), 0, {0}, "seeds; it tells nothing of use"},
	{SCMP_SYS(getuid), 0, {0}, "libraries look for a home"},
	{SCMP_SYS(geteuid), 0, {0}, "the same"},
	{SCMP_SYS(getgid), 0, {0}, "the same"},
	{SCMP_SYS(getegid), 0, {0}, "the same"},
	{SCMP_SYS(clock_gettime), 0, {0}, "time, where the vDSO cannot tell"},
	{SCMP_SYS(clock_getres), 0, {0}, "the same"},
	{SCMP_SYS(gettimeofday), 0, {0}, "the same"},
	{SCMP_SYS(time), 0, {0}, "the same"},
	{SCMP_SYS(times), 0, {0}, "the same"},
	{SCMP_SYS(getrusage), 0, {0}, "the same, of the process"},
	{SCMP_SYS(nanosleep), 0, {0}, "waiting harms nobody: the deadline is vetd's"},
	{SCMP_SYS(clock_nanosleep), 0, {0}, "the same"},
	{SCMP_SYS(pause), 0, {0}, "the same"},
	{SCMP_SYS(getrandom), 0, {0}, "seeds of hash tables"},
	{SCMP_SYS(sysinfo), 0, {0}, "qsort() asks how much memory there is"},
	{SCMP_SYS(uname), 0, {0}, "libraries ask for the kernel's version"},
	{SCMP_SYS(prlimit64), 0, WHEN(2, SCMP_CMP_EQ, 0), "a look at the limits, no change"},
	{SCMP_SYS(getrlimit), 0, {0}, "the same"},
	{SCMP_SYS(rseq), 0, {0}, "glibc"},
	{SCMP_SYS(set_robust_list), 0, {0}, "glibc"},
	{SCMP_SYS(restart_syscall), 0, {0}, "a wait that a signal broke"},
#ifdef VET_SANITIZED
	{SCMP_SYS(open), 0, WHEN(1, SCMP_CMP_MASKED_EQ, WRITING, 0),
	 "a sanitizer reads the map of its memory for a report"},
#endif
	{SCMP_SYS(exit), 0, {0}, "the end"},
	{SCMP_SYS(exit_group), 0, {0}, "the end"},
	{SCMP_SYS(ioctl), ENOTTY, {0}, "stdio asks whether it writes to a terminal"},
	{SCMP_SYS(getpeername),
	 ENOTSOCK,
	 {0},
	 "GLib asks whether its complaints go to the journal"},
	{SCMP_SYS(getcwd), ENOENT, {0}, "libraries resolve names against it; there is none"},
	{SCMP_SYS(sched_getaffinity), 0, {0}, "libraries count cores"},
	{SCMP_SYS(prctl), EPERM, {0}, "libraries name themselves"},
	{SCMP_SYS(utimensat), EPERM, {0}, "fontconfig would mark its cache as used"},
};

static guint32
action_of(const VetCallRow *row)
{
	if (row->error == VET_CALL_PRETENDED)
		return SCMP_ACT_ERRNO(0);
	return row->error ? SCMP_ACT_ERRNO(row->error) : SCMP_ACT_ALLOW;
}

gboolean
vet_sandbox_add_calls(scmp_filter_ctx filter, const VetCallRow *calls, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		const VetCallRow *row = &calls[i];
		/* a negative number is no call of this architecture */
		if (row->call >= 0 &&
		    seccomp_rule_add_array(filter, action_of(row), row->call, row->when.op ? 1 : 0,
					   row->when.op ? &row->when : NULL) != 0)
			return FALSE;
	}
	return TRUE;
}

gboolean
vet_sandbox_load_filter(scmp_filter_ctx filter, gboolean complete, GError **error)
{
	gboolean done = filter && complete && seccomp_load(filter) == 0;

	if (filter)
		seccomp_release(filter);
	if (!done)
		g_set_error_literal(
			error, VET_ERROR, VET_ERROR_CONFIG,
			"seccomp: the filter of system calls cannot be put in force; a kernel with "
			"CONFIG_SECCOMP_FILTER is needed");
	return done;
}

/* abort() sends itself a signal; no other process may be sent one. */
static gboolean
permit_abort(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
}

/* What the child that keeps a program does besides; Landlock says where it may write. */
static const VetCallRow of_keeper[] = {
	{SCMP_SYS(openat), 0, {0}, "the document for the program, and what it made of it"},
	{SCMP_SYS(mkdir), 0, {0}, "folders for the program"},
	{SCMP_SYS(mkdirat), 0, {0}, "the same"},
	{SCMP_SYS(wait4), 0, {0}, "the end of the program"},
	{SCMP_SYS(waitid), 0, {0}, "the same"},
};

gboolean
vet_sandbox_filter_calls(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
	gboolean complete = filter && permit_abort(filter) &&
			    vet_sandbox_add_calls(filter, rows, G_N_ELEMENTS(rows));

	return vet_sandbox_load_filter(filter, complete, error);
}

gboolean
vet_sandbox_filter_keeper(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
	/* first, as the other table permits a part of the same */
	gboolean complete = filter && permit_abort(filter) &&
			    vet_sandbox_add_calls(filter, of_keeper, G_N_ELEMENTS(of_keeper)) &&
			    vet_sandbox_add_calls(filter, rows, G_N_ELEMENTS(rows));

	return vet_sandbox_load_filter(filter, complete, error);
}
