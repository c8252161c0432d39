from __future__ import annotations

import io
import time
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_kb.ingest import UnreadableNotice, read_notice
from policy_kb.ingest.formats.docx_numbering import write_numeral

BODY = "为了加强知识产权保护，推动高质量发展，结合本市实际，制定本措施。"
BOX = (
    "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
    "<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def read(word):
    return read_notice(word.save(), filename="措施.docx")


def names(notice):
    return [(part.cite_label, part.heading) for part in notice.clauses]


def test_numbers_that_word_keeps_apart_from_the_text(word):
    word.document.add_heading("某某市促进专利转化若干措施", 0)
    word.text(BODY)
    items = word.new_list()
    word.item(items, 0, "支持方向").item(items, 1, "支持转化。给予奖励。").item(items, 2, "甲项").item(items, 2, "乙项")
    word.item(items, 1, "支持保护。给予奖励。").item(items, 2, "丙项").item(items, 3, "细项").item(items, 0, "附则")
    notice = read(word)
    assert notice.title == "某某市促进专利转化若干措施"
    assert notice.text.split("\n")[2:] == [
        "一、支持方向", "（一）支持转化。给予奖励。", "1.甲项", "2.乙项", "（二）支持保护。给予奖励。", "1.丙项",
        "（1）细项",
        "二、附则",
    ]  # fmt: skip
    assert names(notice)[1:4] == [("一、", "支持方向"), ("（一）", "支持转化"), ("（一）1.", "甲项")]


def test_articles_numbered_across_chapters(word):
    chapters = word.new_list([("chineseCountingThousand", "第%1章")])
    articles = word.new_list([("chineseCountingThousand", "第%1条"), ("chineseCountingThousand", "（%2）")])
    word.text("某某市专利条例").item(chapters, 0, "总则").item(articles, 0, BODY).item(articles, 0, "下列事项：")
    word.item(articles, 1, "甲。").item(chapters, 0, "附则").item(articles, 0, "本条例自公布之日起施行。")
    notice = read(word)
    assert [part.path for part in notice.clauses[1:]] == [
        ("第一章",), ("第一章", "第一条"), ("第一章", "第二条"), ("第一章", "第二条", "（一）"), ("第二章",),
        ("第二章", "第三条"),
    ]  # fmt: skip


def test_list_that_starts_anew(word):
    items = word.new_list([("decimal", "%1."), ("decimal", "%1.%2")])
    word.text(BODY).item(items, 0, "甲").item(items, 1, "子").item(items, 1, "丑").item(items, 0, "乙")
    word.item(word.restarted(items), 0, "丙")
    assert read(word).raw_text.split("\n")[1:6] == ["1.甲", "1.1 子", "1.2 丑", "2.乙", "1.丙"]


def test_bullets_bring_no_numbers(word):
    word.text(BODY).item(word.new_list([("bullet", "\uf0b7")]), 0, "甲项")
    assert read(word).text == f"{BODY}\n甲项"


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("decimalFullWidth", 12, "１２"), ("chineseCounting", 23,
        "二十三"),
        ("decimalEnclosedCircle", 2, "②"), ("chineseLegalSimplified", 3, "叁"), ("ideographTraditional", 2, "乙"),
        ("lowerLetter", 27, "aa"), ("upperRoman", 14, "XIV"), ("cardinalText", 4, "4"), ("decimalEnclosedCircle",
        30, "(30)"),
        ("ideographZodiac", 1, "子"),
        ("chineseCountingThousand", 101, "一百零一"), ("japaneseCounting", 110, "一百一十"),
        ("ideographDigital", 12, "一二"), ("lowerRoman", 9, "ix"),
    ],
)  # fmt: skip
def test_number_formats(form, number, shown):
    assert write_numeral(number, form) == shown


def test_tables_with_merged_cells(word):
    word.text(BODY).text("第一条 奖励标准见下表。")
    table = word.document.add_table(4, 3)
    for row, cells in enumerate(
        [("奖励标准", "", ""), ("类别", "等级", "金额"), ("专利", "一级", "30万元"), ("", "二级", "10万元")]
    ):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(2, 1).text = "一级\n（含特级）"
    assert read(word).text.endswith("奖励标准\n类别\t等级\t金额\n专利\t一级 （含特级）\t30万元\n专利\t二级\t10万元")


def test_text_in_a_frame_keeps_its_paragraphs(word):
    cell = word.document.add_table(1, 1).cell(0, 0)
    cell.text = "第一条 甲。\n第二条 乙。"
    assert read(word.text(BODY)).text == f"第一条 甲。\n第二条 乙。\n{BODY}"


def test_tracked_changes_are_read_as_accepted(word):
    word.text(BODY).xml(
        "<w:p><w:r><w:t>奖励</w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>5万元</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>3万元</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>"
    )
    assert read(word).text == f"{BODY}\n奖励3万元。"


def test_text_boxes_stand_once(word):
    assert read(word.text(BODY).xml(BOX.format("第一条 甲。"))).text == f"{BODY}\n\n第一条 甲。"


def test_what_word_does_not_show_is_left_out(word):
    word.text(BODY).xml(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗文</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>明文</w:t></w:r></w:hyperlink></w:p>"
    )
    assert read(word).text == f"{BODY}\n明文"


def test_content_controls_are_read(word):
    word.text(BODY).xml("<w:p><w:sdt><w:sdtContent><w:r><w:t>第一条 甲。</w:t></w:r></w:sdtContent></w:sdt></w:p>")
    assert read(word).text == f"{BODY}\n第一条 甲。"


def test_table_of_contents_goes_and_is_logged(word):
    word.document.styles.add_style("toc 1", 1)
    word.text(BODY).text("一、总则\t1", "toc 1").text("一、总则").text("甲。")
    notice = read(word)
    assert notice.text == f"{BODY}\n一、总则\n甲。"
    assert (notice.repairs[0].rule, notice.repairs[0].before) == ("table of contents", "一、总则\t1\n")


def test_headings_without_any_number(word):
    word.text("某某市专利资助指南").text(BODY)
    for heading in ("申请条件", "资助标准"):
        word.document.add_heading(heading, 1)
        word.text("对符合条件的单位，给予每件2000元的资助。")
    assert names(read(word)) == [("开头", ""), ("申请条件", "申请条件"), ("资助标准", "资助标准")]


def repacked(raw, change):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


def test_document_that_unpacks_to_too_much_is_refused(word):
    raw = repacked(word.text(BODY).save(), lambda name, content: content)
    target = io.BytesIO(raw)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * (101 * 1024 * 1024))
    with pytest.raises(UnreadableNotice, match="100MB"):
        read_notice(target.getvalue(), filename="a.docx")


def test_entities_are_not_expanded(word, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", encoding="utf-8")
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'

    def change(name, content):
        if name != "word/document.xml":
            return content
        text = content.decode().replace("保护", "保护&x;", 1)
        return text.replace("<w:document", f"{doctype}<w:document", 1)

    with pytest.raises(UnreadableNotice, match="外部引用"):
        read_notice(repacked(word.text(BODY).save(), change), filename="a.docx")


def test_declarations_of_entities_are_refused_even_where_nothing_refers_to_them(word):
    def change(name, content):
        return (
            content.replace(b"<w:styles", b"<!DOCTYPE w SYSTEM 'x.dtd'><w:styles", 1) if "styles" in name else content
        )

    with pytest.raises(UnreadableNotice, match="外部引用"):
        read_notice(repacked(word.text(BODY).save(), change), filename="a.docx")


def test_document_of_millions_of_characters_is_refused_soon(word):
    paragraph = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>".encode()

    def change(name, content):
        return (
            content.replace(b"<w:body>", b"<w:body>" + paragraph * 80_000) if name == "word/document.xml" else content
        )

    raw = repacked(word.text(BODY).save(), change)
    start = time.thread_time()
    with pytest.raises(UnreadableNotice, match="100万字"):
        read_notice(raw, filename="a.docx")
    assert time.thread_time() - start < 20


def test_sizes_that_an_archive_understates_do_no_harm(word):
    target = io.BytesIO(word.text(BODY).save())
    size = 40 * 1024 * 1024
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", b"\0" * size)
    raw = target.getvalue().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refusal(raw, "a.docx").endswith("。")


def test_the_hundred_and_first_article(word):
    articles = word.new_list([("chineseCountingThousand", "第%1条")])
    word.text("某某市专利条例").text(BODY)
    for number in range(101):
        word.item(articles, 0, f"第{number}项规定的内容。")
    notice = read(word)
    assert [part.label for part in notice.clauses[-2:]] == ["第一百条", "第一百零一条"]


def test_an_empty_numbered_paragraph_counts_as_in_word(word):
    items = word.new_list([("decimal", "%1.")])
    word.text(BODY).item(items, 0, "甲").item(items, 0, "").item(items, 0, "丙")
    assert read(word).raw_text.split("\n")[1:4] == ["1.甲", "", "3.丙"]


def test_a_deleted_numbered_paragraph_does_not_count(word):
    items = word.new_list([("decimal", "%1.")])
    word.text(BODY).item(items, 0, "甲").item(items, 0, "")
    mark = parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="a"/></w:rPr>')
    word.document.paragraphs[-1]._p.get_or_add_pPr().append(mark)
    word.item(items, 0, "乙")
    assert read(word).raw_text.split("\n")[1:4] == ["1.甲", "", "2.乙"]


@pytest.mark.parametrize("missing", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_document_without_its_parts_is_refused(word, missing):
    raw = repacked(word.text(BODY).save(), lambda name, content: None if name == missing else content)
    with pytest.raises(UnreadableNotice, match="打不开"):
        read_notice(raw, filename="a.docx")


def test_document_without_styles_or_numbering_is_read(word):
    raw = repacked(
        word.text(BODY).save(),
        lambda name, content: b"<a/>" if name in ("word/styles.xml", "word/numbering.xml") else content,
    )
    assert refusal(raw, "a.docx").endswith("。")


def test_deeply_nested_document_does_no_harm(word):
    deep = "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000

    def change(name, content):
        return content.replace(b"<w:body>", f"<w:body>{deep}".encode()) if name == "word/document.xml" else content

    with pytest.raises(UnreadableNotice, match="打不开"):
        read_notice(repacked(word.text(BODY).save(), change), filename="a.docx")


def test_empty_document_is_refused(word):
    with pytest.raises(UnreadableNotice, match="没有文字"):
        read(word)


def refusal(raw, filename):
    """The sentence with which a file is refused; a full stop for one that is read."""
    try:
        notice = read_notice(raw, filename=filename)
    except UnreadableNotice as error:
        return str(error)
    assert all(notice.text[part.start : part.end] == part.text for part in notice.clauses)
    return "。"


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_damaged_documents_are_read_or_refused(word, data):
    if not word.document.paragraphs:
        word.text(BODY).item(word.new_list(), 0, "甲").document.add_table(2, 2)

    def change(name, content):
        if name not in ("word/document.xml", "word/numbering.xml", "word/styles.xml") or not data.draw(st.booleans()):
            return content
        start = data.draw(st.integers(0, len(content) - 1))
        return content[:start] + data.draw(st.binary(max_size=6)) + content[start + data.draw(st.integers(0, 8)) :]

    raw = repacked(word.save(), change)
    if data.draw(st.booleans()):
        cut = data.draw(st.integers(4, len(raw)))
        raw = raw[:cut] + data.draw(st.binary(max_size=20)) + raw[cut + 1 :]
    assert refusal(raw, "a.docx").endswith("。")
