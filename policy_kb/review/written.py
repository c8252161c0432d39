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
#: So many brackets in each other no entry needs.
_DEEPEST = 20
_TOO_DEEP = "括号套得太深了，请按“名称: 内容”一行一行写"


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
            if isinstance(entry, str):
                _check_plain(text)
            self._file = CatalogueFile(_NAME, text)
        except RuleFileError as error:
            raise _refused(error) from error
        except RecursionError:
            raise EntryRefused((Mistake(1, _TOO_DEEP),)) from None
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


def _check_plain(text: str) -> None:
    """Refuses anchors and deep brackets: an entry that repeats parts of itself can be a thousand times as large as its
    text, and the parser takes seconds for thousands of brackets in each other."""
    depth = 0
    try:
        for token in yaml.scan(text):
            depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
            if depth > _DEEPEST:
                raise EntryRefused((Mistake(token.start_mark.line + 1, _TOO_DEEP),))
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                reason = "不能用 & 和 * 引用别处的内容，请写全；文字以这两个符号开头的，请放在引号里"
                raise EntryRefused((Mistake(token.start_mark.line + 1, reason),))
    except yaml.YAMLError:
        return  # said by whoever reads it next, with the line


def _refused(error: RuleFileError) -> EntryRefused:
    return EntryRefused(tuple(Mistake(problem.line, problem.reason) for problem in error.problems))
