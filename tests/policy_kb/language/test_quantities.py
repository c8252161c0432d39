from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.language.normalise import normalise
from policy_kb.language.quantities import Quantity, find_quantities, find_vague, vague_spans
from tests.processor_time import grows_linearly


def read(text: str) -> tuple[Quantity, ...]:
    return find_quantities(normalise(text))


def only(text: str) -> Quantity:
    found = read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("12件发明专利", "count", 12, "件"),
        ("转让了１２件", "count", 12, "件"),
        ("十二 件", "count", 12, "件"),
        ("一百二十件", "count", 120, "件"),
        ("1,200件", "count", 1200, "件"),
        ("2.5件", "count", "2.5", "件"),
        ("２．５件", "count", "2.5", "件"),
        ("两件半", "count", "2.5", "件"),
        ("两打专利", "count", 24, "件"),
        ("一打半", "count", 18, "件"),
        ("半件", "count", "0.5", "件"),
        ("10+3件", "count", 13, "件"),
        ("6 + 6 + 1件", "count", 13, "件"),
        ("两百五", "bare", 250, None),
        ("损失两百五", "bare", 250, None),
        ("50k", "money", 50_000, "元"),
        ("半个亿", "money", 50_000_000, "元"),
        ("1个亿", "money", 10**8, "元"),
        ("两个亿", "money", 2 * 10**8, "元"),
        ("3万+5万元", "money", 80_000, "元"),
        ("iso56005十级", "level", 10, "级"),
        ("iso56005零级", "level", 0, "级"),
        ("56005十级", "level", 10, "级"),
        ("排第零位", "rank", 0, "名"),
        ("一打", "count", 12, "件"),
        ("10^12件", "count", 10**12, "件"),
        ("1e12件", "count", 10**12, "件"),
        ("10¹²件", "count", 10**12, "件"),
        ("9999999999999件", "count", 9999999999999, "件"),
        ("转让了俩", "count", 2, "个"),
        ("12patents", "count", 12, "件"),
        ("转让12专利", "count", 12, None),
        ("惠及四家企业", "count", 4, "家"),
        ("转让一件", "count", 1, "件"),
        ("一个", "count", 1, "个"),
        ("(含40件)", "count", 40, "件"),
        ("100万元", "money", 1_000_000, "元"),
        ("坏账100万", "money", 1_000_000, "元"),
        ("三十万块钱", "money", 300_000, "元"),
        ("一亿元", "money", 10**8, "元"),
        ("3万5", "money", 35_000, "元"),
        ("50w", "money", 500_000, "元"),
        ("1500元", "money", 1500, "元"),
        ("２０萬圓", "money", 200_000, "元"),
        ("0.5万元", "money", 5000, "元"),
        ("三级", "level", 3, "级"),
        ("level 3", "level", 3, "级"),
        ("L3", "level", 3, "级"),
        ("Lv.3", "level", 3, "级"),
        ("第三级", "level", 3, "级"),
        ("肆级", "level", 4, "级"),
        ("Ⅲ级", "level", 3, "级"),
        ("III级", "level", 3, "级"),
        ("评级是三", "level", 3, "级"),
        ("iso56005三级", "level", 3, "级"),
        ("0级", "level", 0, "级"),
        ("排名第二", "rank", 2, "名"),
        ("第一起草单位", "rank", 1, "名"),
        ("排第3", "rank", 3, "名"),
        ("第2名", "rank", 2, "名"),
        ("第三位", "rank", 3, "名"),
        ("十二", "bare", 12, None),
        ("是三", "bare", 3, None),
        ("12", "bare", 12, None),
    ],
)
def test_kinds_and_units(text: str, kind: str, value: int | str, unit: str | None) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.value, quantity.unit, quantity.qualifier) == (kind, Decimal(value), unit, "exact")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("约十来件", "about"),
        ("十几件", "about"),
        ("二十多家", "about"),
        ("大概20件", "about"),
        ("20件左右", "about"),
        ("两三件", "about"),
        ("七八件", "about"),
        ("二三十件", "about"),
        ("三五百件", "about"),
        ("100多万", "about"),
        ("两百五十多件", "about"),
        ("近40件", "about"),
        ("10到15件", "about"),
        ("10-15件", "about"),
        ("10件到15件", "about"),
        ("三到四级", "about"),
        ("10～15家", "about"),
        ("不少于5家", "ge"),
        ("至少5家", "ge"),
        ("40件以上", "ge"),
        ("超过40件", "gt"),
        ("不超过5件", "le"),
        ("最多5件", "le"),
        ("前两位", "le"),
        ("排名前二", "le"),
        ("5件以下", "le"),
        ("不到40件", "lt"),
        ("没有5件", "lt"),
        ("还差1件", "lt"),
        ("−3件", "negative"),
        ("负三件", "negative"),
        ("大概转让了20件", "about"),
        ("估计能转让12件", "about"),
        ("可能损失300万", "about"),
        ("快12件了", "about"),
        ("最高一级", "about"),
        ("三百万不到", "lt"),
        ("升一级", "more"),
        ("再高两级", "more"),
        ("高一个等级", "more"),
        ("低一级", "less"),
        ("往下一级", "less"),
        ("高价值多3件", "more"),
        ("高价值少5件", "less"),
        ("外加3件", "more"),
        ("再多一件呢", "more"),
        ("如果再转让2件", "more"),
        ("多3件呢", "more"),
        ("少两件呢", "less"),
        ("要是少了2件", "less"),
        ("新增39件", "exact"),
        ("如果转让12件", "exact"),
        ("目前12件", "exact"),
        ("最近12件", "exact"),
        ("签约12件", "exact"),
        ("之前有12件", "exact"),
        ("12件工业专利", "exact"),
        ("pct 12件", "exact"),
        ("iso56005-3级", "exact"),
        ("安排12万", "exact"),
        ("增加到15件", "exact"),
        ("评上三级", "exact"),
        ("升到三级", "exact"),
        ("12件不满足条件", "exact"),
        ("大概能奖多少，12件", "exact"),
        ("不可能转让12件", "exact"),
    ],
)
def test_qualifiers(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "ISO56005",
        "iso五六零零五",
        "GB/T33251—2016",
        "国发〔2021〕20号",
        "国知发管字[2012]133号",
        "2024年2月2日",
        "2024-02-02",
        "2024/2/2",
        "二〇二四年",
        "第七条",
        "(七)",
        "一、我们是高校",
        "1.我们是高校",
        "第二部分",
        "第二个",
        "第一次",
        "一次性给予",
        "一站式",
        "一起",
        "一共",
        "一下",
        "一般",
        "一些",
        "万一",
        "千万别",
        "四川",
        "十分感谢",
        "零件",
        "第三方",
        "13800138000",
        "0596-2345678",
        "身份证350600199001011234",
        "12345热线",
        "三个月",
        "三个工作日",
        "两年内",
        "半年",
        "成立三年",
        "24小时",
        "我们是一家企业",
        "有一个问题",
        "有件事",
        "一件事",
        "8:2",
        "一到五级分别补多少",
        "1到5级各多少",
        "我们俩",
        "abc件",
        "几件",
        "一等奖",
        "5G技术",
        "v2.0",
        "1.2.3.4",
        "统一",
        "三农",
        "一方面",
        "上一级主管部门",
        "前半年",
        "半个月",
    ],
)
def test_names_dates_and_words_are_no_quantities(text: str) -> None:
    assert [q for q in read(text) if q.kind != "proportion"] == []


def test_several_in_one_sentence() -> None:
    found = read("两年内新增39件，其中高价值30件，占八成，排名第二，拿了100万元")
    assert [(q.kind, q.value) for q in found] == [
        ("count", 39),
        ("count", 30),
        ("proportion", Decimal("0.8")),
        ("rank", 2),
        ("money", 1_000_000),
    ]


def test_proportions_are_exact() -> None:
    for text in ("三分之一", "占1/3"):
        assert only(text).exact_value == Fraction(1, 3)
    assert only("百分之八十").exact_value == Fraction(4, 5)


def test_names_that_were_found_hold_no_quantities() -> None:
    assert find_quantities("416布局有12件", taken=[(0, 5)])[0].value == 12
    assert find_quantities("1亿元", taken=[(0, 3)]) == ()


def test_offsets_point_into_the_text() -> None:
    text = normalise("我们转让了 12 件，拿到三级")
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize("text", ["好几件", "几十家", "上百件", "十来个", "若干", "数十件", "abc件"])
def test_vague_counts(text: str) -> None:
    assert find_vague(text)


def test_vague_counts_have_their_place() -> None:
    assert vague_spans("转让了好几件，服务了∞家") == ((3, 6), (10, 11))
    assert vague_spans("要几件才行") == ()


@pytest.mark.parametrize("text", ["12件", "三级", "不少于5家", "iii级"])
def test_counts_that_are_not_vague(text: str) -> None:
    assert find_vague(normalise(text)) is None


@given(st.integers(0, 10**12), st.sampled_from("件家项"))
def test_every_integer_with_a_unit_reads_back(number: int, unit: str) -> None:
    assert only(f"一共{number}{unit}").value == number


@settings(max_examples=500)
@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    normal = normalise(text)
    for quantity in find_quantities(normal):
        assert normal[quantity.start : quantity.end] == quantity.text
        assert quantity.value >= 0
    find_vague(normal)


@settings(max_examples=500)
@given(
    st.text(alphabet="第一二三十百千万亿半点到级件个家元%成/之分约多几来不再少排名前0123456789.,-~(): lv", max_size=40)
)
def test_no_quantity_grammar_breaks_it(text: str) -> None:
    spans = [(q.start, q.end) for q in read(text)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "3件",
        "3万5",
        "十",
        "1/",
        "1,",
        "百分之",
        "万",
        "1e",
        "1^",
        "是-3到",
        "点一",
        "iv",
        "几",
        "a",
        " ",
        "成",
    ],
)
def test_long_messages_take_linear_time(piece: str) -> None:
    def work(length: int) -> None:
        text = (piece * length)[:length]
        find_quantities(text)
        find_vague(text)

    assert grows_linearly(work, 1_250)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("20件实用新型，一件发明都没有", [20, 0]),
        ("一项标准也没有", [0]),
        ("12件，一件都没被退回", [12, 1]),
        ("一到五级全说一遍", []),
        ("62件封顶没", [62]),
    ],
)
def test_none_all_and_the_limit(text: str, values: list[int]) -> None:
    found = find_quantities(text)
    assert [int(quantity.value) for quantity in found] == values
    assert all(quantity.qualifier == "exact" for quantity in found)


@pytest.mark.parametrize(("text", "count"), [("谢了 88", 0), ("好的，886", 0), ("谢了，88件", 1), ("88", 1)])
def test_goodbye_counts_nothing(text: str, count: int) -> None:
    assert len(find_quantities(text)) == count


@pytest.mark.parametrize(
    ("text", "qualifier"), [("总数45件", "exact"), ("件数12件", "exact"), ("数十件", "about"), ("几十件", "about")]
)
def test_a_number_called_so_is_exact(text: str, qualifier: str) -> None:
    assert [quantity.qualifier for quantity in find_quantities(text)] == [qualifier]
