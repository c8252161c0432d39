"""Reading an uploaded file in a child process of its own, and what became of it in words."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from policy_kb.ingest.refusal import UnreadableNotice
from policy_kb.notice import Notice

log = logging.getLogger(__name__)

#: Longer than the child may compute: it may have to wait for the processor.
SECONDS = 180.0
#: The text comes back three times over (raw, cleaned, by clause), as UTF-8.
_MOST_OUTPUT = 64 * 1024 * 1024
_KEPT = ("PATH", "LANG", "LC_ALL", "IPDESK_DATA", "SYSTEMROOT", "HOME", "TMPDIR")
_MODULE = "channels.desk.reading_child"


class _Answer(BaseModel):
    """What the child gives back."""

    notice: Notice | None = None
    refused: str | None = None


_ANSWER = TypeAdapter(_Answer)

_TOO_LONG = "读“{}”用的时间太长，没有读完。请只提交文件正文，或者另存为 .docx 或 .txt 以后再传。"
_TOO_MUCH = "“{}”读不出来，可能已经损坏，或者内容太复杂。请另存为 .docx 或 .txt 以后再传。"


class Reader:
    """Reads one file at a time; ``stop`` is for the end of the program, and may come from another thread."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, file: Path, name: str) -> Notice:
        """The notice in ``file``, which was called ``name``. Raises UnreadableNotice with a sentence."""
        command = [sys.executable, "-I", "-X", "utf8", "-m", _MODULE, str(file.resolve()), name]
        # No addresses and passwords of databases: the child needs none.
        environment = {key: value for key in _KEPT if (value := os.environ.get(key)) is not None}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        late = threading.Event()
        with subprocess.Popen(  # noqa: S603 -- our own module, the file's name is one argument
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as child:
            self._child = child
            if self._stopped:
                child.kill()
            timer = threading.Timer(self._seconds, self._too_late, (late, child))
            timer.start()
            try:
                output = child.stdout.read(_MOST_OUTPUT + 1) if child.stdout is not None else b""
                if len(output) > _MOST_OUTPUT:
                    child.kill()
                code = child.wait()
            finally:
                timer.cancel()
                child.kill()
                self._child = None
        if code != 0 or len(output) > _MOST_OUTPUT:
            log.warning("读一份上传的文件没有成功：返回 %s，读到 %s 字节", code, len(output))
            raise UnreadableNotice((_TOO_LONG if late.is_set() or code == -signal.SIGXCPU else _TOO_MUCH).format(name))
        return _answer(output, name)

    @staticmethod
    def _too_late(late: threading.Event, child: subprocess.Popen[bytes]) -> None:
        late.set()
        child.kill()

    def stop(self) -> None:
        """Ends the child, if one is reading, and each one that is started from now on."""
        self._stopped = True
        if (child := self._child) is not None:
            child.kill()


def _answer(output: bytes, name: str) -> Notice:
    try:
        answer = _ANSWER.validate_json(output)
    except ValidationError as error:
        log.exception("读文件的进程给的结果不对")
        raise UnreadableNotice(_TOO_MUCH.format(name)) from error
    if answer.notice is None:
        raise UnreadableNotice(answer.refused or _TOO_MUCH.format(name))
    return answer.notice
