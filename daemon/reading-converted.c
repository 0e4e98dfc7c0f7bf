/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents of a reading that are read in two steps: converted, and what came of that read. */

#include "daemon/reading-private.h"

/* Each is a file in memory that waits for a child. */
#define MAX_CONVERSIONS 2

void
vet_reading_set_aside(VetReading *reading, VetEntry *entry)
{
	if (!reading->late) {
		g_queue_push_tail(&reading->aside, entry);
		return;
	}
	vet_reading_give_up_late(reading, entry);
	reading->unfinished--;
}

VetEntry *
vet_reading_take_aside(VetReading *reading)
{
	VetEntry *entry = vet_reading_aside(reading) > 0 ? g_queue_pop_head(&reading->aside) : NULL;

	if (entry)
		vet_reading_start_clock(reading);
	return entry;
}

guint
vet_reading_aside(const VetReading *reading)
{
	guint waiting = g_queue_get_length((GQueue *)&reading->aside);
	guint room = MAX_CONVERSIONS - MIN(reading->conversions, MAX_CONVERSIONS);

	return MIN(waiting, room);
}

void
vet_reading_add_conversion(VetReading *reading, VetEntry *entry, guint64 size, int fd)
{
	vet_reading_end_conversion(reading, entry);
	entry->conversion = vet_conversion_new(size, fd);
	reading->conversions++;
	if (reading->keep_conversion)
		reading->keep_conversion(entry->document->path, fd, reading->user_data);
}

void
vet_reading_converted(VetReading *reading, VetEntry *entry)
{
	if (!reading->late) {
		vet_conversion_begin(entry->conversion, entry->document);
		g_queue_push_head(&reading->waiting, entry);
		return;
	}
	vet_reading_end_conversion(reading, entry);
	vet_reading_give_up_late(reading, entry);
	reading->unfinished--;
}

void
vet_reading_end_conversion(VetReading *reading, VetEntry *entry)
{
	if (!entry->conversion)
		return;
	if (entry->conversion->extractor)
		vet_conversion_settle(entry->conversion, entry->document);
	g_clear_pointer(&entry->conversion, vet_conversion_free);
	reading->conversions--;
}
