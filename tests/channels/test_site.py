"""The built pages: where each is served, as what, for how long, and nothing beside them."""

from __future__ import annotations

import gzip
import re

import pytest
from aiohttp import web

from channels.site import DIST, Site

PAGES = {"/": "chat.html", "/chat": "chat.html", "/desk": "desk.html", "/kiosk": "kiosk.html"}
WIDGET_LIMIT = 40 * 1024


def _named(page: str) -> set[str]:
    return set(re.findall(r'(?:src|href)="(/[^"]+)"', page))


@pytest.mark.parametrize("path", [*PAGES, "/widget.js", "/icon.svg"])
async def test_entries_are_asked_for_each_time(client, path):
    response = await client.get(path)
    assert response.status == 200
    kinds = {"js": "text/javascript", "svg": "image/svg+xml"}
    assert response.content_type == kinds.get(path.rpartition(".")[2], "text/html")
    assert response.headers["Cache-Control"] == "no-cache"
    again = await client.get(path, headers={"If-None-Match": response.headers["Etag"]})
    assert again.status == 304


@pytest.mark.parametrize("path", PAGES)
async def test_what_a_page_names_is_served_and_kept_for_ever(client, path):
    named = _named(await (await client.get(path)).text())
    assert any(name.endswith(".js") for name in named)
    kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
    for name in named:
        response = await client.get(name)
        assert response.status == 200, name
        assert response.content_type == kinds[name.rpartition(".")[2]]
        assert ("immutable" in response.headers["Cache-Control"]) == name.startswith("/assets/")


@pytest.mark.parametrize("page", sorted(set(PAGES.values())))
def test_pages_work_under_their_own_policy(page):
    text = (DIST / page).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_no_source_inserts_markup():
    sources = list((DIST.parent / "src").rglob("*.ts"))
    assert len(sources) > 5
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|unsafeStatic|document\.write|\beval\("
            r"|new Function|DOMParser|srcdoc|\sstyle=",
            text,
        ), path.name


async def test_the_widget_may_stand_in_pages_of_other_sites(client):
    response = await client.get("/widget.js")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (await client.get("/")).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_widget_is_one_small_file():
    script = (DIST / "widget.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= WIDGET_LIMIT
    assert not re.search(rb"\bimport\s*\(|^\s*import\b|^\s*export\b", script, re.MULTILINE)


async def test_compressed_for_browsers_that_take_it(client):
    plain = await client.get("/widget.js", headers={"Accept-Encoding": "identity"}, auto_decompress=False)
    packed = await client.get("/widget.js", headers={"Accept-Encoding": "gzip"}, auto_decompress=False)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(await packed.read()) == await plain.read()


@pytest.mark.parametrize(
    "path", ["/assets/../server.py", "/assets/%2e%2e/chat.html", "/assets//etc/passwd", "/assets/", "/assets/x.js.gz"]
)
async def test_nothing_but_built_files_is_served(client, path):
    assert (await client.get(path)).status == 404


async def test_before_the_first_build_it_says_how_to_build(aiohttp_client, tmp_path):
    app = web.Application()
    app.add_routes(Site(tmp_path).routes())
    response = await (await aiohttp_client(app)).get("/")
    assert response.status == 503
    assert "scripts/web.sh" in (await response.json())["error"]
