"""Entries as text that a person edits, and back: the strict YAML of the award files, in which 5000元 stays text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from policy_kb.awards.source import CatalogueFile, Location, RuleFileError
from policy_kb.review.errors import EntryRefused, Mistake

Json = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)
_NAME = Path("草稿")


class _Dumper(yaml.SafeDumper):
    """Repeats what stands twice: anchors are nothing for a reviewer to read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Several lines as they stand in the notice, not folded into one string."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def as_yaml(value: Any) -> str:
    """An entry in its own order of keys."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


class Written:
    """An entry as it was written; every mistake in it is told with its line."""

    def __init__(self, entry: str | Mapping[str, Any]) -> None:
        text = entry if isinstance(entry, str) else as_yaml(dict(entry))
        try:
            self._file = CatalogueFile(_NAME, text)
        except RuleFileError as error:
            raise _refused(error) from error
        if not isinstance(self._file.data, dict):
            raise EntryRefused((Mistake(1, "应该是“名称: 内容”这样的条目"),))

    @property
    def data(self) -> Json:
        """What is written, as JSON values."""
        data: Json = self._file.data
        return data

    def read(self, model: type[Model], data: Any = None, location: Location = ()) -> Model:
        """The entry, or the part of it at ``location``, in its own type. Raises EntryRefused."""
        try:
            return self._file.read(model, self.data if data is None else data, location)
        except RuleFileError as error:
            raise _refused(error) from error

    def mistake(self, reason: str, *location: str | int) -> Mistake:
        """What is wrong at a place of the entry."""
        return Mistake(self._file.line(location), reason)


def _refused(error: RuleFileError) -> EntryRefused:
    return EntryRefused(tuple(Mistake(problem.line, problem.reason) for problem in error.problems))
