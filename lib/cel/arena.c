/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cel/cel.h"

#include <string.h>

#define ARENA_ALIGN 16
#define ARENA_FIRST_CHUNK 4096
#define ARENA_LARGEST_CHUNK (256 * 1024)

typedef struct _Chunk {
	struct _Chunk *next;
	gsize size;
	gsize used;
} Chunk;

/* the header keeps what follows it aligned */
#define CHUNK_HEADER ((sizeof(Chunk) + ARENA_ALIGN - 1) & ~(gsize)(ARENA_ALIGN - 1))

struct _CelArena {
	gsize max_bytes;
	gsize used;
	gsize next_size;
	Chunk *chunks; /* the newest first; only it is filled further */
};

CelArena *
cel_arena_new(gsize max_bytes)
{
	CelArena *arena = g_new0(CelArena, 1);

	/* half the address space, so that rounding a size up cannot wrap */
	arena->max_bytes = MIN(max_bytes, G_MAXSIZE / 2);
	arena->next_size = ARENA_FIRST_CHUNK;
	return arena;
}

void
cel_arena_free(CelArena *arena)
{
	if (arena == NULL)
		return;
	for (Chunk *chunk = arena->chunks; chunk != NULL;) {
		Chunk *next = chunk->next;

		g_free(chunk);
		chunk = next;
	}
	g_free(arena);
}

void
cel_arena_reset(CelArena *arena)
{
	Chunk *kept = arena->chunks;

	arena->used = 0;
	if (kept == NULL)
		return;
	for (Chunk *chunk = kept->next; chunk != NULL;) {
		Chunk *next = chunk->next;

		g_free(chunk);
		chunk = next;
	}
	kept->next = NULL;
	/* what is taken is zeroed */
	memset((char *)kept + CHUNK_HEADER, 0, kept->used);
	kept->used = 0;
}

static Chunk *
chunk_new(CelArena *arena, gsize size)
{
	gsize room = MAX(size, arena->next_size);
	Chunk *chunk = g_try_malloc0(CHUNK_HEADER + room);

	if (chunk == NULL)
		return NULL;
	chunk->size = room;
	if (arena->next_size < ARENA_LARGEST_CHUNK)
		arena->next_size *= 2;
	return chunk;
}

void *
cel_arena_alloc(CelArena *arena, gsize size)
{
	Chunk *chunk = arena->chunks;

	if (size > arena->max_bytes)
		return NULL;
	size = (MAX(size, 1) + ARENA_ALIGN - 1) & ~(gsize)(ARENA_ALIGN - 1);
	if (size > arena->max_bytes - arena->used)
		return NULL;
	if (chunk == NULL || chunk->size - chunk->used < size) {
		chunk = chunk_new(arena, size);
		if (chunk == NULL)
			return NULL;
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	void *memory = (char *)chunk + CHUNK_HEADER + chunk->used;

	chunk->used += size;
	arena->used += size;
	return memory;
}

char *
cel_arena_copy(CelArena *arena, const char *text, gsize length)
{
	char *copy = length < G_MAXSIZE ? cel_arena_alloc(arena, length + 1) : NULL;

	if (copy != NULL && length > 0)
		memcpy(copy, text, length);
	return copy;
}

gsize
cel_arena_used(const CelArena *arena)
{
	return arena->used;
}
