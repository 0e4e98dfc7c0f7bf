/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/charset.h"

#include <errno.h>
#include <string.h>

#include "lib/error.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define REPLACEMENT_CHARACTER 0xfffd

/* how much is looked at: of a text one part is like another */
#define UTF8_BYTES (4 * 1024 * 1024)
#define UNIT_BYTES (64 * 1024)
#define SAMPLE_BYTES (64 * 1024)

#define UTF8_GOOD_PER_BAD 16
/* of the 16-bit units of a text so many in a hundred are characters that people write */
#define UTF16_MIN_PERCENT 95
#define MAX_CONTROLS_PERCENT 5

typedef enum {
	FORM_UTF8,
	FORM_UTF16LE,
	FORM_UTF16BE,
	FORM_ICONV,
} Form;

struct _VetCharset {
	const char *name;
	Form form;
	const char *converter; /* iconv's name */
};

typedef enum {
	UTF8,
	UTF16LE,
	UTF16BE,
	GB18030,
	BIG5,
	SHIFT_JIS,
	EUC_JP,
	EUC_KR,
	WINDOWS_1250,
	WINDOWS_1251,
	WINDOWS_1252,
	WINDOWS_1253,
	WINDOWS_1254,
	WINDOWS_1255,
	WINDOWS_1256,
	WINDOWS_1257,
	WINDOWS_1258,
	ISO_8859_2,
	ISO_8859_4,
	ISO_8859_5,
	ISO_8859_6,
	ISO_8859_7,
	ISO_8859_13,
	ISO_8859_15,
	KOI8_R,
	IBM866,
	MACINTOSH,
	N_CHARSETS,
} Id;

static const VetCharset charsets[N_CHARSETS] = {
	[UTF8] = {"UTF-8", FORM_UTF8, NULL},
	[UTF16LE] = {"UTF-16LE", FORM_UTF16LE, NULL},
	[UTF16BE] = {"UTF-16BE", FORM_UTF16BE, NULL},
	[GB18030] = {"GB18030", FORM_ICONV, "GB18030"},
	[BIG5] = {"Big5", FORM_ICONV, "BIG5-HKSCS"},
	[SHIFT_JIS] = {"Shift_JIS", FORM_ICONV, "CP932"},
	[EUC_JP] = {"EUC-JP", FORM_ICONV, "EUC-JP"},
	[EUC_KR] = {"EUC-KR", FORM_ICONV, "UHC"},
	[WINDOWS_1250] = {"windows-1250", FORM_ICONV, "CP1250"},
	[WINDOWS_1251] = {"windows-1251", FORM_ICONV, "CP1251"},
	[WINDOWS_1252] = {"windows-1252", FORM_ICONV, "CP1252"},
	[WINDOWS_1253] = {"windows-1253", FORM_ICONV, "CP1253"},
	[WINDOWS_1254] = {"windows-1254", FORM_ICONV, "CP1254"},
	[WINDOWS_1255] = {"windows-1255", FORM_ICONV, "CP1255"},
	[WINDOWS_1256] = {"windows-1256", FORM_ICONV, "CP1256"},
	[WINDOWS_1257] = {"windows-1257", FORM_ICONV, "CP1257"},
	[WINDOWS_1258] = {"windows-1258", FORM_ICONV, "CP1258"},
	[ISO_8859_2] = {"ISO-8859-2", FORM_ICONV, "ISO-8859-2"},
	[ISO_8859_4] = {"ISO-8859-4", FORM_ICONV, "ISO-8859-4"},
	[ISO_8859_6] = {"ISO-8859-6", FORM_ICONV, "ISO-8859-6"},
	[ISO_8859_13] = {"ISO-8859-13", FORM_ICONV, "ISO-8859-13"},
	[IBM866] = {"IBM866", FORM_ICONV, "IBM866"},
	[MACINTOSH] = {"macintosh", FORM_ICONV, "MACINTOSH"},
	[ISO_8859_5] = {"ISO-8859-5", FORM_ICONV, "ISO-8859-5"},
	[ISO_8859_7] = {"ISO-8859-7", FORM_ICONV, "ISO-8859-7"},
	[ISO_8859_15] = {"ISO-8859-15", FORM_ICONV, "ISO-8859-15"},
	[KOI8_R] = {"KOI8-R", FORM_ICONV, "KOI8-R"},
};

static GIConv converters[N_CHARSETS];
static gboolean is_prepared;

static const struct {
	const char *label;
	Id id;
} labels[] = {
	{"utf-8", UTF8},
	{"utf8", UTF8},
	{"unicode-1-1-utf-8", UTF8},
	{"utf-16", UTF16LE},
	{"utf-16le", UTF16LE},
	{"unicode", UTF16LE},
	{"utf-16be", UTF16BE},
	{"gb2312", GB18030},
	{"gb_2312", GB18030},
	{"gb_2312-80", GB18030},
	{"csgb2312", GB18030},
	{"gbk", GB18030},
	{"x-gbk", GB18030},
	{"cp936", GB18030},
	{"ms936", GB18030},
	{"windows-936", GB18030},
	{"gb18030", GB18030},
	{"chinese", GB18030},
	{"euc-cn", GB18030},
	{"big5", BIG5},
	{"big-5", BIG5},
	{"big5-hkscs", BIG5},
	{"x-x-big5", BIG5},
	{"cp950", BIG5},
	{"shift_jis", SHIFT_JIS},
	{"shift-jis", SHIFT_JIS},
	{"sjis", SHIFT_JIS},
	{"windows-31j", SHIFT_JIS},
	{"cp932", SHIFT_JIS},
	{"euc-jp", EUC_JP},
	{"euc-kr", EUC_KR},
	{"ks_c_5601-1987", EUC_KR},
	{"cp949", EUC_KR},
	{"windows-949", EUC_KR},
	{"windows-1250", WINDOWS_1250},
	{"cp1250", WINDOWS_1250},
	{"windows-1251", WINDOWS_1251},
	{"cp1251", WINDOWS_1251},
	{"windows-1252", WINDOWS_1252},
	{"cp1252", WINDOWS_1252},
	{"iso-8859-1", WINDOWS_1252},
	{"iso8859-1", WINDOWS_1252},
	{"iso_8859-1", WINDOWS_1252},
	{"latin1", WINDOWS_1252},
	{"latin-1", WINDOWS_1252},
	{"l1", WINDOWS_1252},
	{"us-ascii", WINDOWS_1252},
	{"ascii", WINDOWS_1252},
	{"windows-1253", WINDOWS_1253},
	{"windows-1254", WINDOWS_1254},
	{"iso-8859-9", WINDOWS_1254},
	{"windows-1255", WINDOWS_1255},
	{"iso-8859-8", WINDOWS_1255},
	{"windows-1256", WINDOWS_1256},
	{"windows-1257", WINDOWS_1257},
	{"windows-1258", WINDOWS_1258},
	{"iso-8859-2", ISO_8859_2},
	{"latin2", ISO_8859_2},
	{"iso-8859-4", ISO_8859_4},
	{"iso-8859-5", ISO_8859_5},
	{"iso-8859-6", ISO_8859_6},
	{"iso-8859-13", ISO_8859_13},
	{"ibm866", IBM866},
	{"cp866", IBM866},
	{"macintosh", MACINTOSH},
	{"iso-8859-7", ISO_8859_7},
	{"iso-8859-15", ISO_8859_15},
	{"latin-9", ISO_8859_15},
	{"koi8-r", KOI8_R},
	{"koi8", KOI8_R},
};

gboolean
vet_charset_prepare(GError **error)
{
	for (guint i = 0; !is_prepared && i < N_CHARSETS; i++)
		converters[i] = charsets[i].form == FORM_ICONV
					? g_iconv_open("UTF-8", charsets[i].converter)
					: (GIConv)-1;
	is_prepared = TRUE;
	if (converters[GB18030] != (GIConv)-1 && converters[WINDOWS_1252] != (GIConv)-1)
		return TRUE;
	g_set_error(error, VET_ERROR, VET_ERROR_CONFIG,
		    "iconv cannot convert GB18030: install libc6's gconv modules");
	return FALSE;
}

const char *
vet_charset_name(const VetCharset *charset)
{
	return charset->name;
}

static gboolean
is_usable(const VetCharset *charset)
{
	return charset->form != FORM_ICONV ||
	       (is_prepared && converters[charset - charsets] != (GIConv)-1);
}

const VetCharset *
vet_charset_find(const char *label, gsize length)
{
	for (; length > 0 && g_ascii_isspace(*label); label++)
		length--;
	while (length > 0 && g_ascii_isspace(label[length - 1]))
		length--;
	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strlen(labels[i].label) == length &&
		    g_ascii_strncasecmp(labels[i].label, label, length) == 0)
			return is_usable(&charsets[labels[i].id]) ? &charsets[labels[i].id] : NULL;
	return NULL;
}

/* --- decoding --- */

/* the bytes of a UTF-8 character by its first byte */
static gsize
utf8_length(guint8 first)
{
	return first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
}

static gsize
append_utf8(const guint8 *data, gsize length, gboolean is_last, GString *text)
{
	const char *p = (const char *)data, *end = p + length;
	while (p < end) {
		const char *stop;
		g_utf8_validate_len(p, (gsize)(end - p), &stop);
		g_string_append_len(text, p, stop - p);
		p = stop;
		if (p == end)
			break;
		gsize left = (gsize)(end - p);
		/* g_utf8_validate() accepts a whole character, so what is short here may be cut */
		if (!is_last && utf8_length((guint8)*p) > left) {
			gsize tail = 1;
			while (tail < left && ((guint8)p[tail] & 0xc0) == 0x80)
				tail++;
			if (tail == left)
				break;
		}
		g_string_append(text, REPLACEMENT);
		p++;
	}
	return (gsize)(p - (const char *)data);
}

static gunichar
unit_at(const guint8 *p, gboolean is_big_endian)
{
	return is_big_endian ? (gunichar)p[0] << 8 | p[1] : (gunichar)p[1] << 8 | p[0];
}

static gsize
append_utf16(const guint8 *data, gsize length, gboolean is_big_endian, gboolean is_last,
	     GString *text)
{
	gsize at = 0;
	while (at + 1 < length) {
		gunichar c = unit_at(data + at, is_big_endian);
		gsize step = 2;
		if (c >= 0xd800 && c < 0xdc00) {
			if (at + 3 >= length && !is_last)
				break;
			gunichar low = at + 3 < length ? unit_at(data + at + 2, is_big_endian) : 0;
			if ((low & 0xfc00) == 0xdc00) {
				c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
				step = 4;
			}
		}
		at += step;
		g_string_append_unichar(
			text, c != 0 && g_unichar_validate(c) ? c : REPLACEMENT_CHARACTER);
	}
	if (is_last && at < length) {
		g_string_append(text, REPLACEMENT);
		at = length;
	}
	return at;
}

static void
append_without_nul(GString *text, const char *data, gsize length)
{
	const char *end = data + length;
	while (data < end) {
		const char *nul = memchr(data, '\0', (gsize)(end - data));
		g_string_append_len(text, data, (nul ? nul : end) - data);
		if (nul)
			g_string_append(text, REPLACEMENT);
		data = nul ? nul + 1 : end;
	}
}

static gsize
append_iconv(GIConv converter, const guint8 *data, gsize length, gboolean is_last, GString *text)
{
	char *in = (char *)data;
	gsize left = length;
	g_iconv(converter, NULL, NULL, NULL, NULL);
	while (left > 0) {
		char buffer[4096], *out = buffer;
		gsize room = sizeof buffer;
		gsize result = g_iconv(converter, &in, &left, &out, &room);
		int why = errno;
		append_without_nul(text, buffer, sizeof buffer - room);
		if (result != (gsize)-1 || why == E2BIG)
			continue;
		if (why == EINVAL && !is_last)
			break;
		g_string_append(text, REPLACEMENT);
		in++;
		left--;
	}
	return length - left;
}

gsize
vet_charset_append(const VetCharset *charset, const guint8 *data, gsize length, gboolean is_last,
		   GString *text)
{
	if (length == 0)
		return 0;
	switch (charset->form) {
	case FORM_UTF16LE:
	case FORM_UTF16BE:
		return append_utf16(data, length, charset->form == FORM_UTF16BE, is_last, text);
	case FORM_ICONV:
		return append_iconv(converters[charset - charsets], data, length, is_last, text);
	case FORM_UTF8:
		break;
	}
	return append_utf8(data, length, is_last, text);
}

/* --- judging --- */

static const struct {
	const char *bytes;
	gsize length;
	Id id;
} marks[] = {
	{"\xef\xbb\xbf", 3, UTF8},
	{"\xff\xfe", 2, UTF16LE},
	{"\xfe\xff", 2, UTF16BE},
	{"\x84\x31\x95\x33", 4, GB18030},
};

/* a few bad bytes do not make another charset of it; GB18030 read as UTF-8 is bad nearly everywhere */
static gboolean
looks_like_utf8(const guint8 *data, gsize length)
{
	guint64 good = 0, bad = 0;
	const char *end = (const char *)data + MIN(length, UTF8_BYTES);
	for (const char *p = (const char *)data; p < end;) {
		const char *stop;
		g_utf8_validate_len(p, (gsize)(end - p), &stop);
		for (; p < stop; p++)
			good += (guchar)*p >= 0xc2;
		if (p < end && *p++ != '\0')
			bad++;
	}
	return bad * UTF8_GOOD_PER_BAD <= good + (end < (const char *)data + length);
}

/* what people write, as 16-bit units */
static gboolean
is_written(gunichar c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f) ||
	       (c >= 0xa0 && c < 0x250) || (c >= 0x2000 && c < 0x2070) ||
	       (c >= 0x3000 && c < 0x3100) || (c >= 0x4e00 && c < 0xa000) ||
	       (c >= 0xff00 && c < 0xfff0);
}

/*
 * Two bytes of ASCII are a Chinese character to UTF-16, so at least one unit must be what only UTF-16
 * has: a blank, a line's end or a letter with its zero byte, or CJK punctuation.
 */
static gboolean
looks_like_utf16(const guint8 *data, gsize length, gboolean is_big_endian)
{
	gsize units = MIN(length, UNIT_BYTES) / 2, written = 0, telling = 0;
	if (length % 2 != 0 || units < 2)
		return FALSE;
	for (gsize i = 0; i < units; i++) {
		gunichar c = unit_at(data + i * 2, is_big_endian);
		written += is_written(c);
		telling +=
			is_written(c) && (c < 0x80 || (c >= 0x3000 && c < 0x3010) || c >= 0xff00);
	}
	return telling > 0 && written * 100 >= units * UTF16_MIN_PERCENT;
}

/* The characters that most of a Chinese text consists of, simplified and traditional, and those of
 * applications; to be looked up. */
static const char frequent[] =
	"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
	"过子"
	"说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体"
	"制机"
	"当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数"
	"正心"
	"反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
	"党程"
	"展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手"
	"角期"
	"根论运农指区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志"
	"世金"
	"增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每"
	"目至"
	"达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律"
	"叫且"
	"究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感"
	"劳便"
	"团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片"
	"始却"
	"专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞项赛评审企司限股份附录盖章签字姓联"
	"系址"
	"邮箱话传真数据智慧创新应用案例平台服务产品模式负责声明承诺材料营执照"
	"個們來時國這說為於學會對發動過電產種麼實體機當點從業應開還與關後無間樣頭經現將見長問題員論"
	"書"
	"總統東車單證權選強處農區護義務報請據壓轉業鐵廣場華資質團隊聯繫項目評審創新應用負責聲明";

static GHashTable *
frequent_set(void)
{
	static GHashTable *set;
	if (set)
		return set;
	set = g_hash_table_new(NULL, NULL);
	for (const char *p = frequent; *p; p = g_utf8_next_char(p))
		g_hash_table_add(set, GUINT_TO_POINTER(g_utf8_get_char(p)));
	return set;
}

/* what a character speaks for its charset, in hundredths */
static int
weight_of(gunichar c)
{
	if (c == REPLACEMENT_CHARACTER || g_unichar_iscntrl(c) || (c >= 0xe000 && c < 0xf900))
		return -600;
	if (g_hash_table_contains(frequent_set(), GUINT_TO_POINTER(c)))
		return 300;
	if ((c >= 0x3001 && c < 0x3020) || (c >= 0xff01 && c < 0xff5f))
		return 200;
	if (c >= 0x3040 && c < 0x3100)
		return 150;
	return 0;
}

/*
 * A pair of the rows where the charset has its everyday characters: level 1 of GB 2312 and of Big5 are
 * ordered by use.
 */
static gboolean
is_everyday(Id id, const guint8 *pair)
{
	if (id == GB18030)
		return pair[0] >= 0xb0 && pair[0] <= 0xd7 && pair[1] >= 0xa1 && pair[1] != 0xff;
	if (id == BIG5)
		return pair[0] >= 0xa4 && pair[0] <= 0xc6 && pair[1] >= 0x40 && pair[1] != 0xff;
	return FALSE;
}

/* the mean over what is not ASCII, in hundredths; the sample begins with a first byte */
static gint64
score(Id id, const guint8 *sample, gsize length)
{
	g_autoptr(GString) text = g_string_sized_new(length * 2);
	gint64 sum = 0, n = 0;
	vet_charset_append(&charsets[id], sample, length, FALSE, text);
	for (const char *p = text->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c < 0x80)
			continue;
		sum += weight_of(c);
		n++;
	}
	for (gsize at = 0; at + 1 < length; at++) {
		if (sample[at] < 0x80)
			continue;
		sum += is_everyday(id, sample + at) ? 100 : 0;
		at++;
	}
	return n > 0 ? sum / n : 0;
}

/* what decides for them: half of the characters are everyday ones; and who must be better by how much
 * than the one before, for here most is Chinese of the mainland */
static const struct {
	Id id;
	gint64 percent;
} candidates[] = {{GB18030, 100}, {BIG5, 115}, {SHIFT_JIS, 130}};

#define MIN_SCORE 60

static VetCharsetVerdict
judge_legacy(const guint8 *data, gsize length)
{
	VetCharsetVerdict verdict = {&charsets[WINDOWS_1252], 0, TRUE};
	gint64 best = MIN_SCORE;
	gsize start = 0;
	while (start < length && data[start] < 0x80)
		start++;
	gsize sample = MIN(length - start, SAMPLE_BYTES);
	for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
		if (!is_usable(&charsets[candidates[i].id]))
			continue;
		gint64 found =
			score(candidates[i].id, data + start, sample) * 100 / candidates[i].percent;
		if (found < best)
			continue;
		best = found + 1;
		verdict.charset = &charsets[candidates[i].id];
		verdict.is_guess = FALSE;
	}
	return verdict;
}

VetCharsetVerdict
vet_charset_judge(const guint8 *data, gsize length)
{
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (length >= marks[i].length && memcmp(data, marks[i].bytes, marks[i].length) == 0)
			return (VetCharsetVerdict){&charsets[marks[i].id], marks[i].length, FALSE};
	if (length == 0)
		return (VetCharsetVerdict){&charsets[UTF8], 0, FALSE};
	gboolean has_nul = memchr(data, '\0', MIN(length, UNIT_BYTES)) != NULL;
	gboolean is_utf8 = looks_like_utf8(data, length);
	if ((has_nul || !is_utf8) && looks_like_utf16(data, length, FALSE))
		return (VetCharsetVerdict){&charsets[UTF16LE], 0, FALSE};
	if ((has_nul || !is_utf8) && looks_like_utf16(data, length, TRUE))
		return (VetCharsetVerdict){&charsets[UTF16BE], 0, FALSE};
	if (is_utf8)
		return (VetCharsetVerdict){&charsets[UTF8], 0, FALSE};
	return judge_legacy(data, length);
}

gboolean
vet_charset_is_noise(VetCharsetVerdict verdict, const guint8 *data, gsize length)
{
	g_autoptr(GString) text = g_string_new(NULL);
	guint64 controls = 0, n = 0;
	vet_charset_append(verdict.charset, data + verdict.mark,
			   MIN(length - verdict.mark, SAMPLE_BYTES), FALSE, text);
	for (const char *p = text->str; *p; p = g_utf8_next_char(p), n++) {
		gunichar c = g_utf8_get_char(p);
		controls += (c < 0x20 && !strchr("\t\n\r\f\v\x1a\x1b", (int)c)) ||
			    (c >= 0x7f && c < 0xa0) || c == REPLACEMENT_CHARACTER;
	}
	/* a text of a few characters with one bad among them is a text still */
	return controls > 3 && controls * 100 > n * MAX_CONTROLS_PERCENT;
}

char *
vet_charset_decode(const char *bytes, gsize length)
{
	const VetCharset *chinese = vet_charset_find("gb18030", strlen("gb18030"));
	GString *text = g_string_new(NULL);

	/* an empty text has no bytes to point at */
	length = length > 0 ? strnlen(bytes, length) : 0;
	if (chinese && !g_utf8_validate(bytes, (gssize)length, NULL))
		vet_charset_append(chinese, (const guint8 *)bytes, length, TRUE, text);
	if (text->len > 0 && !strstr(text->str, "\357\277\275"))
		return g_string_free(text, FALSE);
	g_string_free(text, TRUE);
	return length > 0 ? g_utf8_make_valid(bytes, (gssize)length) : g_strdup("");
}
