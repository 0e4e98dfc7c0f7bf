/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/wire.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/error.h"

static void
open_pair(int sockets[2])
{
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
}

static void
close_pair(const int sockets[2])
{
	close(sockets[0]);
	close(sockets[1]);
}

static void
test_table(void)
{
	for (guint type = VET_WIRE_FORK; type <= VET_WIRE_FATAL; type++) {
		const VetWireRow *row = vet_wire_row(type);
		g_assert_nonnull(row);
		g_assert_true(g_variant_type_string_is_valid(row->format));
		g_assert_cmpuint(row->max_size, <=, VET_WIRE_MAX_MESSAGE);
	}
	g_assert_null(vet_wire_row(0));
	g_assert_null(vet_wire_row(VET_WIRE_FATAL + 1));
}

static void
test_round_trip(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;
	const char *key, *value;

	open_pair(sockets);
	g_assert_true(vet_wire_send(sockets[0], VET_WIRE_METADATA,
				    g_variant_new("(ss)", "title", "申报书"), -1, &error));
	g_assert_true(vet_wire_receive(sockets[1], 0, &message, &error));
	g_assert_cmpint(message.type, ==, VET_WIRE_METADATA);
	g_variant_get(message.body, "(&s&s)", &key, &value);
	g_assert_cmpstr(value, ==, "申报书");
	close_pair(sockets);
}

static void
test_descriptor(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;
	char text[8] = "";
	int fd = memfd_create("wire", MFD_CLOEXEC);

	open_pair(sockets);
	g_assert_cmpint(write(fd, "inside", 6), ==, 6);
	g_assert_true(vet_wire_send(sockets[0], VET_WIRE_MEMBER,
				    g_variant_new("(st)", "a.txt", (guint64)6), fd, &error));
	close(fd);
	g_assert_true(vet_wire_receive(sockets[1], 0, &message, &error));
	g_assert_cmpint(pread(message.fd, text, sizeof text, 0), ==, 6);
	g_assert_cmpstr(text, ==, "inside");
	close_pair(sockets);
}

/* A descriptor that the table does not foresee is refused, and closed rather than kept. */
static void
test_surplus_descriptor(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;

	open_pair(sockets);
	int next = dup(0);
	close(next);
	g_assert_true(
		vet_wire_send(sockets[0], VET_WIRE_WARNING, g_variant_new("s", "x"), 0, &error));
	g_assert_false(vet_wire_receive(sockets[1], 0, &message, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	int now = dup(0);
	g_assert_cmpint(now, ==, next);
	close(now);
	close_pair(sockets);
}

static void
test_missing_descriptor(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;

	open_pair(sockets);
	g_assert_true(vet_wire_send(sockets[0], VET_WIRE_MEMBER,
				    g_variant_new("(st)", "a.txt", (guint64)6), -1, &error));
	g_assert_false(vet_wire_receive(sockets[1], 0, &message, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	close_pair(sockets);
}

static void
test_nothing_and_closed(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;

	open_pair(sockets);
	g_assert_false(vet_wire_receive(sockets[1], MSG_DONTWAIT, &message, &error));
	g_assert_no_error(error);
	close(sockets[0]);
	g_assert_false(vet_wire_receive(sockets[1], MSG_DONTWAIT, &message, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	g_clear_error(&error);
	g_assert_false(
		vet_wire_send(sockets[1], VET_WIRE_WARNING, g_variant_new("s", "x"), -1, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_RETRY);
	close(sockets[1]);
}

/* Every message type with every length of noise: none is taken that is not in normal form, none
 * crashes. */
static void
test_noise(void)
{
	int sockets[2];
	guint8 noise[300];

	open_pair(sockets);
	for (guint round = 0; round < 4000; round++) {
		g_auto(VetWireMessage) message = {.fd = -1};
		g_autoptr(GError) error = NULL;
		gsize length = g_test_rand_int_range(1, sizeof noise);
		for (gsize i = 0; i < length; i++)
			noise[i] = g_test_rand_bit() ? 0 : g_test_rand_int_range(0, 256);
		noise[0] = round % (VET_WIRE_FATAL + 3);
		g_assert_cmpint(write(sockets[0], noise, length), ==, length);
		if (vet_wire_receive(sockets[1], MSG_DONTWAIT, &message, &error)) {
			g_assert_true(g_variant_is_normal_form(message.body));
			g_assert_true(g_variant_is_of_type(
				message.body, G_VARIANT_TYPE(vet_wire_row(message.type)->format)));
		} else {
			g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
		}
	}
	close_pair(sockets);
}

static void
test_too_long(void)
{
	int sockets[2];
	g_auto(VetWireMessage) message = {.fd = -1};
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_strnfill(3000, 'x');

	open_pair(sockets);
	g_assert_true(
		vet_wire_send(sockets[0], VET_WIRE_WARNING, g_variant_new("s", text), -1, &error));
	g_assert_false(vet_wire_receive(sockets[1], 0, &message, &error));
	g_assert_error(error, VET_ERROR, VET_ERROR_MALFORMED);
	g_assert_nonnull(strstr(error->message, "warning"));
	close_pair(sockets);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wire/table", test_table);
	g_test_add_func("/wire/round-trip", test_round_trip);
	g_test_add_func("/wire/descriptor", test_descriptor);
	g_test_add_func("/wire/surplus-descriptor", test_surplus_descriptor);
	g_test_add_func("/wire/missing-descriptor", test_missing_descriptor);
	g_test_add_func("/wire/nothing-and-closed", test_nothing_and_closed);
	g_test_add_func("/wire/noise", test_noise);
	g_test_add_func("/wire/too-long", test_too_long);
	return g_test_run();
}
