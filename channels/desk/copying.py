"""Answers that are ready to be copied: what the notice says, in words, with the place where it says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.wording import (
    REVIEW_REMARK,
    basis_line,
    cite,
    clause_body,
    expired_warning,
    joined,
    lines,
    units_line,
)
from channels.desk.parts import Copy
from policy_kb.awards import Rule, describe_amount
from policy_kb.awards.explanation import conditions_of
from policy_kb.catalogue.schema import STATUS_NAMES, Institution, Target, Term
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.notice import Clause

#: A longer clause is cut at a sentence: nobody reads it out.
_LONGEST = 600
_SENTENCE_END = "。；！？\n"


def award_copy(rule: Rule, kb: KnowledgeBase, on: date) -> Copy:
    """Who gets how much on what condition."""
    source = kb.sources[rule.doc]
    conditions = [result.text for result in conditions_of(rule, {}, kb.book)]
    text = lines(
        expired_warning(source, on),
        f"{rule.name}：{describe_amount(rule, kb.book)}。",
        f"条件：{'；'.join(conditions)}。" if conditions else None,
        units_line(source.clause(rule.clause)),
        basis_line(source, rule.clause, rule.amount.quote),
        REVIEW_REMARK,
    )
    return Copy(text=text, citation=cite(source, rule.clause, rule.amount.quote, on))


def clause_copy(clause: Clause, source: Source, on: date) -> Copy:
    """The clause's own words."""
    body = clause_body(clause) or clause.text.strip()
    shown = body if len(body) <= _LONGEST else f"{_cut(body)}……（原文后面还有）"
    text = lines(expired_warning(source, on), shown, units_line(clause), basis_line(source, clause.cite_label))
    return Copy(text=text, citation=cite(source, clause.cite_label, clause.text.strip(), on))


def station_copy(station: Institution, source: Source, on: date) -> Copy:
    """What the notice says of a station; an address or a number only where it names one."""
    text = lines(
        expired_warning(source, on),
        f"{station.name}（{STATUS_NAMES[station.status]}）：{station.says}",
        *_contacts(station, source),
        basis_line(source, station.clause, station.quote),
    )
    return Copy(text=text, citation=cite(source, station.clause, station.quote, on))


def target_copy(target: Target, source: Source, on: date) -> Copy:
    """The planned figure, in the notice's words."""
    text = lines(
        expired_warning(source, on),
        f"{target.name}：{target.quote}",
        basis_line(source, target.clause, target.quote),
    )
    return Copy(text=text, citation=cite(source, target.clause, target.quote, on))


def term_copy(term: Term, kb: KnowledgeBase, on: date) -> Copy | None:
    """What a word means; None where no notice that it cites is loaded."""
    cited = [one for one in term.citations if one.doc in kb.sources]
    if not cited:
        return None
    first = cited[0]
    source = kb.sources[first.doc]
    text = lines(f"{term.term}：{term.text}", basis_line(source, first.clause, first.quote))
    return Copy(text=text, citation=cite(source, first.clause, first.quote, on))


def _contacts(station: Institution, source: Source) -> Sequence[str]:
    names = {station.name, *station.aliases}
    found = [contact for contact in source.applying.contacts if contact.name in names]
    return [
        "，".join(
            part
            for part in (
                f"电话：{joined(contact.phones)}" if contact.phones else "",
                f"地址：{contact.address}" if contact.address else "",
            )
            if part
        )
        for contact in found
    ]


def _cut(text: str) -> str:
    end = max(text.rfind(mark, 0, _LONGEST) for mark in _SENTENCE_END)
    return text[: end + 1] if end > _LONGEST // 2 else text[:_LONGEST]
