"""Everything an applicant can claim, in words: what was understood, the list, totals, what is missing, the basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.claims_text import as_of, claim_list, told, wanted
from actions.wording import REVIEW_REMARK, covered_regions, joined, lines, quoted_title
from policy_kb.awards import APPLICANT_FACT
from policy_kb.awards.claims import Claim, Claims
from policy_kb.knowledge import KnowledgeBase
from policy_kb.matching import Profile, applying
from policy_kb.settings import today


def report(profile: Profile, found: Claims, kb: KnowledgeBase) -> str:
    """The whole answer as plain text, to be read alone."""
    listed = claim_list(found, kb)
    missing = joined(wanted(found, kb))
    return lines(
        _understood(profile, kb),
        as_of(profile.on, today()),
        *_without_list(profile, found, kb, empty=not listed.listed and not listed.refused),
        *listed.lines,
        _across(found),
        f"还缺这些情况，补上能算得更准：{missing}。" if missing and listed.listed else None,
        *_basis((*listed.listed, *listed.refused), kb),
        REVIEW_REMARK,
    )


def _understood(profile: Profile, kb: KnowledgeBase) -> str:
    place = kb.regions.name(profile.region) if profile.region is not None else ""
    facts = told(profile.facts, kb)
    if not facts:
        return f"您说的情况：{place or '没有写地区'}，单位的情况还没有写，下面只列各项的标准。"
    return f"您说的情况：{'，'.join(part for part in (place, facts) if part)}。"


def _without_list(profile: Profile, found: Claims, kb: KnowledgeBase, *, empty: bool) -> Iterator[str]:
    """Why nothing, or nothing for this kind of applicant, can be listed."""
    sources = applying(profile.region, kb)
    if not sources and profile.region is not None:
        place = kb.regions.name(profile.region)
        yield f"这里还没有收录{place}的知识产权政策文件，没法一项一项对。目前收录的是{covered_regions(kb)}的文件。"
    elif not found.claims:
        for source in sources:
            statement = source.reviewed.amounts_statement if source.reviewed else "还没有人审核过，不能用来算。"
            yield f"{quoted_title(source)}：{statement}"
    elif empty:
        kind = kb.book.facts[APPLICANT_FACT].show(profile.facts[APPLICANT_FACT])
        yield f"这里的奖补都不是给{kind}的。"


def _across(found: Claims) -> str | None:
    """Said where sums of several notices are certain, so that nobody adds them up."""
    docs = {claim.rule.doc for claim in found.claims if claim.certain is not None and claim.standing == "counts"}
    return "这些奖补出自不同的文件，各文件之间没有加在一起。" if len(docs) > 1 else None


def _basis(claims: Sequence[Claim], kb: KnowledgeBase) -> Iterator[str]:
    """依据：《…》（六）、（七）。"""
    clauses: dict[str, dict[str, None]] = {}
    for claim in claims:
        clauses.setdefault(claim.rule.doc, {})[claim.rule.clause] = None
    for doc, labels in clauses.items():
        order = [clause.cite_label for clause in kb.sources[doc].clauses]
        found = sorted(labels, key=lambda label: order.index(label) if label in order else len(order))
        yield f"依据：{quoted_title(kb.sources[doc])}{joined(found)}。"
