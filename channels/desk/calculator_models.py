"""What the API says of one award for one applicant, and of a whole result to be printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from actions.answer import Amount, Citation, RegionPart, Units, Yuan
from channels.api.wire import ConditionPart, FactPart
from channels.desk.parts import Asked, NoticePart
from policy_kb.awards.rule import Verdict


class AwardsQuery(Asked):
    """Awards that apply in ``region`` (name or code); all of them without it."""

    region: str | None = Field(default=None, max_length=40)


class AwardPart(BaseModel):
    """An award to choose. ``award`` is ``doc_id/rule_id``; ``pays`` says the amount in words."""

    award: str
    name: str
    aliases: tuple[str, ...]
    notice: NoticePart
    clause: str
    pays: str
    payment: Literal["奖励", "补助", "分担"]


class AwardList(BaseModel):
    """In the order of their notices."""

    awards: tuple[AwardPart, ...]


class EvaluateBody(BaseModel):
    """``facts`` may be any part of what the award asks for, by name or label; ``as_of`` is today by default."""

    award: str = Field(max_length=300)
    as_of: str | None = Field(default=None, json_schema_extra={"format": "date"})
    facts: dict[str, bool | int | float | str | None] | None = None


class FieldPart(BaseModel):
    """A field of the live form: ``field`` is JSON Schema 2020-12 as in the form of a match. ``used`` is False for
    what need not be asked any more; missing ones come first, in the order in which to ask."""

    fact: str
    field: dict[str, Any]
    known: FactPart | None = None
    used: bool


class CitedStep(BaseModel):
    """A step of the calculation; ``cite`` is the index of its citation."""

    step: str
    yuan: Yuan | None = None
    cite: int


class Evaluated(BaseModel):
    """One award with what is known so far. ``least`` and ``most`` yuan can come of it, the verdict included; without
    ``most`` there is no limit. ``amount`` is left out where nothing is paid or a share is not known yet."""

    award: str
    name: str
    as_of: date
    notice: NoticePart
    clause: str
    verdict: Verdict
    sentence: str
    amount: Amount | None = None
    least: Yuan
    most: Yuan | None = None
    trace: tuple[CitedStep, ...]
    conditions: tuple[ConditionPart, ...]
    fields: tuple[FieldPart, ...]
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]
    units: Units | None = None


class SlipBody(BaseModel):
    """A profile as for a match; with ``award`` (``doc_id/rule_id``) the slip is of that award alone."""

    region: str | int | None = None
    as_of: str | None = Field(default=None, json_schema_extra={"format": "date"})
    facts: dict[str, bool | int | float | str | None] | None = None
    award: str | None = Field(default=None, max_length=300)


class SlipLine(BaseModel):
    """One award on the slip."""

    name: str
    outcome: str
    money: str
    steps: tuple[str, ...]
    open_points: tuple[str, ...]
    basis: str
    units: Units | None = None


class Slip(BaseModel):
    """A result to be printed and handed over. ``told`` is what the applicant said of itself."""

    title: str
    made_at: datetime
    as_of: date
    region: RegionPart | None = None
    told: tuple[FactPart, ...]
    lines: tuple[SlipLine, ...]
    totals: tuple[str, ...]
    remarks: tuple[str, ...]
    contact: str
