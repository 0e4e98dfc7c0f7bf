/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/converter.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/sandbox.h"
#include "daemon/write.h"

#define MAX_WORDS 128
/* the file of the socket that the program gets as descriptor 0, see daemon/sandbox-program.c */
#define SOCKET_NAME "socket"
#define NOT_STARTED 127

static gboolean
refused(const char *what, GError **error)
{
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG, "%s: %s", what, g_strerror(errno));
	return FALSE;
}

/* --- the runner --- */

/* What the keeper says: arguments, an empty word, the environment, an empty word. */
typedef struct {
	char bytes[VET_MAX_COMMAND_BYTES];
	char *arguments[MAX_WORDS + 1];
	char *environment[MAX_WORDS + 1];
} Command;

static char *
take_words(char *at, const char *end, char **words)
{
	guint n = 0;

	while (at < end && *at) {
		gsize length = strnlen(at, (gsize)(end - at));
		if (n == MAX_WORDS || at + length == end)
			return NULL;
		words[n++] = at;
		at += length + 1;
	}
	words[n] = NULL;
	return at < end ? at + 1 : NULL;
}

/* FALSE: the keeper has ended, or has nothing to run. */
static gboolean
receive_command(int pipe, Command *command)
{
	gsize length = 0;
	gssize n;

	while (length < sizeof command->bytes &&
	       (n = read(pipe, command->bytes + length, sizeof command->bytes - length)) != 0) {
		if (n < 0 && errno != EINTR)
			return FALSE;
		length += n > 0 ? (gsize)n : 0;
	}
	const char *end = command->bytes + length;
	char *at = take_words(command->bytes, end, command->arguments);
	at = at ? take_words(at, end, command->environment) : NULL;
	return at && command->arguments[0];
}

static gboolean
open_socket(void)
{
	const struct sockaddr_un address = {AF_UNIX, SOCKET_NAME};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(fd, 1) != 0 || dup2(fd, STDIN_FILENO) < 0)
		return FALSE;
	close(fd);
	return TRUE;
}

/* Descriptors: the socket, /dev/null twice, the pipe; what vetd says to the keeper is not for it. */
static gboolean
keep_only(int pipe)
{
	return dup2(pipe, STDERR_FILENO + 1) >= 0 &&
	       fcntl(STDERR_FILENO + 1, F_SETFD, FD_CLOEXEC) == 0 &&
	       dup2(STDOUT_FILENO, STDERR_FILENO) >= 0 &&
	       close_range(STDERR_FILENO + 2, ~0U, 0) == 0;
}

static void G_GNUC_NORETURN
run(int pipe, gboolean sandboxed, pid_t keeper)
{
	static Command command;
	struct sigaction usual = {.sa_handler = SIG_DFL};
	sigset_t none;

	/* the keeper's handlers speak through a socket that is not here any more */
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &usual, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!vet_sandbox_die_with(keeper, NULL) || !keep_only(pipe) || !open_socket() ||
	    (sandboxed && !vet_sandbox_filter_program(NULL)))
		_exit(NOT_STARTED);
	if (receive_command(STDERR_FILENO + 1, &command))
		execve(command.arguments[0], command.arguments, command.environment);
	_exit(NOT_STARTED);
}

/* --- the keeper --- */

static gboolean
add_words(GByteArray *command, const char *const *words)
{
	guint n = 0;

	for (; words[n]; n++)
		g_byte_array_append(command, (const guint8 *)words[n], strlen(words[n]) + 1);
	g_byte_array_append(command, (const guint8 *)"", 1);
	return n <= MAX_WORDS && command->len <= VET_MAX_COMMAND_BYTES;
}

static gboolean
await(VetConverter *converter, int *ret_status, GError **error)
{
	int status;

	while (waitpid(converter->runner, &status, 0) < 0) {
		if (errno != EINTR)
			return refused("the program that converts is lost", error);
	}
	converter->runner = 0;
	*ret_status = status;
	return TRUE;
}

static gboolean
run_command(gpointer user_data, const char *const *arguments, const char *const *environment,
	    int *ret_status, GError **error)
{
	VetConverter *converter = user_data;
	g_autoptr(GByteArray) command = g_byte_array_new();

	if (!add_words(command, arguments) || !add_words(command, environment) ||
	    converter->pipe < 0) {
		g_set_error_literal(error, VET_ERROR, VET_ERROR_CONFIG,
				    "a command too long, or a second one, to convert with");
		return FALSE;
	}
	gboolean given = vet_write_all(converter->pipe, command->data, command->len);
	close(converter->pipe);
	converter->pipe = -1;
	if (!given)
		return refused("the program that converts cannot be given its command", error);
	return await(converter, ret_status, error);
}

static gboolean
make_folder(const char *folder, GError **error)
{
	if (mkdir(folder, 0700) != 0)
		return refused(folder, error);
	if (!vet_sandbox_give_folder(folder, error))
		return FALSE;
	return chdir(folder) == 0 || refused(folder, error);
}

gboolean
vet_converter_enter(VetConverter *converter, const char *folder, gboolean sandboxed,
		    const VetLimits *limits, pid_t parent, GError **error)
{
	int ends[2];

	if (!make_folder(folder, error) ||
	    !(sandboxed ? vet_sandbox_enter_folder(limits, parent, folder, error)
			: vet_sandbox_die_with(parent, error)))
		return FALSE;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return refused("no pipe for the program that converts", error);
	pid_t keeper = getpid();
	pid_t runner = fork();
	if (runner == 0)
		run(ends[0], sandboxed, keeper);
	close(ends[0]);
	if (runner < 0)
		return refused("no process for the program that converts", error);
	*converter = (VetConverter){
		.folder = g_strdup(folder),
		.runner = runner,
		.pipe = ends[1],
	};
	converter->means = (VetConversionMeans){converter->folder, run_command, converter};
	return !sandboxed || vet_sandbox_filter_keeper(error);
}
