"""Replies that the channel gives by itself, in the shape the assistant uses (Rasa's REST protocol)."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any, Literal

from channels.envelope import is_blank

Reply = dict[str, Any]

ANSWER_SCHEMA = "ipdesk.answer/1"
MAX_CHARACTERS = 1_000
#: Ordinary texts get a little longer in the normal form (… is three full stops there).
_UNFOLDED = 2

_PERSON = {"title": "转人工", "payload": "转人工"}

SCOPE = "我能查知识产权政策的奖补金额、申报条件、维权和服务机构、负责单位、目标任务和有效期"


def without_assistant(sender: str, text: str, human_contact: str) -> list[Reply] | None:
    """The channel's own reply to a text the assistant need not see; None for a text it should answer."""
    if is_blank(text):
        return blank(sender, human_contact)
    if (length := _length(text)) > MAX_CHARACTERS:
        return too_long(sender, length, human_contact)
    return None


def _length(text: str) -> int:
    """How long a text is; of one that its normal form makes much longer (ﷺ stands for 18 characters) the latter."""
    written = len(unicodedata.normalize("NFKC", text)) if len(text) <= MAX_CHARACTERS else 0
    return written if written > _UNFOLDED * max(len(text), MAX_CHARACTERS) else len(text)


def why_refused(text: str) -> Literal["too_long", "blank"]:
    """Which of the two it is of a text that ``without_assistant`` has a reply for."""
    return "blank" if is_blank(text) else "too_long"


def too_long(sender: str, length: int, human_contact: str) -> list[Reply]:
    """The decline for a message of ``length`` characters, more than ``MAX_CHARACTERS``."""
    text = (
        f"您这条消息有{length}个字，一次最多{MAX_CHARACTERS}个字，我没法一次看完。"
        f"请把最想问的一件事用一两句话告诉我。{SCOPE}。需要人工帮助，可以联系{human_contact}。"
    )
    return [_decline(sender, text)]


def blank(sender: str, human_contact: str) -> list[Reply]:
    """The prompt for a message in which nothing is written."""
    text = f"您好像还没有写内容。请直接把问题发给我：{SCOPE}。需要人工帮助，可以联系{human_contact}。"
    return [_decline(sender, text)]


def apology(sender: str, error_number: str, human_contact: str) -> list[Reply]:
    """What the asker gets when the assistant failed; ``error_number`` stands in the log beside the trace."""
    text = (
        f"抱歉，系统刚才出了点问题，这个问题没能答上来（错误编号 {error_number}）。"
        f"请过一会儿再发一次；着急的话可以联系{human_contact}，把编号告诉工作人员就行。"
    )
    return [{**_decline(sender, text, error_number=error_number), "buttons": [_PERSON]}]


def new_error_number() -> str:
    """Short enough to read out on the phone, long enough not to come twice in a log."""
    return f"E{secrets.token_hex(4).upper()}"


def _decline(sender: str, text: str, **extra: str) -> Reply:
    custom = {"schema": ANSWER_SCHEMA, "kind": "decline", **extra}
    return {"recipient_id": sender, "text": text, "custom": custom}
