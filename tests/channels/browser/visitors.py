"""What visitors do in the chat."""

from __future__ import annotations

from playwright.sync_api import Page


def say(page: Page, text: str) -> None:
    """Write and send."""
    page.get_by_label("您的问题").fill(text)
    page.keyboard.press("Enter")


def ask_for_a_person(page: Page) -> None:
    """Get into the queue."""
    page.get_by_role("button", name="转人工", exact=True).click()
    page.get_by_role("button", name="不等了").wait_for()
