"""Chromium, a server, and pages at the sizes that count. Screenshots go to artifacts/ in the project folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .serving import Desk, serving
from .staff_pages import cheap_passwords, database, enter

__all__ = ["cheap_passwords", "database", "enter"]

ROOT = Path(__file__).parents[3]
AXE = ROOT / "channels" / "web" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "artifacts" / "screenshots"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
KIOSK = {"width": 1080, "height": 1920}
SIZES = {"phone": PHONE, "desk": DESK, "kiosk": KIOSK}

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine misses a moment now and then: what fails here gets a second try."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


# Of package scope: the plugin's own fixtures last for the session, and while one is open no asyncio test can run.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is missing: run scripts/browser.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(Desk(tmp_path)) as served:
        yield served


@pytest.fixture
def new_context(chromium: Browser, desk: Desk) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a visitor's browser, closed before the server; what goes wrong in any of its pages fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"viewport": PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        )
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: _note(errors, message.type, message.text))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    if errors:
        pytest.fail(f"errors in the browser: {errors}")


def _note(errors: list[str], kind: str, text: str) -> None:
    # A connection that is cut on purpose is no fault of the page, nor is what the server refuses.
    expected = ("WebSocket connection", "ERR_", "the server responded with a status of 4")
    if kind == "error" and not any(words in text for words in expected):
        errors.append(text)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], desk: Desk) -> Page:
    """The full-screen chat on a phone."""
    opened = new_context().new_page()
    opened.goto(desk.url)
    opened.get_by_text("我是知识产权政策咨询助手").wait_for()
    return opened


@pytest.fixture
def visitor(page: Page) -> Page:
    """The same beside pages of the staff."""
    return page


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it is, at WCAG 2.2 AA."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", _TAGS
    )
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def shoot(page: Page, name: str) -> None:
    """Keep a picture for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")
