"""Many files one after another: each is a transaction of its own, so an interrupted import goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from policy_kb.ingest import UnreadableNotice
from policy_kb.ingest.cleaning.decoding import MAX_BYTES
from policy_kb.review.errors import ReviewError
from policy_kb.review.importing import Imported, import_notice
from policy_kb.store.build import SOURCE_SUFFIXES, Reader

#: Called after each file with the files done, the files there are, the file and what became of it.
Progress = Callable[[int, int, Path, "Imported | str"], None]


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What became of each file: stored, there before, or refused with a sentence."""

    stored: tuple[Imported, ...]
    known: tuple[Imported, ...]
    failed: tuple[tuple[Path, str], ...]


def files_of(place: Path) -> list[Path]:
    """The file itself, or the notices in a folder and its folders. Raises ReviewError where there is none."""
    if place.is_dir():
        found = sorted(
            path
            for path in place.rglob("*")
            if path.suffix.lower() in SOURCE_SUFFIXES
            and path.is_file()
            and not any(part.startswith((".", "~$")) for part in path.relative_to(place).parts)
        )
        if not found:
            raise ReviewError(f"文件夹“{place}”里没有政策文件（{'、'.join(sorted(SOURCE_SUFFIXES))}）。")
        return found
    if not place.exists():
        raise ReviewError(f"没有“{place}”这个文件或文件夹，请检查路径。")
    return [place]


def import_files(
    engine: Engine,
    files: list[Path],
    *,
    who: str,
    region: str | None = None,
    progress: Progress | None = None,
    read_notice: Reader | None = None,
) -> FolderReport:
    """Import each file; one that is refused does not keep the others from being stored."""
    stored: list[Imported] = []
    known: list[Imported] = []
    failed: list[tuple[Path, str]] = []
    for number, path in enumerate(files, start=1):
        outcome: Imported | str
        try:
            raw = _read(path)
            outcome = import_notice(engine, raw, path.name, who=who, region=region, read_notice=read_notice)
        except (UnreadableNotice, ReviewError) as error:
            outcome = str(error)
        except OSError as error:
            outcome = f"打不开：{error.strerror or error}。"
        if isinstance(outcome, str):
            failed.append((path, outcome))
        else:
            (stored if outcome.new else known).append(outcome)
        if progress is not None:
            progress(number, len(files), path, outcome)
    return FolderReport(tuple(stored), tuple(known), tuple(failed))


def _read(path: Path) -> bytes:
    """The bytes, unless there are too many: those are not even read."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        megabytes, limit = size / 1024 / 1024, MAX_BYTES // 1024 // 1024
        raise UnreadableNotice(
            f"“{path.name}”有{megabytes:.0f}MB，超过了{limit}MB的上限，请只提交文件正文，或者拆成几份再提交。"
        )
    return path.read_bytes()
