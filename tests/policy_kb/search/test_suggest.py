from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.models import reading
from policy_kb.search import did_you_mean, search
from policy_kb.search.sound import folded, sound
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real


@pytest.fixture(scope="module", params=backends())
def kb(request: pytest.FixtureRequest, moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The notices that come with the program."""
    with moulds.engine(real, request.param, tmp_path_factory.mktemp("real")) as engine:
        yield engine


@pytest.fixture
def session(kb: Engine) -> Iterator[Session]:
    with reading(kb) as session:
        yield session


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("知识铲权", "知识产权"),
        ("知识铲权质押", "知识产权质押"),
        ("质鸭融资怎么办理", "质押融资怎么办理"),
        ("专力导航", "专利导航"),
        ("商标品排", "商标品牌"),
        ("维权元助", "维权援助"),
        ("风险补尝", "风险补偿"),
        ("發名專利", "发明专利"),
        ("zhuanli", "专利"),
        ("zhiyarongzi", "质押融资"),
        ("zuanli 导航", "专利 导航"),
        ("Zhishichanquan", "知识产权"),
        ("ISO56005和专力", "iso56005和专利"),
    ],
)
def test_what_was_meant(session: Session, typed: str, meant: str) -> None:
    assert did_you_mean(session, typed) == meant
    assert search(session, meant)


@pytest.mark.parametrize(
    "query",
    [
        "知识产权",
        "专利转让能奖多少",
        "高校转让专利给企业",
        "质押融资风险补偿怎么申请",
        "请问商标被侵权了去哪里维权",
        "我们公司想办质押贷款",
        "ISO 56005",
        "量子纠缠",
        "qwerty",
        "12",
        "",
        "\0\ud800",
        "？！",
        "a" * 5000,
        "龘" * 5000,
    ],
)
def test_what_needs_no_suggestion_gets_none(session: Session, query: str) -> None:
    assert did_you_mean(session, query) is None


def test_sounds() -> None:
    assert sound("专利") == folded("zhuanli") == "zuanni"
    assert sound("融资") == folded("rongzi")
    assert sound("利") is sound("iso") is sound("12") is None
