/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes RARs of stored members, block by block: no free program writes any. */

#include "plugins/archive/bytes.h"
#include "tests/unit/zip-maker.h"

typedef struct {
	const char *name, *text;
	gboolean is_encrypted;
} RarMember;

static inline void
rar_put_number(GByteArray *bytes, guint64 number)
{
	do {
		guint8 byte = (number & 0x7f) | (number > 0x7f ? 0x80 : 0);
		g_byte_array_append(bytes, &byte, 1);
		number >>= 7;
	} while (number > 0);
}

/* `body` is what follows the size of the header; it is taken. */
static inline void
rar_put_block5(GByteArray *rar, GByteArray *body)
{
	g_autoptr(GByteArray) sized = g_byte_array_new();
	rar_put_number(sized, body->len);
	g_byte_array_append(sized, body->data, body->len);
	zip_put(rar, archive_crc32(sized->data, sized->len), 4);
	g_byte_array_append(rar, sized->data, sized->len);
	g_byte_array_unref(body);
}

static inline GByteArray *
rar_numbers(const guint64 *values, guint n)
{
	GByteArray *bytes = g_byte_array_new();
	for (guint i = 0; i < n; i++)
		rar_put_number(bytes, values[i]);
	return bytes;
}
#define RAR_NUMBERS(...)                                                                           \
	rar_numbers((const guint64[]){__VA_ARGS__}, sizeof((const guint64[]){__VA_ARGS__}) / 8)

static inline void
rar_put_member5(GByteArray *rar, const RarMember *member)
{
	gsize size = strlen(member->text);
	guint extra = member->is_encrypted ? 5 : 0;
	GByteArray *body = RAR_NUMBERS(2, member->is_encrypted ? 3 : 2);
	if (extra)
		rar_put_number(body, extra);
	rar_put_number(body, size);
	rar_put_number(body, 4); /* there is a check sum */
	rar_put_number(body, size);
	rar_put_number(body, 0644);
	zip_put(body, zip_crc(member->text, size), 4);
	rar_put_number(body, 0); /* stored */
	rar_put_number(body, 1); /* on Unix */
	rar_put_number(body, strlen(member->name));
	zip_put_text(body, member->name);
	if (extra)
		zip_put(body, 0x0000000104, 5); /* its size, that it is of encryption, the rest */
	rar_put_block5(rar, body);
	zip_put_text(rar, member->text);
}

static inline GByteArray *
rar_make5(const RarMember *members, guint n, gboolean is_part)
{
	GByteArray *rar = g_byte_array_new();
	g_byte_array_append(rar, (const guint8 *)"Rar!\x1a\x07\x01\x00", 8);
	rar_put_block5(rar, RAR_NUMBERS(1, 0, is_part));
	for (guint i = 0; i < n; i++)
		rar_put_member5(rar, &members[i]);
	rar_put_block5(rar, RAR_NUMBERS(5, 0, is_part));
	return rar;
}

static inline void
rar_put_block4(GByteArray *rar, guint8 type, guint16 flags, const GByteArray *body)
{
	g_autoptr(GByteArray) header = g_byte_array_new();
	zip_put(header, type, 1);
	zip_put(header, flags, 2);
	zip_put(header, 7 + body->len, 2);
	g_byte_array_append(header, body->data, body->len);
	zip_put(rar, archive_crc32(header->data, header->len) & 0xffff, 2);
	g_byte_array_append(rar, header->data, header->len);
}

static inline void
rar_put_member4(GByteArray *rar, const RarMember *member)
{
	g_autoptr(GByteArray) body = g_byte_array_new();
	gsize size = strlen(member->text);
	zip_put(body, size, 4);
	zip_put(body, size, 4);
	zip_put(body, 3, 1); /* on Unix */
	zip_put(body, zip_crc(member->text, size), 4);
	zip_put(body, 0x58210000, 4);
	zip_put(body, 20, 1);
	zip_put(body, 0x30, 1); /* stored */
	zip_put(body, strlen(member->name), 2);
	zip_put(body, 0100644, 4);
	zip_put_text(body, member->name);
	rar_put_block4(rar, 0x74, member->is_encrypted ? 0x8004 : 0x8000, body);
	zip_put_text(rar, member->text);
}

static inline GByteArray *
rar_make4(const RarMember *members, guint n, guint16 flags)
{
	GByteArray *rar = g_byte_array_new();
	g_autoptr(GByteArray) body = g_byte_array_new(), empty = g_byte_array_new();
	g_byte_array_append(rar, (const guint8 *)"Rar!\x1a\x07\x00", 7);
	zip_put(body, 0, 6);
	rar_put_block4(rar, 0x73, flags, body);
	for (guint i = 0; i < n; i++)
		rar_put_member4(rar, &members[i]);
	rar_put_block4(rar, 0x7b, 0x4000, empty);
	return rar;
}
