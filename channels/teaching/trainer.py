"""Starts the process that trains, and looks after it: the server itself goes on answering."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.replies import new_error_number
from channels.teaching import jobs

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "channels.cli.main", "retrain")
_LONGEST_SECONDS = 3_600.0
_END_SECONDS = 5.0


class Trainer:
    """One training at a time. ``command`` trains the job whose id it gets as its last argument."""

    def __init__(self, engine: Callable[[], Engine], command: Sequence[str] = COMMAND) -> None:
        self._engine = engine
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def start(self, job: str) -> None:
        """Begin a training that stands in the database. Raises OSError."""
        with self._lock:
            if self._closed:
                raise OSError("the server is stopping")
            # A group of its own: it ends as a whole, and Ctrl+C at the server's terminal is the server's affair.
            process = subprocess.Popen(  # noqa: S603 -- our own command
                [*self._command, job],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._process = process
        threading.Thread(target=self._watch, args=(job, process), name="training", daemon=True).start()

    def close(self) -> None:
        """End what is being trained; its job is told as interrupted."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            _end(process)

    def _watch(self, job: str, process: subprocess.Popen[bytes]) -> None:
        try:
            _, errors = process.communicate(timeout=_LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            _, errors = process.communicate()
        with self._lock:
            self._process = None
        sentence = jobs.INTERRUPTED
        if process.returncode and not self._closed:
            number = new_error_number()
            said = errors.decode(errors="replace")[-4000:]
            log.error("错误 %s：训练没有成功（%s）\n%s", number, process.returncode, said)
            sentence = f"训练没有成功，正在用的模型没有变（错误编号 {number}，详情在服务器的日志里）。"
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            # Does nothing where the process itself has told how it ended.
            jobs.tell(self._engine(), job, "failed", sentence)


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
            return
