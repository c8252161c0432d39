"""The pages behind a take-away link: plain, readable on any phone, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any

from channels.conversations.store import Message
from channels.page import page

_TITLE = "您的咨询结果"
_ONCE = "这个页面只能打开一次。需要留存的话，请现在截屏，或者用浏览器的“保存网页”“打印”功能。"
_CAUTION = "以上按公开文件整理，最终以主管部门审核为准。"


def door(token: str) -> str:
    """What the code leads to first: programs that look at links before people do must not use it up."""
    body = (
        "<p>您在服务点咨询的回答可以在手机上看。</p>"
        f'<p class="remark">{_ONCE}</p>'
        f'<p class="open"><a href="/take/{escape(token, quote=True)}/answers" rel="nofollow">查看回答</a></p>'
    )
    return page(_TITLE, body, listed=False)


def closed() -> str:
    """For a link that was opened before or is too old."""
    body = (
        "<p>为了保护您的信息，每个二维码只能打开一次，而且十分钟内有效。</p>"
        "<p>如果还想看，请在服务点的屏幕上重新点“扫码带走”，再扫新的二维码。</p>"
    )
    return page("这个二维码已经用过或者过期了", body, listed=False)


def answers(messages: Iterable[Message]) -> str:
    """A conversation's questions and answers."""
    body = "\n".join((*_said(messages), f'<p class="remark">{_CAUTION}{_ONCE}</p>'))
    return page(_TITLE, body, listed=False)


def _said(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        if message.role == "user":
            yield f"<h2>问：{escape(message.text)}</h2>"
        elif message.role in {"bot", "staff"}:
            cited = list(_citations(message.payload))
            lines = (line for line in message.text.split("\n") if line.strip() and not _below(line, cited))
            yield "".join(f"<p>{escape(line)}</p>" for line in lines)
            yield from map(_clause, cited)


def _citations(payload: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    custom = (payload or {}).get("custom")
    found = custom.get("citations") if isinstance(custom, dict) else None
    for citation in found if isinstance(found, list) else ():
        if isinstance(citation, dict) and citation.get("document"):
            yield citation


def _below(line: str, cited: list[dict[str, Any]]) -> bool:
    """Whether a line says what stands below the answer anyway."""
    quoted = line.startswith("依据：") and any(one.get("quote") and str(one["quote"]) in line for one in cited)
    return quoted or line.strip() == _CAUTION


def _clause(citation: dict[str, Any]) -> str:
    title = f"《{str(citation['document']).strip('《》')}》{citation.get('clause') or ''}"
    until = f"有效期到{_day(str(citation['valid_until']))}" if citation.get("valid_until") else "没有写明有效期"
    ended = "" if citation.get("in_force", True) else "，目前不在有效期内"
    quote = f"<blockquote>{escape(str(citation['quote']))}</blockquote>" if citation.get("quote") else ""
    return f"<p><b>{escape(title)}</b>（{escape(until)}{ended}）</p>{quote}"


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.year}年{day.month}月{day.day}日"
