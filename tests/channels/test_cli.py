"""The command line: what it prints, and the one sentence it ends in when something is missing."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from channels.cli import main as cli
from channels.cli.console import render, visible_progress
from policy_kb.settings import settings
from tests.policy_kb.store.real import real

COMMANDS = ["serve", "ask", "chat", "train", "bench", "eval", "kb", "nlu"]


class ModelMissing(Exception):
    pass


@pytest.fixture
def environment(tmp_path, monkeypatch) -> Iterator[Path]:
    """An empty data folder and nothing else set."""
    for name in [name for name in os.environ if name.startswith("IPDESK_")] + ["DATABASE_URL", "REDIS_URL"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.fixture
def knowledge_base(environment, moulds) -> Path:
    """The data folder with the knowledge base in it."""
    moulds.url(real, "sqlite", environment)
    return environment


@pytest.fixture
def runtime(monkeypatch) -> type:
    """A runtime whose assistant echoes; ``missing`` makes it fail to load, ``broken`` makes it fail to answer."""

    class Assistant:
        missing = False
        loaded_from: Path | None = None
        senders: ClassVar[list[str]] = []

        @classmethod
        async def load(cls, model_path, keeper=None):
            if cls.missing:
                raise ModelMissing("还没有训练好的模型，请运行 make run。")
            cls.loaded_from = model_path
            return cls()

        async def handle(self, sender, text, metadata=None):
            self.senders.append(sender)
            if text == "坏":
                raise RuntimeError("secret internals")
            return [
                {
                    "recipient_id": sender,
                    "text": f"收到：{text}",
                    "buttons": [{"title": "再问", "payload": "再问"}],
                    "custom": {
                        "schema": "ipdesk.answer/1",
                        "kind": "award",
                        "citations": [{"document": "某措施", "clause": "（六）", "quote": "给予奖励。"}],
                        "suggestions": ["再问", "哪天到期"],
                    },
                }
            ]

    module = types.ModuleType("bot.runtime")
    module.Assistant = Assistant
    module.ModelMissing = ModelMissing
    monkeypatch.setitem(sys.modules, "bot.runtime", module)
    Assistant.senders = []
    return Assistant


@pytest.fixture
def training(monkeypatch) -> list[str]:
    """A training that writes an archive; gives what was called."""
    calls: list[str] = []

    class TrainingFailed(Exception):
        pass

    async def train(model_dir, progress):
        calls.append("train")
        if "fail" in calls:
            raise TrainingFailed("训练没有成功，请看上面的错误信息。")
        progress("第一步")
        await asyncio.sleep(0.01)
        model_dir.mkdir(parents=True, exist_ok=True)
        model = model_dir / "new.tar.gz"
        model.write_bytes(b"model")
        return model

    module = types.ModuleType("bot.training")
    module.train = train
    module.TrainingFailed = TrainingFailed
    module.is_up_to_date = lambda model_dir: (model_dir / "new.tar.gz").exists()
    monkeypatch.setitem(sys.modules, "bot.training", module)
    return calls


def run_cli(*arguments: str) -> int:
    """Run a command in this process; its exit code."""
    before = sys.argv
    sys.argv = ["ipdesk", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = before
    return 0


def one_sentence(text: str) -> str:
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    return lines[0]


def test_the_terminal_gives_what_the_staff_have_written(knowledge_base, runtime, capsys, monkeypatch):
    from channels.staff_store.opening import staff_engine
    from channels.teaching.written import write

    async def decline(self, sender, text, metadata=None):
        custom = {"schema": "ipdesk.answer/1", "kind": "award" if text == "能奖多少" else "decline"}
        return [{"recipient_id": sender, "text": "这件事我答不了。", "custom": custom}]

    monkeypatch.setattr(runtime, "handle", decline)
    assert run_cli("ask", "商标续展在什么时候办理") == 0
    assert "这件事我答不了。" in capsys.readouterr().out
    write(
        staff_engine(),
        "answer",
        ["商标续展在什么时候办理", "能奖多少"],
        "期满前十二个月内办理。",
        "商标法",
        "zhang.san",
    )
    assert run_cli("ask", "请问商标续展在什么时候办理？") == 0
    out = capsys.readouterr().out
    assert "期满前十二个月内办理。" in out
    assert "不是通知原文" in out
    assert "这件事我答不了。" not in out
    assert run_cli("ask", "商标续展在什么时候办理", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["custom"]["written"]["basis"] == "商标法"
    said = iter(["商标续展在什么时候办理", "能奖多少", "退出"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(said))
    assert run_cli("chat") == 0
    out = capsys.readouterr().out
    assert out.count("期满前十二个月内办理。") == 1
    assert out.count("这件事我答不了。") == 1


def test_help_lists_every_command_without_loading_what_is_slow():
    code = (
        "import sys, channels.cli.main as m; sys.argv=['ipdesk','--help']\n"
        "try: m.main()\n"
        "except SystemExit: pass\n"
        "slow={'rasa','aiohttp','sqlalchemy','pydantic','jieba','tensorflow'} & set(sys.modules)\n"
        "assert not slow, slow"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for command in COMMANDS:
        assert command in done.stdout


@pytest.mark.parametrize("command", [*COMMANDS, "kb build", "kb check", "kb clause", "kb export", "nlu lint"])
def test_every_command_explains_itself(command, capsys):
    assert run_cli(*command.split(), "--help") == 0
    assert command.split()[-1] in capsys.readouterr().out


def test_a_bad_value_in_the_environment_is_named(environment, monkeypatch, capsys):
    monkeypatch.setenv("IPDESK_PORT", "eighty")
    assert run_cli("serve") == 1
    assert "IPDESK_PORT" in one_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("command", [["serve"], ["ask", "你好"], ["chat"], ["kb", "check"], ["kb", "export", "--json"]])
def test_without_a_knowledge_base_one_sentence_says_what_to_run(environment, runtime, capsys, command):
    assert run_cli(*command) == 1
    sentence = one_sentence(capsys.readouterr().err)
    assert "知识库还没有建好" in sentence
    assert "make run" in sentence


@pytest.mark.parametrize("command", [["ask", "你好"], ["chat"]])
def test_without_a_model_one_sentence_says_what_to_run(knowledge_base, runtime, capsys, command):
    runtime.missing = True
    assert run_cli(*command) == 1
    assert "make run" in one_sentence(capsys.readouterr().err)


def test_serve_without_a_model_stops_with_the_sentence(knowledge_base, runtime, monkeypatch, capsys):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("IPDESK_PORT", str(probe.getsockname()[1]))
    settings.cache_clear()
    runtime.missing = True
    assert run_cli("serve") == 1
    assert capsys.readouterr().err.strip().splitlines()[-1] == "还没有训练好的模型，请运行 make run。"


def test_serve_on_a_taken_port_names_the_variable(knowledge_base, runtime, monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("IPDESK_PORT", str(taken.getsockname()[1]))
        settings.cache_clear()
        assert run_cli("serve") == 1
    assert "IPDESK_PORT=" in one_sentence(capsys.readouterr().err)


def test_a_database_that_cannot_be_opened_is_said_so_without_a_trace(environment, monkeypatch, capsys):
    environment.mkdir()
    broken = environment / "broken.sqlite3"
    broken.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}")
    settings.cache_clear()
    assert run_cli("kb", "check") == 1
    assert "DATABASE_URL" in one_sentence(capsys.readouterr().err)


def test_ask_prints_answer_source_and_what_to_ask_next(knowledge_base, runtime, capsys):
    assert run_cli("ask", "/能奖多少") == 0
    assert capsys.readouterr().out == (
        "收到：能奖多少\n  ┃ 《某措施》（六）：“给予奖励。”\n可以接着问：再问 ｜ 哪天到期\n"
    )


def test_ask_json_prints_the_protocol(knowledge_base, runtime, capsys):
    assert run_cli("ask", "能奖多少", "--json") == 0
    [reply] = json.loads(capsys.readouterr().out)
    assert reply["text"] == "收到：能奖多少"
    assert reply["custom"]["kind"] == "award"


@pytest.mark.parametrize(("question", "words"), [("问" * 1001, "一次最多1000个字"), ("  ", "请直接把问题发给我")])
def test_ask_declines_like_the_channel(knowledge_base, runtime, capsys, question, words):
    assert run_cli("ask", question) == 0
    assert words in capsys.readouterr().out
    assert runtime.senders == []


def test_ask_apologises_when_the_assistant_fails(knowledge_base, runtime, capsys):
    assert run_cli("ask", "坏") == 0
    out = capsys.readouterr().out
    assert "错误编号" in out
    assert "secret" not in out


def test_chat_is_one_conversation_until_the_person_leaves(knowledge_base, runtime, monkeypatch, capsys):
    said = iter(["你好", "", "三级呢", "退出"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(said))
    assert run_cli("chat") == 0
    out = capsys.readouterr().out
    assert out.index("收到：你好") < out.index("收到：三级呢")
    assert len(runtime.senders) == 2
    assert len(set(runtime.senders)) == 1


def test_chat_ends_with_its_input(knowledge_base, runtime, monkeypatch):
    def end(_prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", end)
    assert run_cli("chat") == 0


def test_the_newest_model_is_loaded(knowledge_base, runtime):
    folder = knowledge_base / "model"
    folder.mkdir()
    for age, name in ((200, "b.tar.gz"), (100, "a.tar.gz")):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (time.time() - age,) * 2)
    assert run_cli("ask", "你好") == 0
    assert runtime.loaded_from == folder / "a.tar.gz"


def test_train_trains_once_unless_forced(environment, training, capsys):
    assert run_cli("train") == 0
    assert "第一步" in capsys.readouterr().out
    assert run_cli("train") == 0
    assert "模型已是最新" in capsys.readouterr().out
    assert training == ["train"]
    assert run_cli("train", "--force") == 0
    assert training == ["train", "train"]


def test_a_failed_training_ends_in_its_sentence(environment, training, capsys):
    training.append("fail")
    assert run_cli("train") == 1
    assert one_sentence(capsys.readouterr().err) == "训练没有成功，请看上面的错误信息。"


def test_long_work_shows_that_it_goes_on(capsys):
    with visible_progress(quiet_seconds=0.02) as progress:
        progress("开始")
        time.sleep(0.2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "开始"
    assert lines.count("……还在进行，已用 0 秒") >= 2


def test_kb_build_check_export_and_clause_work_on_the_notices(environment, capsys):
    assert run_cli("kb", "build") == 0
    built = capsys.readouterr().out
    assert run_cli("kb", "build") == 0
    again = capsys.readouterr().out
    assert "知识库已是最新" not in built
    assert "知识库已是最新" in again
    assert run_cli("kb", "check") == 0
    assert "都与原文一致" in capsys.readouterr().out
    assert run_cli("kb", "export", "--json") == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert len(documents) >= 5
    assert run_cli("kb", "clause") == 0
    listed = capsys.readouterr().out
    for document in documents:
        assert f"{document['doc_id']}\t" in listed
    clause = next(clause for clause in documents[0]["clauses"] if clause["label"])
    assert run_cli("kb", "clause", documents[0]["doc_id"], clause["label"]) in {0, 1}
    capsys.readouterr()
    assert run_cli("kb", "clause", documents[0]["doc_id"]) == 0
    label = capsys.readouterr().out.splitlines()[1].split("\t")[0]
    assert run_cli("kb", "clause", documents[0]["doc_id"], label) == 0
    assert len(capsys.readouterr().out) > len(label)
    assert run_cli("kb", "clause", "no-such-notice") == 1
    assert "no-such-notice" in one_sentence(capsys.readouterr().err)


def test_kb_build_names_the_missing_folder(environment, tmp_path, capsys):
    assert run_cli("kb", "build", "--sources", str(tmp_path / "nowhere")) == 1
    assert "nowhere" in capsys.readouterr().err


def test_render_leaves_out_what_the_text_already_quotes():
    reply = {
        "text": "依据：给予奖励。",
        "custom": {"citations": [{"document": "《某措施》", "clause": "（六）", "quote": "给予奖励。"}]},
    }
    assert render([reply, {"text": "第二条"}]) == "依据：给予奖励。\n\n第二条"


def test_bench_measures_the_real_channel(environment, runtime, tmp_path, capsys):
    output = tmp_path / "bench.json"
    arguments = ["--messages", "12", "--clients", "1", "--clients", "4", "--output", str(output)]
    assert run_cli("bench", *arguments) == 0
    rounds = json.loads(output.read_text())
    assert [(item["clients"], item["messages"], item["failed"]) for item in rounds] == [(1, 12, 0), (4, 12, 0)]
    assert all(0 < item["p50"] <= item["p95"] <= item["slowest"] for item in rounds)
    assert len(runtime.senders) == 24
