/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * vet-worker: the zygote.  It loads the plugins and libmagic, reads no document itself, and forks a
 * child for each VET_WIRE_FORK; see daemon/child.h for what a child does.  vetd starts it with its
 * socket as descriptor 3; it ends when vetd does.
 */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/child.h"
#include "daemon/last-words.h"
#include "daemon/loader.h"
#include "daemon/worker-socket.h"
#include "lib/wire.h"

#define MAX_CHILDREN 256

typedef struct {
	pid_t pid; /* 0: free */
	guint32 number;
} Slot;

typedef struct {
	VetLoader *loader;
	VetIdentifier *identifier;
	Slot children[MAX_CHILDREN];
	int signals;
} Zygote;

/* --- allocations --- */

/*
 * A child whose memory ends dies in many ways (abort, exit, a NULL followed); what they have in
 * common is an allocation that failed, so allocations are watched here.
 */
#ifndef VET_SANITIZED
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static void *
watched(void *block)
{
	if (!block)
		vet_last_words_memory_ended();
	return block;
}

void *
malloc(size_t size)
{
	return watched(__libc_malloc(size));
}

void *
calloc(size_t n, size_t size)
{
	return watched(__libc_calloc(n, size));
}

void *
realloc(void *block, size_t size)
{
	void *moved = __libc_realloc(block, size);
	return size == 0 ? moved : watched(moved);
}
#else
/* Under a sanitizer there is no limit on address space; what is allocated is counted instead. */
extern size_t __sanitizer_get_allocated_size(const volatile void *block);

static gint64 allocated;
static gint64 allowed = G_MAXINT64;

void __sanitizer_malloc_hook(const volatile void *block, size_t size);
void __sanitizer_free_hook(const volatile void *block);
const char *__asan_default_options(void);

void
__sanitizer_malloc_hook(const volatile void *block, size_t size)
{
	allocated += size;
	if (allocated <= allowed)
		return;
	vet_last_words_say(VET_FATAL_MEMORY, "allocations");
	_exit(1);
}

void
__sanitizer_free_hook(const volatile void *block)
{
	if (block)
		allocated -= __sanitizer_get_allocated_size(block);
}

/* Signals are the last words' business, leaks cannot be looked for within the sandbox. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:"
	       "handle_sigfpe=0:use_sigaltstack=0:allocator_may_return_null=1:symbolize=0";
}
#endif

/* --- forking --- */

static void
send_or_end(VetWireType type, GVariant *body, int fd)
{
	g_autoptr(GError) error = NULL;

	/* vetd is gone: so is the reason to be here */
	if (!vet_wire_send(VET_WORKER_SOCKET, type, body, fd, &error))
		_exit(0);
}

static Slot *
find_slot(Zygote *zygote, pid_t pid)
{
	for (gsize i = 0; i < MAX_CHILDREN; i++) {
		if (zygote->children[i].pid == pid)
			return &zygote->children[i];
	}
	return NULL;
}

static void
become_child(Zygote *zygote, const VetWireMessage *message, pid_t parent)
{
	gboolean sandboxed;
	VetLimits limits = {{0}};
	g_autoptr(GVariant) caps = NULL;
	const char *folder = NULL;
	gsize n;

	if (message->type == VET_WIRE_FORK_CONVERTER)
		g_variant_get(message->body, "(ub@at&s)", NULL, &sandboxed, &caps, &folder);
	else
		g_variant_get(message->body, "(ub@at)", NULL, &sandboxed, &caps);
	const guint64 *values = g_variant_get_fixed_array(caps, &n, sizeof *values);
	if (n != VET_N_LIMITS)
		_exit(1);
	memcpy(limits.value, values, sizeof limits.value);
#ifdef VET_SANITIZED
	allowed = allocated + (gint64)limits.value[VET_LIMIT_WORKER_MEMORY];
#endif
	vet_child_run(zygote->loader, zygote->identifier, message->fd, parent, sandboxed, &limits,
		      folder);
}

static void
fork_child(Zygote *zygote, const VetWireMessage *message)
{
	Slot *slot = find_slot(zygote, 0);
	pid_t parent = getpid();
	guint32 number;

	g_variant_get_child(message->body, 0, "u", &number);
	if (!slot) {
		send_or_end(VET_WIRE_EXITED, g_variant_new("(ui)", number, 0), -1);
		return;
	}
	pid_t pid = fork();
	if (pid == 0)
		become_child(zygote, message, parent);
	if (pid < 0) {
		send_or_end(VET_WIRE_EXITED, g_variant_new("(ui)", number, 0), -1);
		return;
	}
	/* not reaped yet, so the number still means this child */
	int pidfd = syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0) {
		kill(pid, SIGKILL);
		pidfd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	}
	*slot = (Slot){pid, number};
	send_or_end(VET_WIRE_FORKED, g_variant_new("(uu)", number, (guint32)pid), pidfd);
	close(pidfd);
}

static void
reap_children(Zygote *zygote)
{
	struct signalfd_siginfo ignored;
	int status;

	(void)!read(zygote->signals, &ignored, sizeof ignored);
	for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0;
	     pid = waitpid(-1, &status, WNOHANG)) {
		Slot *slot = find_slot(zygote, pid);
		if (!slot)
			continue;
		send_or_end(VET_WIRE_EXITED, g_variant_new("(ui)", slot->number, status), -1);
		slot->pid = 0;
	}
}

static void
serve(Zygote *zygote)
{
	struct pollfd sources[] = {{VET_WORKER_SOCKET, POLLIN}, {zygote->signals, POLLIN}};

	while (poll(sources, G_N_ELEMENTS(sources), -1) >= 0 || errno == EINTR) {
		if (sources[1].revents)
			reap_children(zygote);
		if (!sources[0].revents)
			continue;
		g_auto(VetWireMessage) message = {.fd = -1};
		g_autoptr(GError) error = NULL;
		if (!vet_wire_receive(VET_WORKER_SOCKET, 0, &message, &error))
			return;
		if (message.type == VET_WIRE_FORK || message.type == VET_WIRE_FORK_CONVERTER)
			fork_child(zygote, &message);
	}
}

/* --- start --- */

/* iconv loads a table at first use, which the sandbox refuses; a descriptor kept open keeps it. */
static const char *const encodings[] = {
	"GB18030", "GBK",    "GB2312",     "BIG5",      "EUC-TW", "CP437",
	"UTF-16",  "UTF-32", "ISO-8859-1", "SHIFT_JIS", "CP1252", "BIG5-HKSCS",
};

static void
load_encodings(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
		/* for good, both ways */
		(void)g_iconv_open("UTF-8", encodings[i]);
		(void)g_iconv_open(encodings[i], "UTF-8");
	}
}

static GVariant *
describe_plugins(const VetLoader *loader)
{
	const GPtrArray *plugins = vet_loader_plugins(loader);
	const GPtrArray *left_out = vet_loader_left_out(loader);
	GVariantBuilder rows, sentences;

	g_variant_builder_init(&rows, G_VARIANT_TYPE("a(ssssbas)"));
	for (guint i = 0; i < plugins->len; i++) {
		const VetLoadedPlugin *loaded = plugins->pdata[i];
		const VetPlugin *plugin = loaded->plugin;
		g_variant_builder_add(&rows, "(ssssb^as)", plugin->name, plugin->version,
				      plugin->summary, loaded->build, plugin->is_container,
				      plugin->media_types);
	}
	g_variant_builder_init(&sentences, G_VARIANT_TYPE("as"));
	for (guint i = 0; i < left_out->len; i++)
		g_variant_builder_add(&sentences, "s", left_out->pdata[i]);
	return g_variant_new("(ua(ssssbas)as)", VET_WIRE_VERSION, &rows, &sentences);
}

/* Nothing outlives vetd: not even when vetd died before this line. */
static gboolean
die_with(const char *parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	       getppid() == (pid_t)g_ascii_strtoll(parent, NULL, 10);
}

int
main(int argc, char **argv)
{
	static Zygote zygote;
	g_autoptr(GError) error = NULL;
	sigset_t reaping;

	if (argc < 2 || !g_ascii_isdigit(argv[1][0])) {
		g_printerr("vet-worker is started by vetd: vet-worker PARENT [PLUGINS]...\n");
		return 2;
	}
	if (!die_with(argv[1]))
		return 1;
	/* what a converter's program leaves when its keeper is killed comes here to be reaped */
	(void)!prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	setlocale(LC_CTYPE, "C.UTF-8");
	sigemptyset(&reaping);
	sigaddset(&reaping, SIGCHLD);
	sigprocmask(SIG_BLOCK, &reaping, NULL);
	zygote.signals = signalfd(-1, &reaping, SFD_CLOEXEC | SFD_NONBLOCK);
	zygote.loader = vet_loader_new();
	for (int i = 2; i < argc; i++)
		vet_loader_load(zygote.loader, argv[i]);
	zygote.identifier = vet_identifier_new(&error);
	if (!zygote.identifier) {
		g_printerr("vet-worker: %s\n", error->message);
		return 1;
	}
	load_encodings();
	vet_last_words_prepare();
	send_or_end(VET_WIRE_ZYGOTE_READY, describe_plugins(zygote.loader), -1);
	serve(&zygote);
	return 0;
}
