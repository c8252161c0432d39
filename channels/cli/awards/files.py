"""The rule files as a reviewer has them on disk, with sentences for what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from channels.errors import UserError

if TYPE_CHECKING:
    from policy_kb.awards import AwardBook, Problem
    from policy_kb.catalogue.schema import Document

CATALOGUE_HELP = "审核记录所在的文件夹，默认是随程序附带的"
SOURCES_HELP = "政策原文所在的文件夹，默认是随程序附带的"


def folder(chosen: Path | None, name: str) -> Path:
    """The folder chosen, or the program's own, from here if that is shorter. Raises UserError if there is none."""
    import policy_kb

    found = chosen or Path(policy_kb.__file__).parent / name
    if not found.is_dir():
        raise UserError(f"没有 {found} 这个文件夹。请检查路径。")
    here = Path.cwd()
    return found.relative_to(here) if found.is_absolute() and found.is_relative_to(here) else found


def load(catalogue: Path) -> AwardBook:
    """The award book of a folder. Raises UserError with every mistake if it can't be used."""
    from policy_kb.awards import RuleFileError, load_book

    try:
        return load_book(catalogue)
    except RuleFileError as error:
        report(error.problems)
        raise UserError(f"规则文件有 {len(error.problems)} 处写错，没法用。请按上面的位置改正。") from None
    except OSError as error:
        raise UserError(f"{error.filename} 打不开。请检查文件夹里有没有这个文件、能不能读。") from None


def report(problems: Iterable[Problem]) -> None:
    """Each mistake with its file and line, so that an editor can jump there."""
    for problem in problems:
        print(problem)


def texts(sources: Path, docs: Iterable[str]) -> dict[str, str]:
    """Cleaned texts of notices by doc_id, without those that have no file. Raises UserError for unreadable ones."""
    from policy_kb.ingest.cleaning.decoding import UnreadableNotice
    from policy_kb.ingest.reader import read_notice
    from policy_kb.store.build import SOURCE_SUFFIXES

    found: dict[str, str] = {}
    for doc in docs:
        for path in sorted(sources.glob(f"{doc}.*")):
            if path.suffix.lower() not in SOURCE_SUFFIXES:
                continue
            try:
                found[doc] = read_notice(path.read_bytes(), filename=path.name).text
            except (OSError, UnreadableNotice) as error:
                raise UserError(f"{path} 读不出来：{error}") from None
    return found


def document(catalogue: Path, doc: str) -> Document | None:
    """What is reviewed of a notice as a whole; None while nobody has written that. Raises UserError if it is wrong."""
    from policy_kb.awards import RuleFileError
    from policy_kb.awards.source import CatalogueFile
    from policy_kb.catalogue.load import DOCUMENT_FILE
    from policy_kb.catalogue.schema import Document

    path = catalogue / doc / DOCUMENT_FILE
    if not path.exists():
        return None
    try:
        file = CatalogueFile(path)
        return file.read(Document, file.data)
    except RuleFileError as error:
        report(error.problems)
        raise UserError(f"{path} 写错了。请按上面的位置改正。") from None
    except OSError:
        raise UserError(f"{path} 打不开。请检查能不能读。") from None
