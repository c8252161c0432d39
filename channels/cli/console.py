"""What a person sees in the terminal."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from channels.replies import Reply

QUIET_SECONDS = 10.0


def say(line: str) -> None:
    """One line of progress, at once even into a pipe."""
    print(line, flush=True)


@contextlib.contextmanager
def visible_progress(quiet_seconds: float = QUIET_SECONDS) -> Iterator[Callable[[str], None]]:
    """A progress function for long work; whenever it has been quiet for a while a line shows that work goes on."""
    began = last = time.monotonic()
    done = threading.Event()

    def progress(line: str) -> None:
        nonlocal last
        last = time.monotonic()
        say(line)

    def beat() -> None:
        while not done.wait(min(1.0, quiet_seconds)):
            if time.monotonic() - last >= quiet_seconds:
                progress(f"……还在进行，已用 {time.monotonic() - began:.0f} 秒")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        done.set()
        thread.join()


def render(replies: Sequence[Reply]) -> str:
    """Replies as plain text: each answer, then the sources it quotes, then what one may ask next."""
    return "\n\n".join(_render_one(reply) for reply in replies)


def _render_one(reply: Reply) -> str:
    custom = reply.get("custom") or {}
    lines = [str(reply.get("text", ""))]
    for citation in custom.get("citations") or ():
        quote = citation.get("quote")
        if quote and quote not in lines[0]:
            lines.append(f"  ┃ {_source(citation)}“{quote}”")
    choices = [button["title"] for button in reply.get("buttons") or ()]
    choices += [title for title in custom.get("suggestions") or () if title not in choices]
    if choices:
        lines.append("可以接着问：" + " ｜ ".join(choices))
    return "\n".join(line for line in lines if line)


def _source(citation: dict[str, object]) -> str:
    title = str(citation.get("document", ""))
    if title and not title.startswith("《"):
        title = f"《{title}》"
    return f"{title}{citation.get('clause') or ''}："
