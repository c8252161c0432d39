"""Mistakes in catalogue files are refused with file, line and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from policy_kb.awards import AwardBook, RuleFileError, evaluate, lint, load_book, run_examples
from policy_kb.awards.explanation import describe_amount
from policy_kb.notice import Validity

FACTS = """\
facts:
- {id: applicant_type, type: choice, label: 单位类型, question: 哪一类单位？,
   options: [{value: firm, label: 企业}, {value: school, label: 高校}]}
- {id: items, type: count, label: 产品, unit: 件, min: 0, max: 1000, question: 多少件？}
- {id: grade, type: level, label: 评级, unit: 级, min: 1, max: 3, question: 几级？}
- {id: cost, type: money, label: 费用, unit: 元, min: 0元, max: 1亿元, question: 多少钱？}
- {id: sure, type: flag, label: 已经备案, question: 备案了吗？}
"""
RULE = """\
document: town-2024
rules:
- id: made-up
  name: 奖励
  aliases: [奖]
  topics: [t]
  clause: （一）
  payment: 奖励
  frequency: none
  beneficiaries: {types: [firm], label: 企业, quote: 企业}
  conditions:
    all:
    - {fact: items, ge: 6, quote: 6件以上}
    - {fact: sure, is_true: true, quote: 已经备案}
  amount:
    kind: flat
    yuan: 3万元
    quote: 奖励3万元
"""


def write(folder: Path, rule: str = RULE, facts: str = FACTS) -> Path:
    (folder / "town-2024").mkdir()
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "town-2024" / "awards.yaml").write_text(rule, encoding="utf-8")
    return folder


def changed_amount(amount: str, more: str = "") -> str:
    return RULE[: RULE.index("  amount:")] + amount + more


def refusal(folder: Path, **texts: str) -> str:
    with pytest.raises(RuleFileError) as refused:
        load_book(write(folder, **texts))
    return str(refused.value)


def test_the_untouched_file_is_accepted(tmp_path: Path) -> None:
    assert list(load_book(write(tmp_path)).rules) == ["town-2024/made-up"]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("payment: 奖励", "payment: 礼物", 8, "payment: 这一项只能是奖励、补助、分担"),
        ("  payment: 奖励", "  payment: 奖励\n  colour: red", 9, "colour: 没有这一项，请删掉"),
        ("  topics: [t]\n", "", 3, "topics: 缺少这一项，请补上"),
        ("  topics: [t]", "  topics: [t]\n  topics: [u]", 7, "topics 写了两次"),
        ("ge: 6", "ge: 7", 13, "引文里没有7这个数：6件以上"),
        ("yuan: 3万元", "yuan: 4万元", 17, "引文里没有4万元这个数"),
        ("yuan: 3万元", "yuan: 30000", 17, "金额要带单位"),
        ("yuan: 3万元", "yuan: 3万", 17, "“3万”不是金额"),
        ("yuan: 3万元", "yuan: 0元", 17, "这一项要大于0"),
        ("fact: items", "fact: item", 13, "条件里的 item 没有声明过"),
        ("fact: items, ge: 6", "fact: items, ge: 6, le: 9", 13, "要写一个，只写一个"),
        ("fact: items, ge: 6", "fact: items, is_true: true", 13, "items 是 count，不能用 is_true"),
        ("fact: sure, is_true: true", "fact: sure, ge: 1", 14, "sure 是 flag，不能用 ge"),
        ("fact: items, ge: 6", "fact: items, ge: 600元", 13, "items 是 count，600 不是"),
        ("fact: items, ge: 6", "fact: items, ge: 1/0", 13, "请写整数、带“元”的金额"),
        ("fact: items, ge: 6", "fact: items, ge: -6", 13, "items 不可能是 -6"),
        ("{fact: sure, is_true: true,", "{", 14, "条件要写 all、any、not"),
        ("types: [firm]", "types: [farm]", 10, "applicant_type 没有 farm 这个选项"),
        ("frequency: none", "frequency: once", 3, "要写 frequency_quote"),
        ("kind: flat", "kind: lump", 15, "这一项只能是flat、per_unit"),
        ("document: town-2024", "document: city-2024", 1, "document 要和文件夹同名"),
        ("rules:", "rule:", 1, "文件里要有名叫 rules 的列表"),
        ("  name: 奖励", "  name: [", 6, "这一行的写法读不懂"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert RULE.count(old) == 1
    message = refusal(tmp_path, rule=RULE.replace(old, new))
    assert f"town-2024/awards.yaml:{line}: " in message
    assert reason in message


TIERS = """\
  amount:
    kind: tiered
    fact: items
    tiers:
    - {ge: 1, lt: 10, yuan: 1万元}
    - {ge: %s, yuan: 2万元}
    quote: 1件到10件给1万元，9件、10件、11件以上给2万元
"""


@pytest.mark.parametrize(("start", "reason"), [("9", "第1档和第2档重叠"), ("11", "第1档和第2档之间有空缺")])
def test_tiers_neither_overlap_nor_leave_a_gap(tmp_path: Path, start: str, reason: str) -> None:
    message = refusal(tmp_path, rule=changed_amount(TIERS % start))
    assert ":18: " in message
    assert reason in message


def test_an_open_tier_is_the_last(tmp_path: Path) -> None:
    assert "第1档没有上限" in refusal(tmp_path, rule=changed_amount(TIERS.replace(", lt: 10", "") % "10"))


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("  amount: {kind: per_unit, fact: cost, step: 5000元, quote: 每件5000元}\n", "cost 是 money，这里要用 count"),
        (
            "  amount: {kind: per_unit, fact: items, base: 3万元, step: 5000元, quote: 3万元每件5000元}\n",
            "base 和 from 要一起写",
        ),
        (
            "  amount: {kind: per_unit, fact: items, from: 6, base: 3万元, step: 5000元, quote: 3万元，每件5000元}\n",
            "没有6这个数",
        ),
        ("  amount: {kind: ratio, of: cost, rate: 50%, quote: 给予40%}\n", "引文里没有50%这个数"),
        ("  amount: {kind: ratio, of: cost, rate: 1/0, quote: 给予40%}\n", "比例请写成 50% 或者 1/2"),
        ("  amount: {kind: ratio, of: items, rate: 50%, quote: 给予50%}\n", "items 是 count，这里要用 money"),
        ("  amount: {kind: discretionary, at_most: 20万元, quote: 不超过10万元}\n", "引文里没有20万元这个数"),
        (
            (
                "  amount: {kind: share, of: cost, quote: 甲乙按8∶2承担,\n"
                "    parties: [{name: 甲, parts: 2}, {name: 乙, parts: 8}]}\n"
            ),
            "引文里的比例和这里写的不一样",
        ),
        (
            (
                "  amount: {kind: table, fact: grade, quote: 一级到三级分别给1万元、2万元、3万元, "
                "rows: [{level: 1, yuan: 2万元}, {level: 2, yuan: 1万元}, {level: 3, yuan: 3万元}]}\n"
            ),
            "引文里的金额和这里写的不一样",
        ),
        (
            (
                "  amount: {kind: table, fact: grade, quote: 一级到四级分别给1万元、2万元, "
                "rows: [{level: 1, yuan: 1万元}, {level: 4, yuan: 2万元}]}\n"
            ),
            "grade 没有 4 这一级",
        ),
        (
            (
                "  amount: {kind: flat, yuan: 3万元, quote: 3万元}\n"
                "  caps: [{yuan: 2万元, scope: per_applicant_year, quote: 每年3万元}]\n"
            ),
            "引文里没有2万元这个数",
        ),
        (
            (
                "  amount: {kind: flat, yuan: 3万元, quote: 3万元}\n"
                "  examples: [{given: {thing: 1}, verdict: yes}]\n"
            ),
            "例子里的 thing 没有声明过",
        ),
    ],
)  # fmt: skip
def test_amounts_are_checked_against_facts_and_quotes(tmp_path: Path, amount: str, reason: str) -> None:
    assert reason in refusal(tmp_path, rule=changed_amount(amount))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("min: 0, max: 1000", "min: 5, max: 1", 4, "min 大于 max"),
        (", min: 0, max: 1000", "", 4, "要写 min、max 和 unit"),
        ("id: items", "id: grade", 5, "grade 这个事实写了两次"),
        ("unit: 件", "unit: 件, not_above: everything", 4, "not_above 写的 everything 没有声明过"),
        ("label: 高校", "label: 企业", 2, "同一个词不能代表两个选项"),
    ],
)
def test_facts_are_checked_too(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    message = refusal(tmp_path, facts=FACTS.replace(old, new))
    assert f"facts.yaml:{line}: " in message
    assert reason in message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as refused:
        load_book(write(tmp_path, rule=RULE.replace("ge: 6", "ge: 7").replace("yuan: 3万元", "yuan: 4万元")))
    assert [problem.line for problem in refused.value.problems] == [13, 17]


def test_lint_finds_foreign_quotes_and_untried_boundaries(tmp_path: Path) -> None:
    book = load_book(write(tmp_path))
    text = "（一）奖励。企业有6件以上、已经备案的。\n（二）其他。奖励3万元。\n"
    reasons = [problem.reason for problem in lint(book, {"town-2024": text})]
    assert "（一）里没有这句话：奖励3万元" in reasons
    for gap in (
        *("items 是 5", "items 是 6", "items 是 7", "没有说 items"),
        *("sure 是 True", "sure 是 False", "applicant_type 是 firm"),
    ):
        assert f"还缺一个例子：{gap}" in reasons
    assert "没有文件的正文，引文无法核对" in [problem.reason for problem in lint(book, {})]
    assert "文件里没有这句话：6件以上" in [
        problem.reason for problem in lint(book, {"town-2024": text.replace("6件", "8件")})
    ]


def test_a_wrong_example_is_reported_with_its_line(tmp_path: Path) -> None:
    example = "  examples:\n  - {given: {applicant_type: firm, items: 6, sure: true}, verdict: yes, yuan: 5万元}\n"
    book = load_book(write(tmp_path, rule=RULE + example))
    (failure,) = run_examples(book)
    assert (failure.line, failure.rule) == (20, "town-2024/made-up")
    assert failure.reason == "yuan 算出来是3万元（exact），例子写的是5万元"


ALWAYS = Validity(None, None, None)


def only(folder: Path, amount: str, conditions: str | None = None) -> AwardBook:
    text = changed_amount(amount)
    if conditions is not None:
        text = text[: text.index("  conditions:")] + conditions + text[text.index("  amount:") :]
    return load_book(write(folder, rule=text))


def pay(book: AwardBook, **facts: object) -> tuple[str, Decimal | None]:
    (rule,) = book.rules.values()
    found = evaluate(rule, {"applicant_type": "firm", **facts}, book, date(2024, 1, 1), ALWAYS)
    return found.verdict, found.amount.yuan if found.amount else None


def test_tiered_amounts(tmp_path: Path) -> None:
    book = only(tmp_path, TIERS % "10", "")
    assert [pay(book, items=n)[1] for n in (1, 9, 10, 1000)] == [10000, 10000, 20000, 20000]
    (rule,) = book.rules.values()
    unknown = evaluate(rule, {}, book, date(2024, 1, 1), ALWAYS).amount
    assert unknown is not None
    assert (unknown.basis, unknown.min, unknown.max) == ("range", 0, 20000)
    assert describe_amount(rule, book) == "1件以上（含）、不到10件1万元，10件以上（含）2万元"


def test_ratio_with_floor_rounding_and_caps_in_that_order(tmp_path: Path) -> None:
    book = only(
        tmp_path,
        """\
  amount: {kind: ratio, of: cost, rate: 50%, quote: 按费用的50%}
  rounding: {to: 1000元, mode: down, quote: 以千元为单位}
  floor: {yuan: 2000元, quote: 最低2000元}
  caps:
  - {yuan: 5000元, scope: per_item, items: items, quote: 每件不超过5000元}
  - {yuan: 3万元, scope: per_applicant_year, quote: 每年不超过3万元}
""",
        "",
    )
    assert pay(book, cost="2万元", items=10)[1] == 10000
    assert pay(book, cost="9999元", items=10)[1] == 4000
    assert pay(book, cost="3000元", items=10)[1] == 2000
    assert pay(book, cost="4万元", items=2)[1] == 10000
    assert pay(book, cost="1亿元", items=100)[1] == 30000
    (rule,) = book.rules.values()
    found = evaluate(rule, {"applicant_type": "firm", "cost": "1亿元", "items": 7}, book, date(2024, 1, 1), ALWAYS)
    assert [step.line for step in found.trace] == [
        "1亿元 × 50% = 5000万元",
        "超过每件5000元 × 7的上限，按3.5万元算",
        "超过每家每年3万元的上限，按3万元算",
    ]
    assert evaluate(rule, {}, book, date(2024, 1, 1), ALWAYS).missing == ("applicant_type", "cost", "items")


def test_steps_of_several_units(tmp_path: Path) -> None:
    book = only(
        tmp_path,
        (
            "  amount: {kind: per_unit, fact: items, base: 1万元, from: 10, step: 2000元, every: 5,\n"
            "    quote: 10件1万元，每5件2000元}\n"
        ),
        "",
    )
    assert [pay(book, items=n)[1] for n in (9, 10, 14, 15, 20)] == [0, 10000, 10000, 12000, 14000]


def test_any_not_and_judged_conditions(tmp_path: Path) -> None:
    conditions = """\
  conditions:
    all:
    - any:
      - {fact: items, ge: 6, quote: 6件以上}
      - {fact: sure, is_true: true, quote: 已经备案}
    - not: {fact: grade, in: [1, 2], quote: 一级到二级的除外}
    - {judged: 有前景, quote: 有前景的}
"""
    book = only(tmp_path, "  amount: {kind: flat, yuan: 3万元, quote: 3万元}\n", conditions)
    (rule,) = book.rules.values()

    def result(**facts: object) -> tuple[str, tuple[str, ...]]:
        found = evaluate(rule, {"applicant_type": "firm", **facts}, book, date(2024, 1, 1), ALWAYS)
        return found.verdict, found.missing

    assert result(items=6, grade=3) == ("person", ())
    assert result(items=5, sure=True, grade=3) == ("person", ())
    assert result(items=5, sure=False) == ("no", ())
    assert result(items=6, grade=2) == ("no", ())
    assert result(grade=1) == ("no", ())
    assert set(result(items=5)[1]) == {"sure", "grade"}
    assert result(applicant_type="school") == ("no", ())


def test_out_of_force_is_said_first_and_pays_nothing(tmp_path: Path) -> None:
    book = load_book(write(tmp_path))
    (rule,) = book.rules.values()
    facts = {"applicant_type": "firm", "items": 6, "sure": True}
    validity = Validity(date(2024, 2, 2), date(2029, 2, 1), None)
    days = {
        date(2024, 2, 1): "not_in_force",
        date(2024, 2, 2): "yes",
        date(2029, 2, 1): "yes",
        date(2029, 2, 2): "not_in_force",
    }
    for day, verdict in days.items():
        found = evaluate(rule, facts, book, day, validity)
        assert found.verdict == verdict
        assert (found.amount is None) == (verdict == "not_in_force")


def test_a_measure_may_end_before_its_document(tmp_path: Path) -> None:
    own = "  validity: {until: 2024-12-31, quote: 2024年底前}\n"
    book = load_book(write(tmp_path, rule=RULE + own))
    (rule,) = book.rules.values()
    facts = {"applicant_type": "firm", "items": 6, "sure": True}
    assert evaluate(rule, facts, book, date(2024, 12, 31), ALWAYS).verdict == "yes"
    assert evaluate(rule, facts, book, date(2025, 1, 1), ALWAYS).verdict == "not_in_force"
