"""The files of the data folder that are worth keeping, and putting others in their place.

Left out is what can be made again (caches, reports) and what is of the moment: a file in ``uploads`` is read and gone,
the document that comes of it stands in the database with its original bytes.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from channels.backup.archive import Archive, FilePart, Writer, file_blocks

#: Relative to the data folder.
OWNED = ("session.key", "model/*.json", "model/*.tar.gz", "model/taught/*.tar.gz")
_FOLDERS = ("model",)
_NEW, _OLD = "new", "old"


def owned(data: Path) -> list[str]:
    """The paths of the files that are there, those that name others first."""
    found = [file for pattern in OWNED for file in sorted(data.glob(pattern)) if file.is_file()]
    return [file.relative_to(data).as_posix() for file in found if not file.is_symlink()]


def is_owned(path: str) -> bool:
    """Whether a path is one of those that a backup holds."""
    pure = PurePosixPath(path)
    return ".." not in pure.parts and any(
        pure.match(pattern) and len(pure.parts) == len(PurePosixPath(pattern).parts) for pattern in OWNED
    )


def read(data: Path, into: Writer) -> tuple[FilePart, ...]:
    """Write every file into an archive. Raises FileNotFoundError where one has gone since it was listed."""
    return tuple(
        FilePart(path=path, member=into.add(f"files/{path}", file_blocks(data / path))) for path in owned(data)
    )


def stage(archive: Archive, folder: Path) -> None:
    """Unpack an archive's files beside those of the data folder. Raises OSError."""
    for name in _FOLDERS:
        (folder / _NEW / name).mkdir(parents=True, exist_ok=True)
    for part in archive.manifest.files:
        file = folder / _NEW / part.path
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            for block in archive.blocks(part.member):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())


def swap(folder: Path, data: Path) -> None:
    """Put what was staged in place; what was there goes into the staging folder. May be called again after it was
    interrupted. Raises OSError."""
    old = folder / _OLD
    old.mkdir(exist_ok=True)
    for fresh in sorted((folder / _NEW).iterdir()):
        place = data / fresh.name
        if place.exists():
            place.rename(old / fresh.name)
        fresh.rename(place)
