"""Without a network: it says so, what was kept can be read with its date, and it recovers by itself."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import faults, shoot
from .kiosk import open_kiosk, too_small_targets, too_small_texts

KEPT = """
async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}
"""


def kept(page, *, enough) -> list[str]:
    """What the worker has kept, once it is ``enough``."""
    for _ in range(80):
        found = page.evaluate(KEPT)
        if enough(found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(found)


def complete(found) -> bool:
    return "/kiosk" in found and any("/table-" in path for path in found) and any("/kiosk-" in path for path in found)


def test_the_network_goes_and_comes_back(new_context, desk):
    page = open_kiosk(new_context, desk)
    kept(page, enough=complete)
    desk.cut(down=True)
    banner = page.get_by_text("网络不通，正在重新连接。")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text(re.compile(r"内容是\d{4}年\d+月\d+日\d+:\d\d保存的，可能不是最新"))
    page.locator(".tile", has_text="维权援助").first.tap()
    expect(page.get_by_role("heading", name="可以去的服务站点")).to_be_visible()
    shoot(page, "kiosk-offline")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert too_small_texts(page) == []
    page.get_by_role("button", name="就这个主题提问").tap()
    expect(page.get_by_text("待发送，网络恢复后自动发出")).to_be_visible()
    shoot(page, "kiosk-offline-chat")
    assert faults(page) == []
    desk.up()
    expect(page.locator("ip-desk-message").get_by_text("收到：维权援助有什么规定？")).to_be_visible(timeout=90_000)
    expect(banner).to_have_count(0)
    assert desk.script.heard == ["维权援助有什么规定？"]


def test_switched_on_without_a_network_it_shows_what_it_kept_and_recovers(new_context, desk):
    page = open_kiosk(new_context, desk)
    kept(page, enough=complete)
    made = page.locator(".made").inner_text()
    desk.cut(down=True)
    page.reload()
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    expect(page.get_by_text("网络不通，正在重新连接。")).to_be_visible()
    assert page.locator(".made").inner_text() == made, "the date is the day it was made, not the day it is shown"
    page.locator(".tiles.small .tile").first.tap()
    expect(page.locator(".card").first).to_be_visible()
    desk.up()
    expect(page.get_by_text("网络不通，正在重新连接。")).to_have_count(0, timeout=90_000)
    page.get_by_role("button", name="结束").tap()
    page.get_by_role("button", name="我要提问").tap()
    expect(page.get_by_text("我是知识产权政策咨询助手")).to_be_visible()


def test_only_what_is_public_is_kept_and_nothing_of_former_builds(new_context, desk):
    page = open_kiosk(new_context, desk)
    kept(page, enough=complete)
    page.evaluate("caches.open('ipdesk-kiosk-0').then(one => one.put('/kiosk', new Response('old')))")
    page.evaluate("caches.open('ipdesk-kiosk-1').then(one => one.put('/assets/old-1.js', new Response('old')))")
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_label("您的问题").fill("保密的事")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("ip-desk-message").get_by_text("收到：保密的事")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    found = kept(page, enough=lambda found: "/assets/old-1.js" not in found)
    public = re.compile(r"/kiosk|/icon\.svg|/api/v1/kiosk/guide|/assets/[A-Za-z0-9_.-]+")
    assert all(public.fullmatch(path) for path in found), found
