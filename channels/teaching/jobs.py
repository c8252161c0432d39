"""Trainings as rows, which both the server and the process that trains write."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.staff_store import TrainingRow
from policy_kb.models.engine import changing, reading, writing

State = Literal["training", "evaluating", "done", "failed"]
UNFINISHED: tuple[State, ...] = ("training", "evaluating")
#: Nobody has touched an unfinished training for so long: its process is gone.
_SILENT = timedelta(minutes=30)
INTERRUPTED = "训练中断了，正在用的模型没有变。请再训练一次。"


def begin(engine: Engine, who: str, base: str, examples: int) -> str | None:
    """A new training; None while another one runs."""
    now = datetime.now(UTC)
    # Writers wait for each other here: of two processes that begin at once, one begins.
    with writing(engine) as rows:
        running = rows.scalars(sa.select(TrainingRow).where(TrainingRow.state.in_(UNFINISHED))).all()
        if any(now - row.updated_at <= _SILENT for row in running):
            return None
        for row in running:
            row.state, row.sentence, row.updated_at = "failed", INTERRUPTED, now
        job = uuid.uuid4().hex
        rows.add(
            TrainingRow(
                id=job,
                who=who,
                state="training",
                sentence="正在训练新模型，一般要一两分钟。正在用的模型照常回答。",
                base=base,
                examples=examples,
                comparison=None,
                created_at=now,
                updated_at=now,
            )
        )
        return job


def tell(engine: Engine, job: str, state: State, sentence: str, comparison: Mapping[str, Any] | None = None) -> None:
    """How far a training has come. One that has ended stays as it ended."""
    values: dict[str, Any] = {"state": state, "sentence": sentence, "updated_at": datetime.now(UTC)}
    if comparison is not None:
        values["comparison"] = dict(comparison)
    with changing(engine) as rows:
        rows.execute(
            sa.update(TrainingRow).where(TrainingRow.id == job, TrainingRow.state.in_(UNFINISHED)).values(values)
        )


def find(engine: Engine, job: str) -> TrainingRow | None:
    """One training."""
    with reading(engine) as rows:
        row = rows.get(TrainingRow, job)
        rows.expunge_all()
        return row


def latest(engine: Engine, limit: int = 20) -> list[TrainingRow]:
    """The latest trainings, newest first."""
    with reading(engine) as rows:
        found = rows.scalars(sa.select(TrainingRow).order_by(TrainingRow.created_at.desc()).limit(limit)).all()
        rows.expunge_all()
        return list(found)


def state_of(row: TrainingRow) -> tuple[State, str]:
    """The state and what it means; an unfinished training whose process is gone has failed."""
    state = cast("State", row.state)
    if state in UNFINISHED and datetime.now(UTC) - row.updated_at > _SILENT:
        return "failed", INTERRUPTED
    return state, row.sentence
