/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon/last-words.h"

#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/worker-socket.h"

#define MAX_CALL 600
#define MAX_WORDS 100
#define HANDLER_STACK (64 * 1024)

static char *call_names[MAX_CALL];
static volatile sig_atomic_t memory_ended;

typedef struct {
	int number;
	const char *name;
} SignalName;

static const SignalName signals[] = {
	{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"},
	{SIGABRT, "SIGABRT"}, {SIGTRAP, "SIGTRAP"}, {SIGXFSZ, "SIGXFSZ"}, {SIGXCPU, "SIGXCPU"},
};

void
vet_last_words_prepare(void)
{
	for (int i = 0; i < MAX_CALL; i++)
		call_names[i] = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, i);
}

/* The message is laid out by hand: nothing of GLib may run in a handler. */
void
vet_last_words_say(VetFatal fatal, const char *words)
{
	char message[2 + MAX_WORDS + 1] = {VET_WIRE_FATAL, fatal};
	gsize length = strnlen(words, MAX_WORDS);

	memcpy(message + 2, words, length);
	struct iovec part = {message, 2 + length + 1};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
	(void)!sendmsg(VET_WORKER_SOCKET, &header, MSG_NOSIGNAL);
}

static void
on_refused_call(int number, siginfo_t *info, void *context)
{
	int call = info->si_syscall;
	const char *name = call >= 0 && call < MAX_CALL ? call_names[call] : NULL;

	vet_last_words_say(VET_FATAL_SYSCALL, name ? name : "one without a name");
	_exit(1);
}

/* Ends the process itself: the words are said, and a core or a second handler is of no use. */
static void
on_deadly_signal(int number, siginfo_t *info, void *context)
{
	const char *name = "a signal";

	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
		if (signals[i].number == number)
			name = signals[i].name;
	}
	vet_last_words_say(memory_ended ? VET_FATAL_MEMORY : VET_FATAL_SIGNAL, name);
	_exit(1);
}

/* exit() called by a library, as Poppler does when memory ends; the worker itself uses _exit(). */
static void
on_exit_called(void)
{
	vet_last_words_say(memory_ended ? VET_FATAL_MEMORY : VET_FATAL_EXIT, "exit");
}

void
vet_last_words_install(void)
{
	static char handler_stack[HANDLER_STACK];
	const stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
	struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};

	sigaltstack(&stack, NULL);
	action.sa_sigaction = on_refused_call;
	sigaction(SIGSYS, &action, NULL);
	action.sa_sigaction = on_deadly_signal;
	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i].number, &action, NULL);
	atexit(on_exit_called);
}

void
vet_last_words_memory_ended(void)
{
	memory_ended = 1;
}

void
vet_last_words_new_document(void)
{
	memory_ended = 0;
}

void
vet_last_words_end_without_memory(void)
{
	if (!memory_ended)
		return;
	vet_last_words_say(VET_FATAL_MEMORY, "an allocation that failed");
	_exit(1);
}
