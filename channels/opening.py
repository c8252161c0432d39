"""How a conversation begins: the greeting, what one may ask for example, and what happens to what one writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("opening.json")


class Opening(BaseModel):
    """What the chat shows before anything was said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    greeting: str
    examples: tuple[str, ...]
    privacy: str


@cache
def opening() -> Opening:
    """The opening as the file beside this module has it."""
    return Opening.model_validate_json(_FILE.read_bytes())
