"""Runs all checks. One that fails itself is a finding, too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from channels.doctor import machine, parts
from policy_kb.settings import Settings

log = logging.getLogger(__name__)

State = Literal["good", "warning", "bad"]
Found = tuple[State, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """``sentence`` says how it is and, unless it is good, what to do. ``warning``: it works, but not for long or not
    for everything; ``bad``: questions are not answered like that."""

    name: str
    state: State
    sentence: str


CHECKS: tuple[tuple[str, Callable[[Settings], Found]], ...] = (
    ("Python", machine.python),
    ("依赖", machine.dependencies),
    ("时钟", machine.clock),
    ("数据文件夹", machine.data_folder),
    ("磁盘空间", machine.disk_space),
    ("端口", machine.port),
    ("数据库", parts.database),
    ("知识库", parts.knowledge_base),
    ("问答模型", parts.model),
    ("账号", parts.accounts),
    ("网页", parts.pages),
    ("Redis", parts.redis),
)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which things build on each other. Changes nothing."""
    for name, check in CHECKS:
        try:
            state, sentence = check(settings)
        except Exception as error:
            log.debug("check failed", exc_info=True)
            state, sentence = "bad", f"没能检查（{type(error).__name__}）。请把这一行告诉维护人员。"
        yield Finding(name, state, sentence)
