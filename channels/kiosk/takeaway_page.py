"""The pages behind a take-away link: plain, readable on any phone, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from channels.conversations.store import Message

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sources.css">
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
_ONCE = "这个页面只能打开一次。需要留存的话，请现在截屏，或者用浏览器的“保存网页”“打印”功能。"
_CAUTION = "以上按公开文件整理，最终以主管部门审核为准。"


def door(token: str) -> str:
    """What the code leads to first: programs that look at links before people do must not use it up."""
    body = (
        "<p>您在服务点咨询的回答可以在手机上看。</p>"
        f'<p class="remark">{_ONCE}</p>'
        f'<p class="open"><a href="/take/{escape(token, quote=True)}/answers" rel="nofollow">查看回答</a></p>'
    )
    return _PAGE.format(title="您的咨询结果", body=body)


def closed() -> str:
    """For a link that was opened before or is too old."""
    body = (
        "<p>为了保护您的信息，每个二维码只能打开一次，而且十分钟内有效。</p>"
        "<p>如果还想看，请在服务点的屏幕上重新点“带走回答”，再扫新的二维码。</p>"
    )
    return _PAGE.format(title="这个二维码已经用过或者过期了", body=body)


def answers(messages: Iterable[Message]) -> str:
    """A conversation's questions and answers."""
    body = "\n".join((*_said(messages), f'<p class="remark">{_CAUTION}{_ONCE}</p>'))
    return _PAGE.format(title="您的咨询结果", body=body)


def _said(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        if message.role == "user":
            yield f"<h2>问：{escape(message.text)}</h2>"
        elif message.role in {"bot", "staff"}:
            text = (line for line in message.text.split("\n") if line.strip() and line.strip() != _CAUTION)
            yield "".join(f"<p>{escape(line)}</p>" for line in text)
            yield from _cited(message.payload)


def _cited(payload: dict[str, Any] | None) -> Iterator[str]:
    custom = (payload or {}).get("custom")
    found = custom.get("citations") if isinstance(custom, dict) else None
    for citation in found if isinstance(found, list) else ():
        if not isinstance(citation, dict) or not citation.get("document"):
            continue
        title = str(citation["document"]).strip("《》")
        until = f"有效期至{citation['valid_until']}" if citation.get("valid_until") else "没有写明有效期"
        ended = "" if citation.get("in_force", True) else "，目前不在有效期内"
        yield f"<p><b>《{escape(title)}》{escape(str(citation.get('clause') or ''))}</b>（{escape(until)}{ended}）</p>"
        if citation.get("quote"):
            yield f"<blockquote>{escape(str(citation['quote']))}</blockquote>"
