"""Quantities in a message: 十二件, 三级, 100万元, 半个亿, 10+3件, 1/3, 八成, 排名第二, 十来件, 40件以上, 10到15件.

Text must have gone through ``normalise``. Numbers that name something are no quantities: ISO56005, GB/T 33251, 2024年,
第七条, 〔2017〕130号, 一站式, 三个月, a telephone number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from policy_kb.language.numerals import NUMBER, PROPORTION, parse_number, parse_proportion, read_proportion

QuantityKind = Literal["count", "money", "proportion", "level", "rank", "bare"]
Qualifier = Literal["exact", "about", "ge", "gt", "le", "lt", "negative", "more", "less"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. ``value``: yuan for money, 0–1 for proportions, else the plain number.

    A range (10到15件) and a guess (两三件, 十来件) have the qualifier ``about`` and their lower end as value; a
    difference (再多3件, 低一级) has ``more`` or ``less``; a sum that is written out (10+3件) is one quantity.
    """

    kind: QuantityKind
    value: Decimal
    unit: str | None
    qualifier: Qualifier
    start: int
    end: int
    text: str

    @property
    def exact_value(self) -> Fraction:
        """The value without rounding: a third is exactly a third."""
        share = read_proportion(self.text) if self.kind == "proportion" else None
        return Fraction(self.value) if share is None else share


# How far around a number its meaning is looked for. Fixed, so that reading takes linear time.
_BEFORE_REACH = 14
_AFTER_REACH = 14

_MEASURE_WORDS = "件家项个级档名户所次款条宗笔位人篇份间张种批部套例枚"
_LEVEL_WORDS = "级档"
_TIME_WORDS = "工作日|自然日|交易日|小时|钟头|星期|礼拜|季度|月|年|日|号|天|周|岁|分钟|秒|点钟|世纪|学期|学年"
_PERIOD = rf"个?\s?(?:多|半|来)?\s?(?:{_TIME_WORDS})"
_DATE_OR_PERIOD = re.compile(rf"\s?[多几来余]?\s?{_PERIOD}")
_NO_MEASURE = r"(?![性式体]|半[年月天]|别墅|事(?!迹))"
_MEASURE = re.compile(rf"\s?(?P<unit>[{_MEASURE_WORDS}]){_NO_MEASURE}(?P<half>半(?![年月天]))?")
_DOZEN = re.compile(r"\s?打(?P<half>半)?(?=专利|发明|产品|的|[，,。.!！?？;； ]|$)")
_HALF = re.compile(
    r"(?<![一二两三四五六七八九十百千万亿\d多大小前后上下过件个项级打])(?P<alone>半)(?=\s?(?:个\s?亿|[件项款级]))"
)
_YI_COUNTED = re.compile(r"\s?个\s?亿(?:元|块钱?|人民币)?")
_PLUS = re.compile(r"\s?\+\s?")
_FOREIGN_MONEY = re.compile(
    r"\s?(?:百万|千万|万|亿)?\s?(?P<unit>美元|美金|美刀|欧元|港币|港元|日元|英镑|韩元|卢布|新台币|台币|澳元|加元|usd|eur)"
)
_MONEY = re.compile(
    r"\s?(?P<scale>百万|千万|万|亿)?\s?(?P<unit>元|块钱|块(?!链|头|[儿]?(?:拿|领|报|申|算|享|用|弄|办|叠|走|来|去|给|补|奖|要|扛|干|做|交|说|问|享受))|圆|rmb|人民币|cny|yuan)(?!旦|素|宵|宇|首|老)"
)
#: 加一块, 凑到一块 is no money.
_TOGETHER_BEFORE = re.compile(r"[加到在凑合放搁算拢]$")
_APPROXIMATE = re.compile(
    r"\s?[多几来余](?=\s?(?:[百千万亿]|[元块圆打]|[" + _MEASURE_WORDS + r"]))(?P<scale>[百千]?[万亿])?"
)
_LATIN_LEVEL = re.compile(
    r"(?<![a-z])(?:level|lv|l|grade|级别|等级|评级|级数|评的是|评到|评了)[.:]?\s?(?:是|为|到|达到|:)?\s?$"
)
_ENGLISH_AFTER = re.compile(r"\s?(?:patents?|pcs|pieces?)(?![a-z])")
_ROMAN_LEVEL = re.compile(r"(?<![a-z\d])(?P<roman>iv|v|i{1,3}|vi{0,3})\s?级")
_TWO_OR_THREE = re.compile(r"(?<![们他她它你您咱妈哥姐])(?P<pair>[俩仨])(?!人)")
_ROMAN_VALUES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_COUNTED_NOUN = re.compile(r"(?:有效|授权|高价值|核心)?(?:发明|专利|产品|企业|标准|商标)")

_RANK_BEFORE = re.compile(
    r"(?:排名|排行|排序|名次|位次|排位|(?<!安)排|位列|名列|位居|署名)(?:分别|各|依次)?(?:是|为|在|到|了|个|:|：)?\s?(?P<ordinal>第)?[前老]?\s?$"
    r"|(?:都|均|全)是第\s?$"
)
#: 排第1、第2、第3; 排名第二，不对，第三
_RANK_LISTED = re.compile(r"排[^，,。;；]{0,6}第[^。;；]{1,12}第\s?$")
_ORDINAL_BEFORE = re.compile(r"第\s?$")
_RANK_AFTER = re.compile(r"\s?(?P<unit>位|名|(?=(?:主要?)?(?:起草|完成|参与|参加|牵头|署名|编制|制定|作者)))(?!性|为)")
#: 排在第三个，有没有: a place, where nothing follows that would be counted.
_RANK_COUNTED = re.compile(r"\s?[个家](?=\s?(?:$|[，,。;；!！?？的吧呢啊嘛]|能|有|可|行|算|给|补|拿|够))")
_OTHER_UNIT = re.compile(rf"\s?(?:[{_MEASURE_WORDS}元块万亿]|部分|章|节|方面|类|者|方|期|季|代|步|阶段|届)")
_FRONT = re.compile(r"(?<![之以目先年此当提从])前\s?$")

_NAME_BEFORE = re.compile(
    r"(?:电话|手机|手机号|座机|热线|微信|qq|传真|邮编|账号|帐号|编号|代码|证号|专利号|申请号|密码|验证码|工号|号码|房间|门牌)"
    r"(?:是|为|:|：)?\s?$|[〔【\[#@]$|文号\s?$"
)
# iso 56005, gb/t33251, 33251-2016; but pct 12件 counts
_CODE_BEFORE = re.compile(r"[a-z_]\s?[-—–./]?\s?$|[\d)〕]\s?[-—–./]$")
#: 谢了 88: bye-bye.
_BYE = re.compile(r"(?:谢[了谢啦]?|拜拜?|再见|好[的了嘞]?|行|走了|先这样)[，,。!！~ ]*$")
_BYES = ("88", "886", "3166", "8")
_YEAR_IN_BRACKETS = re.compile(r"^[\]〕】)]\s?第?\d")
_NAME_AFTER = re.compile(
    r"^\s?(?:[一二三四五六七八九十零]{1,3}级|年|月|日|号|时|点(?!五|\d)|分钟|秒|热线|线|路|版|期|章|节|页|届|楼|层|栋|室|班|℃|度|公里|米|[a-z_](?!\s?级))"
)
_DASH_NAME = re.compile(r"^[-—–]\s?\d{3,}|^[-—–./]\d{1,4}[-—–./年]")
_LABEL = re.compile(r"(?:^|[\n;；。]\s?)[(（]?$")
_LABEL_AFTER = re.compile(r"^\s?(?:[、.:：](?=\s?[^\d\s])|[)）])")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,}|\d{15,}|[48]00\d{7}")

_COUNTING_BEFORE = re.compile(
    r"(?:[了过只才仅就共计满够差少多加增有供得许让]|惠及|指导|服务|带动|备案|认定|转让|许可|起草|制定|完成|获得|总共|合计"
    r"|至少|最多|还是|就是|[到为=:：，,。;；!！?？、 (（不])$"
)
_ARTICLE_BEFORE = re.compile(
    r"(?:我们|咱们?|咱|你们?|您|他们?|作为|属于|身为|哪|这|那|每|任|同|各|另|某|换|下|上|想问|请问|帮|问|找|来|做|打|给|当|成"
    r"|变成|成立|是)$"
)
_IS_ONE = re.compile(r"(?:是|作为|属于|变成)$")
_OPEN_NOUN = re.compile(
    r"^(?:问题|事|疑问|朋友|想法|说法|人|地方|东西|单位|公司|企业|高校|大学|学校|研究|机构|协会|银行)"
)

_ABOUT_BEFORE = re.compile(
    r"(?:大约|大概|约莫|(?<![签合预违特])约|差不多|可能|估计|将近|接近|(?<!最)近|好像|大致|或许|也许|几乎|快到|快)(?:有|是)?\s?(?:个)?$"
)
#: 几十, 数十; 总数45 counts exactly.
_FEW_BEFORE = re.compile(r"几$|(?<![总件人个家户项次])数$")
_ABOUT_AFTER = re.compile(r"^\s?(?:左右|上下|出头|不到点|的样子|多(?![少项种家多拿给奖补出了转卖])|来(?=[件家项个]))")
_BEFORE: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"(?:不少于|不低于|不小于|至少|起码|最少|大于等于|>=|≥|⩾)(?:有|是|要)?\s?$")),
    (
        "le",
        re.compile(
            r"(?:不超过|不多于|不高于|不大于|至多|最多|顶多|小于等于|<=|≤|⩽|(?<![之以目先年此当提从])前)(?:有|是)?\s?$"
        ),
    ),
    ("gt", re.compile(r"(?:(?<!不)超过|(?<!不)超|多于|大于|高于|>)(?:了)?\s?$")),
    ("lt", re.compile(r"(?:不到|没到|没有|少于|低于|不足|不够|不满|未满|没满|小于|<|差|还差|就差|只差|缺)(?:了)?\s?$")),
    (
        "more",
        re.compile(
            r"(?:(?:再|又|另外)(?:给|能|我|们|想)*(?:多|增加|增|加|添|转让|转|来|新增|补)+(?:出|了|个|上|转让|转|许可|备案|卖|认定)*"
            r"|(?:还|要是|如果|假如|若是?|万一)(?:能|我|们|想|再|又)*(?:多|增加|加|添)(?:出|了|个|上|转让|转|许可|备案|卖|认定)*"
            r"|(?<![差最至不许大好太很这那更众诸])多(?:了|出|个|转让|转|加|卖|认定|备案|做|来|谈成|谈|签|办成|办|弄成|弄|搞成|搞|评上|评)*"
            r"|外加|另加|额外|另外(?:还|有)*|(?:^|[，,。;；!！?？ 呢])(?:增加|增|加|添)(?:了|个|上)?|\+)\s?$"
        ),
    ),
    (
        "less",
        re.compile(
            r"(?:(?:再|又|另外?|要是|如果|假如|若是?|了)(?:我|我们|又|再)*(?:少|减少|减)(?:了|去|掉|转让|转|算)*"
            r"|(?<![至不多缺很最较])(?:少|减少?)(?:了|去|掉|个|转让|转|算|卖|认定|备案)*)\s?$"
        ),
    ),
    ("negative", re.compile(r"(?:(?<![\da-z件家项个级档名至到~\-])\s?-|负)\s?$")),
)
_AFTER: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"^\s?(?:[专利发明产品]{2,4})?(?:及|或|和)?以上|^\s?起(?:步|算)|^\s?\+(?!\d)")),
    ("le", re.compile(r"^\s?(?:[专利发明产品]{2,4})?(?:(?:及|或)?以下|以内|之内|封顶(?!了?没))")),
    ("gt", re.compile(r"^\s?开外")),
    ("lt", re.compile(r"^\s?[都还]?(?:不到(?![位账期])|没到|未满|不满(?![足意]))(?!\s?[\d一二三四五六七八九十百两])")),
)
_UNSURE = "大约|大概|约莫|差不多|(?<!不)可能(?!的话)|估计|大致|或许|也许|好像|粗略"
#: 大概转让了30件: the adverb may stand anywhere before in the clause, unless it goes with what is asked (大概能奖多少).
_ABOUT_EARLIER = re.compile(rf"(?:{_UNSURE})(?:(?!多少|几|怎么|什么|奖|补)[^，,。;；!！?？\d])*$")
#: 高一级, 再降两级 change a level; 评上三级, 最高一级 don't.
_LEVEL_UP = re.compile(
    r"(?:(?<!最)高|升级?|(?<!前)提升?|上升|上调|[往向]上|晋升?|涨|(?:^|[，,。;；!！?？ 再能要])上)(?:了|个|上)*\s?$"
)
_LEVEL_DOWN = re.compile(
    r"(?:(?<!最)低|降低?|下降|下调|[往向]下|掉|跌|(?<!撤)退|(?:^|[，,。;；!！?？ 再能要])下)(?:了|个)*\s?$"
)
_LEVELS_COUNTED = re.compile(r"\s?个\s?(?:等级|级别|级|档次?)")
_OFFICE = re.compile(r"主管|部门|单位|政府|机关|行政")
_OUTERMOST_LEVEL = re.compile(r"最[高低](?:的)?(?:那)?\s?$")
_RANGE_JOINT = re.compile(r"\s?(?:到|至|~|-|—|–|——|或者?|还是)\s?(?:第)?")
_STARTING_FROM = re.compile(r"[从由]\D{0,6}$")
_PARTS_BEFORE = re.compile(r"\d\s?[:∶比]\s?$")
_PARTS_AFTER = re.compile(r"\s?[:∶比]\s?\d")
_DISTRIBUTED = re.compile(r"^[，,]?[^，,。;；?？]{0,6}?(?:分别|各自|各|每|全都?|都|统统|挨个|逐|一一|列|报)")
#: 一件发明都没有: none at all.
NOT_ONE = re.compile(r"^[^，,。;；?？!！\d]{0,6}?[都也](?:没有?|无)(?=[，,。;；!！?？的啊呀呢 ]|$)")

_VAGUE = re.compile(
    rf"(?:好|[十百千万])?几[十百千万]{{0,2}}[来多余]?[{_MEASURE_WORDS}万]|(?:上|数|好些)[十百千万]{{1,2}}[{_MEASURE_WORDS}]"
    rf"|[十百][来余多][{_MEASURE_WORDS}]|若干|好些|不少(?!于)|[∞]|无数|(?<![a-z\d])(?!i|v|l)[a-z]{{1,8}}\s?[件家项个](?!里)"
)
_ADJACENT = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])(?=[十百千万亿]|$)")


def find_quantities(text: str, *, taken: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """All quantities of ``text`` in order. ``taken`` spans (names the knowledge base knows) hold none."""
    names = _Spans(taken)
    found: list[Quantity] = []
    position = 0
    for match in _numbers(text):
        if match.start() < position or names.touch(match.start(), match.end()):
            continue
        reader = _Reader(text, match)
        quantity = reader.quantity()
        position = max(position, reader.end)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def find_vague(text: str) -> str | None:
    """A count that names no number (几件, 十来家, 好几个, abc件), as written; None where there is none."""
    match = _VAGUE.search(text)
    return match[0] if match else None


def vague_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where counts that name no number are stated; 几件 alone asks for a number and is none of them."""
    return tuple(m.span() for m in _VAGUE.finditer(text) if not m[0].startswith("几"))


class _Spans:
    """Spans of a text, asked often for overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of the spans, which don't overlap one another, shares a character with this one."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._spans[at][1] > start


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Proportions, Roman levels and numbers in order; of two that begin together the longer one first."""
    patterns = (PROPORTION, NUMBER, _ROMAN_LEVEL, _TWO_OR_THREE, _HALF)
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return iter(sorted(found, key=lambda match: (match.start(), -match.end())))


class _Reader:
    """Reads what one number in a text counts. ``end`` is where the next number may begin."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        self._text = text
        self._match = match
        self.start, self.end = match.span()
        self._before = text[max(0, self.start - _BEFORE_REACH) : self.start]
        self._spoken = not match[0][0].isascii()

    def _after(self) -> str:
        return self._text[self.end : self.end + _AFTER_REACH]

    def quantity(self) -> Quantity | None:
        """The quantity, or None where the number names something or is part of a word."""
        if "roman" in self._match.re.groupindex:
            return self._made("level", Decimal(_ROMAN_VALUES[self._match["roman"]]), "级", "exact")
        if "pair" in self._match.re.groupindex:
            return self._made("count", Decimal(2 if self._match[0] == "俩" else 3), "个", self._qualifier())
        if "alone" in self._match.re.groupindex:
            return self._single(Decimal("0.5"), False)
        share = parse_proportion(self._match[0])
        if share is not None:
            return self._made("proportion", share, "%", self._qualifier())
        value, guessed = self._value()
        if value is None or self._is_part_of_a_name():
            return None
        if self._match[0] == "零" and not (
            re.search(r"[了是为有第]$", self._before) or self._after()[:1] in _LEVEL_WORDS
        ):
            return None  # 零件, 零部件
        if self._is_distributed_range():
            return None
        return self._added(value) or self._ranged(value) or self._single(value, guessed)

    def _value(self) -> tuple[Decimal | None, bool]:
        """The number, and whether it is a guess of two (两三, 二三十, 七八)."""
        value = parse_number(self._match[0])
        if value is not None or not self._spoken:
            return value, False
        return parse_number(_ADJACENT.sub(r"\1", self._match[0], count=1)), True

    def _is_part_of_a_name(self) -> bool:
        after = self._after()
        if _LATIN_LEVEL.search(self._before):
            return False
        if self._match[0] in _BYES and _BYE.search(self._before) and not after.strip(" 。.!！~啦了"):
            return True
        counts = any(unit.match(after) for unit in (_MEASURE, _MONEY, _ENGLISH_AFTER))
        if _NAME_BEFORE.search(self._before) or (_PHONE.fullmatch(self._match[0]) and not counts):
            return True
        if not counts and _CODE_BEFORE.search(self._before):
            return True
        if any(pattern.match(after) for pattern in (_DATE_OR_PERIOD, _PARTS_AFTER, _DASH_NAME, _YEAR_IN_BRACKETS)):
            return True
        if _PARTS_BEFORE.search(self._before) or (not counts and _NAME_AFTER.match(after)):
            return True
        if after[:1] == ")" and self._before[-1:] == "(":
            return True
        begins = _LABEL.search(self._before[-2:] if self.start > 2 else self._before)
        return begins is not None and _LABEL_AFTER.match(after) is not None

    def _added(self, value: Decimal) -> Quantity | None:
        """A sum that is written out (10+3件), None where no unit says what it counts (9+5产业)."""
        end = self.end
        while (joint := _PLUS.match(self._text, end)) and (addend := NUMBER.match(self._text, joint.end())):
            more = parse_number(addend[0])
            if more is None:
                return None
            value, end = value + more, addend.end()
        after = self._text[end : end + _AFTER_REACH]
        counted = _MEASURE.match(after)
        if end == self.end or not (_MONEY.match(after) or (counted and counted["unit"] not in _LEVEL_WORDS)):
            return None
        self.end = end
        return self._single(value, False)

    def _upper_end(self) -> tuple[_Reader, Quantity] | None:
        """The second number of a range, read by itself: 到15件 of 10到15件 and of 10件到15件."""
        unit = _MEASURE.match(self._text, self.end)
        joint = _RANGE_JOINT.match(self._text, unit.end() if unit else self.end)
        second = NUMBER.match(self._text, joint.end()) if joint else None
        value = parse_number(second[0]) if second else None
        if second is None or value is None:
            return None
        reader = _Reader(self._text, second)
        reader._before = ""
        upper = reader._single(value, False)
        if upper is None or upper.kind in ("bare", "rank") or (unit and unit["unit"] != upper.unit):
            return None
        return reader, upper

    def _is_distributed_range(self) -> bool:
        """一级到五级分别补多少 states no level."""
        found = self._upper_end()
        if found is None or not _DISTRIBUTED.match(found[0]._after()):
            return False
        self.end = found[0].end
        return True

    def _ranged(self, value: Decimal) -> Quantity | None:
        """10到15件, 10件-15件, 三到四级: one inexact quantity; None where no second number of the kind follows."""
        found = self._upper_end()
        if found is None or _STARTING_FROM.search(self._before):
            return None
        self.end = found[0].end
        upper = found[1]
        return self._made(upper.kind, upper.value if upper.kind == "money" else value, upper.unit, "about")

    def _single(self, value: Decimal, guessed: bool) -> Quantity | None:
        approximate = _APPROXIMATE.match(self._after()) if not guessed else None
        if approximate:
            self.end += approximate.end()
            if approximate["scale"]:
                value *= parse_number("一" + approximate["scale"]) or 1
        guessed = guessed or approximate is not None
        after = self._after()
        if rank := self._rank(value, after):
            return rank
        if foreign := _FOREIGN_MONEY.match(after):
            self.end += foreign.end()
            return self._made("money", value, foreign["unit"], self._qualifier(guessed))
        if counted_yi := _YI_COUNTED.match(after):
            self.end += counted_yi.end()
            return self._made("money", value * 100_000_000, "元", self._qualifier(guessed))
        if money := None if _TOGETHER_BEFORE.search(self._before) and after[:1] == "块" else _MONEY.match(after):
            self.end += money.end()
            value *= parse_number("一" + money["scale"]) or 1 if money["scale"] else 1
            return self._made("money", value, "元", self._qualifier(guessed))
        if dozen := _DOZEN.match(after):
            self.end += dozen.end()
            half = 6 if dozen["half"] else 0
            return self._made("count", value * 12 + half, "件", self._qualifier(guessed))
        if (steps := _LEVELS_COUNTED.match(after)) and self._level_qualifier(guessed) in ("more", "less"):
            self.end += steps.end()
            return self._made("level", value, "级", self._level_qualifier(guessed))
        if counted := _MEASURE.match(after):
            return self._counted(value, counted, guessed)
        if _ORDINAL_BEFORE.search(self._before):
            return None
        if _LATIN_LEVEL.search(self._before):
            return self._made("level", value, "级", self._level_qualifier(guessed))
        return self._without_unit(value, guessed)

    def _rank(self, value: Decimal, after: str) -> Quantity | None:
        ranked = _RANK_BEFORE.search(self._before) or _RANK_LISTED.search(self._before)
        ordinal = _ORDINAL_BEFORE.search(self._before) or (ranked and "第" in ranked[0])
        unit = _RANK_AFTER.match(after)
        if unit and unit["unit"] and (ranked or ordinal or _FRONT.search(self._before)):
            self.end += unit.end()
        elif ranked and ordinal and (placed := _RANK_COUNTED.match(after)):
            self.end += placed.end()
        elif not (unit and ordinal) and (ranked is None or value >= 1000 or _OTHER_UNIT.match(after)):
            return None
        front = _FRONT.search(self._before) is not None
        return self._made("rank", value, "名", "le" if front else self._qualifier())

    def _counted(self, value: Decimal, counted: re.Match[str], guessed: bool) -> Quantity | None:
        unit = counted["unit"]
        ordinal = _ORDINAL_BEFORE.search(self._before) is not None
        if ordinal and unit not in _LEVEL_WORDS:
            return None
        if value == 1 and unit not in _LEVEL_WORDS and self._is_article(unit, counted.end()):
            return None
        if unit in "条款" and not self._match[0][0].isdigit() and not guessed and self._before.endswith("第"):
            return None
        self.end += counted.end()
        if value == 1 and self._spoken and NOT_ONE.match(self._after()):
            return self._made("count", Decimal(0), unit, "exact")
        if counted["half"]:
            value += Decimal("0.5")
        if unit in _LEVEL_WORDS:
            if _OFFICE.match(self._after()):
                return None  # 上一级主管部门
            return self._made("level", value, unit, self._level_qualifier(guessed))
        return self._made("count", value, unit, self._qualifier(guessed))

    def _is_article(self, unit: str, length: int) -> bool:
        """Whether 一家, 一个 is the article of 我们是一家企业 rather than the count of 惠及了一家.

        Who writes 1家 counts, but for 我们是1家研究所.
        """
        if not self._spoken and not _IS_ONE.search(self._before):
            return False
        rest = self._text[self.end + length : self.end + length + _AFTER_REACH]
        if not rest.strip(" 的吧呢啊了。.!！?？，,") or rest[0] in "，,。;；!！?？":
            return False
        if _ARTICLE_BEFORE.search(self._before):
            return not (unit in "件项" and self._before.endswith(("是", "成", "换")))
        if unit in "件项":
            return rest.startswith(("事", "工作"))
        if self.start > 0 and not _COUNTING_BEFORE.search(self._before):
            return True
        if self.start == 0 or self._before[-1:] in "，,。;；!！?？、 有":
            return bool(_OPEN_NOUN.match(rest))
        return rest.startswith(("问题", "事", "疑问", "朋友", "想法"))

    def _without_unit(self, value: Decimal, guessed: bool) -> Quantity | None:
        after = self._after()
        if english := _ENGLISH_AFTER.match(after):
            self.end += english.end()
            return self._made("count", value, "件", self._qualifier(guessed))
        if re.search(r"[万亿w]|\dk$", self._text[self.start : self.end]):
            return self._made("money", value, "元", self._qualifier(guessed))
        if self._spoken and not self._stands_alone(after):
            return None
        if not self._spoken and value < 10_000 and _COUNTED_NOUN.match(after):
            return self._made("count", value, None, self._qualifier(guessed))
        return self._made("bare", value, None, self._qualifier(guessed))

    def _stands_alone(self, after: str) -> bool:
        """A Chinese numeral without unit counts only where it stands alone (十二; 是三, 有五)."""
        left = self._before[-1:]
        right = after[:1]
        return (not right or right in "，。,.!?！？;；、 吧呢啊哦哈的了呀") and (
            not left
            or left in "，。,.!?！？;；:：、 是有为到共负成了"
            or re.search("[百千]", self._match[0]) is not None
        )

    def _level_qualifier(self, guessed: bool) -> Qualifier:
        """That of a level, which can also be raised and lowered (高一级, 再降两级)."""
        if _OUTERMOST_LEVEL.search(self._before):
            return "about"
        if _LEVEL_UP.search(self._before):
            return "more"
        if _LEVEL_DOWN.search(self._before):
            return "less"
        return self._qualifier(guessed, level=True)

    def _qualifier(self, guessed: bool = False, *, level: bool = False) -> Qualifier:
        after = self._after()
        for name, pattern in _BEFORE:
            if pattern.search(self._before):
                return name
        if (
            _FEW_BEFORE.search(self._before)
            or guessed
            or _ABOUT_BEFORE.search(self._before)
            or _ABOUT_AFTER.match(after)
        ):
            return "about"
        if not level and _ABOUT_EARLIER.search(self._before):
            return "about"
        for name, pattern in _AFTER:
            if pattern.match(after):
                return name
        return "exact"

    def _made(self, kind: QuantityKind, value: Decimal, unit: str | None, qualifier: Qualifier) -> Quantity:
        return Quantity(kind, value, unit, qualifier, self.start, self.end, self._text[self.start : self.end])
