"""The desk's pages on a database of its own, opened by people of every role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import Engine

from policy_kb.settings import settings
from tests.channels.staff import PASSWORD, PEOPLE, cheap_passwords, database

from .serving import Desk

__all__ = ["Enter", "cheap_passwords", "database", "enter", "look", "sign_in"]

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
Enter = Callable[..., Page]


def sign_in(page: Page, role: str) -> None:
    """Fills in the form that is shown."""
    page.get_by_label("登录名").fill(PEOPLE[role])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="工作台").wait_for()


def look(page: Page, state: str) -> None:
    """A picture at both sizes of the state that the page is in, in which axe finds nothing and nothing sticks out."""
    from .conftest import faults, shoot

    for size, viewport in (("phone", PHONE), ("desk", WIDE)):
        page.set_viewport_size(viewport)
        shoot(page, f"staff-{state}-{size}")
        assert faults(page) == [], f"{state}-{size}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state}-{size} is too wide"


@pytest.fixture
def enter(
    database: Engine,
    desk: Desk,
    new_context: Callable[..., BrowserContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Enter:
    """Opens an address of the desk as somebody of a role, who signs in with name and password."""
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path / "data"))
    settings.cache_clear()

    def open_page(role: str | None, address: str = "", **options: Any) -> Page:
        context = new_context(**{"viewport": WIDE, "permissions": ["clipboard-read", "clipboard-write"], **options})
        page = context.new_page()
        page.goto(f"{desk.url}/desk{address}")
        if role is not None:
            sign_in(page, role)
        return page

    return open_page
