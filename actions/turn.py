"""What the user said in this turn: Rasa's parse result as typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy_kb.language.lexicon import Mention
from policy_kb.language.normalise import normalise
from policy_kb.language.numerals import parse_number
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import Reading

_HAN_NUMBER = "一二三四五六七八九十百〇零两\\d"
_ARTICLE = re.compile(rf"第([{_HAN_NUMBER}]+)(条|项|款|点|部分|章|大点|小点|任务|个任务|项任务|篇|条措施|项措施)")
#: 重庆 13条 责任单位: without 第, behind the place or document alone (文件一共十七条 counts them).
_BARE_ARTICLE = re.compile(
    rf"([{_HAN_NUMBER}]+)条(?=[\s,，]|$|的?(?:原文|内容|责任|牵头|条文|是|讲|写|说|规定|归|由|谁|哪)|[呢吧啊?？])"
)
_BRACKETED = re.compile(rf"[(（]([{_HAN_NUMBER}]+)[)）]")
_CHOICE = re.compile(
    rf"^(?:选|就|要|看|问|我选|我要|我问)?第([{_HAN_NUMBER}]+)(个|项|种)(吧|呢|的|啊)?$|^选?([1-9]\d?)$"
)
_LEADING_CHOICE = re.compile(
    rf"^(?:那|刚才)?第([{_HAN_NUMBER}]+)(?:个|项|种)(?=怎么|能|要|需|归|什么|多少|条件|申请|谁|哪|电话|的|是|干|做|管|在)"
)
_ABOUT_ITSELF = re.compile(r"(我们?|咱们?|俺们?|本)(单位|公司|校|院|所|这边|这里|这儿|那边|家)?(是|属于|算|作为)|^作为")
#: A greater number in brackets is a standard's or a year (GB/T 33251).
_MOST_CLAUSES = 999
_PART_WORDS = ("部分", "章", "篇", "大点")


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """第七条, （七）, 第二部分: a clause named by its number. ``part`` asks for the outermost level."""

    number: int
    bracketed: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions of a message: its words and what it asks."""

    text: str
    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: its raw text, the classifier's ranking, what it names, and its questions if it asks several.

    ``whole`` is the message that this is one of several questions of.
    """

    raw: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    reading: Reading
    parts: tuple[Part, ...] = ()
    whole: str = ""

    @property
    def text(self) -> str:
        """The normalised message."""
        return self.reading.text

    @property
    def clause_references(self) -> tuple[ClauseReference, ...]:
        """Clauses the message names by number."""
        found = [
            ClauseReference(int(number), part=match[2] in _PART_WORDS)
            for match in _ARTICLE.finditer(self.text)
            if (number := parse_number(match[1])) is not None
        ]
        found += [
            ClauseReference(int(number), bracketed=True)
            for match in _BRACKETED.finditer(self.text)
            if (number := parse_number(match[1])) is not None and number <= _MOST_CLAUSES
        ]
        found += [
            ClauseReference(int(number))
            for match in _BARE_ARTICLE.finditer(self.text)
            if self._stands_behind_a_name(match.start()) and (number := parse_number(match[1])) is not None
        ]
        return tuple(found)

    def _stands_behind_a_name(self, start: int) -> bool:
        """Whether nothing stands before a place but the name of a region or document, or nothing at all."""
        before = self.text[:start].rstrip(" ,，的")
        return not before or any(
            mention.end == len(before) and (mention.ids("region") or mention.ids("document"))
            for mention in self.reading.mentions
        )

    @property
    def about_itself(self) -> bool:
        """Whether the speaker says what it is itself (我们是高校)."""
        return _ABOUT_ITSELF.search(self.text) is not None

    @property
    def choice(self) -> int | None:
        """第二个, 2, 第二个怎么申请: the place (from 1) in a list just shown."""
        match = _CHOICE.match(self.text.strip(" 。.!！"))
        if match is None and (leading := _LEADING_CHOICE.match(self.text)):
            number = parse_number(leading[1])
        else:
            number = parse_number(match[1] or match[4]) if match else None
        return int(number) if number is not None else None


def turn_of(message: Mapping[str, Any]) -> Turn:
    """The turn of a tracker's ``latest_message``."""
    raw = str(message.get("text") or "")
    intent: Mapping[str, Any] = message.get("intent") or {}
    ranking = tuple(
        (str(entry.get("name")), float(entry.get("confidence") or 0.0)) for entry in message.get("intent_ranking") or ()
    )
    # A message that never went through the reader (a payload) has no text of its own there.
    reading = _reading(str(message.get("read_text") or normalise(raw)), message.get("entities") or ())
    parts = tuple(
        Part(str(part["text"]), str(part["intent"]), float(part["confidence"]))
        for part in message.get("questions") or ()
    )
    return Turn(raw, str(intent.get("name") or ""), float(intent.get("confidence") or 0.0), ranking, reading, parts)


def said_again(raw: str, intent: str, reading: Reading) -> Turn:
    """An earlier message taken up again, its question being known."""
    return Turn(raw, intent, 1.0, ((intent, 1.0),), reading)


def _reading(text: str, entities: Sequence[Mapping[str, Any]]) -> Reading:
    targets: dict[tuple[int, int], list[tuple[str, str]]] = {}
    about: dict[tuple[int, int], tuple[str, bool]] = {}
    quantities: list[Quantity] = []
    for entity in entities:
        span = (int(entity["start"]), int(entity["end"]))
        if entity["entity"] == "quantity":
            value = entity["value"]
            quantities.append(
                Quantity(
                    value["kind"], Decimal(value["value"]), value["unit"], value["qualifier"], *span, entity["text"]
                )
            )
        elif "text" in entity:
            targets.setdefault(span, []).append((str(entity["entity"]), str(entity["value"])))
            about[span] = (str(entity["text"]), bool(entity.get("exact", True)))
    mentions = tuple(
        Mention(*span, about[span][0], about[span][0], tuple(found), about[span][1])
        for span, found in sorted(targets.items())
    )
    return Reading(text, mentions, tuple(quantities))
