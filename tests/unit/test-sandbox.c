/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each back end in a process of its own, which tells by its exit status what it could still do. */

#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Deed)(void);

/* The status of waitpid() for a sandboxed process that does this. */
static int
confine(Deed deed)
{
	VetLimits limits;
	pid_t parent = getpid();
	int status;

	vet_limits_init(&limits);
	pid_t pid = fork();
	if (pid == 0) {
		if (!vet_sandbox_enter(&limits, parent, NULL))
			_exit(99);
		_exit(deed());
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

static void
assert_refused(Deed deed)
{
	int status = confine(deed);

	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void
assert_exit(Deed deed, int expected)
{
	int status = confine(deed);

	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, expected);
}

static int
do_nothing(void)
{
	return 0;
}

static int
open_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static int
fork_again(void)
{
	return fork() == 0;
}

static int
execute(void)
{
	char *const arguments[] = {"true", NULL};
	return execv("/bin/true", arguments);
}

static int
write_file(void)
{
	return open("/tmp/vet-sandbox", O_WRONLY | O_CREAT, 0600) >= 0;
}

static int
kill_parent(void)
{
	return kill(getppid(), 0);
}

static int
read_password_file(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int
read_own_memory(void)
{
	return open("/proc/self/mem", O_RDONLY) < 0 ? errno : 0;
}

static int
map_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? errno : 0;
}

static int
who_am_i(void)
{
	return getuid() == 0 || geteuid() == 0;
}

static int
work_in_memory(void)
{
	int fd = memfd_create("member", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	return fd < 0 || write(fd, "x", 1) != 1 || fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE) != 0;
}

static void
test_refused_calls(void)
{
	assert_refused(open_socket);
	assert_refused(fork_again);
	assert_refused(execute);
	assert_refused(write_file);
	assert_refused(kill_parent);
}

static void
test_closed_files(void)
{
	assert_exit(read_password_file, EACCES);
	assert_exit(read_own_memory, EACCES);
}

static void
test_no_new_code(void)
{
	assert_exit(map_code, EPERM);
}

static void
test_no_root(void)
{
	assert_exit(who_am_i, 0);
}

static void
test_what_is_left(void)
{
	assert_exit(do_nothing, 0);
	assert_exit(work_in_memory, 0);
}

/* The parent is named wrongly, as if it had died before the tie was made. */
static void
test_orphan(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(vet_sandbox_die_with(1 << 30, NULL));
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(WEXITSTATUS(status), ==, FALSE);
}

/* --- the sandbox of a program that converts --- */

/* The exit status of a process that is confined to a folder as LibreOffice is, and does this. */
static int
confine_program(Deed deed)
{
	g_autofree char *folder = g_mkdtemp(g_strdup("/tmp/vet-sandbox-XXXXXX"));
	VetLimits limits;
	pid_t parent = getpid();
	int status;

	vet_limits_init(&limits);
	g_assert_true(vet_sandbox_give_folder(folder, NULL));
	pid_t pid = fork();
	if (pid == 0) {
		if (chdir(folder) != 0 ||
		    !vet_sandbox_enter_folder(&limits, parent, folder, NULL) ||
		    !vet_sandbox_filter_program(NULL))
			_exit(99);
		_exit(deed());
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_autofree char *file = g_build_filename(folder, "file", NULL);
	(void)!unlink(file);
	g_assert_cmpint(rmdir(folder), ==, 0);
	g_assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
fork_error(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int
execute_error(void)
{
	execute();
	return errno;
}

static int
kill_error(void)
{
	return kill(getppid(), 0) < 0 ? errno : 0;
}

static int
send_error(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0) < 0 ? errno : 0;
}

/* Descriptor 0 is what it gets for a socket; there is no way from there. */
static int
connect_error(void)
{
	const struct sockaddr_un address = {AF_UNIX, "/run/systemd/journal/stdout"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd != 0)
		return 98;
	return connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
}

static int
trace_error(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 ? errno : 0;
}

static int
write_outside_error(void)
{
	return open("/tmp/vet-sandbox", O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
}

static int
list_outside_error(void)
{
	return open("/tmp", O_RDONLY | O_DIRECTORY) < 0 ? errno : 0;
}

static int
work_in_folder(void)
{
	int fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0600);

	return fd < 0 || write(fd, "x", 1) != 1 || access("/usr/lib", R_OK) != 0;
}

static gpointer
do_nothing_in_thread(gpointer data)
{
	return data;
}

static int
start_thread(void)
{
	g_autoptr(GError) error = NULL;
	GThread *thread = g_thread_try_new("thread", do_nothing_in_thread, &error, &error);

	return !thread || g_thread_join(thread) != &error;
}

static void
test_program(void)
{
	g_assert_cmpint(confine_program(fork_error), ==, EPERM);
	g_assert_cmpint(confine_program(execute_error), ==, EACCES);
	g_assert_cmpint(confine_program(kill_error), ==, EPERM);
	g_assert_cmpint(confine_program(send_error), ==, EPERM);
	g_assert_cmpint(confine_program(connect_error), ==, EPERM);
	g_assert_cmpint(confine_program(trace_error), ==, EPERM);
	g_assert_cmpint(confine_program(read_password_file), ==, EACCES);
	g_assert_cmpint(confine_program(read_own_memory), ==, EACCES);
	g_assert_cmpint(confine_program(write_outside_error), ==, EACCES);
	g_assert_cmpint(confine_program(list_outside_error), ==, EACCES);
	g_assert_cmpint(confine_program(who_am_i), ==, 0);
	g_assert_cmpint(confine_program(work_in_folder), ==, 0);
	g_assert_cmpint(confine_program(start_thread), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sandbox/refused-calls", test_refused_calls);
	g_test_add_func("/sandbox/closed-files", test_closed_files);
	g_test_add_func("/sandbox/no-new-code", test_no_new_code);
	g_test_add_func("/sandbox/no-root", test_no_root);
	g_test_add_func("/sandbox/what-is-left", test_what_is_left);
	g_test_add_func("/sandbox/orphan", test_orphan);
	g_test_add_func("/sandbox/program", test_program);
	return g_test_run();
}
