"""What teaching is asked and what it tells."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from channels.desk.parts import Asked


class QuestionsQuery(Asked):
    """How many days back."""

    days: int = Field(default=30, ge=1, le=366)


class QuestionGroup(BaseModel):
    """Questions that are alike; ``taught`` is set where one of them has been taught, ``written`` where somebody has
    written an answer to one of them."""

    example: str
    wordings: tuple[str, ...]
    count: int
    declined: int
    asked_back: int
    useless: int
    whys: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    taught: bool
    written: bool


class QuestionGroups(BaseModel):
    """The most frequent first; ``looked_at`` is the number of questions in them."""

    groups: tuple[QuestionGroup, ...]
    looked_at: int


class Named(BaseModel):
    """Something to choose."""

    id: str
    name: str


class Example(BaseModel):
    """A sentence that was taught."""

    id: int
    text: str
    intent: Named
    topic: Named | None = None
    who: str
    at: datetime


class FiguresPart(BaseModel):
    """What one model got right; shares are between 0 and 1."""

    questions: int
    answers: float | None = None
    wrong_yuan: int
    intents: float | None = None
    taught_right: int


class Comparison(BaseModel):
    """The model in use and the new one, asked the same: ``won`` and ``lost`` are questions that only one got right."""

    taught: int
    before: FiguresPart
    after: FiguresPart
    won: tuple[str, ...]
    lost: tuple[str, ...]


class TrainingPart(BaseModel):
    """A training. ``usable`` tells whether its model may be put to use, ``in_use`` whether it is."""

    id: str
    who: str
    state: Literal["training", "evaluating", "done", "failed"]
    sentence: str
    examples: int
    created_at: datetime
    updated_at: datetime
    comparison: Comparison | None = None
    usable: bool
    in_use: bool


class Teaching(BaseModel):
    """Everything about it. ``can_undo`` tells whether there is a model to go back to."""

    intents: tuple[Named, ...]
    topics: tuple[Named, ...]
    examples: tuple[Example, ...]
    trainings: tuple[TrainingPart, ...]
    own_model: bool
    can_undo: bool


class TeachBody(Asked):
    """``topic`` is kept for whoever looks after the knowledge base."""

    text: str = Field(min_length=1, max_length=200)
    intent: str = Field(max_length=40)
    topic: str | None = Field(default=None, max_length=60)


class ExamplePath(Asked):
    """One example."""

    example: int = Field(ge=1, le=2**31 - 1)


class TrainingPath(Asked):
    """One training."""

    training: str = Field(pattern=r"^[0-9a-f]{32}$")


class TriedPart(BaseModel):
    """What somebody who asks gets now; ``given`` tells whether it is what was written, ``reply`` how it begins."""

    asked: str
    given: bool
    reply: str


class WrittenPart(BaseModel):
    """The answer to a question in its wordings, or what a word means in its spellings. ``tried`` is told right after it
    was written or changed, where the assistant answers already."""

    id: int
    kind: Literal["answer", "term"]
    asked: tuple[str, ...]
    text: str
    basis: str
    version: int
    who: str
    at: datetime
    changed_by: str | None = None
    changed_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    tried: tuple[TriedPart, ...] = ()


class WrittenQuery(Asked):
    """With a question: only what was written for it."""

    question: str | None = Field(default=None, max_length=200)


class WrittenList(BaseModel):
    """What visitors may get, newest first, and what was withdrawn of late."""

    in_force: tuple[WrittenPart, ...]
    withdrawn: tuple[WrittenPart, ...]


class _WrittenBody(Asked):
    asked: tuple[Annotated[str, Field(max_length=200)], ...] = Field(max_length=20)
    text: str = Field(max_length=1000)
    basis: str = Field(default="", max_length=200)


class WriteBody(_WrittenBody):
    """``basis`` says where it stands; it has to where ``text`` names a sum."""

    kind: Literal["answer", "term"]


class ChangeBody(_WrittenBody):
    """``version`` is the one that was read."""

    version: int = Field(ge=1, le=2**31 - 1)


class VersionBody(Asked):
    """``version`` is the one that was read."""

    version: int = Field(ge=1, le=2**31 - 1)


class WrittenPath(Asked):
    """One of them."""

    written: int = Field(ge=1, le=2**31 - 1)
