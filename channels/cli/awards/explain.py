"""ipdesk awards explain"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels.cli.awards.files import CATALOGUE_HELP

if TYPE_CHECKING:
    from policy_kb.awards import AwardBook, FactValue, Rule

_LIKE_ENOUGH = 50


def explain(
    rule: Annotated[str, typer.Argument(help="规则的编号，例如 rule-id 或 文件编号/rule-id；写开头几个字也行")],
    given: Annotated[list[str] | None, typer.Option(help="已知的情况，写成 名称=内容，可以写多次")] = None,
    catalogue: Annotated[Path | None, typer.Option(help=CATALOGUE_HELP)] = None,
) -> None:
    """用中文讲清楚一条规则；加上 --given 就按这些情况算一遍。"""
    from channels.cli.awards.files import document, folder, load
    from channels.cli.awards.prose import calculation, description
    from policy_kb.awards import evaluate
    from policy_kb.notice import Validity
    from policy_kb.settings import today

    place = folder(catalogue, "catalogue")
    book = load(place)
    found = find(rule, book)
    notice = document(place, found.doc)
    facts = read_given(given or [], book)
    if not facts:
        print(description(found, book, notice))
        return
    validity = Validity(None, None, None)
    if notice is not None:
        until = notice.metadata.valid_until or notice.validity.period_until
        validity = Validity(notice.metadata.effective_on, until, None)
    print(calculation(evaluate(found, facts, book, today(), validity), facts))


def find(name: str, book: AwardBook) -> Rule:
    """The rule of that id, doc_id/id, or a beginning of it that fits only one. Raises UserError naming the nearest."""
    from rapidfuzz import process

    from channels.errors import UserError

    names = {key: (key, rule.id) for key, rule in book.rules.items()}
    exact = [key for key, known in names.items() if name in known]
    keys = exact or [key for key, known in names.items() if name and any(one.startswith(name) for one in known)]
    if len(keys) == 1:
        return book.rules[keys[0]]
    if keys:
        raise UserError(f"{name} 可以是：{'、'.join(keys)}。请写全。")
    words = {word: key for key, rule in book.rules.items() for word in (key, rule.id, rule.name, *rule.aliases)}
    near = [words[word] for word, score, _ in process.extract(name, list(words), limit=5) if score >= _LIKE_ENOUGH]
    meant = list(dict.fromkeys(near))[:3] or list(book.rules)
    raise UserError(f"没有编号为 {name} 的规则。{'您要找的可能是' if near else '有这些规则'}：{'、'.join(meant)}。")


def read_given(given: list[str], book: AwardBook) -> dict[str, FactValue]:
    """Facts from ``name=value``. Raises UserError with every mistake."""
    from channels.errors import UserError
    from policy_kb.awards.profile import ProfileError, read_facts

    pairs = [one.replace("＝", "=").partition("=") for one in given]
    bare = [name for name, sign, _ in pairs if not sign]
    if bare:
        raise UserError(f"--given 要写成 名称=内容，例如 单位类型=企业；现在写的是 {'、'.join(bare)}。")
    try:
        return read_facts({name.strip(): value.strip() for name, _, value in pairs}, book)
    except ProfileError as error:
        told = [f"{one.place.removeprefix('facts.')}：{one.sentence}" for one in error.refusals]
        raise UserError("\n".join(told)) from None
