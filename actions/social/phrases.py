"""Replies that need no knowledge base (phrases.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from actions.answer import Answer, Kind
from actions.reply import Reply
from actions.request import Request
from actions.wording import covered_regions, human_contact

PHRASES_FILE = Path(__file__).with_name("phrases.yaml")


class Phrase(BaseModel):
    """One kind of remark in several wordings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    texts: tuple[str, ...]
    suggestions: tuple[str, ...]


@cache
def phrases() -> dict[str, Phrase]:
    """All remarks by name, read once."""
    raw = yaml.safe_load(PHRASES_FILE.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Phrase]).validate_python(raw)


def say(name: str, request: Request, *, missed: bool = False, forget: bool = False) -> Reply:
    """The remark of that name; its wording changes from turn to turn. The subject of the conversation stays."""
    phrase = phrases()[name]
    text = phrase.texts[request.dialogue.turns % len(phrase.texts)]
    filled = text.replace("{contact}", human_contact()).replace("{regions}", covered_regions(request.kb))
    answer = Answer(kind=phrase.kind, text=filled, suggestions=phrase.suggestions)
    return Reply(answer, aside=not forget, missed=missed, forget=forget)
