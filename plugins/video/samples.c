/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/video/samples.h"

#define T BOX_TYPE
/* the first bytes of a coded picture are never all zero: they tell its length or begin its header */
#define FIRST_BYTES 16

/* a table of entries of one size behind a count; what the count claims beyond the box is not there */
typedef struct {
	Span entries;
	guint64 n;
	gboolean is_cut;
} Table;

static Table
table_of(Span box, gsize header, guint entry_bits)
{
	Table table = {.entries = span_from(box, header)};
	guint64 claimed = header >= 4 ? span_number(box, header - 4, 4) : 0;
	guint64 there = (guint64)table.entries.length * 8 / entry_bits;
	table.n = MIN(claimed, there);
	table.is_cut = claimed > there;
	return table;
}

/* --- sizes: stsz, stz2 --- */

typedef struct {
	Table table;
	guint bits;       /* of an entry */
	guint64 constant; /* the size of all, 0 when each has its own */
	guint64 n;
} Sizes;

static Sizes
sizes_of(Span stbl)
{
	Span stsz = BOX_PATH(stbl, T('s', 't', 's', 'z'));
	Sizes sizes = {.bits = 32};
	if (stsz.length > 0) {
		sizes.constant = span_number(stsz, 4, 4);
		sizes.n = span_number(stsz, 8, 4);
		sizes.table = table_of(stsz, 12, 32);
	} else {
		Span stz2 = BOX_PATH(stbl, T('s', 't', 'z', '2'));
		guint bits = (guint)span_number(stz2, 7, 1);
		sizes.bits = bits == 4 || bits == 8 || bits == 16 ? bits : 32;
		sizes.table = table_of(stz2, 12, sizes.bits);
	}
	if (sizes.constant == 0)
		sizes.n = sizes.table.n;
	return sizes;
}

static guint64
size_at(const Sizes *sizes, guint64 i)
{
	if (sizes->constant > 0)
		return sizes->constant;
	if (sizes->bits == 4) {
		guint64 pair = span_number(sizes->table.entries, i / 2, 1);
		return i % 2 == 0 ? pair >> 4 : pair & 15;
	}
	guint bytes = sizes->bits / 8;
	return span_number(sizes->table.entries, i * bytes, bytes);
}

/* --- chunks: stsc, stco, co64 --- */

typedef struct {
	Table runs; /* first chunk, samples per chunk, description */
	Table offsets;
	guint offset_bytes;
} Chunks;

static Chunks
chunks_of(Span stbl)
{
	Chunks chunks = {.runs = table_of(BOX_PATH(stbl, T('s', 't', 's', 'c')), 8, 96)};
	Span co64 = BOX_PATH(stbl, T('c', 'o', '6', '4'));
	chunks.offset_bytes = co64.length > 0 ? 8 : 4;
	chunks.offsets = table_of(co64.length > 0 ? co64 : BOX_PATH(stbl, T('s', 't', 'c', 'o')), 8,
				  chunks.offset_bytes * 8);
	return chunks;
}

/* the samples of chunk `chunk` (from 1); `*run` is where the search goes on, for chunks come in order */
static guint64
samples_in(const Chunks *chunks, guint64 chunk, guint64 *run)
{
	while (*run + 1 < chunks->runs.n &&
	       span_number(chunks->runs.entries, (*run + 1) * 12, 4) <= chunk)
		++*run;
	return *run < chunks->runs.n ? span_number(chunks->runs.entries, *run * 12 + 4, 4) : 0;
}

static gboolean
is_blank(Span file, guint64 offset)
{
	if (offset > file.length || file.length - offset < FIRST_BYTES)
		return FALSE;
	return span_number(file, offset, 8) == 0 && span_number(file, offset + 8, 8) == 0;
}

/* how many of `n` samples from `first` on, which lie one behind the other at `offset`, are there */
static guint64
count_there(const Sizes *sizes, guint64 first, guint64 n, guint64 offset, guint64 end)
{
	if (offset > end)
		return 0;
	if (sizes->constant > 0)
		return MIN(n, (end - offset) / sizes->constant);
	for (guint64 i = 0; i < n; i++) {
		guint64 size = size_at(sizes, first + i);
		if (size > end - offset)
			return i;
		offset += size;
	}
	return n;
}

/* --- times: stts --- */

static double
time_of(Span stbl, guint64 sample)
{
	Table runs = table_of(BOX_PATH(stbl, T('s', 't', 't', 's')), 8, 64);
	double time = 0;
	for (guint64 i = 0; i < runs.n && sample > 0; i++) {
		guint64 n = MIN(span_number(runs.entries, i * 8, 4), sample);
		time += (double)n * (double)span_number(runs.entries, i * 8 + 4, 4);
		sample -= n;
	}
	return time;
}

SampleCheck
samples_check(Span stbl, Span file)
{
	Sizes sizes = sizes_of(stbl);
	Chunks chunks = chunks_of(stbl);
	SampleCheck check = {.samples = sizes.n, .chunks = chunks.offsets.n};
	guint64 sample = 0, run = 0, first_missing = G_MAXUINT64;

	check.is_damaged = (sizes.constant == 0 && sizes.table.is_cut) || chunks.runs.is_cut ||
			   chunks.offsets.is_cut;
	for (guint64 i = 0; i < chunks.offsets.n && sample < sizes.n; i++) {
		guint64 offset = span_number(chunks.offsets.entries, i * chunks.offset_bytes,
					     chunks.offset_bytes);
		guint64 n = MIN(samples_in(&chunks, i + 1, &run), sizes.n - sample);
		guint64 there = count_there(&sizes, sample, n, offset, file.length);
		if (there < n && first_missing == G_MAXUINT64)
			first_missing = sample + there;
		check.missing += n - there;
		check.blank_chunks += is_blank(file, offset);
		sample += n;
	}
	/* samples that no chunk holds are nowhere */
	check.is_damaged |= sample < sizes.n;
	if (check.missing > 0)
		check.time_before = time_of(stbl, first_missing);
	return check;
}
