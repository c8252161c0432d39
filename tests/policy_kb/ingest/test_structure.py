from __future__ import annotations

import time

import pytest

from policy_kb.ingest.labels import find_label
from policy_kb.ingest.numerals import chinese_numeral, parse_numeral
from policy_kb.ingest.structure import read_structure
from tests.processor_time import grows_linearly


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
    def work(copies):
        read_structure("一、甲目标\n（一）子目标。正文内容。\n1.卯\n（责任单位：市财政局、发改委）\n" * copies)

    assert grows_linearly(work, 200)


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十九", 19), ("二十", 20), ("一百零五", 105), ("廿一", 21), ("12", 12)]
)
def test_numerals(text, value):
    assert parse_numeral(text) == value


def test_numerals_both_ways():
    assert all(parse_numeral(chinese_numeral(number)) == number for number in range(1, 100))
    assert parse_numeral("甲") is None


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("一 、总则", "一、"),
        ("（ 三 ）总则", "（三）"),
        ("（三)总则", "（三）"),
        ("１１．总则", "11."),
        ("第一部分 总则", "第一部分"),
        ("第 三 条 为了", "第三条"),
        ("第三条、为了", "第三条"),
        ("第十条中小企业申请的", "第十条"),
        ("（１）总则", "（1）"),
    ],
)
def test_labels_with_blanks_and_full_width_digits(line, canonical):
    label = find_label(line)
    assert label is not None
    assert label.canonical == canonical


@pytest.mark.parametrize(
    "line",
    [
        "1.5倍的奖励", "3.5个百分点", "0.15％的比例", "12．5万元", "（2020）年", "(12)号文件", "（3）月底前",
        "2024.1.1起施行", "第三条规定的企业",
        "第五条第二款所列情形", "第六条（一）项的", "第三条至第五条", "第七条和第八条",
    ],
)  # fmt: skip
def test_numbers_and_citations_at_the_beginning_of_a_line(line):
    assert find_label(line) is None


def test_citation_that_would_be_next_in_order():
    text = "第一条 甲。\n第二条 乙，依据\n第三条规定的情形除外。\n第三条 丙。"
    assert [c for c, _ in outline(text)] == ["第一条", "第二条", "第三条"]


def test_outline_numbers():
    text = "1.总则\n1.1目的\n1.2 依据\n1.2.1 法律\n1.2.2 规章\n1.5倍以内的除外\n2.标准\n2.1 甲类\n2.2017年度\n3.附则"
    assert ["/".join(c.path) for c in read_structure(text)] == [
        "1.", "1./1.1", "1./1.2", "1./1.2/1.2.1", "1./1.2/1.2.2", "2.", "2./2.1", "3.",
    ]  # fmt: skip


def test_articles_with_headings_and_four_levels_below():
    text = (
        "某办法\n第一条 本办法所称企业：\n（一）总部，符合下列之一：\n1.属于下列：\n(1)世界500强；\n"
        "(2)中国500强。\n2.满足下列：\n"
        "(1)制造业。\n①新材料：收入5000万元以上；\n②其他：收入5亿元以上。\n(2)服务业。\n"
        "①物流业：收入6000万元以上。\n（二）机构：\n1.获准设立；\n"
        "第二条 【落户奖】\n（一）对总部：\n1.内资：\n(1)500万元至5000万元的，奖励300万元；\n"
        "第三条 【人才奖】\n对人才给予奖励。"
    )
    assert ["/".join(c.path) for c in read_structure(text)] == [
        "开头", "第一条", "第一条/（一）", "第一条/（一）/1.", "第一条/（一）/1./（1）", "第一条/（一）/1./（2）",
        "第一条/（一）/2.",
        "第一条/（一）/2./（1）", "第一条/（一）/2./（1）/①", "第一条/（一）/2./（1）/②", "第一条/（一）/2./（2）",
        "第一条/（一）/2./（2）/①", "第一条/（二）", "第一条/（二）/1.", "第二条", "第二条/（一）", "第二条/（一）/1.",
        "第二条/（一）/1./（1）", "第三条",
    ]  # fmt: skip
    assert [h for _, h in outline(text)][-5::4] == ["落户奖", "人才奖"]


def test_items_on_one_line_stay_in_their_clause():
    text = "第一条 下列单位：（一）高校；（二）企业；（三）1.5倍以上的其他单位，给予奖励。\n第二条 1.甲；2.乙。"
    assert [c for c, _ in outline(text)] == ["第一条", "第二条"]


def test_label_right_behind_another():
    text = "第五条 （一）对内资：\n1.甲\n2.乙\n（二）对外资：\n1.丙\n第六条 （2）款所列。"
    parts = read_structure(text)
    assert ["/".join(c.path) for c in parts] == [
        "第五条", "第五条/（一）", "第五条/（一）/1.", "第五条/（一）/2.", "第五条/（二）", "第五条/（二）/1.",
        "第六条",
    ]  # fmt: skip
    assert [part.text for part in parts][:2] == ["第五条", "（一）对内资："]


def test_rows_of_a_table_stay_in_their_clause():
    text = "一、标准\n等级\t金额\n1\t30万元\n一级\t5万元\n二、附则"
    parts = read_structure(text)
    assert [p.cite_label for p in parts] == ["一、", "二、"]
    assert parts[0].text.count("\t") == 3


def test_half_brackets_below_digits():
    text = "五、材料\n1.申请表\n2.证明：\n1）证书\n2）合同\n3.账户"
    assert [c for c, _ in outline(text)] == ["五、", "1.", "2.", "1）", "2）", "3."]


def test_headings_without_numbers():
    text = (
        "某市专利资助政策\n为了加强知识产权保护，制定本政策。\n资助对象\n本市企业和高校均可申请资助，"
        "须有发明专利。\n资助标准\n1.发明每件2000元。\n"
        "2.商标每件500元。\n申请时间\n每年三月受理，逾期不再受理。\n某市市场监督管理局\n2024年2月2日"
    )
    parts = read_structure(text)
    assert [(p.cite_label, p.kind) for p in parts] == [
        ("开头", "opening"), ("资助对象", "clause"), ("资助标准", "clause"), ("1.", "clause"), ("2.", "clause"),
        ("申请时间", "clause"),
        ("文末", "closing"),
    ]  # fmt: skip
    assert parts[3].path == ("资助标准", "1.")


def test_headings_in_square_brackets():
    text = (
        "某市专利资助政策\n为了加强知识产权保护，制定本政策。\n【落户奖】对新落户企业奖励5万元。\n"
        "【人才奖】\n对人才奖励3万元。"
    )
    assert outline(text) == [("开头", ""), ("落户奖", "落户奖"), ("人才奖", "人才奖")]


def test_measures_whose_first_sentence_is_their_heading():
    text = (
        "某市专利若干措施\n为了加强知识产权保护，制定本措施。\n支持专利转化。对转化专利的单位给予奖励。\n"
        "加强专利保护。对维权的单位给予补助5000元。\n培育专利人才。对培训机构给予补助2000元。"
    )
    assert [c for c, _ in outline(text)] == ["开头", "支持专利转化", "加强专利保护", "培育专利人才"]


@pytest.mark.parametrize(
    "text",
    [
        "某市通知\n请认真执行，做好有关工作。\n特此通知\n某市人民政府\n2024年1月1日",
        "关于某某的公告\n现将有关事项公告如下，请遵照执行。\n联系人：张三\n联系电话：12345",
    ],
)
def test_a_letter_has_no_headings(text):
    assert [p.kind for p in read_structure(text)] == ["opening"]


def test_attachments_named_only_in_the_list():
    text = (
        "一、依据\n二、流程\n附件：1.申请表\n2.承诺书（样式）\n3.专利奖励标准.docx\n某市财政局\n2024年1月1日\n"
        "申请表\n单位名称\t\n承诺书\n一、承诺真实。\n二、承诺完整。\n附件3 专利奖励标准\n等级\t金额"
    )
    parts = read_structure(text)
    assert [p.cite_label for p in parts] == [
        "一、", "二、", "文末", "附件1", "附件2", "附件2一、", "附件2二、", "附件3",
    ]  # fmt: skip
    assert parts[-1].heading == "专利奖励标准"


def test_attachment_with_form_text_behind_it():
    text = "一、依据\n附件1.封面\n附件1                    申报编号：\n申报材料"
    assert [p.cite_label for p in read_structure(text)] == ["一、", "文末", "附件1"]


def test_attachments_announced_again_with_their_names():
    text = (
        "一、依据\n附件1：申请表\n附件2：承诺书\n某市财政局\n2024年1月1日\n附件1：申请表\n"
        "单位名称\n附件2：承诺书\n一、承诺真实。"
    )
    assert [p.cite_label for p in read_structure(text)] == ["一、", "文末", "附件1", "附件2", "附件2一、"]


def test_half_a_megabyte_is_read_in_seconds():
    block = (
        "第三条 【落户奖】\n（一）对企业，给予1.5倍的奖励，依据本办法第三条执行。（市科技局牵头，"
        "市财政局、发改委等按职责分工负责）\n1.内资企业：\n"
        "(1)实缴资本500万元的，奖励300万元；\n①细项\t金额\n责任单位：市财政局、发改委，各县（市、区）政府\n"
    )
    text = "某市办法\n为了加强知识产权保护，制定本办法。\n" + block * (500_000 // len(block))
    start = time.thread_time()
    assert len(read_structure(text)) > 10_000
    assert time.thread_time() - start < 20


def test_list_of_attachments_below_a_notice_without_numbers():
    text = (
        "某市关于印发专利奖励办法的通知\n各单位：\n现印发给你们。\n附件：1.某市专利奖励办法\n2.申请表\n某市知识产权局\n"
        "2024年1月2日\n附件1\n某市专利奖励办法\n第一条 甲。\n第二条 奖励5万元。\n附件2\n申请表\n单位名称："
    )
    assert [part.path for part in read_structure(text)] == [
        ("开头",), ("文末",), ("附件1",), ("附件1", "第一条"), ("附件1", "第二条"), ("附件2",),
    ]  # fmt: skip
