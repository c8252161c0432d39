"""Checks on a running server, for scripts: ``port``, ``wait URL SECONDS PID``, ``ask URL QUESTION EXPECTED``."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, seconds: float, pid: int) -> bool:
    """Whether /readyz turns 200 within ``seconds``; gives up at once when the process ``pid`` is gone."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as response:
                if response.status == 200:
                    return True
        except OSError:
            pass
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.2)
    return False


def ask(url: str, question: str) -> str:
    """The text of the answer to one question, without a sender."""
    request = urllib.request.Request(
        f"{url}/webhooks/rest/webhook",
        data=json.dumps({"message": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return "\n".join(reply["text"] for reply in json.load(response))


def main(arguments: list[str]) -> int:
    """Run one check; exit code 0 if it holds."""
    match arguments:
        case ["port"]:
            print(free_port())
            return 0
        case ["wait", url, seconds, pid]:
            return 0 if wait_until_ready(url, float(seconds), int(pid)) else 1
        case ["ask", url, question, expected]:
            text = ask(url, question)
            print(f"问：{question}\n答：{text}")
            return 0 if expected in text else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
