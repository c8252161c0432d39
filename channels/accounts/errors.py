"""Why something about an account can't be done."""

from __future__ import annotations


class AccountError(Exception):
    """The message is a Chinese sentence that says what to do; ``field`` names what is wrong, where that is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
