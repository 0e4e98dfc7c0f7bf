/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/ofd/draw.h"

#include <math.h>
#include <string.h>

/*
 * TextObject: each TextCode has the place of its first character and, in DeltaX and DeltaY, how far it
 * is from each to the next.  Widths are not said; they are guessed from the kind of character, and
 * ofd_sheet_finish() puts them right by the distances that the document uses.
 */

#define MAX_CODE_BYTES (1024 * 1024)
/* of a box above and below the base line, in sizes */
#define ASCENT 0.88
#define DESCENT 0.12
/* a direction within about 10 degrees of an axis is along it */
#define ALONG_AXIS 0.985
#define MAX_TRANSFORMS 256
#define MAX_GLYPHS_PER_CODE 8
#define EVEN 0.02

/* CGTransform: characters [position, position + n_codes) are drawn as n_glyphs glyphs. */
typedef struct {
	guint position, n_codes, n_glyphs;
	guint first; /* of its glyphs among those of the text */
	guint n_ids; /* that the file has */
} Transform;

typedef struct {
	OfdDrawing *drawing;
	OfdMatrix matrix; /* from the object to points of the page */
	double size, h_scale;
	guint char_turn, read_turn; /* quarter turns, clockwise */
	OfdGlyph glyph;             /* what all its characters share */
	Transform *transforms;
	guint n_transforms;
	GArray *glyph_ids; /* of guint: all of its transforms'; NULL when nothing is painted */
	guint position;    /* of the next character within the object */
	double x, y;       /* of the TextCode before, for one that does not say its own */
} Text;

typedef struct {
	gunichar *characters;
	glong n;
	double *dx, *dy; /* to the next character */
	guint n_known;   /* of them are written in the file */
	gboolean even;
} Code;

/* --- widths --- */

static gboolean
is_wide(gunichar c)
{
	return g_unichar_iswide(c) || (c >= 0x2460 && c <= 0x24ff);
}

/* In sizes, for common fonts: halves for digits, as Chinese fonts have it. */
static double
guess_width(gunichar c)
{
	if (is_wide(c))
		return 1;
	/* as wide as an ideograph in a Chinese font, else half of it */
	if (g_unichar_iswide_cjk(c))
		return 0.75;
	if (c < 128 && strchr("iljtfrI.,:;'|![]()/", (int)c))
		return 0.32;
	if (c < 128 && strchr("mwMW@%", (int)c))
		return 0.8;
	if (g_unichar_isupper(c))
		return 0.64;
	return g_unichar_iszerowidth(c) ? 0 : 0.5;
}

/* --- distances --- */

/*
 * "1.5 1.5 g 12 3": `g n v` stands for n times v.  At most `n` distances are read, whatever is
 * repeated how often; the rest stays as it is.  Returns how many.
 */
static guint
read_deltas(const char *text, double *deltas, guint n)
{
	guint read = 0;
	double numbers[2];

	while (text && read < n) {
		while (g_ascii_isspace(*text) || *text == ',')
			text++;
		gboolean repeats = g_ascii_tolower(*text) == 'g';
		if (repeats)
			text++;
		if (node_numbers(text, numbers, repeats ? 2 : 1) < (repeats ? 2u : 1u))
			break;
		guint count = repeats ? (guint)CLAMP(numbers[0], 0, n - read) : 1;
		while (count-- > 0)
			deltas[read++] = numbers[repeats];
		/* over the one or two numbers */
		for (guint i = 0; i <= (guint)repeats; i++) {
			char *end;
			g_ascii_strtod(text, &end);
			text = end;
			while (g_ascii_isspace(*text) || *text == ',')
				text++;
		}
	}
	return read;
}

/* How many glyphs the characters [position, position + n) of the object are drawn as. */
static guint
count_glyphs(const Text *text, guint n)
{
	gint64 count = n;

	for (guint i = 0; i < text->n_transforms; i++) {
		const Transform *t = &text->transforms[i];
		if (t->position >= text->position && t->position - text->position < n)
			count += (gint64)t->n_glyphs - t->n_codes;
	}
	return (guint)CLAMP(count, 0, MAX_CODE_BYTES);
}

/* The first glyph of each character, counted from the TextCode's first. */
static void
place_glyphs(const Text *text, guint n, guint *first_glyphs)
{
	guint glyph = 0, next = 0;

	for (guint i = 0; i < n;) {
		const Transform *found = NULL;
		while (next < text->n_transforms &&
		       text->transforms[next].position < text->position + i)
			next++;
		if (next < text->n_transforms &&
		    text->transforms[next].position == text->position + i)
			found = &text->transforms[next];
		guint n_codes = found ? MIN(found->n_codes, n - i) : 1;
		for (guint j = 0; j < n_codes; j++)
			first_glyphs[i + j] =
				glyph + (guint)((guint64)j * (found ? found->n_glyphs : 1) /
						MAX(n_codes, 1));
		glyph += found ? found->n_glyphs : 1;
		i += n_codes;
	}
}

/*
 * Distances between characters from those of the file, which are between glyphs where a CGTransform
 * makes more or fewer of them and the numbers fit that.  Returns how many characters have one.
 */
static guint
read_distances(const Text *text, const char *written, double *distances, guint n)
{
	guint n_glyphs = count_glyphs(text, n);
	guint most = MAX(n, n_glyphs);
	g_autofree double *deltas = g_new0(double, most + 1);
	guint n_deltas = read_deltas(written, deltas, most);

	if (n_glyphs == n || n_deltas + 1 < n_glyphs || (n_glyphs < n && n_deltas + 1 >= n)) {
		memcpy(distances, deltas, sizeof(double) * MIN(n_deltas, n));
		return MIN(n_deltas, n);
	}
	g_autofree guint *first_glyphs = g_new0(guint, n + 1);
	place_glyphs(text, n, first_glyphs);
	first_glyphs[n] = n_glyphs;
	for (guint i = 0; i < n; i++) {
		distances[i] = 0;
		for (guint j = first_glyphs[i]; j < first_glyphs[i + 1] && j < most; j++)
			distances[i] += deltas[j];
	}
	return MIN(n_deltas + 1, n);
}

static gboolean
all_zero(const double *numbers, guint n)
{
	for (guint i = 0; i < n; i++)
		if (numbers[i] != 0)
			return FALSE;
	return TRUE;
}

static gboolean
all_alike(const double *numbers, guint n)
{
	for (guint i = 1; i < n; i++)
		if (fabs(numbers[i] - numbers[0]) > EVEN * fabs(numbers[0]))
			return FALSE;
	return n > 1;
}

/* Where no distance is written, characters follow as wide as they are. */
static void
read_code_distances(const Text *text, const xmlNode *node, Code *code)
{
	guint n = (guint)code->n;
	const char *written_x = node_attribute(node, "DeltaX");
	const char *written_y = node_attribute(node, "DeltaY");
	guint n_x = written_x ? read_distances(text, written_x, code->dx, n) : 0;
	guint n_y = written_y ? read_distances(text, written_y, code->dy, n) : 0;
	gboolean sideways = text->read_turn & 1;

	/* zeros alone would set all characters onto each other */
	if (all_zero(code->dx, n_x) && all_zero(code->dy, n_y))
		n_x = n_y = 0;
	code->even = all_alike(sideways ? code->dy : code->dx,
			       MIN(sideways ? n_y : n_x, n > 0 ? n - 1 : 0));
	for (guint i = MAX(n_x, n_y); i < n; i++) {
		double width = guess_width(code->characters[i]) * text->size * text->h_scale;
		double advance = (text->read_turn ^ text->char_turn) & 1 ? text->size : width;
		advance = (text->read_turn & 2) ? -advance : advance;
		*(sideways ? &code->dy[i] : &code->dx[i]) = advance;
	}
	code->n_known = MAX(n_x, n_y);
	for (guint i = 0; i < n_x && i + 1 < n; i++)
		if (!sideways && text->size > 0 && text->h_scale > 0)
			ofd_sheet_learn_advance(text->drawing->sheet, text->glyph.font,
						code->characters[i],
						fabs(code->dx[i]) / text->size / text->h_scale);
}

/* --- glyphs --- */

/* The box of a character in the object's space, its base line beginning at (x, y). */
static VetBox
glyph_box(const Text *text, double em_width, double x, double y)
{
	double width = em_width * text->size * text->h_scale;
	double above = ASCENT * text->size, below = DESCENT * text->size;

	switch (text->char_turn) {
	case 1:
		return (VetBox){x - below, y, x + above, y + width};
	case 2:
		return (VetBox){x - width, y - below, x, y + above};
	case 3:
		return (VetBox){x - above, y - width, x + below, y};
	default:
		return (VetBox){x, y - above, x + width, y + below};
	}
}

/* Which of the four ways a step goes, 4 when it goes along neither axis. */
static guint
way_of_step(double x, double y)
{
	double length = hypot(x, y);

	if (fabs(x) >= ALONG_AXIS * length)
		return x >= 0 ? 0 : 2;
	if (fabs(y) >= ALONG_AXIS * length)
		return y > 0 ? 1 : 3;
	return 4;
}

/*
 * The way that most characters follow each other (one TextCode may hold many lines), else the one that
 * is said.
 */
static void
find_way(const Text *text, const Code *code, double *ret_x, double *ret_y)
{
	static const double ways[][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {0, 0}};
	guint counts[G_N_ELEMENTS(ways)] = {0}, most = text->read_turn;
	double x = 0, y = 0;

	for (glong i = 0; i + 1 < code->n; i++) {
		if (code->dx[i] == 0 && code->dy[i] == 0)
			continue;
		guint way = way_of_step(code->dx[i], code->dy[i]);
		counts[way]++;
		x += way == 4 ? code->dx[i] : 0;
		y += way == 4 ? code->dy[i] : 0;
	}
	for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
		if (counts[i] > counts[most])
			most = i;
	*ret_x = most == 4 ? x : ways[most][0];
	*ret_y = most == 4 ? y : ways[most][1];
}

static OfdHeading
heading_of(const OfdMatrix *matrix, double way_x, double way_y)
{
	double x = way_x * matrix->a + way_y * matrix->c;
	double y = way_x * matrix->b + way_y * matrix->d;
	double length = hypot(x, y);

	if (!(length > 0))
		return OFD_HEADING_RIGHT;
	if (fabs(x) >= ALONG_AXIS * length)
		return x > 0 ? OFD_HEADING_RIGHT : OFD_HEADING_LEFT;
	if (fabs(y) >= ALONG_AXIS * length)
		return y > 0 ? OFD_HEADING_DOWN : OFD_HEADING_UP;
	return OFD_HEADING_SLANTED;
}

/* No wider than up to the next character, where that is known. */
static double
width_of(const Text *text, const Code *code, glong i)
{
	double width = guess_width(code->characters[i]);
	double em = text->size * text->h_scale;
	double step = hypot(code->dx[i], code->dy[i]);

	if (i + 1 >= code->n || (guint)i >= code->n_known || !(em > 0) || !(step > 0))
		return width;
	if (g_unichar_iswide_cjk(code->characters[i]))
		width = 1;
	return MIN(width, step / em);
}

/* --- painting --- */

/* The glyphs that a transform makes of its character `at`; FALSE when there are none to be shown. */
static gboolean
paint_transformed(const Text *text, const Transform *transform, guint at, const OfdStroke *stroke)
{
	guint from = (guint)((guint64)at * transform->n_glyphs / transform->n_codes);
	guint to = (guint)((guint64)(at + 1) * transform->n_glyphs / transform->n_codes);
	gboolean painted = FALSE;

	for (guint i = from; i < MIN(to, transform->n_ids); i++)
		painted |= ofd_paint_glyph(
			text->drawing->paint, stroke,
			g_array_index(text->glyph_ids, guint, transform->first + i));
	return painted;
}

/* The transform that holds the character of that position within the object; NULL when none does. */
static const Transform *
find_transform(const Text *text, guint position)
{
	guint from = 0, to = text->n_transforms;

	while (from < to) {
		guint middle = (from + to) / 2;
		const Transform *t = &text->transforms[middle];
		if (position < t->position)
			to = middle;
		else if (position - t->position >= t->n_codes)
			from = middle + 1;
		else
			return t;
	}
	return NULL;
}

static void
paint_character(const Text *text, gunichar character, guint position, double x, double y)
{
	const Transform *transform = find_transform(text, position);
	const OfdStroke stroke = {text->matrix,
				  x,
				  y,
				  text->size,
				  text->h_scale,
				  text->char_turn,
				  text->glyph.font,
				  text->glyph.color};

	if (!text->drawing->paint || text->glyph.unseen)
		return;
	if (transform &&
	    paint_transformed(text, transform, position - transform->position, &stroke))
		return;
	if (!g_unichar_isspace(character) && !g_unichar_iscntrl(character))
		ofd_paint_character(text->drawing->paint, &stroke, character);
}

static void
draw_code(Text *text, const xmlNode *node, const Code *code)
{
	double x = node_number(node, "X", text->x), y = node_number(node, "Y", text->y);
	double way_x, way_y;
	gboolean spaced = FALSE;

	text->x = x;
	text->y = y;
	find_way(text, code, &way_x, &way_y);
	/* upright characters below each other are as high as the font, whatever their width */
	gboolean across = (fabs(way_y) > fabs(way_x)) != (text->char_turn & 1);
	text->glyph.heading = (guint8)heading_of(&text->matrix, way_x, way_y);
	text->glyph.even = code->even;
	for (glong i = 0; i < code->n; i++) {
		gunichar c = code->characters[i];
		paint_character(text, c, text->position + (guint)i, x, y);
		if (g_unichar_isspace(c) || g_unichar_iscntrl(c) || c == 0xFEFF) {
			spaced = TRUE;
		} else {
			double width = across ? guess_width(c) : width_of(text, code, i);
			VetBox box = glyph_box(text, width, x, y);
			text->glyph.character = c;
			text->glyph.spaced = spaced;
			text->glyph.em_width = across ? 0 : (float)width;
			text->glyph.box = ofd_matrix_box(&text->matrix, box);
			ofd_sheet_add_glyph(text->drawing->sheet, &text->glyph);
			text->glyph.begins = spaced = FALSE;
		}
		x += code->dx[i];
		y += code->dy[i];
	}
}

/* Of XML laid out for people, the line breaks around a text and the blanks beside them are none. */
static void
strip_layout(Code *code)
{
	glong first = 0, last = code->n;

	while (first < last && g_unichar_isspace(code->characters[first]))
		first++;
	while (last > first && g_unichar_isspace(code->characters[last - 1]))
		last--;
	for (glong i = code->n; i > last; i--)
		if (code->characters[i - 1] == '\n')
			code->n = last;
	for (glong i = 0; i < first && i < code->n; i++) {
		if (code->characters[i] == '\n') {
			code->n -= MIN(first, code->n);
			code->characters += first;
			break;
		}
	}
}

static void
read_code(Text *text, const xmlNode *node)
{
	g_autofree char *raw = node_text(node, MAX_CODE_BYTES);
	g_autofree gunichar *characters = g_utf8_to_ucs4_fast(raw, -1, NULL);
	Code code = {.characters = characters};

	while (characters[code.n])
		code.n++;
	strip_layout(&code);
	if (code.n == 0)
		return;
	g_autofree double *dx = code.dx = g_new0(double, (gsize)code.n);
	g_autofree double *dy = code.dy = g_new0(double, (gsize)code.n);
	read_code_distances(text, node, &code);
	draw_code(text, node, &code);
	text->position += (guint)code.n;
}

/* Numbers of glyphs, with blanks between; fewer than are said leave the rest to the characters. */
static void
read_glyph_ids(Text *text, Transform *transform, const xmlNode *node)
{
	g_autofree char *list = node_value(node, "Glyphs");
	char *at = list;

	transform->first = text->glyph_ids->len;
	while (at && transform->n_ids < transform->n_glyphs &&
	       text->glyph_ids->len < MAX_CODE_BYTES) {
		char *end;
		guint64 number = g_ascii_strtoull(at, &end, 10);
		guint id = (guint)MIN(number, G_MAXUINT);
		if (end == at)
			break;
		g_array_append_val(text->glyph_ids, id);
		transform->n_ids++;
		at = end + strspn(end, ", ");
	}
}

static void
read_transforms(Text *text, const xmlNode *object)
{
	guint end = 0; /* they stand in order and apart */

	for (const xmlNode *node = node_first(object); node; node = node_next(node)) {
		if (!node_is(node, "CGTransform") || text->n_transforms >= MAX_TRANSFORMS)
			continue;
		Transform *t = &text->transforms[text->n_transforms];
		*t = (Transform){0};
		t->position = (guint)CLAMP(node_number(node, "CodePosition", 0), 0, MAX_CODE_BYTES);
		t->n_codes = (guint)CLAMP(node_number(node, "CodeCount", 1), 0, MAX_CODE_BYTES);
		t->n_glyphs = (guint)CLAMP(node_number(node, "GlyphCount", 1), 0,
					   MAX_GLYPHS_PER_CODE * (t->n_codes + 1.0));
		if (t->n_codes > 0 && t->position >= end) {
			end = t->position + t->n_codes;
			if (text->glyph_ids)
				read_glyph_ids(text, t, node);
			text->n_transforms++;
		}
	}
}

static guint
quarter_turns(const xmlNode *object, const char *name)
{
	double degrees = fmod(node_number(object, name, 0), 360);

	return (guint)(gint)lround((degrees < 0 ? degrees + 360 : degrees) / 90) & 3;
}

void
ofd_text_draw(OfdDrawing *drawing, const OfdState *state, const xmlNode *object)
{
	Transform transforms[MAX_TRANSFORMS];
	g_autoptr(GArray) glyph_ids =
		drawing->paint ? g_array_new(FALSE, FALSE, sizeof(guint)) : NULL;
	gboolean filled = node_flag(object, "Fill", TRUE);
	Text text = {
		.drawing = drawing,
		.matrix = ofd_matrix_multiply(ofd_matrix_of_object(object), state->matrix),
		.size = fabs(node_number(object, "Size", 0)),
		.h_scale = fabs(node_number(object, "HScale", 1)),
		.char_turn = quarter_turns(object, "CharDirection"),
		.read_turn = quarter_turns(object, "ReadDirection"),
		.transforms = transforms,
		.glyph_ids = glyph_ids,
	};

	text.glyph = (OfdGlyph){
		.begins = TRUE,
		.unseen = state->unseen || (!filled && !node_flag(object, "Stroke", FALSE)),
		.is_note = drawing->is_note,
		.font = node_id(object, "Font"),
		.color = filled ? ofd_draw_color(drawing, state, object, "FillColor", OFD_BLACK)
				: ofd_draw_color(drawing, state, object, "StrokeColor", OFD_BLACK),
	};
	read_transforms(&text, object);
	for (const xmlNode *node = node_first(object); node; node = node_next(node))
		if (node_is(node, "TextCode"))
			read_code(&text, node);
}
