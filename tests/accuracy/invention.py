# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and numbers that belong to nobody, none of them twice."""

import papers

PLACES = ("益阳市", "益阳", "桃江县", "安化县", "沅江市", "南县", "湖南省", "湖南", "益阳高新区", "大通湖区")
ELSEWHERE = ("长沙市", "株洲市", "常德市", "岳阳市", "娄底市", "邵阳市")
FIRST = "洞资梓赫会碧紫青银金玉瑞恒弘盛启拓锐睿卓凌博远致明聚汇融创联智慧云星辰"
SECOND = "庭江山龙峰湖澜泽石桥溪泉林禾谷田野原川岭海天宇航帆程途信诚德和安康源"
TRADES = ("信息技术", "数据科技", "智能科技", "软件开发", "网络科技", "大数据服务", "物联网科技", "数字技术")
FORMS = ("有限公司", "有限公司", "有限责任公司", "股份有限公司")
SURNAMES = "罗谢唐邓冯于董萧程曹袁许傅沈彭吕苏卢蒋贾魏叶阎余潘杜戴夏钟汪田任姜范方石姚谭邹"
GIVEN = "嘉子梓浩宇轩博文思远俊杰欣怡雨婷诗涵若曦景行明轩永强国庆秀英桂兰玉梅志强海燕晓峰立新春华"
ROLES = ("技术负责人", "产品经理", "算法工程师", "数据工程师", "市场经理", "架构师", "测试工程师", "研究员")


class Inventor:
    """`rng` decides everything; two inventors of one seed give the same."""

    def __init__(self, rng):
        self.rng = rng
        self.serial = 4000
        self.brands = [a + b for a in FIRST for b in SECOND]
        rng.shuffle(self.brands)
        self.people = [s + a + b for s in SURNAMES for a in GIVEN[::2] for b in GIVEN[1::2]]
        rng.shuffle(self.people)

    def next_serial(self):
        self.serial += 1
        return self.serial

    def code(self, prefix="91430900"):
        return papers.credit_code(self.next_serial(), prefix)

    def brand(self):
        return self.brands.pop()

    def company(self, place=None, brand=None, form=None):
        place = place or self.rng.choice(PLACES)
        brand, trade = brand or self.brand(), self.rng.choice(TRADES)
        form = form or self.rng.choice(FORMS)
        if self.rng.random() < 0.2 and place.endswith(("市", "县", "省")):
            return f"{brand}（{place[:-1]}）{trade}{form}"
        return f"{place}{brand}{trade}{form}"

    def institution(self):
        kind = self.rng.choice(("大数据中心", "农业科学研究所", "信息中心", "环境监测站", "城市建设研究院"))
        return f"益阳市{self.brand()}{kind}"

    def person(self):
        return self.people.pop()

    def id_number(self):
        return papers.id_number(self.next_serial())

    def member(self, unit, leads=False):
        return {"name": self.person(), "id_number": self.id_number(), "unit": unit,
                "role": "项目负责人" if leads else self.rng.choice(ROLES)}

    def date(self, year, first_month=1, last_month=12):
        rng = self.rng
        return year, rng.randint(first_month, last_month), rng.randint(1, 28)

    def patent_number(self, kind="1", wrong=False):
        body = f"20{self.rng.randint(18, 23)}{kind}{self.rng.randint(0, 9999999):07}"
        total = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)))
        check = (total + (3 if wrong else 0)) % 11
        return body, "X" if check == 10 else str(check)
