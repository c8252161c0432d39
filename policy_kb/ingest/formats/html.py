"""Pages of government sites."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from policy_kb.ingest.cleaning.decoding import decode_bytes
from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.formats.html_lines import PageLine, page_lines
from policy_kb.ingest.formats.html_notice import is_furniture, notice_span
from policy_kb.ingest.formats.page import Page, Removal, check_length
from policy_kb.ingest.refusal import UnreadableNotice
from policy_kb.ingest.titles import is_title

# As the State Council's guide for government sites prescribes them, to the names that index tables use.
_META_FIELDS = {"pubdate": "发布日期", "contentsource": "来源"}
_META_TITLES = ("articletitle", "og:title")
_SITE_NAME = re.compile(r"\s*[|｜_＿–—-]+\s*[^|｜_＿–—-]{2,40}$")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_html(raw: bytes, name: str) -> Page:
    """The visible text of a page, with what stands around the notice marked for removal.

    Raises UnreadableNotice where the page shows no text.
    """
    text = decode_bytes(raw)
    if text is None:
        raise UnreadableNotice(f"{name}的文字编码无法识别，请在浏览器里另存为 UTF-8 编码的网页后再导入。")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        source = _DECLARED.sub("", _FORBIDDEN.sub("", text)).encode("utf-8", "replace")
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableNotice(f"{name}不是完整的网页，请在浏览器里打开后重新另存，再导入。") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there and says nothing: what it has read may be half of the notice.
        raise UnreadableNotice(
            f"{name}的网页结构嵌套过深，读不完整，请在浏览器里复制正文，存为 .txt 或 .docx 后再导入。"
        )
    body = root.find("body")
    lines: list[PageLine] = []
    length = 0
    for line in page_lines(root if body is None else body):
        lines.append(line)
        length += len(line.text) + 1
        check_length(length, name)
    if not lines:
        raise UnreadableNotice(
            f"{name}里没有文字，正文可能是打开网页时才加载的，请在浏览器里复制正文，存为 .txt 后再导入。"
        )
    title = _title(root)
    plain_title = "".join(title.split())
    if is_title(plain_title) and not any(plain_title in "".join(line.text.split()) for line in lines):
        lines.insert(0, PageLine(title, 0, root if body is None else body, heading=True))
    first, end = notice_span(lines, root if body is None else body, plain_title)
    return _page(lines, first, end, _fields(root))


def _page(lines: list[PageLine], first: int, end: int, fields: dict[str, str]) -> Page:
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line.text) + 1
    starts.append(position)
    spans = [("page around the notice", 0, first)]
    spans += [("page controls", at, at + 1) for at in range(first, end) if is_furniture(lines[at])]
    spans.append(("page around the notice", end, len(lines)))
    removals = [Removal(rule, Edit(starts[begin], starts[stop], "")) for rule, begin, stop in spans if begin < stop]
    return Page("".join(f"{line.text}\n" for line in lines), tuple(removals), fields)


def _title(root: Any) -> str:
    metas = _metas(root)
    for name in _META_TITLES:
        if metas.get(name):
            return metas[name]
    title = " ".join((root.findtext(".//title") or "").split())
    return _SITE_NAME.sub("", title)


def _fields(root: Any) -> dict[str, str]:
    metas = _metas(root)
    return {field: metas[name] for name, field in _META_FIELDS.items() if metas.get(name)}


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iterfind(".//meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = " ".join((meta.get("content") or "").split())
        if name and value:
            found.setdefault(name, value)
    return found
