"""The file of a backup: a zip archive whose manifest names every member with its size and SHA-256."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.errors import UserError

MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_MOST_MANIFEST = 64 << 20
_DAMAGED = "备份文件 {file} 读不出来或者已经损坏（{why}）。什么都没有改动，请换一份备份再试。"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Part):
    """One member of the archive; ``size`` in bytes, before compression."""

    name: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class TablePart(_Part):
    """A table: its rows are lines of JSON, each an array in the order of ``columns``."""

    name: str
    columns: tuple[str, ...]
    rows: int = Field(ge=0)
    member: Member


class FilePart(_Part):
    """A file; ``path`` is relative to the data folder."""

    path: str
    member: Member


class Manifest(_Part):
    """What a backup holds. ``revisions`` are those of the tables, by the name of their history."""

    format: Literal["ipdesk.backup/1"] = "ipdesk.backup/1"
    program: str
    made_at: datetime
    database: str
    revisions: dict[str, str]
    tables: tuple[TablePart, ...]
    files: tuple[FilePart, ...]

    @property
    def parts(self) -> tuple[TablePart | FilePart, ...]:
        """Everything that is a member of the archive."""
        return (*self.tables, *self.files)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


class Writer:
    """Adds members to an archive that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, blocks: Iterator[bytes]) -> Member:
        """Write a member block by block."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as out:
            for block in blocks:
                digest.update(block)
                size += len(block)
                out.write(block)
        return Member(name=name, size=size, sha256=digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, the last member."""
        self._archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A new archive that takes its place in one step at the end, readable by its owner only; without a trace where the
    block raises. Raises OSError."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Writer(archive)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


class Archive:
    """A backup that is read. What is not as the manifest says raises UserError."""

    def __init__(self, archive: zipfile.ZipFile, file: Path) -> None:
        self._archive = archive
        self._file = file
        self.manifest = self._read_manifest()

    def _read_manifest(self) -> Manifest:
        try:
            if self._archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
                raise self._damaged("清单太大")
            manifest = Manifest.model_validate_json(self._archive.read(MANIFEST))
        except KeyError:
            raise self._damaged("里面没有清单，不是 ipdesk backup 做的") from None
        except ValidationError:
            raise self._damaged("清单不对，或者是更新的程序做的") from None
        named = [MANIFEST, *(part.member.name for part in manifest.parts)]
        if sorted(named) != sorted(self._archive.namelist()):
            raise self._damaged("内容和清单对不上")
        return manifest

    def blocks(self, member: Member) -> Iterator[bytes]:
        """A member's content; raises UserError at its end where that is not what was backed up."""
        digest, left = hashlib.sha256(), member.size
        with self._archive.open(member.name) as source:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    break
                digest.update(block)
                yield block
        if left or digest.hexdigest() != member.sha256:
            raise self._damaged(f"{member.name} 的校验值不对")

    def lines(self, member: Member) -> Iterator[bytes]:
        """A member's lines, without their ends."""
        rest = b""
        for block in self.blocks(member):
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def check(self) -> None:
        """Read everything once."""
        for part in self.manifest.parts:
            for _ in self.blocks(part.member):
                pass

    def _damaged(self, why: str) -> UserError:
        return UserError(_DAMAGED.format(file=self._file, why=why))


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A backup for reading. Raises UserError where there is none or it is damaged, also while it is being read."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield Archive(archive, file)
    except FileNotFoundError:
        raise UserError(f"没有找到备份文件 {file}，请检查路径。") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(_DAMAGED.format(file=file, why=str(error) or type(error).__name__)) from error


def file_blocks(file: Path, opener: Callable[[Path], IO[bytes]] = lambda path: path.open("rb")) -> Iterator[bytes]:
    """A file's content."""
    with opener(file) as source:
        while block := source.read(_BLOCK):
            yield block
