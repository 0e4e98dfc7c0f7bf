/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * System calls of LibreOffice, which converts a document.  It is large and asks for much that it can
 * do without, so what is not in the table fails with EPERM instead of ending it.
 */

#include "daemon/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/sandbox-calls.h"

/* what clone() must have for a thread */
#define OF_A_THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)

static const VetCallRow rows[] = {
	/* files: Landlock says which */
	{SCMP_SYS(read), 0, {0}, "files"},
	{SCMP_SYS(readv), 0, {0}, "the same"},
	{SCMP_SYS(pread64), 0, {0}, "the same"},
	{SCMP_SYS(write), 0, {0}, "the same, and pipes between its threads"},
	{SCMP_SYS(writev), 0, {0}, "the same"},
	{SCMP_SYS(pwrite64), 0, {0}, "the same"},
	{SCMP_SYS(lseek), 0, {0}, "the same"},
	{SCMP_SYS(open), 0, {0}, "the same"},
	{SCMP_SYS(openat), 0, {0}, "the same"},
	{SCMP_SYS(close), 0, VET_WHEN(0, SCMP_CMP_NE, STDIN_FILENO), "the same"},
	{SCMP_SYS(dup), 0, {0}, "the same"},
	{SCMP_SYS(fcntl), 0, {0}, "flags and locks of a descriptor"},
	{SCMP_SYS(flock), 0, {0}, "locks of its profile"},
	{SCMP_SYS(fstat), 0, {0}, "sizes"},
	{SCMP_SYS(stat), 0, {0}, "the same"},
	{SCMP_SYS(lstat), 0, {0}, "the same"},
	{SCMP_SYS(newfstatat), 0, {0}, "the same"},
	{SCMP_SYS(statx), 0, {0}, "the same"},
	{SCMP_SYS(statfs), 0, {0}, "it asks what disk a file lies on"},
	{SCMP_SYS(fstatfs), 0, {0}, "the same"},
	{SCMP_SYS(access), 0, {0}, "whether a file is there"},
	{SCMP_SYS(faccessat), 0, {0}, "the same"},
	{SCMP_SYS(faccessat2), 0, {0}, "the same"},
	{SCMP_SYS(readlink), 0, {0}, "it resolves links"},
	{SCMP_SYS(readlinkat), 0, {0}, "the same"},
	{SCMP_SYS(getdents64), 0, {0}, "folders of fonts, filters, its profile"},
	{SCMP_SYS(getcwd), 0, {0}, "names that are relative"},
	{SCMP_SYS(mkdir), 0, {0}, "its profile, temporary files"},
	{SCMP_SYS(mkdirat), 0, {0}, "the same"},
	{SCMP_SYS(rmdir), 0, {0}, "the same"},
	{SCMP_SYS(unlink), 0, {0}, "the same"},
	{SCMP_SYS(unlinkat), 0, {0}, "the same"},
	{SCMP_SYS(rename), 0, {0}, "what it saves is written beside and renamed"},
	{SCMP_SYS(renameat), 0, {0}, "the same"},
	{SCMP_SYS(renameat2), 0, {0}, "the same"},
	{SCMP_SYS(ftruncate), 0, {0}, "the same"},
	{SCMP_SYS(fallocate), 0, {0}, "the same"},
	{SCMP_SYS(fsync), VET_CALL_PRETENDED, {0}, "what it writes is gone in a moment"},
	{SCMP_SYS(fdatasync), VET_CALL_PRETENDED, {0}, "the same"},
	{SCMP_SYS(chmod), VET_CALL_PRETENDED, {0}, "it hides its pipe from others"},
	{SCMP_SYS(chown), VET_CALL_PRETENDED, {0}, "what it saves gets the owner of the old file"},
	{SCMP_SYS(umask), 0, {0}, "the same"},
	{SCMP_SYS(fadvise64), 0, {0}, "readers say how they will read"},
	{SCMP_SYS(memfd_create), 0, {0}, "code that it makes for its bridges"},
	/* memory */
	{SCMP_SYS(mmap), 0, {0}, "memory, libraries, code of its bridges between languages"},
	{SCMP_SYS(mprotect), 0, {0}, "the same"},
	{SCMP_SYS(munmap), 0, {0}, "the same"},
	{SCMP_SYS(mremap), 0, {0}, "the same"},
	{SCMP_SYS(brk), 0, {0}, "the same"},
	{SCMP_SYS(madvise), 0, {0}, "the same"},
	/* threads; clone3() hides its flags, and glibc does with clone() */
	{SCMP_SYS(clone), 0, VET_WHEN(0, SCMP_CMP_MASKED_EQ, OF_A_THREAD, OF_A_THREAD),
	 "threads, no processes"},
	{SCMP_SYS(clone3), ENOSYS, {0}, "the same"},
	{SCMP_SYS(futex), 0, {0}, "locks"},
	{SCMP_SYS(sched_yield), 0, {0}, "the same"},
	{SCMP_SYS(sched_getaffinity), 0, {0}, "it counts cores"},
	{SCMP_SYS(set_robust_list), 0, {0}, "glibc"},
	{SCMP_SYS(set_tid_address), 0, {0}, "the same"},
	{SCMP_SYS(rseq), 0, {0}, "the same"},
	{SCMP_SYS(arch_prctl), 0, {0}, "the same"},
	{SCMP_SYS(gettid), 0, {0}, "the same"},
	{SCMP_SYS(exit), 0, {0}, "the end of a thread"},
	{SCMP_SYS(exit_group), 0, {0}, "the end"},
	{SCMP_SYS(execve), 0, {0}, "its start; Landlock says of what"},
	{SCMP_SYS(restart_syscall), 0, {0}, "a wait that a signal broke"},
	/* waiting */
	{SCMP_SYS(poll), 0, {0}, "its main loop"},
	{SCMP_SYS(ppoll), 0, {0}, "the same"},
	{SCMP_SYS(select), 0, {0}, "the same"},
	{SCMP_SYS(pselect6), 0, {0}, "the same"},
	{SCMP_SYS(pipe), 0, {0}, "the same"},
	{SCMP_SYS(pipe2), 0, {0}, "the same"},
	{SCMP_SYS(eventfd2), 0, {0}, "the same"},
	{SCMP_SYS(nanosleep), 0, {0}, "the same"},
	{SCMP_SYS(clock_nanosleep), 0, {0}, "the same"},
	{SCMP_SYS(ioctl), 0, VET_WHEN(1, SCMP_CMP_EQ, FIONREAD), "how much a pipe holds"},
	{SCMP_SYS(clock_gettime), 0, {0}, "time"},
	{SCMP_SYS(clock_getres), 0, {0}, "the same"},
	{SCMP_SYS(gettimeofday), 0, {0}, "the same"},
	{SCMP_SYS(time), 0, {0}, "the same"},
	{SCMP_SYS(times), 0, {0}, "the same"},
	/* itself */
	{SCMP_SYS(rt_sigaction), 0, {0}, "handlers"},
	{SCMP_SYS(rt_sigprocmask), 0, {0}, "the same"},
	{SCMP_SYS(rt_sigreturn), 0, {0}, "the same"},
	{SCMP_SYS(sigaltstack), 0, {0}, "the same"},
	{SCMP_SYS(getpid), 0, {0}, "names of temporary files, abort()"},
	{SCMP_SYS(getppid), 0, {0}, "seeds"},
	{SCMP_SYS(getuid), 0, {0}, "libraries look for a home"},
	{SCMP_SYS(geteuid), 0, {0}, "the same"},
	{SCMP_SYS(getgid), 0, {0}, "the same"},
	{SCMP_SYS(getegid), 0, {0}, "the same"},
	{SCMP_SYS(getrandom), 0, {0}, "seeds"},
	{SCMP_SYS(sysinfo), 0, {0}, "how much memory there is"},
	{SCMP_SYS(uname), 0, {0}, "the kernel's version"},
	{SCMP_SYS(getrusage), 0, {0}, "what it has used"},
	{SCMP_SYS(prlimit64), 0, VET_WHEN(2, SCMP_CMP_EQ, 0), "a look at the limits, no change"},
	{SCMP_SYS(getrlimit), 0, {0}, "the same"},
	{SCMP_SYS(prctl), 0, VET_WHEN(0, SCMP_CMP_EQ, PR_SET_NAME), "names of threads"},
	/*
	 * LibreOffice does not start without a socket at which a second one would knock.  It gets the
	 * one that its descriptor 0 is, which is bound already and at which nobody knocks: what it
	 * does to make its own is pretended, and what makes connections is refused.
	 */
	{SCMP_SYS(socket), VET_CALL_PRETENDED, VET_WHEN(1, SCMP_CMP_EQ, SOCK_STREAM),
	 "that socket: 0 is its number"},
	{SCMP_SYS(bind), VET_CALL_PRETENDED, {0}, "the same"},
	{SCMP_SYS(listen), VET_CALL_PRETENDED, {0}, "the same"},
	{SCMP_SYS(close), VET_CALL_PRETENDED, VET_WHEN(0, SCMP_CMP_EQ, STDIN_FILENO), "the same"},
	{SCMP_SYS(accept), 0, VET_WHEN(0, SCMP_CMP_EQ, STDIN_FILENO), "the same: it waits there"},
	{SCMP_SYS(shutdown), 0, VET_WHEN(0, SCMP_CMP_EQ, STDIN_FILENO), "and ends the wait so"},
	{SCMP_SYS(sched_setscheduler), VET_CALL_PRETENDED, {0}, "priorities of threads"},
};

/* abort() sends itself a signal; no other process may be sent one. */
static gboolean
permit_abort(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
}

gboolean
vet_sandbox_filter_program(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	gboolean complete = filter && permit_abort(filter) &&
			    vet_sandbox_add_calls(filter, rows, G_N_ELEMENTS(rows));

	return vet_sandbox_load_filter(filter, complete, error);
}
