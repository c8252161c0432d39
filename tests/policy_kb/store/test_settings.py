from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policy_kb.models import connect
from policy_kb.settings import SettingsError, read_settings, settings, today

VARIABLES = (
    "IPDESK_HOST",
    "IPDESK_PORT",
    "IPDESK_DATA",
    "DATABASE_URL",
    "REDIS_URL",
    "IPDESK_TODAY",
    "IPDESK_HUMAN_CONTACT",
    "IPDESK_EMBED_ORIGINS",
    "IPDESK_KEEP_DAYS",
    "IPDESK_PUBLIC_URL",
    "IPDESK_PROXIES",
    "IPDESK_PER_ADDRESS",
    "IPDESK_HSTS_DAYS",
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_every_variable_has_a_default() -> None:
    found = read_settings()
    assert (found.host, found.port, found.data) == ("127.0.0.1", 8080, Path("var"))
    assert found.database_url == "sqlite:///var/ipdesk.sqlite3"
    assert found.redis_url is None
    assert found.today is None
    assert found.human_contact == "12345 政务服务便民热线"


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IPDESK_HOST", "192.0.2.7")
    monkeypatch.setenv("IPDESK_PORT", "9000")
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path))
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/1")
    monkeypatch.setenv("IPDESK_HUMAN_CONTACT", " 市民中心三楼 ")
    found = read_settings()
    assert (found.host, found.port, found.redis_url) == ("192.0.2.7", 9000, "redis://127.0.0.1:6379/1")
    assert found.database_url == f"sqlite:///{tmp_path}/ipdesk.sqlite3"
    assert found.human_contact == "市民中心三楼"


def test_sites_that_embed_the_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().embed_origins == ()
    monkeypatch.setenv("IPDESK_EMBED_ORIGINS", " https://a.example.cn  http://127.0.0.1:9000 ")
    assert read_settings().embed_origins == ("https://a.example.cn", "http://127.0.0.1:9000")


def test_limits_and_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_settings()
    assert (found.proxies, found.per_address, found.hsts_days) == ((), 5.0, 0)
    monkeypatch.setenv("IPDESK_PROXIES", "172.18.0.0/16  10.0.0.5/32")
    monkeypatch.setenv("IPDESK_PER_ADDRESS", "0")
    monkeypatch.setenv("IPDESK_HSTS_DAYS", "365")
    found = read_settings()
    assert (found.proxies, found.per_address, found.hsts_days) == (("172.18.0.0/16", "10.0.0.5/32"), 0.0, 365)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://kb@db/kb", "postgresql://kb@db/kb"),
        ("postgresql+psycopg2://kb@db/kb", "postgresql+psycopg2://kb@db/kb"),
        ("sqlite:////srv/kb.sqlite3", "sqlite:////srv/kb.sqlite3"),
        ("", "sqlite:///var/ipdesk.sqlite3"),
    ],
)
def test_database_url(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert read_settings().database_url == used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IPDESK_PORT", "eighty"),
        ("IPDESK_PORT", "0"),
        ("IPDESK_PORT", "70000"),
        ("IPDESK_HOST", "http://localhost"),
        ("IPDESK_TODAY", "2025-02-30"),
        ("IPDESK_TODAY", "yesterday"),
        ("IPDESK_HUMAN_CONTACT", "   "),
        ("IPDESK_PUBLIC_URL", "desk.example.cn"),
        ("IPDESK_PUBLIC_URL", "javascript:alert(1)"),
        ("IPDESK_KEEP_DAYS", "0"),
        ("IPDESK_KEEP_DAYS", "半年"),
        ("IPDESK_EMBED_ORIGINS", "portal.example.cn"),
        ("IPDESK_EMBED_ORIGINS", "https://portal.example.cn/page"),
        ("IPDESK_PROXIES", "nginx"),
        ("IPDESK_PROXIES", "10.0.0.0/8, 10.1.0.0/16"),
        ("IPDESK_PER_ADDRESS", "-1"),
        ("IPDESK_PER_ADDRESS", "nan"),
        ("IPDESK_PER_ADDRESS", "inf"),
        ("IPDESK_HSTS_DAYS", "-1"),
        ("IPDESK_HSTS_DAYS", "一年"),
        ("IPDESK_DATA", __file__),
        ("REDIS_URL", "localhost:6379"),
        ("DATABASE_URL", "mysql://root:geheim@db/kb"),
        ("DATABASE_URL", "kb.sqlite3"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        settings()
    sentence = str(caught.value)
    assert sentence.startswith(f"环境变量 {name} 的值不对")
    assert sentence.endswith("。")
    assert "geheim" not in sentence


def test_several_wrong_values_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPDESK_PORT", "x")
    monkeypatch.setenv("IPDESK_TODAY", "x")
    with pytest.raises(SettingsError, match=r"IPDESK_PORT.*IPDESK_TODAY"):
        read_settings()


def test_today(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (datetime.now(UTC) + timedelta(hours=8)).date()
    assert today() in {before, (datetime.now(UTC) + timedelta(hours=8)).date()}
    settings.cache_clear()
    monkeypatch.setenv("IPDESK_TODAY", "2026-01-02")
    assert today().isoformat() == "2026-01-02"


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = settings()
    monkeypatch.setenv("IPDESK_PORT", "9999")
    assert settings() is first


def test_an_engine_is_made_once_for_each_address(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    assert connect(url) is connect(url)
    assert not (tmp_path / "one.sqlite3").exists()
    connect(url).dispose()
