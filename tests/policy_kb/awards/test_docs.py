"""docs/award-rules.md: every example on the page comes out as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pydantic import TypeAdapter

from policy_kb.awards import AwardBook, Evaluation, Fact, Rule, evaluate, load_book, run_examples
from policy_kb.awards.book import rule_mistakes
from policy_kb.awards.condition import Condition
from policy_kb.awards.lint import ALWAYS
from policy_kb.awards.profile import read_facts
from policy_kb.awards.rule import Beneficiaries
from policy_kb.awards.source import CatalogueFile
from policy_kb.money import format_yuan

from .conftest import CATALOGUE, ROOT
from .town import DAY, claimed

PAGE = ROOT / "docs" / "award-rules.md"
_BLOCK = re.compile(r"```yaml\n(?P<yaml>.*?)```\n(?P<lines>(?:- `\{[^\n]*\n)*)", re.DOTALL)
_LINE = re.compile(r"- `(?P<given>\{.*?\})` → (?P<result>.+)")
KINDS = {"flat", "per_unit", "table", "tiered", "ratio", "share", "discretionary"}


class Block(NamedTuple):
    """A fenced block of the page and the results that are stated below it."""

    text: str
    data: Any
    results: tuple[tuple[dict[str, Any], str], ...]


def blocks() -> Iterator[Block]:
    for found in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        text = found["yaml"]
        lines = [_LINE.fullmatch(line) for line in found["lines"].splitlines()]
        results = tuple((yaml.safe_load(line["given"]), line["result"]) for line in lines if line is not None)
        assert len(results) == len(lines)
        yield Block(text, CatalogueFile(PAGE, text).data, results)


BLOCKS = list(blocks())
AMOUNTS = [block for block in BLOCKS if isinstance(block.data, dict) and "amount" in block.data and block.results]
FILES = [block for block in BLOCKS if isinstance(block.data, dict) and block.data.get("document") and block.results]


def rule_of(block: Block) -> Rule:
    return Rule.model_validate(
        {
            "id": "shown",
            "doc": "page",
            "name": "奖励",
            "aliases": ["奖励"],
            "topics": ["t"],
            "clause": "（一）",
            "payment": "分担" if block.data["amount"]["kind"] == "share" else "奖励",
            "frequency": "none",
            "beneficiaries": {"label": "单位", "quote": "单位"},
            **block.data,
        }
    )


def stated(found: Evaluation) -> str:
    amount = found.amount
    assert amount is not None
    if found.shares:
        return ", ".join(f"{part.party} {format_yuan(part.yuan)}" for part in found.shares)
    if amount.basis == "at_most":
        return f"最高不超过{format_yuan(amount.max or amount.min)}"
    if amount.basis == "exact":
        return format_yuan(amount.min)
    return (
        f"at least {format_yuan(amount.min)}"
        if amount.max is None
        else (f"{format_yuan(amount.min)} to {format_yuan(amount.max)}")
    )


def test_each_kind_of_amount_has_its_example() -> None:
    assert {block.data["amount"]["kind"] for block in AMOUNTS} == KINDS
    assert sum(len(block.results) for block in AMOUNTS) > 20


@pytest.mark.parametrize("block", AMOUNTS, ids=lambda block: block.data["amount"]["kind"])
def test_an_amount_comes_out_as_stated(book: AwardBook, block: Block) -> None:
    rule = rule_of(block)
    assert list(rule_mistakes(rule, book.facts)) == []
    own = AwardBook(book.facts, {rule.key: rule})
    for given, result in block.results:
        found = evaluate(rule, given, own, DAY, ALWAYS)
        value, _, remark = result.partition(": ")
        value, _, told = value.partition(", told as ")
        assert stated(found) == value, (given, remark)
        if told:
            assert found.trace[0].text == told.strip("`")


@pytest.mark.parametrize("block", FILES, ids=lambda block: block.data["document"])
def test_a_whole_file_is_loaded_and_its_totals_come_out_as_stated(block: Block, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_bytes((CATALOGUE / "facts.yaml").read_bytes())
    (tmp_path / block.data["document"]).mkdir()
    (tmp_path / block.data["document"] / "awards.yaml").write_text(block.text, encoding="utf-8")
    book = load_book(tmp_path)
    for given, result in block.results:
        found = claimed(book, **given)
        (total,) = found.totals
        parts = [f"total {format_yuan(total.yuan)}"]
        parts += [f"displaced {claim.rule.id}" for claim in total.displaced]
        parts += [f"cut by {limit.scope_words}" for limit, _ in total.limits]
        parts += [f"open {claim.rule.id}" for claim in found.claims if claim.standing == "open"]
        assert ", ".join(parts) == result.partition(": ")[0], given


def test_the_other_fragments_are_what_the_rules_take(book: AwardBook) -> None:
    tried = set()
    for block in BLOCKS:
        if isinstance(block.data, list):
            tried |= {Fact.model_validate(entry).id for entry in block.data}
        elif "beneficiaries" in block.data and len(block.data) == 1:
            tried.add(Beneficiaries.model_validate(block.data["beneficiaries"]).label)
        elif "conditions" in block.data and len(block.data) == 1:
            condition: Any = TypeAdapter(Condition).validate_python(block.data["conditions"])
            tried.add(type(condition).__name__)
        elif "examples" in block.data and len(block.data) == 1:
            transfer = book.rules["zhangzhou-2024/patent-transfer"]
            shown = Rule.model_validate({**transfer.model_dump(by_alias=True, exclude_none=True), **block.data})
            assert run_examples(AwardBook(book.facts, {shown.key: shown}, {}, book.places)) == []
            tried.add("examples")
        elif "facts" in block.data:
            assert len(read_facts(block.data["facts"], book)) == 4
            tried.add("profile")
    assert tried == {"transferred_patents", "制定团体标准的相关组织", "AllOf", "examples", "profile"}
