"""One conversation with the trained assistant itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from channels.loading import load_assistant
from policy_kb.settings import settings

from .conftest import shoot
from .serving import Desk, Loop, serving
from .test_widget_journeys import last, say


@pytest.fixture
def desk(tmp_path, fixed_today):
    loop = Loop()
    assistant = loop.run(load_assistant(settings()), 120)
    with serving(Desk(tmp_path, assistant, loop=loop)) as served:
        yield served


def test_a_conversation_outlives_the_server(page, desk):
    say(page, "我们是高校，今年向漳州企业转让了12件发明专利，能奖多少？")
    expect(page.locator(".figure")).to_have_text(re.compile(r"^\s*6\s*万元\s*$"), timeout=90_000)
    expect(page.locator(".verdict")).to_have_text("符合条件")
    page.get_by_text("原文 （七）").click()
    expect(page.get_by_text("漳州市人民政府办公室")).to_be_visible()
    shoot(page, "real-phone")
    desk.stop()
    desk.start()
    say(page, "那再多一件呢？")
    expect(last(page).locator(".figure")).to_have_text(re.compile(r"6\.5\s*万元"), timeout=90_000)
