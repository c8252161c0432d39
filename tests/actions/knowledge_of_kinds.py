"""The real knowledge base with two awards changed to the kinds of amount that no notice has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from policy_kb.awards import Rule
from policy_kb.awards.amount import RatioOf, Tier, Tiered
from policy_kb.knowledge import KnowledgeBase


def with_other_kinds(kb: KnowledgeBase) -> KnowledgeBase:
    """Products are paid by tiers, a case won abroad by its costs."""
    tiers = (Tier(ge=10, lt=50, yuan=Decimal(20_000)), Tier(ge=50, yuan=Decimal(50_000)))
    changed = [
        _changed(
            kb, "patent-intensive-product", Tiered(kind="tiered", fact="intensive_products", tiers=tiers, quote="")
        ),
        _changed(
            kb, "overseas-enforcement-win", RatioOf(kind="ratio", of="enforcement_cost", rate=Fraction(1, 2), quote="")
        ),
    ]
    rules = {**kb.book.rules, **{rule.key: rule for rule in changed}}
    book = replace(kb.book, rules=rules)
    return KnowledgeBase(kb.version, kb.sources.values(), kb.catalogue, book, kb.regions, kb._engine)


def _changed(kb: KnowledgeBase, name: str, amount: Tiered | RatioOf) -> Rule:
    rule = next(rule for rule in kb.book.rules.values() if rule.id == name)
    kept = {field: getattr(rule, field) for field in Rule.model_fields}
    return Rule(**{**kept, "amount": amount, "caps": ()})
