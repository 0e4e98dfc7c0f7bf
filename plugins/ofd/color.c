/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/color.h"

#include <stdlib.h>
#include <string.h>

/* of 255 */
#define MIN_ALPHA 6
#define MAX_DIFFERENCE 8
#define MAX_CHANNELS 4

/* Channels are decimal, or hexadecimal with '#' in front. */
static guint
read_channels(const char *text, guint8 *ret_channels)
{
	guint n = 0;

	while (text && n < MAX_CHANNELS) {
		while (g_ascii_isspace(*text) || *text == ',')
			text++;
		gboolean hex = *text == '#';
		char *end;
		double value =
			hex ? (double)strtoul(text + 1, &end, 16) : g_ascii_strtod(text, &end);
		if (end == text + hex)
			break;
		text = end;
		ret_channels[n++] = (guint8)CLAMP(value, 0, 255);
	}
	return n;
}

static guint8
without_ink(guint8 ink, guint8 black)
{
	return (guint8)((255 - ink) * (255 - black) / 255);
}

OfdColor
ofd_color_read(const OfdResources *resources, const xmlNode *node)
{
	guint8 c[MAX_CHANNELS] = {0};
	OfdColor color = {.known = TRUE};
	const char *value = node_attribute(node, "Value");

	color.alpha = (guint8)CLAMP(node_number(node, "Alpha", 255), 0, 255);
	if (node_first(node) || (!value && node_attribute(node, "Index"))) {
		color.known = FALSE;
		return color;
	}
	guint n = read_channels(value, c);
	OfdColorSpace space = ofd_resources_color_space(resources, node_id(node, "ColorSpace"));
	if (space == OFD_COLOR_GRAY || n == 1) {
		color.red = color.green = color.blue = c[0];
	} else if (space == OFD_COLOR_CMYK || n == 4) {
		color.red = without_ink(c[0], c[3]);
		color.green = without_ink(c[1], c[3]);
		color.blue = without_ink(c[2], c[3]);
	} else {
		color.red = c[0];
		color.green = c[1];
		color.blue = c[2];
	}
	return color;
}

gboolean
ofd_color_is_clear(OfdColor color)
{
	return color.alpha < MIN_ALPHA;
}

gboolean
ofd_color_is_like(OfdColor a, OfdColor b)
{
	return a.known && b.known && abs(a.red - b.red) <= MAX_DIFFERENCE &&
	       abs(a.green - b.green) <= MAX_DIFFERENCE && abs(a.blue - b.blue) <= MAX_DIFFERENCE;
}
