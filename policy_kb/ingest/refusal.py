"""The one way in which a file is refused: with a sentence for the person who sent it."""

from __future__ import annotations


class UnreadableNotice(ValueError):
    """The file holds no text that can be read as a notice; the message is a sentence for the person who sent it."""


def called(filename: str) -> str:
    """How a sentence names the file."""
    return f"“{filename}”" if filename else "这个文件"
