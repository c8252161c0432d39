"""Under which name an act is kept."""

from __future__ import annotations

WHO_HELP = "以谁的名义操作，会留在记录里；不写就用这台电脑的用户名"


def person(given: str | None) -> str:
    """The name given, or the one that the computer knows its user by. Raises UserError where there is none."""
    import getpass

    from channels.errors import UserError

    if given is not None and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise UserError("不知道是谁在操作，请加上 --who 和您的名字，例如 --who 张三。") from None
