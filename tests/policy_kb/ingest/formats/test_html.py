from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.ingest import UnreadableNotice, read_notice
from tests.processor_time import grows_linearly

TITLE = "某某市促进专利转化若干措施"
OPENING = (
    "各县（区）人民政府，市直各单位：\n为了加强知识产权保护，推动高质量发展，根据有关规定，结合本市实际，制定本措施。"
)
MEASURES = (
    "一、支持专利转化\n（一）对转让发明专利的高校，给予每件2万元的奖励。\n责任单位：市财政局、教育局\n"
    "（二）对许可专利的单位，按照合同金额的5%给予奖励，最高不超过20万元。\n二、附则\n"
    "本措施自印发之日起施行，有效期三年。"
)
SIGNED = "某某市市场监督管理局\n2024年2月2日"
NOTICE = f"{TITLE}\n{OPENING}\n{MEASURES}\n{SIGNED}"
NAV = (
    "<div id='header'><ul class='nav'>"
    + "".join(
        f"<li><a href='/{n}'>{n}</a></li>" for n in ("首页", "要闻动态", "政务公开", "政务服务", "互动交流", "走进某某")
    )
    + "</ul><div class='search'><input type='text'><button>搜索</button></div></div>"
    "<div class='crumb'>您现在的位置：<a href='/'>首页</a> &gt; <a href='/zc'>政策文件</a></div>"
)
SIDE = (
    "<div class='side'><h3>热点推荐</h3><ul>"
    + "".join(
        f"<li><a href='/{n}.html'>关于印发某某市第{n}批专利奖励名单的通知，请各单位遵照执行。</a></li>"
        for n in range(12)
    )
    + "</ul></div>"
)
SHARE = (
    "<div class='bdsharebuttonbox'>分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div>"
    "<div class='tools'>【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></div>"
)
FOOT = (
    "<div class='footer'><p><a>关于我们</a> | <a>网站地图</a> | <a>联系我们</a></p>"
    "<p>主办：某某市人民政府办公室 承办：某某市数据管理局</p><p>"
    "地址：某某市人民路1号 邮编：363000 电话：0596-1234567</p>"
    "<p>版权所有：某某市人民政府 网站标识码：3506000001 闽ICP备05001234号 闽公网安备35060002000001号</p></div>"
)


def paragraphs(text):
    return "".join(f"<p>　　{line}</p>\n" for line in text.split("\n"))


def page(main, *, title=TITLE, head="", charset="utf-8", nav=NAV, foot=FOOT):
    return (
        f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>{title}-某某市人民政府</title>{head}"
        "<style>.a{color:red}</style><script>var a='脚本里的文字。';</script></head>"
        f"<body>{nav}{main}{foot}<script>track();</script></body></html>"
    )


def read(html, encoding="utf-8"):
    return read_notice(html.encode(encoding), filename="措施.html")


ARTICLE = (
    f"<div class='article'><h1>{TITLE}</h1>{SHARE}<div id='zoom'>{paragraphs(NOTICE.partition(chr(10))[2])}</div></div>"
)
LAYOUTS = {
    "article between menus and footer": ARTICLE,
    "side bar before": f"<div class='wrap'>{SIDE}{ARTICLE}</div>",
    "side bar behind": f"<div class='wrap'>{ARTICLE}{SIDE}</div>",
    "nested blocks": f"<div><div><div><div>{ARTICLE}</div></div></div></div>",
    "laid out with tables": (
        f"<table width='1000'><tr><td>{SIDE}</td><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr></table>"
    ),
    "line breaks for paragraphs": (
        f"<div><h2>{TITLE}</h2><div class='TRS_Editor'>"
        f"{'<br/>&nbsp;&nbsp;'.join(NOTICE.split(chr(10))[1:])}</div></div>"
    ),
    "title apart from the text": (
        f"<div class='top'><h1>{TITLE}</h1></div><div class='x'>{SHARE}</div>"
        f"<div>{paragraphs(NOTICE.partition(chr(10))[2])}</div>"
    ),
    "each part in a block of its own": (
        f"<div class='a'><h1>{TITLE}</h1><div>{paragraphs(OPENING)}</div><div>{paragraphs(MEASURES)}</div>"
        f"<div style='text-align:right'>{paragraphs(SIGNED)}</div></div>{SIDE}"
    ),
    "signature outside": (
        f"<div><h1>{TITLE}</h1></div><div class='con'>{paragraphs(OPENING + chr(10) + MEASURES)}</div>"
        f"<div class='sign'>{paragraphs(SIGNED)}</div>{SHARE}{SIDE}"
    ),
    "source wrapped in the middle of words": ARTICLE.replace("结合本市", "结合\n        本市").replace(
        "给予每件", "给予\r\n  每件"
    ),
    "previous and next": (
        f"{ARTICLE}<div>上一篇：<a>关于甲的通知</a></div><div>下一篇：<a>"
        f"关于乙的通知</a></div><h3>相关阅读</h3><ul><li><a>某某市专利条例解读</a></li></ul>"
    ),
    "hidden copy": f"<div style='display:none'>{paragraphs('暗文。' * 30)}</div>{ARTICLE}",
    "class names that mislead": f"<div class='side bar'><div class='footer'>{ARTICLE}</div></div>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_notice_and_nothing_else(layout):
    notice = read(page(LAYOUTS[layout]))
    assert "\n".join(line for line in notice.text.split("\n") if line) == NOTICE
    assert notice.title == TITLE
    assert notice.issuers == ("某某市市场监督管理局",)
    assert notice.validity.until == date(2027, 2, 2)
    assert [part.cite_label for part in notice.clauses] == ["开头", "一、", "（一）", "（二）", "二、", "文末"]
    assert notice.clauses[2].responsible_units == ("市财政局", "市教育局")


def test_what_stood_around_is_kept_in_the_raw_text_and_logged():
    notice = read(page(f"{SIDE}{ARTICLE}"))
    assert "要闻动态" in notice.raw_text
    assert "网站标识码：3506000001" in notice.raw_text
    assert "脚本里的文字" not in notice.raw_text
    around = [repair for repair in notice.repairs if repair.rule == "page around the notice"]
    assert around
    for repair in notice.repairs:
        assert 0 <= repair.start <= len(notice.raw_text)
    for repair in around:
        assert notice.raw_text.startswith(repair.before, repair.start)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1"])
def test_encodings_whatever_the_page_declares(encoding, declared):
    assert read(page(ARTICLE, charset=declared), encoding).title == TITLE


def test_index_table_gives_its_fields():
    index = (
        "<table class='xxgk'><tr><td>索引号：</td><td>0144/2024-1</td><td>发文字号：</td><td>"
        "某市监〔2024〕5号</td></tr>"
        "<tr><td>发布机构：</td><td>某某市市场监督管理局</td><td>发布日期：</td><td>2024-02-05</td></tr></table>"
    )
    notice = read(page(f"<div class='main'>{index}{ARTICLE}</div>"))
    assert notice.doc_number == "某市监〔2024〕5号"
    assert notice.published_on == date(2024, 2, 5)
    assert notice.text.startswith(f"{TITLE}\n")


def test_fields_in_the_head_of_the_page():
    head = (
        f"<meta name='ArticleTitle' content='{TITLE}'><meta name='PubDate' content='2024-02-05 10:21'>"
        "<meta name='ContentSource' content='某某市市场监督管理局'>"
    )
    body = paragraphs(f"{OPENING}\n{MEASURES}")
    notice = read(page(f"<div>{body}</div>", title="政策文件", head=head))
    assert notice.title == TITLE
    assert notice.published_on == date(2024, 2, 5)
    assert notice.issuers == ("某某市市场监督管理局",)


TIERS = (
    "<table border='1'><tr><th rowspan='2'>类别</th><th colspan='2'>奖励标准</th></tr><tr><th>"
    "等级</th><th>金额</th></tr>"
    "<tr><td rowspan='2'><p>发明</p><p>专利</p></td><td>一级</td><td>30万元</td></tr><tr><td>"
    "二级</td><td>10万元</td></tr>"
    "<tr><td>商标</td><td>—</td><td>5万元</td></tr></table>"
)


def test_tables_are_kept_row_by_row():
    main = (
        f"<div><h1>{TITLE}</h1>{paragraphs(OPENING)}<p>第一条 奖励标准如下：</p>{TIERS}<p>"
        f"第二条 本措施由市财政局负责解释。</p></div>"
    )
    notice = read(page(main))
    rows = "类别\t奖励标准\n类别\t等级\t金额\n发明 专利\t一级\t30万元\n发明 专利\t二级\t10万元\n商标\t—\t5万元"
    assert f"第一条 奖励标准如下：\n{rows}\n第二条" in notice.text
    assert [part.cite_label for part in notice.clauses] == ["开头", "第一条", "第二条"]


def test_attachments_behind_the_text_stay():
    files = (
        "<div class='files'><p>附件：1.<a href='a.docx'>专利转化奖励申请表.docx</a></p><p>"
        "2.<a href='b.doc'>承诺书.doc</a></p></div>"
    )
    notice = read(page(f"{ARTICLE}{files}{SIDE}"))
    assert "专利转化奖励申请表" in notice.text
    assert "热点推荐" not in notice.text


WORD_PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>x</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoTitle align=center><b><span style='font-size:22.0pt'>某某市专利资助办法<span
lang=EN-US><o:p></o:p></span></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt'><span>为了加强知识产权保护，推动高质量发展，结合
本市实际，制定本办法。<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span>资助标准</span></p>
<p class=MsoNormal><span lang=EN-US>1.</span><span>发明专利每件</span><span lang=EN-US>2000</span>元。</p>
<table border=1><tr><td><p class=MsoNormal><span>等级</span></p></td><td><p class=MsoNormal>金额</p></td></tr>
<tr><td><p class=MsoNormal>一级</p></td><td><p><span lang=EN-US>30</span>万元<o:p></o:p></p></td></tr></table>
</div></body></html>"""


def test_page_that_word_exported():
    notice = read(WORD_PAGE, "gb18030")
    assert notice.text == (
        "某某市专利资助办法\n为了加强知识产权保护，推动高质量发展，结合本市实际，制定本办法。\n"
        "一、   资助标准\n1.发明专利每件2000元。\n等级\t金额\n一级\t30万元"
    )
    assert [(part.cite_label, part.heading) for part in notice.clauses][1:] == [
        ("一、", "资助标准"),
        ("1.", "发明专利每件2000元"),
    ]


def test_ordered_lists_bring_their_numbers():
    lists = "<ol><li>对高校给予奖励。</li><li>对企业给予奖励。</li></ol><ol><li>一、已有编号。</li></ol>"
    main = f"<div><h1>{TITLE}</h1>{paragraphs(OPENING)}{lists}</div>"
    assert read(page(main)).text.endswith("1.对高校给予奖励。\n2.对企业给予奖励。\n一、已有编号。")


def test_page_without_text_is_refused():
    with pytest.raises(UnreadableNotice, match="复制正文"):
        read("<html><head><title></title></head><body><div id='app'></div><script>load()</script></body></html>")


def test_huge_spans_and_deep_nesting_do_no_harm():
    wide = f"<table><tr><td rowspan='9999' colspan='99999'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>{ARTICLE}"
    assert len(read(page(wide)).raw_text) < 5000
    read(page("<div>" * 1500 + ARTICLE + "</div>" * 1500))
    read(page("<table><tr><td>" * 200 + ARTICLE + "</td></tr></table>" * 200))


def test_page_nested_too_deeply_is_refused_not_cut_off():
    first = f"<p>{ARTICLE}</p>"
    for tag in ("div", "b", "table><tr><td"):
        with pytest.raises(UnreadableNotice, match="嵌套过深"):
            read(page(first + f"<{tag}>甲" * 50_000 + ARTICLE))


def test_long_pages():
    """One paragraph of many megabytes is no empty page, and a million paragraphs take no minutes."""
    start = time.thread_time()
    for body in ("<p>" + "对企业给予奖励5万元，" * 600_000, "<p>一、甲。" * 600_000):
        with pytest.raises(UnreadableNotice, match="100万字"):
            read(page(body))
    assert time.thread_time() - start < 30


def test_table_whose_head_has_two_rows():
    table = (
        "<table><tr><th rowspan=2>类别</th><th colspan=2>奖励金额（万元）</th></tr><tr><th>企业</th><th>个人</th></tr>"
        "<tr><td>金奖</td><td>50</td><td>10</td></tr></table>"
    )
    text = read(page(f"<p>{ARTICLE}</p>{table}")).text
    assert "类别\t奖励金额（万元）\n类别\t企业\t个人\n金奖\t50\t10" in text


def test_entities_are_not_expanded():
    bomb = (
        "<!DOCTYPE html [<!ENTITY a '哈哈哈哈'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1 or str()};' * 10}'>" for n in range(1, 9))
        + "]>"
    )
    assert len(read(bomb + page(f"&a8;{ARTICLE}")).raw_text) < 5000


def test_time_grows_with_the_page_only():
    def work(copies):
        read(page(f"<div><h1>{TITLE}</h1>{paragraphs(MEASURES) * copies}{TIERS * copies}</div>"))

    assert grows_linearly(work, 25)


def refusal(raw, filename):
    """The sentence with which a file is refused; a full stop for one that is read."""
    try:
        notice = read_notice(raw, filename=filename)
    except UnreadableNotice as error:
        return str(error)
    assert all(notice.text[part.start : part.end] == part.text for part in notice.clauses)
    return "。"


TAGS = ["<div>", "</div>", "<p>", "</p>", "<br>", "<table>", "<tr>", "<td rowspan=2>", "<td colspan=3>", "</table>"]
TAGS += [
    "<ol><li>",
    "<a href=x>",
    "</a>",
    "<!--",
    "-->",
    "<pre>\n",
    "<script>",
    "&nbsp;",
    "&#0;",
    "<h1>",
    "第一条 甲。",
]
TAGS += [
    "专利，奖励5万元。",
    "首页",
    "<div class=nav>",
    "<body>",
    "<frameset>",
    "<svg>",
    "\x00",
    "<![CDATA[",
    "<title>",
]


@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=8), max_size=60))
@settings(max_examples=300)
def test_any_page_is_read_or_refused(pieces):
    assert refusal(("<html>专利" + "".join(pieces)).encode("utf-8", "surrogatepass"), "a.html").endswith("。")
