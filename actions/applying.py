"""How one applies, as reviewed: when, with what, in which steps, and whom to turn to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from actions.answer import Citation
from actions.wording import chinese_date, cite, in_brackets, joined
from policy_kb.catalogue.applying import Contact, ItemList, Window
from policy_kb.knowledge import Source


def applying_lines(source: Source, on: date) -> Iterator[str]:
    """All that was reviewed, one line for each thing."""
    said = source.applying
    for window in said.windows:
        yield f"申报时间{in_brackets(window.clause)}：{' '.join(window.quote.split())}。{window_state(window, on)}"
    for materials in said.materials:
        yield _list_line("要交的材料", materials)
    for steps in said.steps:
        yield _list_line("办理步骤", steps)
    for contact in said.contacts:
        yield contact_line(contact)


def applying_cites(source: Source, on: date) -> Iterator[Citation]:
    """The places of the same."""
    said = source.applying
    yield from (cite(source, window.clause, window.quote, on) for window in said.windows)
    yield from (cite(source, contact.clause, contact.quote, on) for contact in said.contacts)
    for listed in (*said.materials, *said.steps):
        yield from (cite(source, item.clause, item.quote, on) for item in listed.items)


def window_state(window: Window, on: date) -> str:
    """Whether applications are taken on a day."""
    if window.from_ is not None and on < window.from_:
        return f"{chinese_date(window.from_)}才开始受理，现在还没到时候。"
    if on > window.to:
        return f"这一批到{chinese_date(window.to)}已经截止，下一批什么时候受理，请问受理单位。"
    return f"现在可以申报，到{chinese_date(window.to)}截止。"


def contact_line(contact: Contact) -> str:
    """联系方式（五、）：…，电话…，地址…。"""
    parts = [contact.name or ""]
    for name, value in (
        ("联系人", contact.person),
        ("电话", joined(contact.phones)),
        ("邮箱", joined(contact.emails)),
        ("地址", contact.address),
    ):
        parts.append(f"{name}{value}" if value else "")
    return f"联系方式{in_brackets(contact.clause)}：{'，'.join(part for part in parts if part)}。"


def contacts_of(source: Source, names: Iterable[str]) -> tuple[Contact, ...]:
    """The reviewed contacts of some institutions."""
    wanted = set(names)
    return tuple(one for one in source.applying.contacts if one.name in wanted)


def says_when_and_what(source: Source) -> bool:
    """Whether it is known until when and with what one applies."""
    return bool(source.applying.windows and source.applying.materials)


def _list_line(what: str, listed: ItemList) -> str:
    shown = "；".join(f"{number}. {item.text}" for number, item in enumerate(listed.items, 1))
    return f"{what}{in_brackets(listed.items[0].clause)}：{shown}。"
