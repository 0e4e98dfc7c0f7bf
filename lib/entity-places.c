/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/entity-places.h"

#include <string.h>

/*
 * A province and the places in it that stand in names without 市 or 县.  Places that are as often a
 * 字号 (安康, 东方, 中山, 泰安 …) are left out: with their suffix they are known by it.
 */
typedef struct {
	const char *province;
	const char *bare; /* separated by spaces, one before and behind each */
} Province;

static const Province provinces[] = {
	{"湖南",
	 " 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 浏阳 宁乡 醴陵"
	 " 攸县 茶陵 炎陵 渌口 湘乡 韶山 衡山 衡东 祁东 耒阳 常宁 邵东 隆回 洞口 绥宁 新宁 城步"
	 " 武冈 汨罗 临湘 华容 湘阴 平江 安乡 汉寿 澧县 临澧 桃源 石门 津市 慈利 桑植 资阳 赫山"
	 " 南县 桃江 安化 沅江 大通湖 资兴 桂阳 宜章 永兴 嘉禾 临武 汝城 桂东 安仁 祁阳 东安 双牌"
	 " 道县 江永 宁远 蓝山 新田 江华 洪江 中方 沅陵 辰溪 溆浦 会同 麻阳 新晃 芷江 靖州 双峰"
	 " 新化 冷水江 涟源 吉首 泸溪 凤凰 花垣 保靖 古丈 永顺 龙山 "},
	{"北京", " 海淀 丰台 石景山 通州 昌平 大兴 顺义 房山 "},
	{"上海", " 浦东 徐汇 闵行 嘉定 松江 青浦 奉贤 "},
	{"天津", " 滨海 津南 武清 "},
	{"重庆", " 渝中 渝北 江津 涪陵 万州 "},
	{"河北", " 石家庄 唐山 秦皇岛 邯郸 邢台 张家口 沧州 廊坊 衡水 雄安 "},
	{"山西", " 太原 大同 阳泉 晋中 运城 忻州 临汾 吕梁 朔州 "},
	{"内蒙古", " 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 "},
	{"辽宁", " 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 "},
	{"吉林", " 长春 四平 辽源 通化 白山 松原 白城 延边 "},
	{"黑龙江", " 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 佳木斯 七台河 牡丹江 绥化 "},
	{"江苏", " 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 宿迁 昆山 江阴 常熟 "},
	{"浙江", " 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 "},
	{"安徽", " 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 滁州 阜阳 宿州 六安 亳州 池州 宣城 "},
	{"福建", " 福州 厦门 莆田 泉州 漳州 龙岩 宁德 晋江 "},
	{"江西", " 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 宜春 抚州 上饶 赣江 "},
	{"山东", " 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 威海 临沂 德州 聊城 滨州 菏泽 "},
	{"河南",
	 " 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口"
	 " 驻马店 济源 "},
	{"湖北", " 武汉 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 "},
	{"广东",
	 " 广州 深圳 珠海 汕头 韶关 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞"
	 " 潮州 揭阳 云浮 横琴 "},
	{"广西", " 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 贺州 河池 崇左 "},
	{"海南", " 海口 三亚 三沙 儋州 "},
	{"四川",
	 " 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中"
	 " 凉山 "},
	{"贵州", " 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔南 黔东南 黔西南 贵安 "},
	{"云南", " 昆明 曲靖 玉溪 昭通 丽江 临沧 楚雄 红河 文山 西双版纳 大理 德宏 "},
	{"西藏", " 拉萨 日喀则 昌都 林芝 山南 那曲 "},
	{"陕西", " 西安 宝鸡 咸阳 渭南 延安 汉中 榆林 商洛 西咸 杨凌 "},
	{"甘肃", " 兰州 嘉峪关 张掖 酒泉 庆阳 定西 陇南 "},
	{"青海", " 西宁 海西 格尔木 "},
	{"宁夏", " 银川 石嘴山 吴忠 固原 中卫 "},
	{"新疆", " 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 喀什 伊犁 石河子 库尔勒 "},
	{"香港", " "},
	{"澳门", " "},
	{"台湾", " "},
	{"中国", " "},
};

static const char *const area_suffixes[] = {
	"特别行政区", "自治区", "自治州", "自治县", "省", "地区", "市", "县", "区", "旗", "州",
};

/* districts that are no administrative division but stand in names after a place */
static const char *const zones[] = {
	"高新技术产业开发区", "经济技术开发区", "高新技术开发区", "产业开发区", "经济开发区",
	"高新开发区",         "高新区",         "经开区",         "自贸区",     "新区",
};

/* words that end like a division and are none */
static const char *const not_areas[] = {
	"超市", "城市", "都市", "门市", "股市", "集市", "菜市", "夜市", "上市",
	"楼市", "社区", "园区", "小区", "片区", "景区", "校区", "厂区", "灌区",
	"库区", "林区", "特区", "专区", "街区", "地区", "战区", "分区", "郡县",
};

static gsize
area_suffix_at(const char *text)
{
	for (guint i = 0; i < G_N_ELEMENTS(area_suffixes); i++)
		if (g_str_has_prefix(text, area_suffixes[i]))
			return strlen(area_suffixes[i]);
	return 0;
}

static gsize
zone_at(const char *text)
{
	for (guint i = 0; i < G_N_ELEMENTS(zones); i++)
		if (g_str_has_prefix(text, zones[i]))
			return strlen(zones[i]);
	return 0;
}

/* length of the longest word of the list (spaces around each) at `text` */
static gsize
listed_at(const char *list, const char *text)
{
	gsize best = 0;
	const char *end;

	for (const char *word = list + 1; *word; word = end + 1) {
		end = strchr(word, ' ');
		if ((gsize)(end - word) > best && strncmp(word, text, end - word) == 0)
			best = end - word;
	}
	return best;
}

static const Province *
province_at(const char *text)
{
	for (guint i = 0; i < G_N_ELEMENTS(provinces); i++)
		if (g_str_has_prefix(text, provinces[i].province))
			return &provinces[i];
	return NULL;
}

static gsize
city_at(const char *text, const Province *province)
{
	gsize best = 0;

	if (province)
		return listed_at(province->bare, text);
	for (guint i = 0; i < G_N_ELEMENTS(provinces); i++)
		best = MAX(best, listed_at(provinces[i].bare, text));
	return best;
}

static gboolean
is_area(const char *start, const char *end)
{
	for (guint i = 0; i < G_N_ELEMENTS(not_areas); i++) {
		gsize length = strlen(not_areas[i]);
		if ((gsize)(end - start) >= length &&
		    memcmp(end - length, not_areas[i], length) == 0)
			return FALSE;
	}
	return !g_str_has_prefix(end, "块链");
}

/* a division known by its suffix alone: 1 (县) or 2–3 characters before it, more where peoples are
 * named */
static gsize
area_by_shape(const char *text)
{
	const char *p = text;

	for (guint n = 0; n <= 12 && *p && *p != '('; n++, p = g_utf8_next_char(p)) {
		gsize suffix = n > 0 ? area_suffix_at(p) : 0;
		gboolean peoples = g_str_has_prefix(p, "自治");

		if (suffix == 0 || g_str_has_prefix(p, "州") || (n > 3 && !peoples))
			continue;
		if (n == 1 && !g_str_has_prefix(p, "县"))
			continue;
		return is_area(text, p + suffix) ? (gsize)(p + suffix - text) : 0;
	}
	return 0;
}

/* one place at `text`; `*province` limits the bare names to its own once it is known */
static gsize
place_at(const char *text, const Province **province, gboolean first)
{
	const Province *found = first ? province_at(text) : NULL;
	gsize length;

	if (found) {
		*province = found;
		length = strlen(found->province);
		/* 湖南省, 广西壮族自治区; 吉林市 and 海南州 are shapes of their own */
		if (g_str_has_prefix(text + length, "市") || g_str_has_prefix(text + length, "省"))
			return length + strlen("省");
		if (zone_at(text + length) > 0)
			return length;
		return MAX(length, strstr(text, "自治区") ? area_by_shape(text) : 0);
	}
	length = city_at(text, first ? NULL : *province);
	if (length > 0) {
		gsize suffix = area_suffix_at(text + length);
		return is_area(text, text + length + suffix) ? length + suffix : length;
	}
	return area_by_shape(text);
}

gsize
vet_place_prefix(const char *name)
{
	const Province *province = NULL;
	gsize total = 0;

	for (guint i = 0; i < 4; i++) {
		gsize length = place_at(name + total, &province, i == 0);
		if (length == 0 && i > 0)
			length = zone_at(name + total);
		if (length == 0)
			break;
		total += length;
	}
	return total;
}

gsize
vet_place_suffix(const char *name)
{
	gsize length = strlen(name);
	const char *p = name + length;

	for (guint n = 0; n < 5 && p > name; n++) {
		p = g_utf8_prev_char(p);
		if (n >= 1 && vet_place_is(p))
			return name + length - p;
	}
	return 0;
}

gboolean
vet_place_is(const char *text)
{
	return *text && vet_place_prefix(text) == strlen(text);
}
