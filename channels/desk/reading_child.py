"""The child process that reads an uploaded file: it has little memory, little time, and gives back data, not code.

    python -m channels.desk.reading_child FILE NAME

Reads the notice and extracts once from it, so that a text that takes too long is found out here. Writes one JSON object
to standard output: ``{"notice": …}``, or ``{"refused": sentence}``. Anything else is for the parent to judge.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from pathlib import Path

#: Address space in bytes, processor time in seconds. A notice of a million characters takes about half of both.
MEMORY = 2 * 1024**3
CPU_SECONDS = 90


def limit_myself() -> None:
    """From here on nothing can be written to disk, no core is left behind, memory and time are bounded."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is set already
            resource.setrlimit(what, (most, most))
    os.nice(5)


def main() -> None:
    """Read one file."""
    limit_myself()
    from pydantic import TypeAdapter

    from policy_kb.extract import extract
    from policy_kb.ingest import UnreadableNotice
    from policy_kb.ingest.reader import read_notice
    from policy_kb.notice import Notice

    file, name = sys.argv[1:]
    # What libraries print is no part of the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answer:
        try:
            notice = read_notice(Path(file).read_bytes(), filename=name)
        except UnreadableNotice as error:
            answer.write(TypeAdapter(dict[str, str]).dump_json({"refused": str(error)}))
            return
        extract(notice)
        answer.write(b'{"notice":' + TypeAdapter(Notice).dump_json(notice) + b"}")


if __name__ == "__main__":
    main()
