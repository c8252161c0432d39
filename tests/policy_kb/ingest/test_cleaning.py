from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.ingest import UnreadableNotice, read_notice
from policy_kb.ingest.cleaning import Draft, Edit, clean
from policy_kb.ingest.cleaning.blanks import close_gaps, drop_invisible, trim_lines, unify_line_ends
from policy_kb.ingest.cleaning.decoding import MAX_BYTES, decode
from policy_kb.ingest.cleaning.furniture import (
    drop_comments,
    drop_controls,
    drop_footer,
    drop_heading_marks,
    drop_index_table,
    drop_menus,
    drop_watermarks,
    head_fields,
)
from policy_kb.ingest.cleaning.marks import plain_stops, widen_brackets, widen_marks
from policy_kb.ingest.cleaning.misalignment import realign
from policy_kb.ingest.cleaning.pinyin import drop_pinyin
from policy_kb.ingest.cleaning.radicals import plain_characters
from policy_kb.ingest.cleaning.script import simplify
from tests.processor_time import grows_linearly

SOURCES = Path(__file__).parents[3] / "policy_kb" / "sources"
NOTICES = sorted((Path(__file__).parents[1] / "extract" / "notices").glob("*/*.yaml"))
BODY = "为了加强知识产权保护，推动高质量发展，根据有关规定，结合本市实际，制定本措施。"


def apply(rule, text):
    draft = Draft(text)
    draft.apply("rule", rule)
    return draft.text


def out_of_step(text: str, start: int) -> str:
    """What a decoder shows that loses the byte at ``text[start:]``'s beginning."""
    data = text[start:].encode("gbk")
    shown, at = "?", 1
    while data[at] >= 0x80:
        shown += data[at : at + 2].decode("gbk", "ignore")
        at += 2
    return text[:start] + shown + chr(data[at]) + data[at + 1 :].decode("gbk")


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("前文。\n?。ㄒ唬┘訌娍傮w設計", "前文。\n　（一）加強總體設計"),
        ("前文。\n(二)其他。\n?。ㄈ┘訌妼ν忾_放", "前文。\n(二)其他。\n　（三）加強對外開放"),
        ("前文。\n(一)其他。\n?。ǘ娀瘲l件保障。", "前文。\n(一)其他。\n　（二）強化條件保障。"),
        ("前文。\n(二)其他。\n?。ㄈ┙∪珜嵤C制。", "前文。\n(二)其他。\n　（三）健全實施機制。"),
        ("前文。\n(三)其他。\n?。ㄋ模┳⒅卦u價宣傳。", "前文。\n(三)其他。\n　（四）注重評價宣傳。"),
        ("監測制度?!藏熑螁挝唬菏兄R產權局、市司法局", "監測制度。〔責任單位：市知識產權局、市司法局"),
        ("促進西部?。▍^(qū)、市)與共建國家", "促進西部省（區(qū)、市)與共建國家"),
    ],
)
def test_bytes_out_of_step_are_put_back(damaged, whole):
    assert apply(realign, damaged) == whole


@pytest.mark.parametrize(
    "heading",
    [
        "（五）加強組織領導。",
        "（六）健全工作機制。",
        "（十一）加強組織領導。",
        "（八）提升創新能力建設水平。",
    ],
)
def test_other_headings_out_of_step(heading):
    whole = "前文。\n　" + heading + "其他。"
    damaged = out_of_step(whole, 4)
    assert damaged != whole
    assert apply(realign, damaged) == whole


def test_the_number_before_tells_the_next():
    whole = "（十一）加強領導。\n　（十二）完善監測體系。其他。"
    assert apply(realign, out_of_step(whole, 10)) == whole


@pytest.mark.parametrize(
    "text",
    [
        "什么是专利?专利是国家授予的权利,期限为20年。",
        "能补多少?最高30万元A类。",
        "请问?",
        "??????A",
        "問：如何申請?答：向市知識產權局提出申請。Abc",
    ],
)
def test_real_question_marks_stay(text):
    assert apply(realign, text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("區(qū)縣", "區縣"),
        ("現(xiàn)將《共建現(xiàn)代化", "現將《共建現代化"),
        ("戰（zhàn）略", "戰略"),
        ("綠(lǜ)色", "綠色"),
        ("甲(a)乙(qū)丙(WIPO)丁（x）", "甲(a)乙(qū)丙(WIPO)丁（x）"),
    ],
)
def test_pinyin_in_brackets(damaged, whole):
    assert apply(drop_pinyin, damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [("1﹒强化", "1.强化"), ("12．支持", "12.支持"), ("3．5万元", "3．5万元"), ("1.强化", "1.强化")],
)
def test_stops_behind_numbers(damaged, whole):
    assert apply(plain_stops, damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("载体,是抓手;请问?好!如下:", "载体，是抓手；请问？好！如下："),
        ("〔2023〕151号）, 深入实施", "〔2023〕151号），深入实施"),
        ("时间16:04,比例8:2,金额1,000元", "时间16:04，比例8:2，金额1,000元"),
        ("网址 http://www.gov.cn/a?b=1 查询", "网址 http://www.gov.cn/a?b=1 查询"),
        ("加强区域联动强化培育", "加强区域联动强化培育"),
    ],
)
def test_half_width_marks(damaged, whole):
    assert apply(widen_marks, damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("各县(区)人民政府", "各县（区）人民政府"),
        ("西部省（区、市)与", "西部省（区、市）与"),
        ("《管理指南(ISO56005)》", "《管理指南（ISO56005）》"),
        ("》(国办发(2023)37号)", "》（国办发（2023）37号）"),
        ("f(x) = y", "f(x) = y"),
    ],
)
def test_half_width_brackets(damaged, whole):
    assert apply(widen_brackets, damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("牽頭單位：市市場監管局", "牵头单位：市市场监管局"),
        (
            "對開發專利密集型產業的，給予獎勵\n著作权人于2024年申请",
            "对开发专利密集型产业的，给予奖励\n著作权人于2024年申请",
        ),
        ("乾隆年间的著作", "乾隆年间的著作"),
    ],
)
def test_traditional_lines_become_simplified(damaged, whole):
    assert apply(simplify, damaged) == whole


def test_blanks():
    assert apply(unify_line_ends, "一\r\n二\r三\n") == "一\n二\n三\n"
    assert apply(trim_lines, "　　第一条\u00a0 总则 \n\u00a0\n 二\u00a0三") == "第一条\u00a0 总则\n\n二 三".replace(
        "\u00a0", " "
    )
    assert apply(close_gaps, "\n\n一\n\n\n\n二\n\n三\n\n") == "一\n\n二\n\n三"
    assert apply(drop_invisible, "专\u200b利\ufeff") == "专利"


def test_footer_goes_with_the_hotline_of_the_site():
    text = f"一、总则。\n{BODY}\n\n在线咨询\n客服电话\n服务热线：15212345678\n返回顶部"
    assert apply(drop_footer, text).rstrip() == f"一、总则。\n{BODY}"


def test_telephone_of_the_authority_stays():
    text = f"{BODY}\n联系电话：0596-1234567\n服务热线：12345"
    assert clean(text).text == text


def test_footer_stops_at_sentences_and_headings():
    text = "打印\n一、总则\n关闭"
    assert apply(drop_footer, text) == "打印\n一、总则\n"
    assert apply(drop_controls, f"分享到：\n{BODY}\n【打印】【关闭】") == f"{BODY}\n"


def test_file_name_of_the_download_goes():
    text = f"{BODY}\n\n某政办发〔2020〕1号.doc\n\n分享到：\nProduced By 某网络"
    assert apply(drop_footer, text).rstrip() == BODY


def test_index_table_is_read_before_it_goes():
    text = f"索引号：0144/2018-1 主题分类：科技\n发文日期：2018-09-21\n文号：某政办发〔2017〕1号\n某市办法\n{BODY}"
    assert head_fields(text)["文号"] == "某政办发〔2017〕1号"
    assert head_fields(text)["发文日期"] == "2018-09-21"
    assert apply(drop_index_table, text) == f"某市办法\n{BODY}"


def test_menus_go_and_the_title_stays():
    menu = "首页\n政务公开\n政务服务\n互动交流\n通知公告\n领导信息\n人事信息\n规划计划\n统计数据"
    crumbs = f"{menu}\n您现在的位置：首页 > 政策\n本地政策\n某市促进总部经济发展扶持办法\n{BODY}"
    assert apply(drop_menus, crumbs) == f"某市促进总部经济发展扶持办法\n{BODY}"
    plain = f"{menu}\n某市促进总部经济发展扶持办法\n{BODY}"
    assert apply(drop_menus, plain) == f"某市促进总部经济发展扶持办法\n{BODY}"
    few = f"首页\n某市促进总部经济发展扶持办法\n{BODY}"
    assert apply(drop_menus, few) == few


def test_watermark_only_inside_a_signature():
    text = "某某省经济和信息化厅\n\n企业政策2024\n\n某某省商务厅\n\n2024年8月15日"
    assert apply(drop_watermarks, text) == "某某省经济和信息化厅\n\n\n某某省商务厅\n\n2024年8月15日"
    assert apply(drop_watermarks, f"{BODY}\n企业政策2024\n{BODY}") == f"{BODY}\n企业政策2024\n{BODY}"


def test_markup_goes():
    assert apply(drop_comments, f"<!-- INFO END -->\n{BODY}") == BODY
    assert apply(drop_heading_marks, "# 条例\n## 第一章") == "条例\n第一章"


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [("⼀、⽀持⾼校", "一、支持高校"), ("⻓期⺠营", "长期民营"), ("一、支持", "一、支持"), ("①㈠Ⅱ½", "①㈠Ⅱ½")],
)
def test_radicals_become_characters(damaged, whole):
    assert apply(plain_characters, damaged) == whole


@pytest.mark.parametrize(
    "control",
    [
        "分享到：微信 微博 QQ空间",
        "【字体：大 中 小】",
        "字号：[大] [中] [小]",
        "浏览次数：1234次",
        "您是第 1234567 位访客",
        "扫一扫在手机打开当前页",
        "【打印本页】 【关闭窗口】",
        "上一篇：关于某某的通知",
        "责任编辑：张三",
        "主办：某某市人民政府办公室 承办：某某市数据管理局",
        "版权所有：某某市人民政府",
        "闽ICP备05001234号 网站标识码：3506000001",
        "建议使用1024*768分辨率浏览本站",
        "相关解读",
    ],
)
def test_each_control_of_a_site(control):
    text = f"一、总则\n{BODY}\n{control}\n某某市专利条例解读\n地址：某某路1号 邮编：363000"
    assert apply(drop_footer, text).rstrip() == f"一、总则\n{BODY}"


@pytest.mark.parametrize(
    "line",
    [
        "审核：市财政局对材料进行审核",
        "主办单位：市知识产权局",
        "打印三份报送",
        "编辑：市志办编纂委员会",
        "阅读能力测评：每年一次",
        "技术",
    ],
)
def test_lines_of_a_notice_that_resemble_controls(line):
    text = f"一、总则\n{BODY}\n{line}\n二、附则\n{BODY}"
    assert clean(text).text == text


def test_index_table_whose_cells_are_parted_by_tabs():
    text = f"索引号\t0144/2024-1\t主题分类\t科技\n发布日期：\t2024-02-05\n某市办法\n{BODY}"
    assert head_fields(text) == {"索引号": "0144/2024-1", "主题分类": "科技", "发布日期": "2024-02-05"}
    assert apply(drop_index_table, text) == f"某市办法\n{BODY}"


def test_changes_that_the_format_calls_for_are_logged_with_the_rest():
    cleaned = clean(f"- 1 -\n{BODY}\n", [("page number", Edit(0, 6, ""))], {"来源": "某局"})
    assert cleaned.text == BODY
    assert (cleaned.repairs[0].rule, cleaned.repairs[0].start, cleaned.repairs[0].before) == (
        "page number",
        0,
        "- 1 -\n",
    )
    assert cleaned.fields == {"来源": "某局"}


CHARS = "本市知识产权局支持企业开展专利导航对符合条件的给予奖励补助加强保护运用管理服务建设发展"
sentences = st.text(alphabet=CHARS, min_size=24, max_size=60).map(lambda text: text[:12] + "，" + text[12:] + "。")
labels = st.sampled_from(
    ["", "一、", "（二）", "3.", "（4）", "⑤", "第六条 ", "附件1\n", "责任单位：市财政局、教育局\n", "等级\t金额\n"]
)
sound_texts = st.tuples(sentences, st.lists(st.tuples(labels, sentences).map("".join), max_size=8)).map(
    lambda parts: "\n".join([parts[0], *parts[1]])
)


@given(sound_texts)
@settings(max_examples=150)
def test_sound_text_passes_unchanged(text):
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.repairs == ()


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_whole_notices_without_damage_pass_unchanged(path):
    """Tables, contacts, quoted words, fines: nothing of a sound notice is taken for damage."""
    text = yaml.safe_load(path.read_text(encoding="utf-8"))["text"].strip("\n").replace("．", ".")
    cleaned = clean(text)
    assert (cleaned.text, cleaned.repairs) == (text, ())


@pytest.mark.parametrize("doc_id", ["sichuan-2024", "jingjiang-2017", "zhangzhou-2024", "chongqing-2024", "zibo-2023"])
def test_cleaned_text_needs_no_second_cleaning(seed, doc_id):
    text = seed(doc_id).text
    again = clean(text)
    assert (again.text, again.repairs) == (text, ())


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_any_text_can_be_read_or_is_refused(text):
    try:
        notice = read_notice(text.encode("utf-8", "surrogatepass"))
    except UnreadableNotice:
        return
    assert all(notice.text[part.start : part.end] == part.text for part in notice.clauses)


marks = st.text(
    alphabet="一二三四五、（）(1).①第章条附件\n：，。 中?。ㄒ唬┘訌責任單位区(qū)年月日自起施行有效期", max_size=300
)


@given(marks)
@settings(max_examples=300)
def test_text_made_of_labels_and_damage(text):
    try:
        notice = read_notice(("知识产权" + text).encode())
    except UnreadableNotice:
        return
    assert all(notice.text[part.start : part.end] == part.text for part in notice.clauses)
    assert len({part.cite_label for part in notice.clauses}) == len(notice.clauses)


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_can_be_read_or_are_refused(raw):
    try:
        text = read_notice(raw).text
    except UnreadableNotice:
        return
    assert text


@pytest.mark.parametrize(
    "raw",
    [
        "知识产权保护".encode(),
        b"\xef\xbb\xbf" + "知识产权保护".encode(),
        "知识产权保护".encode("gb18030"),
        "知识产权保护".encode("utf-16"),
        b"\x84\x31\x95\x33" + "知识产权保护".encode("gb18030"),
    ],
)
def test_encodings(raw):
    assert decode(raw) == "知识产权保护"


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (bytes(range(256)) * 4, "不是文本文件"),
        (b"plain English only", "没有中文"),
        ("打印\n关闭\n返回顶部".encode(), "没有文件正文"),
    ],
)
def test_unreadable_files_are_refused_with_a_sentence(raw, hint):
    with pytest.raises(UnreadableNotice, match=hint) as refusal:
        read_notice(raw, filename="通知.txt")
    assert "通知.txt" in str(refusal.value)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:p/>", "XML"),
        (b"PK\x05\x06" + bytes(18), "解压"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "OCR"),
        (b"PK\x03\x04" + b"xl/workbook.xml", "电子表格"),
        (b"PK\x03\x04" + b"OFD.xml", "OFD"),
        (b"PK\x03\x04" + b"a.txt", "解压"),
        (b"Rar!\x1a\x07\x00", "解压"),
        (b"PK\x03\x04" + b"word/document.xml", "重新下载"),
        (b"%PDF-1.7\n1 0 obj", "重新下载"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "另存为 .html"),
        (b"<html><body>English only</body></html>", "没有中文"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(raw, hint):
    with pytest.raises(UnreadableNotice, match=hint) as refusal:
        read_notice(raw, filename="通知")
    assert str(refusal.value).startswith("“通知”")
    assert str(refusal.value).endswith("。")


def test_big5_is_told_from_gbk():
    text = "為了加強知識產權保護，推動高質量發展，根據有關規定，結合本市實際，制定本措施。"
    assert decode(text.encode("big5hkscs")) == text
    assert decode(text.encode("gb18030")) == text


def test_a_lost_byte_here_and_there_is_no_reason_to_refuse():
    raw = bytearray((BODY * 30).encode())
    del raw[100]
    assert decode(bytes(raw)).count("\ufffd") <= 3


@pytest.mark.parametrize("filler", ["\n", "第一条 甲。\n", "某市财政局\n2024年1月1日\n", "?", "（", "1"])
def test_texts_of_millions_of_characters_are_refused_at_once(filler):
    raw = ("某市办法\n" + filler * (2_000_000 // len(filler))).encode()
    start = time.thread_time()
    with pytest.raises(UnreadableNotice, match="100万字"):
        read_notice(raw)
    assert time.thread_time() - start < 3


@pytest.mark.parametrize("filler", ["\n", "某市财政局\n2024年1月1日\n", "2024年1月1日\n"])
def test_time_grows_with_the_text_only(filler):
    def work(size: int) -> None:
        read_notice(("某市办法\n一、甲\n" + filler * (size // len(filler)) + "乙").encode())

    assert grows_linearly(work, 8_000)


def test_too_large():
    with pytest.raises(UnreadableNotice, match="20MB"):
        read_notice("知".encode() * (MAX_BYTES // 3 + 10))
