"""Questions for other desks: the annual fee of a patent, registering a company, labour disputes, letters to be written.

The classifier tells most of them by their form. Some have the form of a question for this desk (专利年费减缴怎么申请,
绿色工厂奖多少): there the matter itself decides, unless a notice of the place asked for speaks of it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from actions.answer import Answer
from actions.handlers import QUESTIONS
from actions.reply import Reply
from actions.request import Request
from actions.social.phrases import say
from actions.wording import contact_sentence, joined, lines, quoted_title, scope_region, who_to_ask
from policy_kb.awards import APPLICANT_FACT
from policy_kb.language.normalise import normalise

_FILE = Path(__file__).with_name("outside.yaml")
_CLAUSE = re.compile(r"[，,。;；!！?？…\s]+")
_ASKS = re.compile(r"[吗么什怎如何哪谁啥咋几?？]|多少|多久|多长|[有能给要可行包]不|没|[不否]$|[帮替代]")
#: In a longer message a matter counts only where something is asked of it.
_STORY = 40
_MONEY = ("award_amount", "calculate", "eligibility", "list_awards")
_AWARD = re.compile("[奖补]|资助|领钱|拿钱")
#: 一份合同, 一个商标 count nothing.
_ARTICLES = ("份", "个")
_NAMES = ("award", "institution", "document")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    matters: dict[str, tuple[str, ...]]
    prices: tuple[str, ...]
    given: tuple[str, ...]
    rights: tuple[str, ...]
    doings: tuple[str, ...]
    events: tuple[str, ...]
    makes: tuple[str, ...]
    wanted: tuple[str, ...]


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def _matters() -> tuple[str, ...]:
    return tuple(sorted((word for group in _words().matters.values() for word in group), key=len, reverse=True))


def answered_elsewhere(request: Request, intent: str) -> Reply | None:
    """The decline of a question for another desk; None where the message asks no such thing."""
    if intent not in QUESTIONS and intent not in ("out_of_scope", "nlu_fallback", "inform", "help"):
        return None
    matter = matter_of_another_desk(request)
    if matter is None:
        return None
    if not request.scope.named or not request.scope.sources:
        return say("out_of_scope", request, missed=True)
    asked = joined(quoted_title(source) for source in request.scope.sources)
    text = lines(
        f"{asked}没有写“{matter}”这件事，所以我答不了，不敢乱说。",
        *(who_to_ask(source, None) for source in request.scope.sources[:1]),
        contact_sentence(),
    )
    answer = Answer(kind="decline", text=text, region=scope_region(request.scope, request.kb))
    return Reply(answer, aside=True)


def matter_of_another_desk(request: Request) -> str | None:
    """What another desk decides and the message asks about, in the message's own words."""
    if _tells_an_award(request) or (request.focus.clauses and not request.elliptic):
        return None
    for clause in _asking(request.text):
        if (named := _named(clause, _about_money(request))) and not _known(request, named):
            return named
        if (done := _done_to_a_right(clause, _asks_an_award(request.text))) and not _known(request, done[1]):
            return "".join(done)
        if made := _to_be_made(clause):
            return made
    return None


def _asking(text: str) -> list[str]:
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    return clauses if len(text) <= _STORY else [clause for clause in clauses if _ASKS.search(clause)]


def _about_money(request: Request) -> bool:
    """Whether 一件多少钱 goes on about awards that were talked of."""
    return request.elliptic and (request.dialogue.kind in _MONEY or _asks_an_award(request.dialogue.about or ""))


def _named(clause: str, about_money: bool) -> str | None:
    if named := next((word for word in _matters() if word in clause), None):
        return named
    if about_money or any(word in clause for word in _words().given):
        return None
    return next((word for word in _words().prices if word in clause), None)


def _asks_an_award(text: str) -> bool:
    return _AWARD.search(text) is not None


def _done_to_a_right(clause: str, award: bool) -> tuple[str, str] | None:
    right = next((word for word in _words().rights if word in clause), None)
    doings = _words().doings if award else (*_words().doings, *_words().events)
    done = next((word for word in doings if word in clause), None)
    return (right, done) if right and done else None


def _to_be_made(clause: str) -> str | None:
    made = next((word for word in _words().makes if word in clause), None)
    before = clause.partition(made)[0] if made else ""
    return made if made and any(word in before for word in _words().wanted) else None


def _tells_an_award(request: Request) -> bool:
    """Whether the message names an award of ours or tells the facts of one."""
    named = any(m.exact and any(kind in _NAMES for kind, _ in m.targets) for m in request.turn.reading.mentions)
    new = set(request.facts) - set(request.dialogue.facts) - {APPLICANT_FACT}
    flags = {name for name in new if isinstance(request.facts[name], bool | str)}
    counted = any(q.unit not in _ARTICLES for q in request.turn.reading.quantities)
    return named or bool(flags) or (counted and bool(new)) or request.telling


def _known(request: Request, word: str) -> bool:
    """Whether a notice in scope speaks of it; 社保 is no matter of 人力社保局's notices."""
    said = re.compile(rf"{re.escape(word)}(?![\u3400-\u9fff]?[局委厅部])")
    return any(said.search(normalise(clause.text)) for source in request.scope.sources for clause in source.clauses)
