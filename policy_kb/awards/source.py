"""Reading catalogue files so that every mistake can be reported with its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from policy_kb.field_faults import sentence

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]
#: How the reason ends where a key is given twice.
TWICE = "写了两次"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a catalogue file, or a gap that lint found."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class RuleFileError(ValueError):
    """Catalogue files that cannot be used; ``problems`` says what is wrong and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class _Loader(yaml.SafeLoader):
    """YAML without its guesses: yes, no, 1.5 and 2024-01-01 stay text; true, false and whole numbers are read."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"0|-?[1-9][0-9]*", "-0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|", ["~", "n", ""]),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))


class CatalogueFile:
    """One YAML file: its data, and the line of each place in it. RuleFileError if it is not readable YAML.

    ``text`` is what stands in the file, where that has been read already.
    """

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        try:
            loader = _Loader(path.read_text(encoding="utf-8") if text is None else text)
            try:
                self._root = loader.get_single_node()
                self._refuse_repeated_keys(self._root)
                self.data: Any = loader.construct_document(self._root) if self._root is not None else {}
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise RuleFileError(
                [Problem(str(path), mark.line + 1 if mark else 1, "这一行的写法读不懂，请检查缩进、冒号和引号")]
            ) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise RuleFileError([Problem(str(path), 1, "读不出来，请检查有没有特殊的字符")]) from error

    def _refuse_repeated_keys(self, node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise RuleFileError([Problem(str(self.path), key.start_mark.line + 1, "冒号前面只能是一个词")])
                if key.value in seen:
                    raise RuleFileError([Problem(str(self.path), key.start_mark.line + 1, f"{key.value} {TWICE}")])
                seen.add(key.value)
                self._refuse_repeated_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._refuse_repeated_keys(item)

    def line(self, location: Location) -> int:
        """The line (from 1) of the innermost place of ``location`` that stands in the file."""
        node, line = self._root, 1
        for step in location:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
                if found is None:
                    continue
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
        return line

    def problem(self, location: Location, reason: str) -> Problem:
        """A mistake at ``location``."""
        return Problem(str(self.path), self.line(location), reason)

    def read(self, model: type[Model], data: Any, location: Location = ()) -> Model:
        """Validate ``data``, which stands at ``location``, as ``model``; RuleFileError naming each mistake."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            raise RuleFileError(
                [
                    self.problem(
                        (*location, *item["loc"]), f"{_place(item['loc'])}{_reason(item['type'], item.get('ctx', {}))}"
                    )
                    for item in error.errors(include_url=False)
                ]
            ) from error


def _place(location: Location) -> str:
    place = ".".join(str(step) for step in location)
    return f"{place}: " if place else ""


def _reason(kind: str, context: Mapping[str, Any]) -> str:
    return sentence(kind, context, "“名称: 内容”这样的几行").removesuffix("。")
