"""Several questions in one message: 怎么申请，能拿多少，找哪个部门.

A message is cut into clauses, each clause that asks is classified for itself, and what only tells goes with the
question it belongs to. Everything that is about money stays together in one question, so that no word that may
change a sum is lost on the way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.components.wordclasses import word_classes
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut

_FILE = Path(__file__).with_name("questions.yml")

#: The intent of a text and the classifier's confidence in it.
Classify = Callable[[str], tuple[str, float]]

_BREAK = re.compile(r"[，。,!?！？;；…~～\n]+|(?<!\d)\.|(?<=[\u3400-\u9fff\ue000-\uf8ff])\s+(?=[\u3400-\u9fff])")
_LISTED = re.compile(r"、|以及|还有(?=[^吗没别什啥其])|和(?=[^解])|跟(?=[^着])|及(?=[^时格])")
_JOINTS = re.compile(
    r"^(?:那么|然后|另外|以及|顺便|顺带|最后|其次|首先|并且|而且|(?:再|想|也|还)*问(?:一下|下|句)"
    r"|第[一二三四](?=[，,、:：])|还有(?=[，,、 ])|[，,、:：。\s])+"
)
_NEW_SUBJECT = re.compile(r"^(?:另外|还有|顺便|顺带|以及|再问|对了)")
_LISTS = re.compile(r"哪[些几]|什么|啥|列|清单|别的|其[他它]|还有|所有|全部|都有")
_OR_NOT = re.compile(r"([\u3400-\u9fff])[不没]\1")
_HAN = re.compile(r"[\u3400-\u9fff]")

#: A clause asks something if the classifier is at least this sure of a question; of a bare noun more is needed.
_SURE = 0.5
_SURE_OF_A_NOUN = 0.6
_SURE_OF_A_PLACE = 0.35
_OTHER_MATTERS = ("out_of_scope", "bot_challenge", "human")
#: What lies outside may only be taken out of a message where it clearly does.
_SURE_OF_FOREIGN = 0.9
_LONGEST_NOUN = 8
_MOST = 5
#: The intent of a clause that asks something, nobody knows what.
UNCLEAR = "nlu_fallback"
_SHORTEST_MARKED, _LEAST = 4, 0.2
#: Of what is plainly a question the classifier's guess is taken from this confidence on.
_GUESSED = 0.3
_SHORTEST = 2
_CANDIDATES = 5
#: Who asks as many words as this asks nothing that could be cut apart; each place for a cut costs two classifications.
_MOST_CUES = 24
#: So far from a cut what stands there can decide it.
_REACH = 60
_LONGEST_MESSAGE = 400
_STORY = 60


@dataclass(frozen=True, slots=True)
class Question:
    """One of several questions of a message: its words, with what was told for it, and its intent."""

    text: str
    intent: str
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """As it stands in the parse result under ``questions``."""
        return {"text": self.text, "intent": self.intent, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    intent: str | None = None
    confidence: float = 0.0
    told: bool = False
    names: frozenset[str] = frozenset()
    guess: str | None = None
    guessed: float = 0.0


def questions_in(reading: Reading, classify: Classify) -> tuple[Question, ...]:
    """The questions of a message in their order where there are several, otherwise none.

    Each gives its text (normalised), its intent and the classifier's confidence. Costs one classification for each
    clause that may ask, and nothing for a message with fewer than two of them.
    """
    if len(reading.text) > _LONGEST_MESSAGE or not _may_hold_several(reading.text):
        return ()
    clauses = [_judged(clause, reading, classify) for clause in _clauses(reading, classify)]
    if not any(_about_money(clause) for clause in clauses):
        clauses = [_marked(clause, reading.text) for clause in clauses]
    asking = [clause for clause in clauses if clause.intent is not None]
    if len(asking) < 2:
        return ()
    groups = _grouped(asking)
    if not 2 <= len(groups) <= _MOST:
        return ()
    return _assembled(clauses, groups)


def asking_clause(reading: Reading, classify: Classify) -> str | None:
    """Of a story the one clause that asks something, None where several do, or none; short messages are no stories.

    Costs a classification for each clause of a long message that may ask.
    """
    if not _STORY <= len(reading.text) <= _LONGEST_MESSAGE:
        return None
    clauses = [
        _judged(_Clause(a, b, reading.text[a:b].strip()), reading, classify) for a, b in _spans(reading.text, _BREAK)
    ]
    asking = [clause for clause in clauses if clause.intent is not None]
    last = asking[-1:] if asking and len({_need(str(c.intent)) for c in asking}) == 1 else []
    return last[0].text if last else None


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


@cache
def _need(intent: str) -> str:
    """Questions of the same need are settled by one answer."""
    return next((str(needs[0]) for needs in _rules()["needs"] if intent in needs), intent)


def _cues(text: str) -> list[tuple[int, int, str]]:
    wanted = {*_rules()["words"], *_rules()["nouns"]}
    return [(w.start, w.end, w.name) for w in word_classes().find(text) if not w.theme and w.name in wanted]


def _names(reading: Reading) -> list[tuple[int, int]]:
    """Where notices and institutions are named: what stands in their names asks nothing (试点县方案)."""
    return [(m.start, m.end) for m in reading.mentions if m.ids("document") or m.ids("institution")]


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _may_hold_several(text: str) -> bool:
    return len(_cues(text)) + len(_OR_NOT.findall(text)) >= 2


def _spans(text: str, pattern: re.Pattern[str], offset: int = 0) -> Iterator[tuple[int, int]]:
    position = 0
    for match in [*pattern.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > position:
            yield offset + position, offset + end
        position = match.end() if match else end


def _clauses(reading: Reading, classify: Classify) -> Iterator[_Clause]:
    """The message between its stops; enumerations of questions and questions run together are cut as well."""
    repeats_itself = len(_cues(reading.text)) > _MOST_CUES
    for start, end in _spans(reading.text, _BREAK):
        parts = _listed(reading, start, end)
        if not parts and not repeats_itself:
            parts = _run_together(reading, start, end, classify)
        parts = parts or [(start, end)]
        for first, last in parts:
            yield _Clause(first, last, reading.text[first:last].strip())


def _listed(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """材料、流程和截止时间: cut where every part asks by itself and no name is cut through."""
    text = reading.text[start:end]
    parts = [
        span
        for span in _spans(text, _LISTED, start)
        if not any(m.start < span[0] < m.end or m.start < span[1] < m.end for m in reading.mentions)
    ]
    if len(parts) < 2 or sum(last - first for first, last in parts) < (end - start) * 0.6:
        return []
    asking = [bool(_cues(reading.text[first:last])) for first, last in parts]
    return parts if all(asking) else []


def _run_together(reading: Reading, start: int, end: int, classify: Classify) -> list[tuple[int, int]]:
    """怎么申请能拿多少钱找哪个部门: cut between two question words where both sides are clearly questions."""
    text = reading.text[start:end]
    words = set(_rules()["words"]) - {"吗", "呢", "上限", "比较"}
    names = _names(reading)
    cues = [
        (a, b, name)
        for a, b, name in _cues(text)
        if (name in words or text[a] == "哪") and not _inside(start + a, start + b, names)
    ]
    if len(cues) < 2:
        return []
    parts: list[tuple[int, int]] = []
    first = start
    for (_, one_end, _), (other_start, _, _) in itertools.pairwise(cues):
        if start + one_end <= first:
            continue
        if at := _best_cut(reading, first, start + one_end, start + other_start, end, classify):
            parts.append((first, at))
            first = at
    return [*parts, (first, end)] if parts else []


def _best_cut(reading: Reading, first: int, after: int, until: int, end: int, classify: Classify) -> int | None:
    """Where between two question words one question ends and the next begins; None where it is one question."""
    places = [at for at in _word_starts(reading.text, after, until) if at >= after]
    places = [at for at in places if not any(m.start < at < m.end for m in reading.mentions)][-_CANDIDATES:]
    best: tuple[float, int] | None = None
    open_ends = tuple(_rules()["open_ends"])
    for at in places:
        left, right = reading.text[max(first, at - _REACH) : at], reading.text[at : min(end, at + _REACH)]
        if len(left) < _SHORTEST or len(right) < _SHORTEST or left.endswith(open_ends):
            continue
        (one, sure), (other, as_sure) = classify(left), classify(right)
        asked = _rules()["asked"]
        if one in asked and other in asked and _need(one) != _need(other) and "follow_up" not in (one, other):
            score = min(sure, as_sure)
            if score >= _SURE_OF_A_NOUN and (best is None or score > best[0]):
                best = (score, at)
    return best[1] if best else None


def _word_starts(text: str, after: int, until: int) -> list[int]:
    """Offsets in ``after``..``until`` at which a word begins."""
    starts, position = [], after
    for word in cut(text[after:until]):
        starts.append(text.find(word, position))
        position = starts[-1] + len(word)
    return [*(start for start in starts if start >= after), until]


def _judged(clause: _Clause, reading: Reading, classify: Classify) -> _Clause:
    inside = [m for m in reading.mentions if m.start >= clause.start and m.end <= clause.end]
    told = any(q.start >= clause.start and q.end <= clause.end for q in reading.quantities)
    told = told or any(m.ids("applicant") for m in inside)
    names = frozenset(f"{kind}:{target}" for m in inside for kind, target in m.targets if kind != "applicant")
    clause = replace(clause, told=told, names=names)
    rules = _rules()
    offset, titles = reading.text.find(clause.text, clause.start), _names(reading)
    cues = [name for a, b, name in _cues(clause.text) if not _inside(offset + a, offset + b, titles)]
    said = _HAN.findall(clause.text)
    by_word = any(name in rules["words"] for name in cues) or _OR_NOT.search(clause.text) is not None
    by_noun = bool(cues) and len(said) <= _LONGEST_NOUN
    if not (by_word or by_noun) or len(clause.text) < _SHORTEST:
        return clause
    intent, confidence = classify(clause.text)
    least = (_SURE_OF_A_PLACE if names else _SURE) if by_word else _SURE_OF_A_NOUN
    if intent in _OTHER_MATTERS:
        least = 2.0 if told or names else _SURE_OF_FOREIGN
    if intent == "follow_up" and not names:
        return clause
    if intent not in rules["asked"] or confidence < least:
        guessed = intent in rules["asked"] and intent not in _OTHER_MATTERS
        return replace(clause, guess=intent, guessed=confidence) if guessed else clause
    return replace(clause, intent=intent, confidence=confidence)


def _about_money(clause: _Clause) -> bool:
    return clause.intent is not None and _needed(clause) == _need("award_amount")


def _needed(clause: _Clause) -> str:
    """What a clause that asks wants; 有奖不 wants the amount, 有哪些奖 a list."""
    if clause.intent == "list_awards" and not _LISTS.search(clause.text):
        return _need("award_amount")
    return _need(str(clause.intent))


def _marked(clause: _Clause, text: str) -> _Clause:
    """A clause with a question mark asks something, even where the classifier is not sure what."""
    asks = text[clause.end : clause.end + 1] == "?" and len(_HAN.findall(clause.text)) >= _SHORTEST_MARKED
    if clause.intent is not None or not asks:
        return clause
    if clause.guess is not None and clause.guessed >= _GUESSED:
        return replace(clause, intent=clause.guess, confidence=clause.guessed)
    return replace(clause, intent=UNCLEAR, confidence=_LEAST)


def _grouped(asking: list[_Clause]) -> list[list[_Clause]]:
    """Clauses that ask for the same, in the order of their first: all about money, or one kind about one subject."""
    groups: list[list[_Clause]] = []
    for clause in asking:
        for group in groups:
            if _same(group[0], clause) or any(_same(other, clause) for other in group):
                group.append(clause)
                break
        else:
            groups.append([clause])
    return groups


def _same(one: _Clause, other: _Clause) -> bool:
    first, second = _needed(one), _needed(other)
    if first != second or first == UNCLEAR:
        return False
    about_money = first == _need("award_amount")
    apart = bool(one.names) and bool(other.names) and not one.names & other.names
    return about_money or not apart


def _assembled(clauses: list[_Clause], groups: list[list[_Clause]]) -> tuple[Question, ...]:
    """Each group with what was told for it; what a sum may depend on goes to the question about money as well."""
    money = next((n for n, g in enumerate(groups) if _needed(g[0]) == _need("award_amount")), None)
    members: list[list[_Clause]] = [list(group) for group in groups]
    owner = {clause.start: number for number, group in enumerate(groups) for clause in group}
    for position, clause in enumerate(clauses):
        if clause.intent is None:
            takers = set()
            if clause.names or money is None:
                takers.add(_belongs_to(position, clauses, owner, groups))
            if money is not None and _may_count(clause):
                takers.add(money)
            for number in takers:
                members[number].append(clause)
        elif money is not None and clause.told and clause not in members[money]:
            members[money].append(clause)
    return tuple(
        Question(_joined(member), str(max(group, key=lambda c: c.confidence).intent), max(c.confidence for c in group))
        for member, group in zip(members, groups, strict=True)
    )


def _may_count(clause: _Clause) -> bool:
    """Whether a clause that only tells may bear on the sum: it does unless it turns to another subject."""
    return clause.told or not clause.names or _NEW_SUBJECT.match(clause.text) is None


def _belongs_to(position: int, clauses: list[_Clause], owner: dict[int, int], groups: list[list[_Clause]]) -> int:
    """The question that a clause which only tells stands before; for the last words the first or last question."""
    following = next((owner[c.start] for c in clauses[position:] if c.start in owner), None)
    if following is not None:
        return following
    return len(groups) - 1 if any(c.names for group in groups for c in group) else 0


def _joined(clauses: Iterable[_Clause]) -> str:
    ordered = sorted(clauses, key=lambda clause: clause.start)
    texts = [_JOINTS.sub("", clause.text) or clause.text for clause in ordered]
    return "，".join(texts)
