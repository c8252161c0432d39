"""The guide, made from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from channels.kiosk.guide_models import Guide, GuideAward, GuideClause, GuideNotice, GuideStation, GuideTopic
from policy_kb.catalogue.schema import ROLE_NAMES, STATUS_NAMES, InstitutionRole, Topic
from policy_kb.catalogue.services import services
from policy_kb.settings import today

if TYPE_CHECKING:
    from policy_kb.knowledge import KnowledgeBase, Source
    from policy_kb.notice import Clause


def make_guide(kb: KnowledgeBase) -> Guide:
    """The guide as of today."""
    return _Maker(kb).guide()


class _Maker:
    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._clauses: dict[tuple[str, str], int] = {}
        self._texts: list[GuideClause] = []

    def guide(self) -> Guide:
        kb = self._kb
        rules = [rule for rule in kb.book.rules.values() if rule.doc in kb.sources]
        awards = [
            GuideAward(
                name=rule.name,
                region=self._place(kb.sources[rule.doc]),
                who=rule.beneficiaries.label,
                amount=rule.amount.quote,
                clause=self._cited(kb.sources[rule.doc], rule.clause),
            )
            for rule in rules
        ]
        institutions = list(kb.institutions.values())
        stations = [
            GuideStation(
                name=one.name,
                region=kb.regions.name(one.region),
                does=tuple(ROLE_NAMES[role] for role in one.roles),
                standing=STATUS_NAMES[one.status],
                says=one.says,
                clause=self._cited(source, one.clause),
            )
            for source, one in institutions
        ]
        topics = []
        for topic in kb.catalogue.topics:
            roles = _roles(topic)
            found = [(source, clause) for source in kb.sources.values() for clause in kb.clauses_on(topic, source)]
            if not found:
                continue
            topics.append(
                GuideTopic(
                    id=topic.id,
                    name=topic.name,
                    regions=tuple(dict.fromkeys(self._place(source) for source, _ in found)),
                    clauses=tuple(dict.fromkeys(self._place_of(source, clause) for source, clause in found)),
                    awards=tuple(at for at, rule in enumerate(rules) if topic.id in rule.topics),
                    stations=tuple(at for at, (_, one) in enumerate(institutions) if roles.intersection(one.roles)),
                )
            )
        topics.sort(key=lambda topic: (len(topic.awards) + len(topic.regions), len(topic.clauses)), reverse=True)
        return Guide(
            made_at=datetime.now(UTC),
            as_of=today(),
            version=kb.version.number,
            notices={source.doc_id: self._notice(source) for source in kb.sources.values()},
            clauses=tuple(self._texts),
            awards=tuple(awards),
            stations=tuple(stations),
            topics=tuple(topics),
        )

    def _notice(self, source: Source) -> GuideNotice:
        return GuideNotice(
            doc_id=source.doc_id,
            title=source.title,
            region=self._place(source),
            issuers=tuple(source.stored.issuers),
            issued_on=source.stored.issued_on,
            until=source.validity.until,
            in_force=source.in_force(today()),
            under_review=source.reviewed is None or any(draft.kind == "award" for draft in source.drafts),
        )

    def _place(self, source: Source) -> str:
        return self._kb.regions.name(source.region) if source.region else "地区不明"

    def _cited(self, source: Source, label: str) -> int:
        clause = source.clause(label)
        if clause is None:
            raise LookupError(f"{source.doc_id} has no clause {label}")
        return self._place_of(source, clause)

    def _place_of(self, source: Source, clause: Clause) -> int:
        key = (source.doc_id, clause.cite_label)
        if key not in self._clauses:
            self._clauses[key] = len(self._texts)
            self._texts.append(
                GuideClause(
                    doc_id=source.doc_id,
                    label=clause.cite_label,
                    text=clause.text,
                    offices=_once((*clause.lead_units, *clause.responsible_units)),
                )
            )
        return self._clauses[key]


def _roles(topic: Topic) -> set[InstitutionRole]:
    """What a station has to do to be of use for a topic."""
    return {role for service in services().services if topic.id in service.topics for role in service.roles}


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
