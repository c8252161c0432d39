"""A visitor in front of the kiosk, and the measures that hold for every page of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from .conftest import KIOSK
from .serving import Desk

#: Everything one can touch, through all shadow roots, that is in the page now.
_TARGETS = """
least => {
  const found = [];
  const visit = root => {
    for (const one of root.querySelectorAll('*')) {
      if (one.shadowRoot) visit(one.shadowRoot);
      if (!one.matches('button, a[href], summary, textarea, input, select, [role=button]')) continue;
      const box = one.getBoundingClientRect();
      if (!box.width || !box.height || getComputedStyle(one).visibility === 'hidden') continue;
      if (box.width < least - 0.5 || box.height < least - 0.5) {
        const name = one.getAttribute('aria-label') || one.textContent;
        found.push(`${name.trim().slice(0, 20)} ${box.width}x${box.height}`);
      }
    }
  };
  visit(document);
  return found;
}
"""
#: Text that is seen, with the size it is seen in.
_TEXTS = """
least => {
  const found = [];
  const visit = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement ?? node.parentNode.host;
      if (!node.data.trim() || !parent) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || parent.closest('.hidden, .slip, title, style, script')) return;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      if (size < least - 0.01) found.push(`${node.data.trim().slice(0, 20)} ${size}`);
      return;
    }
    for (const child of node.shadowRoot?.childNodes ?? []) visit(child);
    for (const child of node.childNodes) visit(child);
  };
  visit(document.body);
  return found;
}
"""

#: A browser with a Chinese voice, which notes what it is to say.
SPEAKING = """
window.said = [];
const voices = [{lang: 'zh-CN', name: 'x'}];
const synthesis = new EventTarget();
Object.assign(synthesis, {
  getVoices: () => voices,
  speak: one => { window.said.push(one.text); window.last = one; },
  cancel: () => { window.stopped = true; },
});
Object.defineProperty(window, 'speechSynthesis', {value: synthesis});
"""


def open_kiosk(new_context: Callable[..., BrowserContext], desk: Desk, script: str = "", **options: Any) -> Page:
    """The kiosk's start page on a touch screen; ``script`` runs before the page's own."""
    page = new_context(**{"viewport": KIOSK, "has_touch": True, "reduced_motion": "reduce", **options}).new_page()
    if script:
        page.add_init_script(script)
    page.goto(f"{desk.url}/kiosk")
    # The server reads the knowledge base for the first time.
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible(timeout=90_000)
    return page


def too_small_targets(page: Page, least: int = 60) -> list[str]:
    """What one can touch that is smaller than ``least`` pixels either way."""
    found: list[str] = page.evaluate(_TARGETS, least)
    return found


def too_small_texts(page: Page, least: float = 18) -> list[str]:
    """Text that is shown in a smaller size."""
    found: list[str] = page.evaluate(_TEXTS, least)
    return found
