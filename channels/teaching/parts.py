"""What teaching is asked and what it tells."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from channels.desk.parts import Asked


class QuestionsQuery(Asked):
    """How many days back."""

    days: int = Field(default=30, ge=1, le=366)


class QuestionGroup(BaseModel):
    """Questions that are alike; ``taught`` is set where one of them has been taught."""

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
