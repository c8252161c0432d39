from __future__ import annotations

import time

import pytest

from policy_kb.ingest.labels import find_label
from policy_kb.ingest.numerals import chinese_numeral, parse_numeral
from policy_kb.ingest.structure import read_structure


def outline(text):
    return [(c.cite_label, c.heading) for c in read_structure(text)]


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("一、总则", "一、"),
        ("十二、总则", "十二、"),
        ("（三）总则", "（三）"),
        ("(三)总则", "（三）"),
        ("㈢总则", "（三）"),
        ("1.总则", "1."),
        ("1. 总则", "1."),
        ("１．总则", "1."),
        ("12、总则", "12."),
        ("⒊总则", "3."),
        ("(1)总则", "（1）"),
        ("⑴总则", "（1）"),
        ("1）总则", "1）"),
        ("②总则", "②"),
        ("第二章 总则", "第二章"),
        ("第二章　总则", "第二章"),
        ("第十条 为了", "第十条"),
        ("第10条 为了", "第十条"),
    ],
)
def test_labels(line, canonical):
    label = find_label(line)
    assert label is not None
    assert label.canonical == canonical


@pytest.mark.parametrize(
    "line", ["总则", "2024年2月2日", "——坚持", "一带一路", "第一", "（含40件）", "100万元", "12", "1."]
)
def test_no_labels(line):
    assert find_label(line) is None


def test_doubtful_labels_count_only_in_order():
    assert [c for c, _ in outline("1.甲项\n2.2017年度申请表\n3.5万元以上的，不计\n3.丙项")] == ["1.", "2.", "3."]
    text = "第一条 甲。\n第十八条第一款规定的情形。\n第二条 乙。"
    assert [c for c, _ in outline(text)] == ["第一条", "第二条"]


def test_restarting_and_continuous_numbering():
    restarting = "开始\n一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅\n1.卯\n（二）辰\n1.巳"
    assert [c for c, _ in outline(restarting)] == [
        "开头", "一、", "一、（一）", "一、（二）", "二、", "二、（一）", "二、（一）1.", "二、（二）", "二、（二）1.",
    ]  # fmt: skip
    continuous = "一、甲\n（一）子\n（二）丑\n二、乙\n（三）寅\n1.卯\n（四）辰\n2.巳"
    assert [c for c, _ in outline(continuous)] == ["一、", "（一）", "（二）", "二、", "（三）", "1.", "（四）", "2."]


def test_levels_may_be_skipped_and_mixed():
    text = "一、甲\n1.子\n（1）细\n①更细\n2.丑\n二、乙\n（一）寅\n1.卯"
    paths = ["/".join(c.path) for c in read_structure(text)]
    assert paths == [
        "一、", "一、/1.", "一、/1./（1）", "一、/1./（1）/①", "一、/2.", "二、", "二、/（一）", "二、/（一）/1.",
    ]  # fmt: skip


def test_statute():
    text = "某条例\n第一章 总则\n第一条 为了。\n第二条 本市。\n（一）甲；\n（二）乙。\n第二章 附则\n第三条 自公布。"
    assert outline(text) == [
        ("开头", ""), ("第一章", "总则"), ("第一条", ""), ("第二条", ""), ("（一）", "甲"), ("（二）", "乙"),
        ("第二章", "附则"), ("第三条", ""),
    ]  # fmt: skip


def test_article_with_bracketed_heading():
    assert outline("第二条 【落户奖】\n（一）对甲。\n第三条 【人才奖】对乙。")[0::2] == [
        ("第二条", "落户奖"),
        ("第三条", "人才奖"),
    ]


def test_heading_ends_at_the_first_full_stop_or_the_line():
    assert outline("一、推动发展。结合实际，推进。\n二、保障措施\n加强领导。") == [
        ("一、", "推动发展"), ("二、", "保障措施"),
    ]  # fmt: skip


def test_attachments_follow_the_closing_text():
    text = (
        "某办事指南\n一、依据\n二、流程\n附件1.申请表\n附件2.承诺书\n\n"
        "附件1\n申请表\n单位名称\n附件2\n承诺书\n一、承诺真实。"
    )
    parts = read_structure(text)
    assert [p.cite_label for p in parts] == ["开头", "一、", "二、", "文末", "附件1", "附件2", "附件2一、"]
    assert parts[4].heading == "申请表"


def test_attachment_that_is_the_notice_itself():
    text = (
        "关于印发方案的通知\n现印发给你们。\n附件：某某方案\n某市人民政府\n2024年1月1日\n某某方案\n一、目标\n二、任务"
    )
    assert [c for c, _ in outline(text)] == ["开头", "一、", "二、"]


def test_annexed_text_that_numbers_anew():
    text = "一、甲\n二、乙\n某市人民政府\n2024年1月1日\n某市知识产权专项资金管理办法\n一、丙\n二、丁"
    names = [c for c, _ in outline(text)]
    assert names[:3] == ["一、", "二、", "文末"]
    assert names[3:] == ["某市知识产权专项资金管理办法一、", "某市知识产权专项资金管理办法二、"]


@pytest.mark.parametrize(
    "last", ["本办法自印发之日起施行。", "（此件公开发布）", "某某市人民政府办公室\n2024年1月1日", "附件：申请表"]
)
def test_closing_text(last):
    parts = read_structure(f"一、甲\n正文。\n{last}")
    assert parts[-1].kind == "closing"
    assert parts[-1].text == last


def test_text_without_numbers_is_one_opening():
    parts = read_structure("某市通知\n请认真执行。")
    assert [(p.kind, p.text) for p in parts] == [("opening", "某市通知\n请认真执行。")]


def test_repeated_labels_stay_distinct():
    assert [c for c, _ in outline("一、甲\n（二）子\n（二）丑")] == ["一、", "（二）", "（二）·2"]


def test_time_grows_with_the_text_only():
    def seconds(copies):
        text = "一、甲目标\n（一）子目标。正文内容。\n1.卯\n（责任单位：市财政局、发改委）\n" * copies
        start = time.perf_counter()
        read_structure(text)
        return time.perf_counter() - start

    seconds(200)
    assert seconds(4000) < 12 * max(seconds(1000), 0.02)


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十九", 19), ("二十", 20), ("一百零五", 105), ("廿一", 21), ("12", 12)]
)
def test_numerals(text, value):
    assert parse_numeral(text) == value


def test_numerals_both_ways():
    assert all(parse_numeral(chinese_numeral(number)) == number for number in range(1, 100))
    assert parse_numeral("甲") is None
