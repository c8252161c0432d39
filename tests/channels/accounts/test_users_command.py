"""``ipdesk users``, as people have it, and what a start says without accounts."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from channels.accounts.first_start import HOW_TO_BEGIN, notice
from channels.accounts.users import users
from channels.audit.log import entries
from channels.cli import main as cli
from policy_kb.models.engine import connect
from policy_kb.settings import settings
from tests.channels.staff import PASSWORD

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command; gives exit code, output and what stands on standard error."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    settings.cache_clear()

    def call(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ipdesk", "users", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    yield call
    monkeypatch.undo()
    settings.cache_clear()


def test_from_no_account_to_a_disabled_one(run: Run) -> None:
    engine = connect(settings().database_url)
    assert notice(engine) == HOW_TO_BEGIN
    assert run("list")[1].startswith("还没有账号")
    code, out, _ = run(
        "add", "li.si", "--role", "admin", "--display-name", "李四", "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert (code, "李四，管理员" in out) == (0, True)
    assert notice(engine) is None
    assert "li.si\t李四\tadmin（管理员）\t可以登录" in run("list")[1]
    assert run("role", "li.si", "坐席") == (0, "li.si 现在是坐席。\n", "")
    assert run("passwd", "li.si", "--password-stdin", typed="another-horse-9\r\n")[0] == 0
    assert "--undo" in run("disable", "li.si")[1]
    assert "停用" in run("list")[1]
    assert notice(engine) == HOW_TO_BEGIN
    assert run("disable", "li.si", "--undo")[1] == "li.si 已恢复，可以登录了。\n"
    assert [user.role for user in users(engine)] == ["clerk"]
    log = entries(engine)
    assert [entry.action for entry in reversed(log)] == [
        "user.add",
        "user.role",
        "user.password",
        "user.disable",
        "user.enable",
    ]
    assert all(entry.who.startswith("命令行 ") for entry in log)
    assert PASSWORD not in str(log)
    assert "another-horse-9" not in str(log)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "li.si", "--password-stdin"), "short\n", "只有5个字符"),
        (("add", "li.si", "--password-stdin"), "", "只有0个字符"),
        (("add", "li.si", "--password-stdin"), "li.si12345\n", "太好猜"),
        (("add", "Li Si", "--password-stdin"), f"{PASSWORD}\n", "登录名用"),
        (("add", "li.si", "--role", "boss", "--password-stdin"), f"{PASSWORD}\n", "没有“boss”这种角色"),
        (("add", "li.si"), "", "--password-stdin"),
        (("passwd", "nobody", "--password-stdin"), f"{PASSWORD}\n", "没有 nobody 这个账号"),
        (("disable", "nobody"), "", "没有 nobody 这个账号"),
        (("role", "nobody", "admin"), "", "没有 nobody 这个账号"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence(run: Run, words: tuple[str, ...], typed: str, said: str) -> None:
    code, out, errors = run(*words, typed=typed)
    assert (code, out) == (1, "")
    assert said in errors
    assert "Traceback" not in errors


def test_a_name_is_given_once(run: Run) -> None:
    assert run("add", "li.si", "--password-stdin", typed=f"{PASSWORD}\n")[0] == 0
    code, _, errors = run("add", "li.si", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (code, "已经有 li.si" in errors) == (1, True)
    assert run("disable", "li.si")[0] == 0
    assert "已经停用" in run("disable", "li.si")[2]


def test_the_password_is_asked_for_twice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter([PASSWORD, "something-else-1", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    monkeypatch.setattr(io, "StringIO", Terminal)
    assert "两次输入的密码不一样" in run("add", "li.si")[2]
    assert run("add", "li.si")[0] == 0
