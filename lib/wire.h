/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The messages between vetd and its worker, in one table: type, GVariant format, maximum size, who
 * may send it and in which state.  Over SOCK_SEQPACKET, one message a datagram: a byte of type,
 * then the serialised GVariant; descriptors ride along by SCM_RIGHTS.  Whatever does not fit the
 * table ends the child that sent it.
 */

#include <gio/gio.h>

#include "lib/content.h"
#include "lib/document.h"

G_BEGIN_DECLS

#define VET_WIRE_VERSION 3
/* Below the default socket buffer (208 KiB), so a send never fails for size alone. */
#define VET_WIRE_MAX_MESSAGE (128 * 1024)

/* Parts of several messages, and of what is stored of them. */
#define VET_WIRE_BOX_FORM "(dddd)"
#define VET_WIRE_PAGE_FORM "(ddu)"
#define VET_WIRE_RUN_FORM "(uqq" VET_WIRE_BOX_FORM ")"
/* text, role, source, box, runs */
#define VET_WIRE_LINE_FORM "(syy" VET_WIRE_BOX_FORM "a" VET_WIRE_RUN_FORM ")"
/* rows, columns, source, box */
#define VET_WIRE_TABLE_FORM "(uuy" VET_WIRE_BOX_FORM ")"
/* row, column, their spans, text, box */
#define VET_WIRE_CELL_FORM "(uuuus" VET_WIRE_BOX_FORM ")"
/* kind, confidence, text, detail, box */
#define VET_WIRE_MARK_FORM "(ydss" VET_WIRE_BOX_FORM ")"

typedef enum {
	/* vetd → zygote */
	/* number of the child, whether it is sandboxed, the caps; carries its socket */
	VET_WIRE_FORK = 1,
	/* the same for a child that converts; its folder, which it makes */
	VET_WIRE_FORK_CONVERTER,
	/* zygote → vetd */
	VET_WIRE_ZYGOTE_READY, /* plugins, their build hashes and media types */
	VET_WIRE_FORKED,       /* number of the child, pid; carries the pidfd */
	VET_WIRE_EXITED,       /* number of the child, wait status */
	/* vetd → child */
	VET_WIRE_DOCUMENT, /* name, the caps and what is spent of each; carries the document */
	VET_WIRE_DRAW,     /* name, caps, page, dots an inch; carries the document */
	VET_WIRE_KEPT,     /* the member was taken over; what is spent of each cap */
	VET_WIRE_RANGE,    /* the first and last page to give: the answer to PAGES */
	/* child → vetd */
	VET_WIRE_READY, /* the sandbox is up */
	VET_WIRE_IDENTIFIED,
	VET_WIRE_PAGES, /* how many there are; the child waits for RANGE */
	VET_WIRE_PAGE,
	VET_WIRE_LINES, /* a batch */
	VET_WIRE_TABLE, /* its shape; begins the next table of the page */
	VET_WIRE_CELLS, /* a batch, of the table begun last */
	VET_WIRE_MARK,
	VET_WIRE_RECOGNISED, /* text is read in a picture of the page: one of the pages allowed */
	VET_WIRE_METADATA,
	VET_WIRE_WARNING,
	VET_WIRE_MEMBER, /* path, size; carries a sealed memfd; the child waits for KEPT */
	VET_WIRE_REFUSED,
	/* width, height in pixels; carries a sealed memfd of their rows, a byte each of red, green,
	 * blue */
	VET_WIRE_RENDERING,
	/* a converter has to read it first; the child waits for another document */
	VET_WIRE_SET_ASIDE,
	VET_WIRE_CONVERTED, /* size; carries a sealed memfd of what the document was converted to */
	VET_WIRE_DONE,      /* status and reason */
	VET_WIRE_FATAL,     /* a VetFatal and a few words: why the child is about to die */
} VetWireType;

/* Sent from signal handlers, hence the plain layout: this byte, then the words and their NUL. */
typedef enum {
	VET_FATAL_SANDBOX = 1, /* the sandbox could not be set up: why */
	VET_FATAL_SYSCALL,     /* a system call was refused: its name */
	VET_FATAL_SIGNAL,      /* a signal: its name */
	VET_FATAL_MEMORY,      /* the memory allowed did not suffice */
	VET_FATAL_EXIT,        /* the extractor ended the process */
} VetFatal;

typedef struct {
	VetWireType type;
	const char *name;
	const char *format; /* GVariant type string */
	gsize max_size;     /* bytes of the serialised variant */
	guint n_fds;        /* exactly */
} VetWireRow;

const VetWireRow *vet_wire_row(guint type); /* NULL when there is no such message */

typedef struct {
	VetWireType type;
	GVariant *body; /* owned; in normal form and of the row's type */
	int fd;         /* owned, -1 when none */
} VetWireMessage;

void vet_wire_message_clear(VetWireMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VetWireMessage, vet_wire_message_clear)

/*
 * Takes a floating `body`; `fd` is -1 or stays the caller's.  VET_ERROR_RETRY when the peer is
 * gone.
 */
gboolean vet_wire_send(int socket, VetWireType type, GVariant *body, int fd,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Receives one message and holds it against the table.  VET_ERROR_MALFORMED: the peer broke the
 * protocol; VET_ERROR_RETRY: it closed the socket.  With MSG_DONTWAIT in `flags` and nothing there:
 * FALSE without error.
 */
gboolean vet_wire_receive(int socket, int flags, VetWireMessage *ret_message,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
