from __future__ import annotations

import io
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from policy_kb.ingest import UnreadableNotice, read_notice
from policy_kb.ingest.formats import pdf
from policy_kb.ingest.formats.pdf_layout import PrintedPage, running_text
from policy_kb.ingest.formats.pdf_lines import Glyph, PrintedLine, build_lines
from policy_kb.ingest.formats.pdf_rows import join_rows
from policy_kb.ingest.formats.pdf_tables import Rule, find_grids
from tests.policy_kb.ingest.formats.conftest import FONT

ARTICLES = [
    "第一条 为了加强知识产权保护，推动高质量发展，根据《中华人民共和国专利法》等法律法规，结合本市实际，制定本办法。",
    "第二条 本办法所称奖励，按下列标准执行：",
    "（一）对获得发明专利授权的单位，每件给予2000元的奖励，依据本办法第三条执行的，按照1.5倍计算，不再另行申请。",
    "（二）对转化专利的单位，给予5万元奖励。",
    "第三条 本办法由某某市市场监督管理局负责解释，自2024年3月1日起施行，有效期5年。",
]
TITLE = ["关于印发某某市专利资助", "管理办法的通知"]


def test_sentences_are_whole_and_the_margins_are_gone(printed):
    notice = read_notice(
        printed(ARTICLES, title=TITLE, head="某某市人民政府公报", lines_on_page=4), filename="办法.pdf"
    )
    assert notice.text == "\n".join(["".join(TITLE), *ARTICLES])
    assert notice.title == "关于印发某某市专利资助管理办法的通知"
    assert [part.cite_label for part in notice.clauses] == ["开头", "第一条", "第二条", "（一）", "（二）", "第三条"]
    assert "某某市人民政府公报\n" in notice.raw_text
    rules = {repair.rule for repair in notice.repairs}
    assert {"page number", "running head", "line break in a sentence"} <= rules
    for repair in notice.repairs:
        assert notice.raw_text.startswith(repair.before, repair.start)


@pytest.mark.parametrize("number", ["- {} -", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "Page {} of 9", "·{}·"])
def test_page_numbers(printed, number):
    notice = read_notice(printed(ARTICLES, number=number, lines_on_page=5), filename="a.pdf")
    assert notice.text == "\n".join(ARTICLES)


@pytest.mark.parametrize("width", [20, 28, 36, 38])
def test_every_width_of_the_column(printed, width):
    assert read_notice(printed(ARTICLES, width=width), filename="a.pdf").text == "\n".join(ARTICLES)


def test_years_and_amounts_on_the_margin_of_the_text_stay(printed):
    paragraphs = [*ARTICLES[:2], "2024", *ARTICLES[2:]]
    assert "\n2024\n" in read_notice(printed(paragraphs), filename="a.pdf").text


def test_columns_of_a_table_are_parted(printed):
    raw = printed([*ARTICLES[:2], "等级\t金额", "一级\t30万元", "二级\t10万元", ARTICLES[4]])
    assert "\n等级\t金额\n一级\t30万元\n二级\t10万元\n" in read_notice(raw, filename="a.pdf").text


def test_ruled_table_with_merged_cells(ruled):
    rows = [["类别", "奖励标准", ""], ["发明\n专利", "一级", "30万元"], ["", "二级", "10万元"], ["商标", "", "5万元"]]
    raw = ruled(rows, [("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 1), (0, 2))])
    assert read_notice(raw, filename="a.pdf").text.split("\n") == [
        "第一条 奖励标准如下表所示，由市财政局负责解释：",
        "类别\t奖励标准",
        "发明专利\t一级\t30万元",
        "发明专利\t二级\t10万元",
        "商标\t\t5万元",
        "第二条 本办法自印发之日起施行。",
    ]


@given(st.lists(st.builds(Rule, st.booleans(), st.floats(0, 300), st.floats(0, 300), st.floats(0, 300)), max_size=25))
def test_any_rules_make_whole_grids(rules):
    for grid in find_grids(rules):
        for row in range(len(grid.rows) - 1):
            for column in range(len(grid.columns) - 1):
                assert grid.merged[row, column] <= (row, column) or grid.merged[row, column][0] <= row


def table_pages(*, grid: bool, head: bool) -> bytes:
    """A table over several pages, numbers beside cells of two lines, as offices print it."""
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=24, firstLineIndent=24, wordWrap="CJK")
    rows = [["序号", "奖项名称", "奖励金额（万元）"]]
    rows += [
        [str(n), Paragraph(f"第{n}类专利奖项以及与之相当的国际发明展览会金奖获奖单位和个人", cell), str(2 * n)]
        for n in ROWS
    ]
    style = [("FONT", (0, 0), (-1, -1), FONT, 10), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if grid:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    target = io.BytesIO()

    def margins(page, document):
        page.setFont(FONT, 9)
        page.drawString(72, 810, "望海市人民政府公报 2024年第5期")
        page.drawCentredString(297, 30, f"- {document.page} -")

    parts = [
        Paragraph("第一条 奖励标准如下表所示。", body),
        Table(rows, colWidths=[50, 250, 120], repeatRows=int(head), style=style),
        Paragraph("第二条 本办法由市市场监督管理局负责解释，自印发之日起施行。", body),
    ]
    SimpleDocTemplate(target, topMargin=80, bottomMargin=70).build(parts, onFirstPage=margins, onLaterPages=margins)
    return target.getvalue()


ROWS = range(1, 41)


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("grid", [True, False])
def test_table_over_several_pages(printed, grid, head):
    """No figure of one row runs into those of the next, and no row at the top of a page counts as a running head."""
    lines = read_notice(table_pages(grid=grid, head=head), filename="a.pdf").text.split("\n")
    rows = [line.split("\t") for line in lines if line[0].isdigit()]
    assert [(int(row[0]), int(row[2])) for row in rows] == [(n, 2 * n) for n in ROWS]
    assert all(row[1].endswith("获奖单位和个人") for row in rows)
    assert lines[-1].startswith("第二条 ")
    assert not any("公报" in line or line.startswith("-") for line in lines)


def test_columns_of_a_gazette_are_not_rows():
    left = [line("甲甲甲甲", left=72, right=280, middle=700 - 20 * n) for n in range(3)]
    right = [line("乙乙乙乙", left=310, right=520, middle=700 - 20 * n) for n in range(3)]
    assert list(join_rows([*left, *right])) == [*left, *right]


def test_cells_side_by_side_are_one_row():
    cells = [
        line("1", left=72, right=78, middle=693),
        line("发明", left=100, right=200, middle=700),
        line("专利", left=100, right=200, middle=686),
        line("5", left=300, right=306, middle=693),
        line("2", left=72, right=78, middle=660),
    ]
    assert [found.text for found in join_rows(cells)] == ["1\t发明专利\t5", "2"]


def test_drawings_without_end_take_little_time(printed):
    page = canvas.Canvas(target := io.BytesIO())
    page.setFont(FONT, 12)
    page.drawString(72, 700, "第一条 为了加强知识产权保护，制定本办法。")
    page._code.append("0 0 m 500 0 l S " * 300_000)
    page.showPage()
    page.save()
    start = time.thread_time()
    assert read_notice(target.getvalue(), filename="a.pdf").text.startswith("第一条")
    assert time.thread_time() - start < 15


def test_more_characters_than_any_notice_has_are_refused(printed, monkeypatch):
    monkeypatch.setattr(pdf, "_MAX_GLYPHS", 100)
    with pytest.raises(UnreadableNotice, match="太复杂"):
        read_notice(printed(ARTICLES), filename="a.pdf")


def test_slanted_watermark_goes(printed):
    notice = read_notice(printed(ARTICLES, watermark="仅供内部参考"), filename="a.pdf")
    assert notice.text == "\n".join(ARTICLES)
    assert "仅供内部参考" in notice.raw_text


def test_scanned_file_is_refused(scanned):
    with pytest.raises(UnreadableNotice, match="扫描件，没有文字层，请先做文字识别（OCR）"):
        read_notice(scanned, filename="扫描.pdf")


def test_encrypted_file_is_refused(printed):
    with pytest.raises(UnreadableNotice, match="打开密码"):
        read_notice(printed(ARTICLES, password="geheim"), filename="a.pdf")


@pytest.mark.parametrize("keep", [8, 100, 400])
def test_half_a_file_is_refused_or_read(printed, keep):
    with pytest.raises(UnreadableNotice, match="请"):
        read_notice(printed(ARTICLES)[:keep], filename="a.pdf")


def test_file_is_told_by_its_content_not_its_name(printed):
    assert read_notice(printed(ARTICLES), filename="办法.txt").text == "\n".join(ARTICLES)


def test_many_pages_take_little_time(printed):
    raw = printed(ARTICLES * 200, lines_on_page=22)
    start = time.thread_time()
    notice = read_notice(raw, filename="a.pdf")
    assert len(notice.text) > 25_000
    assert time.thread_time() - start < 10


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
def test_damaged_files_are_read_or_refused(printed, data):
    raw = bytearray(printed(ARTICLES[:2]))
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(5, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert refusal(bytes(raw), "a.pdf").endswith("。")


def line(text, *, left=72.0, right=500.0, middle=400.0, size=12.0):
    return PrintedLine(text, left, right, middle - size / 2, middle + size / 2, size)


def test_paragraphs_without_indent_end_where_a_line_is_short():
    page = PrintedPage(
        [
            line("为了加强知识产权保护，推动高质量发展，", middle=700),
            line("制定本办法。", right=200, middle=680),
            line("支持专利转化，促进产业发展的，给予奖励。", middle=660),
            line("（一）发明专利。", right=200, middle=640),
        ],
        842,
    )
    text = running_text([page])
    assert [removal.edit.start for removal in text.removals] == [19]


@given(
    st.lists(
        st.builds(
            line,
            st.text(alphabet="一二第条（）、。市财政局2024. \t", min_size=1, max_size=20).filter(str.strip),
            left=st.floats(0, 300),
            right=st.floats(300, 600),
            middle=st.floats(0, 842),
            size=st.floats(0, 40),
        ),
        max_size=12,
    )
)
def test_any_layout_gives_orderly_removals(lines):
    page = running_text([PrintedPage(lines[:6], 842), PrintedPage(lines[6:], 842)])
    position = 0
    for removal in page.removals:
        assert position <= removal.edit.start < removal.edit.end <= len(page.text)
        position = removal.edit.end


def test_gap_between_columns_becomes_a_tab():
    glyphs = [
        Glyph("甲", 10, 0, 22, 12),
        Glyph(" ", 22, 0, 28, 12),
        Glyph("乙", 28, 0, 40, 12),
        Glyph("丙", 90, 0, 102, 12),
    ]
    assert [found.text for found in build_lines(glyphs)] == ["甲 乙\t丙"]
