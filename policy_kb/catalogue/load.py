"""Reads the reviewed files into typed entries, or says which file, which line and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml
from pydantic import ValidationError

from policy_kb.catalogue.applying import APPLYING_FILE, SILENT, UNITS_FILE, Applying, ClauseUnits, UnitsFile
from policy_kb.catalogue.schema import (
    Document,
    Entry,
    GlossaryFile,
    Institution,
    InstitutionFile,
    Target,
    TargetFile,
    Term,
    Topic,
    TopicFile,
)
from policy_kb.field_faults import sentence

CATALOGUE_DIRECTORY = Path(__file__).parent
DOCUMENT_FILE = "document.yaml"
INSTITUTIONS_FILE = "institutions.yaml"
TARGETS_FILE = "targets.yaml"
TOPICS_FILE = "topics.yaml"
GLOSSARY_FILE = "glossary.yaml"

# libyaml's parser is ten times as fast, but not part of every build of PyYAML.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Model = TypeVar("_Model", bound=Entry)
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a file was refused; ``line`` counts from 1, 0 where the whole file is meant."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class CatalogueError(Exception):
    """The catalogue was refused; ``faults`` holds every reason found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DocumentFolder:
    """The reviewed entries about one notice."""

    document: Document
    institutions: tuple[Institution, ...]
    targets: tuple[Target, ...]
    applying: Applying = SILENT
    #: None where nobody has reviewed what the reader made of the notice's lines on its offices.
    units: tuple[ClauseUnits, ...] | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All reviewed entries; ``documents`` is keyed by doc_id, in the order of the folder names."""

    documents: Mapping[str, DocumentFolder]
    topics: tuple[Topic, ...]
    terms: tuple[Term, ...]

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id. Raises KeyError."""
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)

    def documents_of_region(self, region: str) -> tuple[DocumentFolder, ...]:
        """The notices of a GB/T 2260 region code."""
        return tuple(folder for folder in self.documents.values() if folder.document.region == region)


def load_catalogue(directory: Path = CATALOGUE_DIRECTORY) -> Catalogue:
    """Reads topics.yaml, glossary.yaml and every ``<doc_id>/`` folder below ``directory``.

    Raises CatalogueError with all faults of all files.
    """
    faults: list[Fault] = []
    topics = _read(directory / TOPICS_FILE, TopicFile, faults)
    glossary = _read(directory / GLOSSARY_FILE, GlossaryFile, faults)
    documents: dict[str, DocumentFolder] = {}
    for folder in _document_folders(directory):
        document = _read(folder / DOCUMENT_FILE, Document, faults)
        institutions = _read(folder / INSTITUTIONS_FILE, InstitutionFile, faults)
        targets = _optional(folder / TARGETS_FILE, TargetFile, faults)
        if document is None or institutions is None:
            continue
        if document.doc_id != folder.name:
            faults.append(
                Fault(
                    folder / DOCUMENT_FILE, 1, f"doc_id 是 {document.doc_id}，文件夹却叫 {folder.name}，两处应当一样。"
                )
            )
        documents[folder.name] = DocumentFolder(
            document,
            institutions.institutions,
            targets.targets if targets is not None else (),
            _optional(folder / APPLYING_FILE, Applying, faults) or SILENT,
            units.units if (units := _optional(folder / UNITS_FILE, UnitsFile, faults)) else None,
        )
    if faults or topics is None or glossary is None:
        raise CatalogueError(tuple(faults))
    return Catalogue(MappingProxyType(documents), topics.topics, glossary.terms)


def _document_folders(directory: Path) -> Iterator[Path]:
    for folder in sorted(directory.iterdir()) if directory.is_dir() else ():
        if folder.is_dir() and any(folder.glob("*.yaml")):
            yield folder


def _optional(path: Path, model: type[_Model], faults: list[Fault]) -> _Model | None:
    return _read(path, model, faults) if path.exists() else None


def _read(path: Path, model: type[_Model], faults: list[Fault]) -> _Model | None:
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.append(Fault(path, 0, "缺少这个文件。"))
        return None
    except (OSError, UnicodeDecodeError):
        faults.append(Fault(path, 0, "这个文件读不出来，请检查它的权限，并用 UTF-8 编码保存。"))
        return None
    try:
        root = yaml.compose(source, Loader=_Loader)
        if root is None:
            faults.append(Fault(path, 0, "这个文件是空的。"))
            return None
        lines = dict(_lines(root, ()))
        duplicates = list(_duplicate_keys(root, path, set()))
        value = yaml.load(source, Loader=_Loader)  # noqa: S506 -- both loaders are safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            Fault(path, mark.line + 1 if mark else 0, "YAML 的写法不对，请检查这一行前后的缩进、冒号、引号和括号。")
        )
        return None
    faults.extend(duplicates)
    try:
        entry = model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place = detail["loc"]
            where = ".".join(str(part) for part in place)
            told = sentence(detail["type"], detail.get("ctx", {}), "“名称: 内容”这样的几行")
            faults.append(Fault(path, _line_of(lines, place), f"{where}：{told}" if where else told))
        return None
    return None if duplicates else entry


def _lines(node: yaml.Node, path: _Path) -> Iterator[tuple[_Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*path, str(key.value)))
            yield (*path, str(key.value)), key.start_mark.line + 1  # the key's line, not that of a value below it
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, (*path, index))


def _line_of(lines: Mapping[_Path, int], place: _Path) -> int:
    for length in range(len(place), -1, -1):
        if (line := lines.get(place[:length])) is not None:
            return line
    return 0


def _duplicate_keys(node: yaml.Node, path: Path, seen: set[int]) -> Iterator[Fault]:
    if id(node) in seen:  # an alias stands for a node that was looked at already
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if key.value in keys:
                yield Fault(path, key.start_mark.line + 1, f"{key.value} 在这里写了两次，请只留一个。")
            keys.add(str(key.value))
            yield from _duplicate_keys(value, path, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicate_keys(item, path, seen)
