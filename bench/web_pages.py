"""How large the web pages are, and how soon they paint over a slow line.

    python bench/web_pages.py [--repeat 7]

Sizes are those of the files that ``scripts/web.sh`` built, gzipped as browsers get them: of each page with all that it
loads to be shown, and of the widget (at most 40 KB). Then a server on a free port of the loopback is opened in Chromium
with an empty cache at 390x844 over Lighthouse's slow 4G (150 ms for an answer to begin, 1.6 Mbit/s down, 0.75 up): the
page /chat, and a page of another site with the widget. Printed is the median of the time from the beginning of the page
to the first contentful paint, of the widget to the button in the corner. The aim is one second.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import statistics

from aiohttp import web
from playwright.async_api import Browser, ViewportSize, async_playwright

from channels.server import listening
from channels.site import DIST, Site

MOST_BYTES = 40_960
PAGES = ("chat.html", "desk.html", "kiosk.html")
PHONE: ViewportSize = {"width": 390, "height": 844}
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
#: A page of somebody else's, which is there at once; the time that counts is the widget's.
HOST = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>门户</title>
<script src="{server}/widget.js" defer></script></head><body><ip-desk-chat></ip-desk-chat></body></html>"""
_LINKED = re.compile(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"')
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def gzipped(file: str) -> int:
    """Bytes of a built file as it goes over the line."""
    packed = DIST / f"{file}.gz"
    return (packed if packed.is_file() else DIST / file).stat().st_size


def sizes() -> dict[str, int]:
    """Bytes of the widget, and of each page with what it links to."""
    found = {"widget.js": gzipped("widget.js")}
    for page in PAGES:
        linked = dict.fromkeys(_LINKED.findall((DIST / page).read_text(encoding="utf-8")))
        found[page] = gzipped(page) + sum(map(gzipped, linked))
    return found


async def paint(browser: Browser, address: str, repeat: int) -> list[float]:
    """Milliseconds to the first contentful paint, each time as a new visitor."""
    found = []
    for _ in range(repeat):
        context = await browser.new_context(viewport=PHONE, locale="zh-CN")
        page = await context.new_page()
        line = await context.new_cdp_session(page)
        await line.send("Network.enable")
        await line.send("Network.emulateNetworkConditions", SLOW_4G)
        await page.goto(address)
        await page.wait_for_function(f"({_PAINTED}) !== null")
        found.append(float(await page.evaluate(_PAINTED)))
        await context.close()
    return found


async def paints(repeat: int) -> dict[str, list[float]]:
    """Of the chat and of the widget."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("没有 Chromium：请先运行 scripts/browser.sh")
    pages = web.Application()
    pages.add_routes(Site().routes())
    async with listening(pages, "127.0.0.1", 0) as server, async_playwright() as playwright:

        async def host(_request: web.Request) -> web.Response:
            return web.Response(text=HOST.format(server=server), content_type="text/html")

        other = web.Application()
        other.router.add_get("/", host)
        async with listening(other, "127.0.0.1", 0) as site:
            browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            try:
                return {
                    "/chat": await paint(browser, f"{server}/chat", repeat),
                    "widget": await paint(browser, site, repeat),
                }
            finally:
                await browser.close()


def main() -> None:
    """Measure and print; ends with 1 if the widget is too large."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeat", type=int, default=7)
    asked = options.parse_args()
    found = sizes()
    for name, size in found.items():
        print(f"{name}: {size:,} bytes gzipped")
    for name, times in asyncio.run(paints(asked.repeat)).items():
        print(f"{name}: first paint after {statistics.median(times):.0f} ms, slowest {max(times):.0f}")
    if found["widget.js"] > MOST_BYTES:
        raise SystemExit(f"widget.js is larger than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
