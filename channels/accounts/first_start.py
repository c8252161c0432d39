"""What is told at a start when nobody could sign in."""

from __future__ import annotations

from sqlalchemy import Engine

from channels.accounts.users import any_user
from channels.staff_store import upgrade

HOW_TO_BEGIN = "工作台还没有账号。添加第一个（管理员）：ipdesk users add 登录名 --role admin"


def notice(engine: Engine) -> str | None:
    """A sentence where there is no account yet, else None. Brings the tables up to date; raises StoreError."""
    upgrade(engine)
    return None if any_user(engine) else HOW_TO_BEGIN
