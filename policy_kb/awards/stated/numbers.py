"""Numbers as people state them: which fact each belongs to, and what is left of it once all that is said is counted.

A number that doesn't count, a part of a whole, a number of another year never becomes the value by itself: either what
is said fixes the value (20件，其中实用新型5件 leaves 15), or the caller is told to ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, parse_fact
from policy_kb.awards.stated import doubts
from policy_kb.awards.stated.doubts import Doubt
from policy_kb.awards.stated.marks import OF_THIS_YEAR, PART, Mark, marks
from policy_kb.awards.stated.rates import is_at_a_rate
from policy_kb.awards.stated.signs import (
    BREAK_COST,
    NO_CUE_COST,
    cue_cost,
    cues,
    ends_here,
    fits,
    is_excluded,
    is_generic,
)
from policy_kb.awards.stated.standing import Standing, standing
from policy_kb.awards.stated.words import BREAK, clause_around
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import Reading

_AS_CLEAR = 3
_TOTAL_COST = 40
_ONLY_CANDIDATE_COST = 80
#: A sum below this, in yuan, said without a unit may as well be meant in 万.
_LEAST_WITHOUT_UNIT = 10_000
_CHANGED = ("more", "less")

_QUOTING = re.compile(r"才(?:有|能|给|可以|行|算)|要求|条件|是不是|必须|需要|什么意思|为什么|为啥|规定|门槛|标准是")
_ASKING_FOR_THE_CONDITION = re.compile(
    r"是不是(?:必须|至少|要|得)|(?:要|得|必须|至少)[^，,。]{0,8}才|\d件才(?!对|是)|必须[^，,。]{0,10}吗"
)
_ABOUT_ONESELF = re.compile(r"我|咱|俺|本单位|本公司")
_TOTAL = re.compile(r"(?:总数|总量|总共|一共|合计|总计)(?:是|有|为|只|就|才|应该|改|：|:)*\s?$")
_WITHIN_YEARS = re.compile(r"([一二两三四五])年内")
_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
#: 又转让了20件 may be the first thing that is said; 再多一件 is a difference.
_DIFFERENCE = re.compile(r"[多少减高低升降涨跌退上下调提晋+]|外加|另加|额外|再(?=[加转卖认评办补来拿做贯])")
_TOGETHER = re.compile(r"两年|合计|一共|总共|加起来|总计|合起来|合在一起|加一起|加到一起")
_SUMMED = re.compile(r"[加和跟与]|一共|总共|合计|共|累计")
_LIST = re.compile(r"\s?[、，,和与及跟]\s?")
_ADDED = re.compile(r"(?:还有|另有|另外|再加|外加|加上|再来|又有)[^，,。;；!！?？]{0,6}$")
#: 还有一笔损失60万: computed by itself, unless what it comes to with the others is asked.
_ANOTHER_ONE = re.compile(r"(?:还有|另外|另|下)(?:有)?(?:一|1)笔")
_SEVERAL_SUMS = re.compile(r"一共|总共|合计|共计|加起来|加一起|合起来|合在一起|加上|连同|[两几]笔|全部|总")
#: 说好转让12件，还差2件: whether those are in the number or beyond it nobody can tell; 离6件还差2件 says what for.
_MISSING = re.compile(
    r"(?:(?:还|仍|尚|都)(?:差|缺|少|欠)|(?:^|[，,。;；\s])(?:但是?|可是?|不过|只是)?(?:差|缺|欠))(?:着|了|个)?\s?$"
)
_AIMED_AT = re.compile("[到够满离距顶成]|上限|门槛|起步|标准|最低|最少")
_AGAIN = re.compile("[再又还]")
#: 又签3件，加起来多少
_WITH_IT = re.compile(
    r"[^\d，,。;；]{0,4}[，, ](?:那|这样|现在)?(?:加起来|一共|总共|合计)(?:能|可以|拿|奖|补|是|该|有)*(?:多少|几多)"
)
_SUPPOSED = re.compile("如果|要是|假如|假设|假使|倘若|万一|若")
_AND_WHAT_OF = re.compile(r"呢[?？。!！]*$")
_SOON = re.compile("明年|来年|下一年")
#: 如果转72件, 隔壁厂26件呢: what may stand beside a number that is only supposed.
_SUPPOSED_OF = re.compile(
    r"转让?了?|卖了?|通过了?|认定了?|备案了?|评[上到]?了?|办了?|做了?"
    r"|(?:隔壁|对门|对面|朋友|同行|人家|别人|别家|他们|另一家|邻居)的?(?:那?[家个])?(?:厂子?|公司|单位|企业|学校|所|院|家)?(?:有|是|转了?|做了?)?"
)
_NEWLY = re.compile("[再又还另]|新|刚|后来|月底|漏")
#: 又下来三件，加上: said behind a number.
_ADDED_BEHIND = re.compile(
    r"[，, ]?(?:也|都|给我|一起|一并|再)*(?:加上去?|加进去|算上|算进去|加一起|加起来)(?:呢|吧|了|算|的话)*"
    r"\s*(?:$|[，,。?？!！])"
)
_BESIDES = re.compile(
    r"另|还有|此外|外加|加上|再加|又|拥有|持有|手里|名下|授权|申请|受理|备案|不含|不算|除了|去年|前年|明年"
)
#: 剩下四款通过了: how many it is with those before nobody knows.
_THE_REST = re.compile(r"(?:剩下|剩余|余下|其余|另外|另)的?那?\s?$")
#: 另外12件产品被认定 after another matter: what is told next, not the rest of something.
_GOES_ON = re.compile(r"(?:那|哦|对了|，|,|\s)*另外?(?:我们?|还)?有?$")
#: 21呢, 那要是21的话
_WHAT_IF = re.compile(
    r"(?:那么?|哦|嗯|要是|如果|假如|换成|改成|变成|是|按|[，, ])*\d+(?:的话|呢|怎么样|又?会?怎样|[?？。])+"
)
#: 只剩4件: what is left now, after whatever was taken off.
_ONLY_LEFT = re.compile(r"(?:只|就|仅|才)(?:剩|余)(?:下|了)?\s?$")
#: 漏报了几件，加上是52件 tells the whole.
_ALL_TOLD = re.compile(
    r"变(?:成|为|到)?了?\s?$|凑(?:成|够|到|满|齐)?了?\s?$|"
    r"(?:(?<![再外另])(?:加上|加起来|加完|算上|补上|加在一起|合起来|凑起来)(?:以后|之后|去|后|了)*(?:就?是|为)"
    r"|(?<![再又还])(?:一共|总共|合计|共计)(?:就?是|为|有|参[与加]|转让?|卖|认定|通过|评|做)?了?)\s?$"
)
#: 签了就是19件, 只算12件: what something comes to.
_COMES_TO = re.compile(
    r"(?:就|现在|目前|这样|总数|变成?|成|到|达|只算|只按|只有|按|算|剩下?|实际|一共|总共|合计|共|加起来)(?:是|有|了|为|就|的)*\s?$"
    r"|(?:[签转卖办拉批认评做加算][完好齐成下]?|完|之?后|的话)了?\s?$"
)
_TAKEN_OFF = re.compile(r"减|扣|去掉|除掉|除去|少|退|撤|刨|砍|剔|不算")
#: 不对，财务那边定下来的是12件: what takes an earlier number back and says what it is leaves no doubt.
_IS_NOW = re.compile(r"(?:[是为]|一共|总共|合计|应该|应当)有?\s?$")
#: 少报了4件: there are more by so many; 多算了2件: fewer.
_MISCOUNTED = re.compile(
    r"(?:[算报数记填写说]|统计)?(?P<too>[少多漏])(?:[算报数记填写说]|统计|(?<=[算报数记填写说计].))(?:了|进|上|去|过)*\s?$"
)
#: 高价值增加3件, 增加了3件 may be the new value or the difference, where new values are what is counted (新增).
_GROWN = re.compile(r"(?<!新)(?:增加|增|加|添)(?:了|个|上)?\s?$")
_COMPARED = re.compile(r"比[^，,。;；!！?？]*$")
#: 升三级 may be the new level, 升一级 and 高三级 can only be differences.
_ONE_STEP = frozenset("一1两2俩")
_PLAIN_STEP = re.compile(r"(?:[高低多少了往再]|[上下]调)[上下个]?\s?$")
_NEXT_LEVEL_DOWN = re.compile(r"(?:^|[，,。;；!！?？ ])下\s?$")
_BEFORE_REACH = 14

#: 我们有100件专利，转让了12件: what is counted beside says itself that it is something else.
_SOME_WORD = re.compile(r"[\u4e00-\u9fff]")
_DIFFERING = re.compile("再|还|漏|掉|撤|退|重复|后来|后面|补|想起|走|减|扣|少|多|昨天|今天|新批|新")
_OTHER_THINGS = re.compile(r"(?:有效|授权|存量|国内|国外)?(?:专利|知识产权|商标|软著|论文|作品|证书)")
_ALL_OF_ANOTHER_KIND = re.compile(
    r"(?:专利)?\s?(?:全部?|都|均|统统|清一色|通通)+(?:是|为|属于)?(?:的)?(?:实用新型|实用|外观设计|外观|软著|软件著作权|商标|版权|著作权|论文)"
)
#: 发明 where it isn't in 发明人 and the like.
_INVENTIONS = re.compile(r"发明(?!人|家|创造)")
#: 5个人, 3个老师: people and places are never what an award counts.
_PEOPLE = re.compile(
    r"\s?(?:人(?![民工才])|老师|教师|教授|学生|博士|硕士|员工|职工|工人|团队|课题组|部门|学院|院系|系|专业|校区|园区|车间|月|年|星期|地方(?!标准)|城市|区县|国家(?![知认局级标批发奖授登备]))"
)
#: Words around a number that merely puts another one in its place (要是改成15件呢).
_PLAIN_CHANGE = re.compile(
    r"(?:凑|攒|达|冲|做|加|涨|积|攒|补|弄|搞|拉)(?:到|够|满|足|齐)|又[错说记数算]错?了|不好意思|对不起|抱歉|(?:财务|会计|出纳)(?:那边|这边)?(?:刚才|刚刚|刚|后来|又)?(?:跟我|和我|给我|告诉我)?[说讲报核查数]|"
    r"[只仅才](?:转让?|卖|认定|备案|有|做|办|评)(?:出|掉|过|成|上|到)?了?|有没有|够不够|行不行|能不能|可不可以|给不给|有奖|有钱"
    r"|(?:升|提高|提升|涨|增加|增|降|降低|减少|减|评)(?:到|至|为|上|成)|我们?|咱们?|你们?|现在|目前|实际上?|其实|应该|应当|应|准确|确切|正确|数字|数量|数目|总数|总共|一共|合计|共计|共|全部|都|其中|是|为|有|的话"
    r"|的|了|呢|吧|啊|呀|哦|噢|嘛|么|就|只|才|对|那么|那|这|如果|要是|假如|假设|万一|若|如|换成|换|改成|改为|改|变成|变为|更正|更|不对"
    r"|再?[数核查点清算看](?:了|过)?(?:一下|下|一遍|遍)|噻|嘛|哈|咯|喽|啦"
    r"|唔[系係]|[系係]|嘅|咗|哋|噉|不是|不|[说讲记写算报看弄搞数填打][错岔反]?|错|岔|刚才|刚|查过?|过|到|达|至|从|由|今年度?|当年度?|全年|年度?|两年|内|能|可以|会|怎么样?|多少|几|钱"
    r"|(?:再|又|重新|仔细|刚|认真)*(?:数|点|查|核|对|看|算|清点|盘点|核对|统计)(?:了|过)?一?(?:数|点|查|核|对|看|算|下|遍|次)"
    r"|到?(?:今)?年[底末终]|到?月底|最后|最终|将来|好[嘛吧了]|行吧"
    r"|咯|哈|啦|吗|行(?![业为情])|假使|倘若|要|有|光|仅|(?:总|会|应该)?不会(?:也|再|还|一直)*(?:往上)?(?:加|涨)?|(?:一直|还|也)?往上(?:加|涨)"
    r"|(?:财务|会计|出纳|同事|老板|领导|老师|科研处|科技处|办公室|经办人?|负责人|他们?|她们?|人家|对方)(?:那边|这边|那里|这里)?(?:刚才|刚刚|刚|后来|又|都)?"
    r"(?:跟我|和我|给我|告诉我|提醒我)?(?:[说讲报核查数]|告诉|提醒|统计|更正)"
    r"|重新(?:数|点|查|核|对|看|算|统计|清点|核对)(?:了|过|完)*"
    r"|拿|奖|得|要|上|也|还|本|市|家|位|名|第|个|件|级|项|种|款|次|份|里面|里头|里|给|向|把|将|做成?|完成|所|等级|评级|级别|引进后|后"
)


def stated_numbers(
    reading: Reading, facts: Sequence[Fact], expected: str | None, known: Facts
) -> tuple[dict[str, FactValue], list[Doubt]]:
    """The values of count, level, money and ratio facts that a message states, and what has to be asked again."""
    return _Numbers(reading, facts, expected, known).read()


def unplaced_numbers(reading: Reading, facts: Sequence[Fact], expected: str | None, known: Facts) -> list[Quantity]:
    """The numbers of a message that went into no value and are not said to be something else."""
    numbers = _Numbers(reading, facts, expected, known)
    numbers.read()
    return numbers.unplaced()


class _Numbers:
    """One message read for some facts. Quantities go by their place in the message, facts by theirs in ``facts``."""

    def __init__(self, reading: Reading, facts: Sequence[Fact], expected: str | None, known: Facts) -> None:
        self._reading = reading
        self._facts = facts
        self._expected = expected
        self._known = known
        self._marks: list[Mark] = marks(reading)
        self._standing: Standing = standing(reading)
        self._values: dict[str, FactValue] = {}
        self._doubts: list[Doubt] = []
        self._placed: set[int] = set()
        #: The places of the numbers that became the values of facts.
        self._told_at: dict[str, int] = {}

    def read(self) -> tuple[dict[str, FactValue], list[Doubt]]:
        plain = [i for i in self._standing.places if not self._is_change(i)]
        self._placed.update(i for i in self._standing.places if i not in plain)
        plain = [i for i in plain if not self._part_of_known(i)]
        costs = self._costs(plain)
        chosen = self._assign(costs)
        chosen |= self._only_open(plain, chosen)
        chosen |= self._whole_anew(plain, chosen)
        self._placed.update(chosen.values())
        for k in range(len(self._facts)):
            others = {i for other, i in chosen.items() if other != k and not self._takes_off(i, other, k)}
            self._take(k, chosen.get(k), [i for i in plain if i not in others], costs)
        for i in self._standing.places:
            if self._is_change(i):
                self._change(i)
        self._none_of_them()
        self._all_of_them()
        return self._values, self._doubts

    def _takes_off(self, i: int, other: int, k: int) -> bool:
        """Whether a part that is counted by another fact is none of this one's (转让15件，其中许可5件)."""
        is_part = self._marks[i].place == "part" and self._facts[other].not_above != self._facts[k].id
        return is_part and self._excluded(i, k)

    def _all_of_them(self) -> None:
        """39件，全部是高价值: the whole is as many as the part."""
        declared = {fact.id for fact in self._facts}
        for fact in self._facts:
            whole = fact.not_above
            if (
                whole is None
                or whole not in declared
                or fact.id not in self._values
                or whole in (*self._values, *self._known)
            ):
                continue
            words = "|".join(sorted(map(re.escape, cues(fact)), key=len, reverse=True))
            if re.search(rf"(?:全部?|都|均|全都|清一色|统统)(?:是|为|属于|算)?(?:{words})", self._reading.text):
                self._values[whole] = self._values[fact.id]

    def _none_of_them(self) -> None:
        """转给漳州企业的6件都是实用新型: all that was counted is of another kind, so none of it is the fact's."""
        text, counts = self._reading.text, [i for i in self._standing.places if self._quantity(i).kind == "count"]
        if len(counts) != 1 or self._doubts or self._standing.corrects:
            return
        (i,) = counts
        before, after = clause_around(text, self._quantity(i).start, self._quantity(i).end)
        if not _ALL_OF_ANOTHER_KIND.match(text, self._quantity(i).end) or _INVENTIONS.search(text):
            return
        meant = [
            fact
            for k, fact in enumerate(self._facts)
            if fact.type == "count"
            and not fact.is_rank
            and self._excluded(i, k)
            and fits(self._quantity(i), fact, asked=False)
            and any(cue in before + after for cue in cues(fact))
        ]
        if len(meant) == 1 and meant[0].id not in (*self._values, *self._known) and meant[0].bounds[0] == 0:
            self._values[meant[0].id] = parse_fact(meant[0], Fraction(0))

    def unplaced(self) -> list[Quantity]:
        """What :meth:`read` made nothing of, but for what a fact's own words say is not counted."""
        return [
            self._quantity(i)
            for i in self._standing.places
            if i not in self._placed
            and not is_at_a_rate(self._reading.text, self._quantity(i))
            and not any(
                self._excluded(i, k) for k, fact in enumerate(self._facts) if fits(self._quantity(i), fact, asked=False)
            )
        ]

    def _part_of_known(self, i: int) -> bool:
        """Take what doesn't count off the one count that was told before (其中8件是实用新型); False if it is none."""
        mark, quantity = self._marks[i], self._quantity(i)
        counts = [
            (k, fact)
            for k, fact in enumerate(self._facts)
            if fact.id in self._known
            and fact.type == "count"
            and not fact.is_rank
            and fits(quantity, fact, asked=False)
        ]
        if not mark.of_known or len(counts) != 1 or quantity.qualifier != "exact":
            return False
        k, fact = counts[0]
        if any(self._own_cost(i, other) is not None for other in range(len(self._facts)) if other != k):
            return False  # 其中高价值发明专利15件 is a fact of its own
        if not mark.void and not is_excluded(self._reading, i, fact, part=True, among=self._facts):
            return False
        left = Fraction(self._known[fact.id]) - quantity.exact_value
        if left < 0 or any(self._names_the_fact(j, k) for j in self._standing.places if j != i):
            self._doubts.append(doubts.what_counts(fact, [quantity]))
        else:
            self._values[fact.id] = parse_fact(fact, left)
            self._placed.add(i)
        return True

    # ------------------------------------------------------------------------------------------- which fact it is

    def _quantity(self, i: int) -> Quantity:
        return self._reading.quantities[i]

    def _before(self, i: int) -> str:
        start = self._quantity(i).start
        return self._reading.text[max(0, start - _BEFORE_REACH) : start]

    def _costs(self, places: Sequence[int]) -> dict[tuple[int, int], int]:
        """What speaks against each number being the value of each fact; no entry where nothing speaks for it."""
        found = {}
        for i in places:
            for k in range(len(self._facts)):
                cost = self._cost(i, k)
                if cost is not None:
                    found[i, k] = cost
        return found

    def _cost(self, i: int, k: int) -> int | None:
        cost = self._own_cost(i, k)
        replaced = self._standing.replaces.get(i)
        if cost is None and replaced is not None and not self._excluded(i, k):
            return self._own_cost(replaced, k)
        return cost

    def _own_cost(self, i: int, k: int) -> int | None:
        quantity, fact = self._quantity(i), self._facts[k]
        asked = fact.id == self._expected
        if not fits(quantity, fact, asked=asked) or self._excluded(i, k):
            return None
        undone = fact.deeds and not asked and fact.id not in self._known and quantity.qualifier not in _CHANGED
        if undone and not any(deed in self._reading.text for deed in fact.deeds):
            return None
        if fact.type == "count" and _PEOPLE.match(self._reading.text, quantity.end):
            return None
        if (cost := cue_cost(self._reading, i, fact, asked=asked, among=self._facts)) is not None:
            return cost
        if asked:
            return NO_CUE_COST
        rivals = [f for f in self._facts if fits(quantity, f, asked=f.id == self._expected)]
        if quantity.kind == "bare":
            changed = self._standing.corrects or _WHAT_IF.fullmatch(self._reading.text) is not None
            corrected = changed and self._only_known(fact, rivals, i)
            return _ONLY_CANDIDATE_COST if corrected else None
        if quantity.unit is None or (is_generic(quantity, fact) and not ends_here(self._reading, i)):
            return None
        parts = [f for f in rivals if f.not_above == fact.id]
        if parts and (_TOTAL.search(self._before(i)) or self._leads_to_a_part(i, parts)):
            return _TOTAL_COST
        changed = quantity.qualifier in _CHANGED and fact.id in self._known
        if len(rivals) == 1 or changed or self._only_known(fact, rivals, i):
            return _ONLY_CANDIDATE_COST
        return None

    def _leads_to_a_part(self, i: int, parts: Sequence[Fact]) -> bool:
        """38件里头有20件高价值: the number that one of the fact's parts is said to be in."""
        j = i + 1
        if j not in self._standing.places or self._marks[j].place != "part" or self._marks[j].void:
            return False
        return any(
            fits(self._quantity(j), part, asked=False)
            and cue_cost(self._reading, j, part, asked=False, among=self._facts) is not None
            for part in parts
        )

    def _excluded(self, i: int, k: int) -> bool:
        return is_excluded(self._reading, i, self._facts[k], part=self._marks[i].place == "part", among=self._facts)

    def _only_known(self, fact: Fact, rivals: Sequence[Fact], i: int) -> bool:
        """A number without a cue corrects the one fact of its kind that was stated before, and told otherwise."""
        known = [rival.id for rival in rivals if rival.id in self._known]
        if self._standing.corrects and len(known) > 1:
            known = [name for name in known if self._known[name] != self._quantity(i).exact_value]
        return known == [fact.id]

    def _assign(self, costs: dict[tuple[int, int], int]) -> dict[int, int]:
        """A number for each fact, cheapest pair first, each number used once."""
        usable = {
            (i, k): cost
            for (i, k), cost in costs.items()
            if not (self._marks[i].void or self._elsewhen(i, k, costs) or self._has_part(i, k, costs))
            and not (OF_THIS_YEAR.search(self._facts[k].label + self._facts[k].question) and self._adds_up_years(i))
        }
        chosen: dict[int, int] = {}
        for (i, k), _ in sorted(usable.items(), key=lambda entry: (entry[1], entry[0])):
            if k not in chosen and i not in chosen.values():
                chosen[k] = i
        return chosen

    def _has_part(self, i: int, k: int, costs: dict[tuple[int, int], int]) -> bool:
        """Whether a part of this number is said of the same fact: 转让20件，其中发明专利12件."""
        later = [j for j, fact in costs if fact == k and j > i and costs[j, k] < NO_CUE_COST]
        return any(self._marks[j].place == "part" and not self._marks[j].void for j in later)

    def _elsewhen(self, i: int, k: int, costs: dict[tuple[int, int], int]) -> bool:
        """Whether a number is of another year than one beside it: of 去年10件，今年8件 the second counts."""
        if not OF_THIS_YEAR.search(self._facts[k].label + self._facts[k].question) or not self._is_of_another_year(i):
            return False
        if _TOGETHER.search(self._reading.text) and not self._is_added_up(i):
            return False
        return any(fact == k and not self._is_of_another_year(j) for j, fact in costs if j != i)

    def _is_added_up(self, i: int) -> bool:
        """Whether a number is one of those that another comes to: 今年3件，去年4件，加起来7件."""
        values = [self._quantity(j).exact_value for j in self._standing.places]
        total = max(values, default=Fraction(0))
        return len(values) > 2 and total * 2 == sum(values, Fraction(0)) and self._quantity(i).exact_value != total

    def _is_of_another_year(self, i: int) -> bool:
        return self._marks[i].time in ("past", "next")

    def _only_open(self, plain: Sequence[int], chosen: dict[int, int]) -> dict[int, int]:
        """A count without a cue is that of the one count fact that is still open besides others that are stated."""
        open_ = [k for k, f in enumerate(self._facts) if k not in chosen and f.type == "count" and not f.is_rank]
        open_ = [k for k in open_ if self._facts[k].id not in self._known]
        left = [i for i in plain if i not in chosen.values() and not self._marks[i].void and self._quantity(i).unit]
        left = [i for i in left if self._quantity(i).kind == "count" and ends_here(self._reading, i)]
        if len(open_) != 1 or len(left) != 1 or self._marks[left[0]].place != "loose":
            return {}
        i, k = left[0], open_[0]
        stated = any(fits(self._quantity(i), self._facts[other], asked=False) for other in chosen)
        fact = self._facts[k]
        if not stated or not fits(self._quantity(i), fact, asked=False) or self._excluded(i, k):
            return {}
        return {k: i}

    def _whole_anew(self, plain: Sequence[int], chosen: dict[int, int]) -> dict[int, int]:
        """现在42件了，高价值13件: beside a part told anew the number without a cue is that of its whole."""
        found: dict[int, int] = {}
        for k, fact in enumerate(self._facts):
            parts = [i for part, i in chosen.items() if self._facts[part].not_above == fact.id]
            if k in chosen or fact.id not in self._known or fact.type != "count" or len(parts) != 1:
                continue
            left = [
                i
                for i in plain
                if i not in chosen.values()
                and self._quantity(i).kind == "count"
                and fits(self._quantity(i), fact, asked=False)
            ]
            if len(left) != 1 or self._marks[left[0]].void or self._marks[left[0]].place != "loose":
                continue
            (i,) = left
            enough = self._quantity(i).exact_value >= self._quantity(parts[0]).exact_value
            if enough and not self._excluded(i, k) and ends_here(self._reading, i):
                found[k] = i
        return found

    # --------------------------------------------------------------------------------------------- what it comes to

    def _take(self, k: int, i: int | None, around: Sequence[int], costs: dict[tuple[int, int], int]) -> None:
        """Set the value of a fact, or the doubt about it. ``around`` are the numbers that no other fact took."""
        fact = self._facts[k]
        if i is not None and self._only_quotes_a_condition(i) and fact.id != self._expected:
            return
        try:
            found = self._counted(k, i, self._compatible(k, i, around), costs)
        except FactError as error:
            found = Doubt(fact.id, str(error))
        if isinstance(found, Doubt):
            self._doubts.append(found)
        elif found is not None:
            self._values[fact.id] = found
            if i is not None:
                self._told_at[fact.id] = i

    def _compatible(self, k: int, i: int | None, around: Sequence[int]) -> list[int]:
        """The numbers that may count the same as the one taken."""
        fact = self._facts[k]
        units = {fact.unit, self._quantity(i).unit if i is not None else fact.unit}
        found = [j for j in around if fits(self._quantity(j), fact, asked=False) and self._quantity(j).kind != "bare"]
        if fact.type == "count" and not fact.is_rank:
            found = [j for j in found if self._quantity(j).unit in units]
        return sorted({*found, *([i] if i is not None else [])})

    def _counted(
        self, k: int, i: int | None, around: Sequence[int], costs: dict[tuple[int, int], int]
    ) -> FactValue | Doubt | None:
        fact = self._facts[k]
        if fact.type == "money" and (share := self._share_of_the_sum(fact, i)):
            return share
        if fact.type in ("count", "money") and not fact.is_rank and (whole := self._whole(k, around)):
            found = self._of_a_whole(k, *whole, costs)
            if found is not None:
                self._placed.update((whole[0], *whole[1]))
                return found
        void = [j for j in around if self._marks[j].void and not self._excluded(j, k)]
        if i is None:
            evident = [j for j in void if (j, k) in costs or fact.id in self._known]
            return self._not_counting(fact, evident) if evident else None
        if any(self._marks[j].place != "beside" for j in void):
            return self._not_counting(fact, [i, *void])
        rivals = self._rivals(k, i, around, costs)
        if (total := self._total_of(fact, [i, *rivals])) is not None:
            self._placed.update((i, *rivals))
            return self._timely(fact, total) or self._value(fact, self._quantity(total))
        if rivals:
            return doubts.which_of_them(fact, [self._quantity(j) for j in (i, *rivals)])
        if (other := self._perhaps_a_part(i, k)) is not None or (other := self._missing(i, fact)) is not None:
            return doubts.which_of_them(fact, [self._quantity(i), self._quantity(other)])
        alone = len(self._standing.places) == 1 and fact.type in ("count", "money")
        rest = alone and _THE_REST.search(self._before(i)) is not None
        goes_on = fact.id not in self._known and _GOES_ON.match(self._reading.text, 0, self._quantity(i).start)
        if self._unclear_change(i, fact) or (rest and not goes_on):
            return doubts.changed_to_what(fact, self._quantity(i))
        return self._timely(fact, i) or self._value(fact, self._quantity(i))

    def _perhaps_a_part(self, i: int, k: int) -> int | None:
        """转了20件，8件是外观: a number of another kind that may be in one whose kind nobody has said."""
        fact, quantity = self._facts[k], self._quantity(i)
        named = [cue for cue in cues(fact) if cue in fact.label.rpartition("的")[2].lower()]
        if not fact.other_kinds or any(cue in self._around(i) for cue in named):
            return None
        for j in self._standing.places:
            other = self._quantity(j)
            own_part = any(
                part.not_above == fact.id and self._own_cost(j, p) is not None for p, part in enumerate(self._facts)
            )
            of_another_kind = self._excluded(j, k) and not self._marks[j].void and not own_part
            within = other.unit == quantity.unit and other.exact_value < quantity.exact_value
            if j != i and of_another_kind and within and not _BESIDES.search(self._clause_before(j)):
                return j
        return None

    def _missing(self, i: int, fact: Fact) -> int | None:
        """说好转让12件，还差2件: what may have to be taken off a count, unless it is said what is aimed at."""
        if fact.type != "count" or fact.is_rank:
            return None
        for j in self._standing.places:
            quantity = self._quantity(j)
            if j <= i or quantity.unit != self._quantity(i).unit or not _MISSING.search(self._before(j)):
                continue
            clause = "".join(clause_around(self._reading.text, quantity.start, quantity.end))
            aim = self._quantity(i).exact_value + quantity.exact_value
            if not _AIMED_AT.search(clause) and all(q.exact_value != aim for q in self._reading.quantities):
                return j
        return None

    def _clause_before(self, i: int) -> str:
        start = self._quantity(i).start
        return BREAK.split(self._reading.text[:start])[-1]

    def _total_of(self, fact: Fact, places: Sequence[int]) -> int | None:
        """What the known value comes to by the other: after 38 the 42 of 又来4件，现在42件, 36 of 扣2件，只算36件."""
        known = self._known.get(fact.id)
        if len(places) != 2 or not isinstance(known, int) or isinstance(known, bool):
            return None
        first, last = sorted(places)
        step, now = self._quantity(first).exact_value, self._quantity(last).exact_value
        less = _TAKEN_OFF.search("".join(clause_around(self._reading.text, *self._span(first))))
        if now == (known - step if less else known + step) and _COMES_TO.search(self._before(last)):
            return last
        one, other = sorted(places, key=lambda place: -self._quantity(place).exact_value)
        adds_up = self._quantity(one).exact_value == known + self._quantity(other).exact_value
        return one if adds_up and _ALL_TOLD.search(self._before(one)) else None

    def _span(self, i: int) -> tuple[int, int]:
        return self._quantity(i).start, self._quantity(i).end

    def _not_counting(self, fact: Fact, places: Sequence[int]) -> Doubt:
        if fact.type == "money":
            return doubts.how_much_is_left(fact, self._quantity(places[-1]))
        return doubts.what_counts(fact, [self._quantity(j) for j in places])

    def _is_part(self, j: int, k: int) -> bool:
        """其中高价值15件，实用新型10件: what doesn't count is a part as well where it follows one."""
        mark = self._marks[j]
        if mark.place == "loose" and j > 0 and (mark.void or self._excluded(j, k)):
            return self._is_part(j - 1, k)
        return mark.place in ("part", "removed")

    def _whole(self, k: int, around: Sequence[int]) -> tuple[int, list[int]] | None:
        """A number and those that are parts of it: 其中 and 去掉 say so, or the others add up to it."""
        for position, i in enumerate(around[:-1]):
            j = around[position + 1]
            of_another = self._marks[j].place == "loose" and self._is_part(i, k)
            if self._is_part(j, k) and not of_another:
                return i, self._parts(i, around[position + 1 :])
        first, *rest = around or (-1,)
        exact = all(self._quantity(j).qualifier == "exact" for j in around)
        total = sum((self._quantity(j).exact_value for j in rest), Fraction(0))
        if len(rest) > 1 and exact and total == self._quantity(first).exact_value:
            return first, rest
        return None

    def _parts(self, whole: int, following: Sequence[int]) -> list[int]:
        parts: list[int] = []
        total = Fraction(0)
        for j in following:
            total += self._quantity(j).exact_value
            if self._marks[j].place == "beside" or (
                self._marks[j].place == "loose" and total > self._quantity(whole).exact_value
            ):
                break
            parts.append(j)
        return parts

    def _of_a_whole(
        self, k: int, whole: int, parts: Sequence[int], costs: dict[tuple[int, int], int]
    ) -> FactValue | Doubt | None:
        fact = self._facts[k]
        away = [j for j in parts if self._marks[j].void or self._marks[j].place == "removed" or self._excluded(j, k)]
        kept = [j for j in parts if j not in away]
        said = [self._quantity(j) for j in (whole, *parts)]
        meant = len(kept) == 1 and (kept[0], k) in costs and self._names_the_fact(kept[0], k)
        if self._excluded(whole, k) and not meant:
            void = any(self._marks[j].void for j in parts)
            return doubts.what_counts(fact, said) if void else None
        if (whole, k) not in costs and not meant:
            return None
        if self._quantity(whole).qualifier != "exact":
            return None
        if any(quantity.qualifier != "exact" for quantity in said):
            return doubts.exact_number_please(fact)
        if meant and self._quantity(kept[0]).exact_value > self._quantity(whole).exact_value:
            return doubts.which_of_them(fact, said)  # 8件，其中11件
        if meant and self._is_named_wider(whole, kept[0], k):
            return doubts.which_of_them(fact, said)  # 转让许可60件，其中转让20件
        if meant:
            return self._timely(fact, kept[0]) or self._value(fact, self._quantity(kept[0]))
        if kept:
            return doubts.which_of_them(fact, said)
        if fact.type == "money" and any(self._marks[j].void for j in away):
            return doubts.how_much_is_left(fact, self._quantity(away[0]))
        left = said[0].exact_value - sum((quantity.exact_value for quantity in said[1:]), Fraction(0))
        if left < 0:
            return doubts.which_of_them(fact, said)
        return self._timely(fact, whole) or parse_fact(fact, left)

    def _names_the_fact(self, i: int, k: int) -> bool:
        """Whether a part is said by the fact's own words (其中发明专利12件), not the whole's (其中3件被退了)."""
        before, after = clause_around(self._reading.text, self._quantity(i).start, self._quantity(i).end)
        own = PART.split(before)[-1] + after
        return any(cue in own for cue in cues(self._facts[k]))

    def _is_named_wider(self, whole: int, part: int, k: int) -> bool:
        """Whether a word of the fact names the whole, and only a piece of that word the part."""
        around = (self._around(place) for place in (whole, part))
        wide, narrow = ([cue for cue in cues(self._facts[k]) if cue in text] for text in around)
        longest = [cue for cue in narrow if not any(cue != other and cue in other for other in narrow)]
        return bool(longest) and all(any(cue != name and cue in name for name in wide) for cue in longest)

    def _around(self, i: int) -> str:
        return "|".join(clause_around(self._reading.text, self._quantity(i).start, self._quantity(i).end))

    def _unclear_change(self, i: int, fact: Fact) -> bool:
        """Whether a number that would replace a known one stands among words that may mean a difference (又下来4件)."""
        if fact.type == "money" and _ANOTHER_ONE.search(self._before(i)):
            return _SEVERAL_SUMS.search(self._reading.text) is not None
        if fact.id not in self._known:
            return False
        if _ALL_TOLD.search(self._before(i)) or _ONLY_LEFT.search(self._before(i)):
            return False
        if _ADDED.search(self._before(i)):
            return True
        if fact.id == self._expected or fact.type != "count" or fact.is_rank:
            return False
        before, after = clause_around(self._reading.text, self._quantity(i).start, self._quantity(i).end)
        rest = before + " " + PART.split(after)[0]
        names = [mention.text for mention in self._reading.mentions]
        known = [cue for other in self._facts for cue in cues(other)]
        others = [self._quantity(j).text for j in self._standing.places if j != i and self._only_of_another(j, fact)]
        for word in sorted((*names, *known, *others), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if self._is_supposed():
            rest = _SUPPOSED_OF.sub(" ", _SOON.sub(" ", rest))
        rest = _PLAIN_CHANGE.sub("", rest)
        plainly = self._standing.corrects and _IS_NOW.search(before) is not None
        named = plainly or any(cue in before + after for cue in cues(fact))
        return (_DIFFERING if named else _SOME_WORD).search(rest) is not None

    def _only_of_another(self, j: int, fact: Fact) -> bool:
        """Whether a number can be no value of a fact, but one of another (四项都排第一)."""
        fitting = [other.id for other in self._facts if fits(self._quantity(j), other, asked=False)]
        return bool(fitting) and fact.id not in fitting

    def _share_of_the_sum(self, fact: Fact, i: int | None) -> Doubt | None:
        """1000万损失了30%: a share of something is no sum."""
        for j in self._standing.places:
            quantity = self._quantity(j)
            if quantity.kind != "proportion" or any(fits(quantity, other, asked=False) for other in self._facts):
                continue
            cost = cue_cost(self._reading, j, fact, asked=False, among=self._facts)
            sums = i is not None or any(q.kind == "money" for q in self._reading.quantities)
            if cost is not None and cost < BREAK_COST and (sums or fact.id in (*self._known, self._expected)):
                return doubts.how_much_is_left(fact, quantity)
        return None

    def _rivals(self, k: int, i: int, around: Sequence[int], costs: dict[tuple[int, int], int]) -> list[int]:
        """Other numbers that may be the value just as well."""
        return [j for j in around if j != i and self._is_rival(j, i, k, costs)]

    def _is_rival(self, j: int, i: int, k: int, costs: dict[tuple[int, int], int]) -> bool:
        rival, quantity = self._quantity(j), self._quantity(i)
        if is_at_a_rate(self._reading.text, rival):
            return False  # 23件，一件五千块
        exact = rival.qualifier == quantity.qualifier == "exact"
        if not exact or rival.value == quantity.value or self._marks[j].void or self._excluded(j, k):
            return False
        if self._elsewhen(j, k, costs) and self._facts[k].type == "count":
            return False
        if self._facts[k].type == "level" or self._facts[k].is_rank or self._marks[j].place == "beside":
            return True
        others = [self._quantity(m).value for m in self._standing.places if m not in (i, j)]
        if others and rival.value == quantity.value + sum(others):
            return False  # 10件发明和2件实用新型，一共12件
        if self._facts[k].type == "count" and not _OTHER_THINGS.match(self._reading.text, rival.end):
            return True  # a second number that nothing explains is never dropped without a word
        if self._different_times(i, j) or self._compared(i, j) or self._told_alike(i, j):
            return True
        if any(_ANOTHER_ONE.search(self._before(place)) for place in (i, j)):
            return True
        if self._listed_together(i, j):
            return True
        cost, than = costs.get((j, k)), costs.get((i, k), NO_CUE_COST)
        return cost is not None and (cost < BREAK_COST or than >= NO_CUE_COST) and cost <= than + _AS_CLEAR

    def _different_times(self, i: int, j: int) -> bool:
        one, other = self._marks[i], self._marks[j]
        return (one.time, one.phase) != (other.time, other.phase) and None not in (
            one.time or one.phase,
            other.time or other.phase,
        )

    def _compared(self, i: int, j: int) -> bool:
        """三级比二级多多少"""
        first, second = self._quantity(min(i, j)), self._quantity(max(i, j))
        return "比" in self._reading.text[first.end : second.start]

    def _told_alike(self, i: int, j: int) -> bool:
        """一笔100万，一笔250万: the same words before both."""
        one, other = (self._before(place)[-2:] for place in (i, j))
        return len(one) > 1 and one == other and _SOME_WORD.search(one) is not None

    def _listed_together(self, i: int, j: int) -> bool:
        """分别50万、70万、30万"""
        first, last = min(i, j), max(i, j)
        gaps = (
            self._reading.text[self._quantity(place).end : self._quantity(place + 1).start]
            for place in range(first, last)
        )
        return all(_LIST.fullmatch(gap) for gap in gaps)

    def _timely(self, fact: Fact, i: int) -> Doubt | None:
        """The doubt about a number of another time than the fact is about (明年再卖20件, 三年新增60件)."""
        mark, quantity = self._marks[i], self._quantity(i)
        own = _WITHIN_YEARS.search(fact.label)
        of_this_year = OF_THIS_YEAR.search(fact.label + fact.question) is not None
        if of_this_year and len(mark.times) > 1 and _SUMMED.search(self._before(i)):
            return doubts.which_time(fact, quantity)
        if of_this_year and self._adds_up_years(i):
            return doubts.which_time(fact, quantity)
        if of_this_year and mark.rate:
            return doubts.which_time(fact, quantity)
        years = _YEARS[own[1]] if own else 1 if of_this_year else None
        if years is not None and mark.years is not None and (mark.years > years or (not mark.years and years > 1)):
            return doubts.which_time(fact, quantity)
        again = _AGAIN.search(self._before(i)) is not None
        if mark.time == "next" and not again and self._is_supposed():
            return None  # 如果明年通过30件呢: of that year by itself
        later = mark.time == "next" and again
        if of_this_year and self._is_of_another_year(i) and (fact.id in self._known or later):
            return doubts.which_time(fact, quantity)
        return None

    def _is_supposed(self) -> bool:
        """如果明年通过30件, 明年冲到70件呢"""
        return _SUPPOSED.search(self._reading.text) is not None or _AND_WHAT_OF.search(self._reading.text) is not None

    def _adds_up_years(self, i: int) -> bool:
        """去年4件，今年5件，加起来9件"""
        others = [j for j in self._standing.places if j != i and self._quantity(j).unit == self._quantity(i).unit]
        total = sum((self._quantity(j).exact_value for j in others), Fraction(0))
        elsewhen = any(self._is_of_another_year(j) for j in others)
        return len(others) > 1 and elsewhen and total == self._quantity(i).exact_value

    def _only_quotes_a_condition(self, i: int) -> bool:
        """6件以上才有奖励吗 repeats what the notice says and states nothing."""
        quantity, text = self._quantity(i), self._reading.text
        if is_at_a_rate(text, quantity):
            return True
        if quantity.qualifier == "exact" and not _ABOUT_ONESELF.search(text):
            return _ASKING_FOR_THE_CONDITION.search(text) is not None
        return quantity.qualifier in ("ge", "gt", "le", "lt") and _QUOTING.search(text) is not None

    def _value(self, fact: Fact, quantity: Quantity) -> FactValue | Doubt:
        if fact.type == "money" and quantity.kind == "bare" and quantity.value < _LEAST_WITHOUT_UNIT:
            return doubts.which_unit(fact, quantity)
        if quantity.kind == "money" and quantity.unit != "元":
            return doubts.in_yuan_please(fact)
        if quantity.qualifier == "negative":
            return parse_fact(fact, -quantity.exact_value)
        if quantity.qualifier not in ("exact", *_CHANGED):
            return doubts.exact_number_please(fact)
        return parse_fact(fact, quantity.exact_value)

    # -------------------------------------------------------------------------------------------------- differences

    def _is_change(self, i: int) -> bool:
        """Whether a number is a difference; 又转让了20件 is one only where it can be added to something."""
        quantity = self._quantity(i)
        if quantity.qualifier == "exact" and (self._has_grown(i) or self._is_said_again(i)):
            return True
        added = quantity.qualifier == "exact" and (
            _NEWLY.search(self._before(i))
            and (
                _ADDED_BEHIND.match(self._reading.text, quantity.end)
                or _WITH_IT.match(self._reading.text, quantity.end)
            )
        )
        if added or _MISCOUNTED.search(self._before(i)):
            return any(fits(quantity, fact, asked=False) and fact.id in self._known for fact in self._facts)
        if self._marks[i].place == "removed":
            return quantity.qualifier == "exact" and not self._has_base_before(i)
        if quantity.qualifier not in _CHANGED:
            return False
        if _DIFFERENCE.search(self._difference_words(i)):
            return True
        return self._has_base_before(i) or any(
            fits(quantity, fact, asked=False) and fact.id in self._known for fact in self._facts
        )

    def _has_grown(self, i: int) -> bool:
        """高价值增加3件, where the number of them was told before."""
        grown = _GROWN.search(self._before(i))
        known = [f for f in self._facts if f.id in self._known and fits(self._quantity(i), f, asked=False)]
        return grown is not None and any(self._before(i)[: grown.start()].endswith(cues(f)) for f in known)

    def _is_said_again(self, i: int) -> bool:
        """再损失50万, 又认定了3件, where there is something to add to."""
        for fact in self._facts:
            words = "|".join(sorted(map(re.escape, cues(fact)), key=len, reverse=True))
            if fits(self._quantity(i), fact, asked=False) and re.search(
                rf"[再又][能给我们想要]*(?:{words})[了出]*\s?$", self._before(i)
            ):
                return fact.id in self._known or self._has_base_before(i)
        return False

    def _difference_words(self, i: int) -> str:
        return re.split("[，,。;；!！?？ ]", self._before(i))[-1][-6:]

    def _has_base_before(self, i: int) -> bool:
        quantity = self._quantity(i)
        earlier = [self._quantity(j) for j in (*self._standing.places, *self._standing.former) if j < i]
        return any(q.kind == quantity.kind and q.unit == quantity.unit for q in earlier)

    def _change(self, i: int) -> None:
        candidates = self._changed_facts(i)
        if not candidates:
            return
        fact = candidates[0]
        if len(candidates) > 1:
            candidates = [fact for fact in candidates if self._leads_to_its_value(fact, i)] or candidates
            fact = candidates[0]
        if len(candidates) > 1:
            self._doubts.append(doubts.which_changed(fact, self._quantity(i), candidates))
            return
        if any(doubt.fact == fact.id for doubt in self._doubts):
            return
        try:
            found = self._changed(fact, i)
        except FactError as error:
            found = Doubt(fact.id, str(error))
        if isinstance(found, Doubt):
            self._doubts.append(found)
            self._values.pop(fact.id, None)
        else:
            self._values[fact.id] = found

    def _leads_to_its_value(self, fact: Fact, i: int) -> bool:
        """漏算一件，高价值是16件 after 15: the difference between what was told of a fact and what is told now."""
        now, was = self._values.get(fact.id), self._known.get(fact.id)
        if now is None or was is None or isinstance(now, bool | str) or isinstance(was, bool | str):
            return False
        return abs(Fraction(now) - Fraction(was)) == self._quantity(i).exact_value

    def _changed_facts(self, i: int) -> list[Fact]:
        """The facts that a difference may be of: those whose cue is nearest, else those that there is a value of."""
        costs = {k: cost for k in range(len(self._facts)) if (cost := self._cost(i, k)) is not None}
        fitting = [k for k, f in enumerate(self._facts) if fits(self._quantity(i), f, asked=f.id == self._expected)]
        fitting = [k for k in fitting if not self._excluded(i, k)]
        with_base = [self._facts[k] for k in fitting if self._base(self._facts[k], i) is not None]
        least = min(costs.values(), default=NO_CUE_COST)
        if least < NO_CUE_COST:
            return [self._facts[min(costs, key=lambda k: (costs[k], k))]]
        asked = [fact for fact in with_base if fact.id == self._expected]
        if asked or with_base:
            return asked or with_base
        return [self._facts[k] for k in costs][:1]

    def _base(self, fact: Fact, i: int) -> Fraction | None:
        """What a difference starts from: what this message says, what it says was so before, what was said earlier."""
        former = [j for j in self._standing.former if fits(self._quantity(j), fact, asked=False) and j < i]
        value: FactValue | None = self._values.get(fact.id)
        if value is None and former:
            return self._quantity(former[-1]).exact_value
        if value is None:
            value = self._known.get(fact.id)
        if value is None or isinstance(value, bool | str):
            return None
        return Fraction(value)

    def _is_after_another_year(self, fact: Fact, i: int) -> bool:
        """去年4件，今年又转了5件: the two are no sum where only what is of this year counts."""
        if not OF_THIS_YEAR.search(fact.label + fact.question):
            return False
        others = [j for j in self._standing.places if j < i and self._quantity(j).unit == self._quantity(i).unit]
        return any(self._is_of_another_year(j) for j in others) and not self._is_of_another_year(i)

    def _changed(self, fact: Fact, i: int) -> FactValue | Doubt:
        quantity = self._quantity(i)
        base = self._base(fact, i)
        if self._is_after_another_year(fact, i):
            this_year = self._marks[i].time == "present" and quantity.qualifier == "more"
            return parse_fact(fact, quantity.exact_value) if this_year else doubts.which_time(fact, quantity)
        if self._may_be_the_new_value(fact, i):
            return doubts.changed_to_what(fact, quantity)
        if base is None or _COMPARED.search(self._before(i)):
            return doubts.changed_from_what(fact)
        if self._is_of_another_year(i):
            return doubts.which_time(fact, quantity)
        if self._marks[i].void:
            return self._values.get(fact.id, self._not_counting(fact, [i]))  # 认定8件，另外2件被驳回
        step = quantity.exact_value if quantity.kind != "money" or quantity.unit == "元" else None
        if step is None:
            return doubts.in_yuan_please(fact)
        fewer = quantity.qualifier == "less" or self._marks[i].place == "removed"
        miscounted = _MISCOUNTED.search(self._before(i))
        if miscounted:
            fewer = miscounted["too"] == "多"
        now, was = self._values.get(fact.id), self._known.get(fact.id)
        leads_to_it = was is not None and self._told_at.get(fact.id, i) > i
        if now is not None and (miscounted or leads_to_it):  # 少算了4件，加起来是52件; 再多十件，就26件: the same twice
            told = was is not None and Fraction(was) + (-step if fewer else step) == Fraction(now)
            return now if told else doubts.changed_to_what(fact, quantity)
        value = base - step if fewer else base + step
        return parse_fact(fact, Decimal(value.numerator) / value.denominator if fact.type == "money" else value)

    def _may_be_the_new_value(self, fact: Fact, i: int) -> bool:
        """升三级 says either; 升一级 and 高三级 don't."""
        before = self._before(i)
        if fact.type != "level":
            grown = _GROWN.search(before)
            return grown is not None and (self._quantity(i).qualifier == "exact" or grown[0].strip() in fact.cues)
        if _NEXT_LEVEL_DOWN.search(before):
            return True
        return self._quantity(i).text[:1] not in _ONE_STEP and not _PLAIN_STEP.search(before)
