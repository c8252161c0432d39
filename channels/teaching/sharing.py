"""Taught models in the database, beside the choice among them: from there every process gets them, on whichever host.

The model folder of a process holds copies of both, so that it starts without them and loads a file as ever. Everything
here blocks.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.taught import Choice, read_choice, taught_model, undo_target, write_choice
from channels.staff_store import ModelChoiceRow, ModelRow
from policy_kb.models.engine import changing, reading

_ROW = 1


class Damaged(Exception):
    """A model came out of the database other than it went in."""


def chosen(engine: Engine) -> tuple[int, Choice]:
    """The choice and its version; version 0 where nothing was ever chosen."""
    with reading(engine) as rows:
        row = rows.get(ModelChoiceRow, _ROW)
        return (0, Choice()) if row is None else (row.version, Choice(row.model, tuple(row.before), row.base))


def version_of_choice(engine: Engine) -> int:
    """Only the version."""
    with reading(engine) as rows:
        return rows.scalar(sa.select(ModelChoiceRow.version).where(ModelChoiceRow.id == _ROW)) or 0


def choose(engine: Engine, choice: Choice, version: int) -> bool:
    """Put a choice in the place of the one of ``version``; False where somebody else was faster."""
    values = {"model": choice.model, "before": list(choice.before), "base": choice.base, "at": datetime.now(UTC)}
    try:
        with changing(engine) as rows:
            if not version:
                rows.execute(sa.insert(ModelChoiceRow).values(id=_ROW, version=1, **values))
                return True
            changed = rows.execute(
                sa.update(ModelChoiceRow)
                .where(ModelChoiceRow.id == _ROW, ModelChoiceRow.version == version)
                .values(version=version + 1, **values)
            )
            return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def store(engine: Engine, file: Path) -> None:
    """Keep a model, under its file's name. Raises OSError."""
    with reading(engine) as rows:
        if rows.scalar(sa.select(ModelRow.name).where(ModelRow.name == file.name)) is not None:
            return
    archive = file.read_bytes()
    digest = hashlib.sha256(archive).hexdigest()
    with changing(engine) as rows:
        rows.add(ModelRow(name=file.name, sha256=digest, archive=archive, at=datetime.now(UTC)))


def stored(engine: Engine) -> frozenset[str]:
    """The names of the models that are kept."""
    with reading(engine) as rows:
        return frozenset(rows.scalars(sa.select(ModelRow.name)))


def keep_only(engine: Engine, names: Collection[str]) -> None:
    """Delete all other models."""
    with changing(engine) as rows:
        rows.execute(sa.delete(ModelRow).where(ModelRow.name.not_in(list(names))))


def fetch(engine: Engine, model_dir: Path, name: str) -> bool:
    """Copy a model into the model folder, unless it is there; whether it is there now. Raises OSError and Damaged."""
    file = taught_model(model_dir, name)
    if file.is_file():
        return True
    with reading(engine) as rows:
        row = rows.get(ModelRow, name)
        rows.expunge_all()
    if row is None:
        return False
    if hashlib.sha256(row.archive).hexdigest() != row.sha256:
        raise Damaged(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(row.archive)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def bring_here(engine: Engine, model_dir: Path) -> int:
    """Make the model folder what the database says; the version of that. A choice from before the database knew of any
    goes into it. Raises OSError and Damaged."""
    version, choice = chosen(engine)
    if not version:
        choice = read_choice(model_dir)
        if choice.model is None:
            return 0
        before = undo_target(model_dir)
        for name in {choice.model, before.model if before is not None else None}:
            if name is not None and (file := taught_model(model_dir, name)).is_file():
                store(engine, file)
        choose(engine, choice, 0)
        return version_of_choice(engine)
    if read_choice(model_dir) != choice:
        write_choice(model_dir, choice)
    for name in (choice.model, *choice.before[-1:]):
        if name is not None:
            fetch(engine, model_dir, name)
    return version
