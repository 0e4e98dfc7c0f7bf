/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/error.h"

/* More descriptors than any message carries, so that a surplus is seen and closed, not left behind.
 */
#define MAX_FDS 4

static const VetWireRow rows[] = {
	{VET_WIRE_FORK, "fork", "(ubat)", 1024, 1},
	{VET_WIRE_FORK_CONVERTER, "fork-converter", "(ubats)", 8 * 1024, 1},
	{VET_WIRE_ZYGOTE_READY, "zygote-ready", "(ua(ssssbas)as)", 64 * 1024, 0},
	{VET_WIRE_FORKED, "forked", "(uu)", 8, 1},
	{VET_WIRE_EXITED, "exited", "(ui)", 8, 0},
	{VET_WIRE_DOCUMENT, "document", "(satat)", 32 * 1024, 1},
	{VET_WIRE_DRAW, "draw", "(satuu)", 32 * 1024, 1},
	{VET_WIRE_KEPT, "kept", "at", 1024, 0},
	{VET_WIRE_RANGE, "range", "(uu)", 8, 0},
	{VET_WIRE_READY, "ready", "()", 1, 0},
	{VET_WIRE_IDENTIFIED, "identified", "(ssb)", 512, 0},
	{VET_WIRE_PAGES, "pages", "u", 4, 0},
	{VET_WIRE_PAGE, "page", VET_WIRE_PAGE_FORM, 24, 0},
	{VET_WIRE_LINES, "lines", "a" VET_WIRE_LINE_FORM, VET_WIRE_MAX_MESSAGE, 0},
	{VET_WIRE_TABLE, "table", VET_WIRE_TABLE_FORM, 48, 0},
	{VET_WIRE_CELLS, "cells", "a" VET_WIRE_CELL_FORM, VET_WIRE_MAX_MESSAGE, 0},
	{VET_WIRE_MARK, "mark", VET_WIRE_MARK_FORM, 8 * 1024, 0},
	{VET_WIRE_RECOGNISED, "recognised", "()", 1, 0},
	{VET_WIRE_METADATA, "metadata", "(ss)", 8 * 1024, 0},
	{VET_WIRE_WARNING, "warning", "s", 2 * 1024, 0},
	{VET_WIRE_MEMBER, "member", "(st)", 32 * 1024, 1},
	{VET_WIRE_REFUSED, "refused", "(sus)", 32 * 1024, 0},
	{VET_WIRE_RENDERING, "rendering", "(uu)", 8, 1},
	{VET_WIRE_SET_ASIDE, "set-aside", "()", 1, 0},
	{VET_WIRE_CONVERTED, "converted", "t", 8, 1},
	{VET_WIRE_DONE, "done", "(us)", 2 * 1024, 0},
	{VET_WIRE_FATAL, "fatal", "(ys)", 512, 0},
};

const VetWireRow *
vet_wire_row(guint type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type == type)
			return &rows[i];
	}
	return NULL;
}

void
vet_wire_message_clear(VetWireMessage *message)
{
	g_clear_pointer(&message->body, g_variant_unref);
	if (message->fd >= 0)
		close(message->fd);
	message->fd = -1;
}

static void
attach_descriptor(struct msghdr *header, char *control, gsize control_size, int fd)
{
	memset(control, 0, control_size);
	header->msg_control = control;
	header->msg_controllen = CMSG_SPACE(sizeof fd);
	struct cmsghdr *part = CMSG_FIRSTHDR(header);
	part->cmsg_level = SOL_SOCKET;
	part->cmsg_type = SCM_RIGHTS;
	part->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(part), &fd, sizeof fd);
}

gboolean
vet_wire_send(int socket, VetWireType type, GVariant *body, int fd, GError **error)
{
	g_autoptr(GVariant) owned = g_variant_ref_sink(body);
	guint8 type_byte = type;
	struct iovec parts[] = {
		{&type_byte, 1},
		{(void *)g_variant_get_data(owned), g_variant_get_size(owned)},
	};
	struct msghdr header = {.msg_iov = parts, .msg_iovlen = 2};
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)];
	gssize sent;

	if (fd >= 0)
		attach_descriptor(&header, control, sizeof control, fd);
	do {
		sent = sendmsg(socket, &header, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	if (sent >= 0)
		return TRUE;
	int saved = errno;
	g_set_error(error, VET_ERROR, saved == EAGAIN ? VET_ERROR_MALFORMED : VET_ERROR_RETRY,
		    "cannot send the message \"%s\": %s", vet_wire_row(type)->name,
		    saved == EAGAIN ? "the other side does not read" : g_strerror(saved));
	return FALSE;
}

/* Takes every descriptor out of the header; returns how many there were, -1 when some were cut off.
 */
static int
take_descriptors(struct msghdr *header, int fds[MAX_FDS])
{
	int n = 0;

	for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		gsize count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (gsize i = 0; i < count; i++) {
			int fd;
			memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
			if (n < MAX_FDS)
				fds[n++] = fd;
			else
				close(fd);
		}
	}
	return header->msg_flags & MSG_CTRUNC ? -n - 1 : n;
}

typedef struct {
	guint8 type;
	gsize size;
	guint8 *data;
	int fds[MAX_FDS];
	int n_fds;
} Datagram;

static void
datagram_clear(Datagram *datagram)
{
	int n = datagram->n_fds < 0 ? -datagram->n_fds - 1 : datagram->n_fds;

	g_free(datagram->data);
	for (int i = 0; i < n; i++)
		close(datagram->fds[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Datagram, datagram_clear)

static gboolean
socket_failed(gssize result, GError **error)
{
	if (result < 0 && errno == EAGAIN)
		return TRUE;
	if (result < 0)
		g_set_error(error, VET_ERROR, VET_ERROR_RETRY, "cannot receive a message: %s",
			    g_strerror(errno));
	else if (result == 0)
		g_set_error_literal(error, VET_ERROR, VET_ERROR_RETRY,
				    "the other side closed the socket");
	return result <= 0;
}

/* One datagram; its size is looked at before anything is allocated for it. */
static gboolean
receive_datagram(int socket, int flags, Datagram *ret_datagram, GError **error)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * MAX_FDS)];
	g_auto(Datagram) datagram = {0};
	gssize size;

	do {
		size = recv(socket, NULL, 0, flags | MSG_PEEK | MSG_TRUNC);
	} while (size < 0 && errno == EINTR);
	if (socket_failed(size, error))
		return FALSE;
	if (size - 1 > VET_WIRE_MAX_MESSAGE) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a message of %" G_GSSIZE_FORMAT " bytes, more than the %d allowed",
			    size - 1, VET_WIRE_MAX_MESSAGE);
		return FALSE;
	}
	datagram.data = g_malloc(size);
	struct iovec parts[] = {{&datagram.type, 1}, {datagram.data, size}};
	struct msghdr header = {.msg_iov = parts,
				.msg_iovlen = 2,
				.msg_control = control,
				.msg_controllen = sizeof control};
	do {
		size = recvmsg(socket, &header, flags | MSG_CMSG_CLOEXEC);
	} while (size < 0 && errno == EINTR);
	if (socket_failed(size, error))
		return FALSE;
	datagram.n_fds = take_descriptors(&header, datagram.fds);
	datagram.size = size - 1;
	*ret_datagram = datagram;
	/* its cleanup reads this */
	datagram = (Datagram){0}; /* NOLINT(clang-analyzer-deadcode.DeadStores) */
	return TRUE;
}

static gboolean
check_against_table(const Datagram *datagram, const VetWireRow *row, GError **error)
{
	if (!row) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED, "a message of unknown type %u",
			    datagram->type);
		return FALSE;
	}
	if (datagram->size > row->max_size) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a message \"%s\" of %" G_GSIZE_FORMAT
			    " bytes, more than the %" G_GSIZE_FORMAT " allowed",
			    row->name, datagram->size, row->max_size);
		return FALSE;
	}
	if (datagram->n_fds != (int)row->n_fds) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a message \"%s\" with %s descriptors than the %u it carries",
			    row->name, datagram->n_fds > 0 ? "more" : "another number of",
			    row->n_fds);
		return FALSE;
	}
	return TRUE;
}

gboolean
vet_wire_receive(int socket, int flags, VetWireMessage *ret_message, GError **error)
{
	g_auto(Datagram) datagram = {0};
	g_autoptr(GVariant) body = NULL;

	if (!receive_datagram(socket, flags, &datagram, error))
		return FALSE;
	const VetWireRow *row = vet_wire_row(datagram.type);
	if (!check_against_table(&datagram, row, error))
		return FALSE;
	guint8 *data = g_steal_pointer(&datagram.data);
	body = g_variant_ref_sink(g_variant_new_from_data(G_VARIANT_TYPE(row->format), data,
							  datagram.size, FALSE, g_free, data));
	if (!g_variant_is_normal_form(body)) {
		g_set_error(error, VET_ERROR, VET_ERROR_MALFORMED,
			    "a message \"%s\" that is not in normal form", row->name);
		return FALSE;
	}
	ret_message->type = row->type;
	ret_message->body = g_steal_pointer(&body);
	ret_message->fd = row->n_fds > 0 ? datagram.fds[0] : -1;
	datagram.n_fds = 0;
	return TRUE;
}
