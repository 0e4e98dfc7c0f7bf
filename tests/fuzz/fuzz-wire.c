/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a child may send instead of a message: the first byte says how many descriptors ride along,
 * the rest is the datagram.
 */

#include "lib/error.h"
#include "lib/wire.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_SENT_FDS 7

static int pair[2], any_file;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	fuzz_hold(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
	any_file = open("/dev/null", O_RDONLY | O_CLOEXEC);
	fuzz_hold(any_file >= 0);
	return 0;
}

static gboolean
send_raw(const uint8_t *data, size_t size, guint n_fds)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * MAX_SENT_FDS)] = {0};
	struct iovec part = {(void *)data, size};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};

	if (n_fds > 0) {
		header.msg_control = control;
		header.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
		struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
		rights->cmsg_level = SOL_SOCKET;
		rights->cmsg_type = SCM_RIGHTS;
		rights->cmsg_len = CMSG_LEN(sizeof(int) * n_fds);
		for (guint i = 0; i < n_fds; i++)
			memcpy(CMSG_DATA(rights) + i * sizeof any_file, &any_file, sizeof any_file);
	}
	return sendmsg(pair[0], &header, MSG_NOSIGNAL | MSG_DONTWAIT) == (gssize)size;
}

/* The lowest number that is free: a descriptor left behind raises it. */
static int
lowest_free(void)
{
	int fd = dup(any_file);
	fuzz_hold(fd >= 0);
	close(fd);
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int free_before = lowest_free();

	/* an empty datagram is the end of the socket, and nothing else is sent behind it */
	if (size < 2 || !send_raw(data + 1, size - 1, data[0] % (MAX_SENT_FDS + 1)))
		return 0;
	{
		g_auto(VetWireMessage) message = {.fd = -1};
		g_autoptr(GError) error = NULL;
		if (vet_wire_receive(pair[1], MSG_DONTWAIT, &message, &error)) {
			const VetWireRow *row = vet_wire_row(message.type);
			fuzz_hold(!error && row && message.type == data[1]);
			fuzz_hold(g_variant_is_of_type(message.body, G_VARIANT_TYPE(row->format)));
			fuzz_hold(g_variant_is_normal_form(message.body));
			fuzz_hold(g_variant_get_size(message.body) <= row->max_size);
			fuzz_hold((message.fd >= 0) == (row->n_fds == 1));
		} else {
			fuzz_hold(error && error->domain == VET_ERROR && *error->message);
			fuzz_hold(message.fd == -1 && !message.body);
		}
	}
	/* none is left open, whatever was refused */
	fuzz_hold(lowest_free() == free_before);
	return 0;
}
