"""What a web page puts around a notice: menus, index tables, counters, share buttons, hotlines of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.lines import Line, split_lines
from policy_kb.ingest.organs import is_date_line, is_organ_line

_HEAD_LINES = 200
_MENU_LINES = 8
_CONTROL_WORDS = (
    "在线咨询|微信咨询|电话咨询|在线客服|微信客服|QQ客服|客服电话|客服热线|咨询热线|返回顶部|返回首页|返回列表|分享到?|分享至"
    "|关闭窗口|关闭本页|关闭|打印本页|打印|收藏本页|收藏|纠错|我要纠错|扫一扫在手机打开当前页|手机扫一扫|联系我们|友情链接"
    "|网站地图|关于我们|关于本站|网站声明|免责声明|隐私声明|设为首页|加入收藏|无障碍浏览|长者模式|简体版|繁体版"
    "|听全文|语音播报|语音朗读|朗读|全文朗读|相关(?:附件|文件|文档|解读|政策解读|链接|阅读|新闻|信息|推荐|稿件|政策|文章)|延伸阅读|推荐阅读"
    "|热点新闻|热门推荐|上一页|下一页|下载附件|附件下载|(?:浏览)?字[号体](?:大小)?|[特超]?大[\\]】\\s]*[\\[【]?\\s*中[\\]】\\s]*[\\[【]?\\s*小|微信|微博|QQ空间"
)
_CONTROLS = re.compile(rf"[【\[]?(?:(?:{_CONTROL_WORDS})[\s|｜·:：/【】\[\]>、]*)+[】\]]?")
_SITE_LINE = re.compile(
    r"(?:produced|powered|designed)\s+by\b.*|.*版权(?:归.{2,30})?所有.*|(?:©|copyright\b).*|.*ICP备\s*\d+.*|.*公网安备.*"
    r"|.*网站标识码.*|技术支持[:：].*|主办(?:单位)?[:：].{2,40}(?:承办|协办|维护|技术支持).*|.*建议.{0,16}(?:分辨率|浏览器).*"
    r"|(?:责任编辑|编辑|责编|初审|复审|终审|审核|校对)[:：]\s*[\u4e00-\u9fff·]{0,4}"
    r"|(?:访问量|浏览量|浏览次数|浏览|点击数|点击量|点击率|点击|阅读次数|阅读量|阅读数|阅读)[:：]\s*[\d,，]*\s*次?"
    r"|您是(?:本站|本页)?(?:的)?第?\s*\d*\s*位(?:访客|访问者|浏览者|来访者).*|(?:上一篇|下一篇|上一条|下一条)[:：].*|本文(?:地址|链接)[:：].*|原文链接[:：].*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]+[章条]|附件|\d{1,2}[.．、]"
)
_FIRST_PART = re.compile(r"第[一二三四五六七八九十]+[章条]|[一二三四五六七八九十]、")
_INDEX_WORDS = (
    "索引号|索取号|信息索引|主题分类|体裁分类|组配分类|信息分类|服务对象|发布单位|发布机构|发布部门|发文机关|发文单位|成文机关|公开责任部门"
    "|发文日期|成文日期|生成日期|公开日期|发布日期|发布时间|印发日期|发文字号|文件编号|文号|名称|标题|文件名称|有效性|效力状态|是否有效"
    "|废止日期|失效日期|生效日期|实施日期|主题词|关键词|内容概述|公开方式|公开范围|公开时限|信息来源|来源|浏览次数|浏览量|点击数|点击量|阅读次数"
    "|字体大小|字体|字号|浏览字号|编辑|作者|责任编辑|打印|分享"
)
INDEX_FIELD = re.compile(rf"[【\[]?(?P<name>{_INDEX_WORDS})(?:\s*[:：]|[ 　]*\t)\t?")
_BREADCRUMB = re.compile(r"(?:您?(?:现在|当前|所在)的?|您的|当前)位置\s*[:：]")
_FILE_NAME = re.compile(r"(?!附件)\S[^。；]{0,80}\.(?:docx?|pdf|wps|xlsx?|ofd|zip|rar)", re.IGNORECASE)
_TELEPHONE = re.compile(r"\d{3}[\d－—-]{4,}")
_COMMENT = re.compile(r"#\s*source:.*|<!--.*-->|<!--|-->", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6}[ \t]+(?=\S))", re.MULTILINE)
_MENU_ITEM = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9 　|｜·]{1,14}|欢迎.{0,20}[!！]|(?:[^，。；：|｜]{1,12}[|｜]){2,40}[^，。；：|｜]{1,12}"
)
_SITE_TITLE = re.compile(r"[^，。；]{4,80}[|｜_\-][^，。；|｜]{2,30}(?:网|网站|政府|平台|门户)")
_TITLE = re.compile(
    r".*(?:通知|意见|办法|措施|方案|规定|条例|细则|指南|公告|决定|规划|纲要|通告|批复|函|政策|计划|要点|规则|标准|目录|清单)(?:[（(].{1,12}[）)])?"
)
_WATERMARK = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,12}(?:19|20)\d\d|www\.\S+|[A-Za-z0-9.\-]+\.(?:com|cn|net|org)\S*")


def drop_comments(text: str) -> Iterator[Edit]:
    """Comments of a mark-up language and lines that name the file's source."""
    for line in split_lines(text):
        if _COMMENT.fullmatch(line.content):
            yield _drop(line)


def drop_heading_marks(text: str) -> Iterator[Edit]:
    """Markdown's ``#`` before headings."""
    for match in _MARKDOWN.finditer(text):
        yield Edit(match.start(), match.end(), "")


def drop_footer(text: str) -> Iterator[Edit]:
    """From the first control of the site behind the notice to the end, if no sentence or heading follows it.

    Telephone numbers go only as part of such a footer: those in the notice itself are the authority's own.
    """
    lines = [line for line in split_lines(text) if line.content]
    first: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        content = lines[index].content
        if _is_control(content):
            first = index
        elif _is_body(content):
            break
    if first is not None:
        while first > 0 and _FILE_NAME.fullmatch(lines[first - 1].content):
            first -= 1
        yield Edit(lines[first].start, len(text), "")


def drop_controls(text: str) -> Iterator[Edit]:
    """Controls of the site and bare file names that stand between the lines of the notice.

    A line with a telephone number stays: 技术支持 between other contacts is the notice's own.
    """
    for line in split_lines(text):
        if _FILE_NAME.fullmatch(line.content) or (_is_control(line.content) and not _TELEPHONE.search(line.content)):
            yield _drop(line)


def drop_menus(text: str) -> Iterator[Edit]:
    """The site's menus before the title: up to the line that says where one is, or a long run of short entries."""
    head = _head(text)
    crumbs = [index for index, line in enumerate(head) if _BREADCRUMB.search(line.content)]
    skip = crumbs[-1] + 1 if crumbs else 0
    rest = head[skip:]
    entries = [line for line in rest if _is_menu_item(line.content)]
    if crumbs:
        titles = [index for index, line in enumerate(rest) if _TITLE.fullmatch(line.content) and len(line.content) > 8]
        for line in [*head[:skip], *(rest[: titles[0]] if titles else [])]:
            yield _drop(line)
    elif len(entries) >= _MENU_LINES:
        dropped = set(entries)
        for line in rest:
            if line in dropped or _SITE_TITLE.fullmatch(line.content):
                yield _drop(line)


def drop_index_table(text: str) -> Iterator[Edit]:
    """Rows of the index table above a notice (索引号, 发文日期, 浏览次数 …)."""
    for line in _head(text):
        if INDEX_FIELD.search(line.content) and _only_fields(line.content):
            yield _drop(line)


def drop_watermarks(text: str) -> Iterator[Edit]:
    """A stray line inside the block of signatures that names neither a public body nor a date."""
    lines = [line for line in split_lines(text) if line.content]
    for index in range(1, len(lines) - 1):
        content = lines[index].content
        if (
            _WATERMARK.fullmatch(content)
            and not is_organ_line(content)
            and is_organ_line(lines[index - 1].content)
            and (is_organ_line(lines[index + 1].content) or is_date_line(lines[index + 1].content))
        ):
            yield _drop(lines[index])


def head_fields(text: str) -> dict[str, str]:
    """What the index table above a notice says: name of the field to its value; the first of each name counts."""
    fields: dict[str, str] = {}
    for line in _head(text):
        if not _only_fields(line.content):
            continue
        found = list(INDEX_FIELD.finditer(line.content))
        for position, match in enumerate(found):
            end = found[position + 1].start() if position + 1 < len(found) else len(line.content)
            value = line.content[match.end() : end].strip(" \t　【[")
            if value:
                fields.setdefault(match.group("name"), value)
    return fields


def _drop(line: Line) -> Edit:
    return Edit(line.start, line.next, "")


def _is_control(content: str) -> bool:
    if not content or len(content) > 120:
        return False
    return _CONTROLS.fullmatch(content) is not None or _SITE_LINE.fullmatch(content) is not None


def _is_body(content: str) -> bool:
    return "。" in content or "；" in content or len(content) > 80 or _LABEL.match(content) is not None


def _is_prose(content: str) -> bool:
    return len(content) >= 24 and any(mark in content for mark in "。，,；") and not INDEX_FIELD.search(content)


def _head(text: str) -> list[Line]:
    """The lines before the first sentence, salutation or article."""
    head: list[Line] = []
    for line in split_lines(text[: 200 * _HEAD_LINES])[:_HEAD_LINES]:
        if not line.content:
            continue
        if _is_prose(line.content) or _FIRST_PART.match(line.content):
            break
        if line.content.endswith((":", "：")) and not INDEX_FIELD.search(line.content):
            break
        head.append(line)
    return head


def _is_menu_item(content: str) -> bool:
    return (
        _MENU_ITEM.fullmatch(content) is not None
        and not is_organ_line(content)
        and not (_TITLE.fullmatch(content) and len(content) > 8)
        and not re.search(r"\d{4}年", content)
    )


def _only_fields(content: str) -> bool:
    """Whether a line is a row of fields: it starts with one, and no sentence hides in it."""
    match = INDEX_FIELD.match(content)
    return match is not None and "。" not in content
