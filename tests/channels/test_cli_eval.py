"""ipdesk eval and ipdesk nlu lint: what they print, and the sentence they end in when something is missing."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from channels.cli.nlu import _sentence
from evaluation import run
from evaluation.understanding import Understood
from policy_kb.settings import settings
from tests.channels.test_cli import one_sentence, run_cli

QUESTIONS = """
- {ask: 您好呀各位, intent: greet, kind: smalltalk}
- {ask: 今天天气怎么样, intent: out_of_scope, kind: decline}
"""


class Assistant:
    async def handle(self, sender, text, metadata=None):
        return [{"recipient_id": sender, "text": "您好。", "custom": {"kind": "smalltalk"}}]

    async def parse(self, text):
        return {"text": text}


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A working directory with a collection, an assistant that only greets, and no knowledge base to be asked."""

    async def load(_):
        return Assistant()

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("IPDESK_TODAY", "2026-06-01")
    monkeypatch.setattr("channels.loading.load_assistant", load)
    monkeypatch.setattr("channels.loading.probe_knowledge_base", lambda _: None)
    monkeypatch.setattr(run, "current", lambda: None)
    monkeypatch.setattr(run, "unfounded_figures", lambda *_: set())
    monkeypatch.setattr(run, "understood", lambda _: Understood("greet", "greet", 0.5, (), frozenset()))
    settings.cache_clear()
    questions = tmp_path / "tests" / "conversations" / "questions"
    questions.mkdir(parents=True)
    (questions / "all.yaml").write_text(QUESTIONS, encoding="utf-8")
    yield tmp_path
    settings.cache_clear()


def test_a_report_is_written_and_the_result_told(project, capsys):
    assert run_cli("eval") == 0
    said = capsys.readouterr().out
    assert "测试集：2个问题答对50.0%，给错金额0次。" in said
    assert str(project / "data" / "eval" / "report.html") in said
    report = json.loads((project / "data" / "eval" / "report.json").read_text(encoding="utf-8"))
    assert report["sections"][0]["failures"][0]["said"] == "今天天气怎么样"
    assert report["perturbations"] == []


def test_a_baseline_is_written_with_all_changes_of_wording_and_compared(project, capsys):
    assert run_cli("eval", "--baseline", "mine.json", "--update-baseline", "--output", "out") == 0
    said = capsys.readouterr().out
    assert "基线已更新：mine.json" in said
    assert "同音字：" in said
    before = json.loads((project / "mine.json").read_text(encoding="utf-8"))
    assert before["sections"][""]["questions"]["failing"] == ["今天天气怎么样"]
    assert len(before["perturbations"]) == 15
    assert run_cli("eval", "--baseline", "mine.json", "--output", "out") == 0
    assert "明显退步" not in capsys.readouterr().out
    assert (project / "out" / "report.html").is_file()


def test_batches_are_told_apart(project, capsys):
    batch = project / "tests" / "conversations" / "batches" / "first"
    batch.mkdir(parents=True)
    (batch / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    assert run_cli("eval") == 0
    assert "batches/first：2个问题答对50.0%" in capsys.readouterr().out


def test_without_a_collection_one_sentence_says_so(project, capsys):
    assert run_cli("eval", "--collection", "elsewhere") == 1
    assert "elsewhere" in one_sentence(capsys.readouterr().err)


def test_a_file_that_cannot_be_used_is_named(project, capsys):
    (project / "tests" / "conversations" / "questions" / "all.yaml").write_text("- {ask: 1}", encoding="utf-8")
    assert run_cli("eval") == 1
    assert "all.yaml" in one_sentence(capsys.readouterr().err)


def test_a_baseline_that_is_missing_or_broken_is_named(project, capsys):
    assert run_cli("eval", "--baseline", "mine.json") == 1
    assert "mine.json" in one_sentence(capsys.readouterr().err)
    (project / "mine.json").write_text("{}", encoding="utf-8")
    assert run_cli("eval", "--baseline", "mine.json") == 1
    assert "mine.json" in one_sentence(capsys.readouterr().err)


@pytest.fixture
def knowledge(project, monkeypatch) -> SimpleNamespace:
    """A knowledge base with one name; the declared ones are none."""
    known = SimpleNamespace(names=list, lexicon=SimpleNamespace(find=lambda _: ()))
    monkeypatch.setattr("policy_kb.knowledge.current", lambda: known)
    monkeypatch.setattr("bot.lint_names.shared_names", list)
    return known


def test_findings_are_told_in_sentences_and_end_in_an_exit_code(knowledge, project, capsys):
    examples = project / "examples"
    examples.mkdir()
    text = (
        "nlu:\n- intent: greet\n  examples: |\n    - 您好呀，各位！\n    - 今天天气怎么样啊\n    - 今天天气怎么样啊\n"
    )
    (examples / "one.yml").write_text(text, encoding="utf-8")
    assert run_cli("nlu", "lint", "--data", "examples") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "one.yml (greet) 里的“今天天气怎么样啊”和 one.yml (greet) 里的重复，请删掉一处。",
        "one.yml (greet) 里的“今天天气怎么样啊”和测试问题“今天天气怎么样”太像，请删掉或者换一种问法。",
        "意图 greet 有 3 个例句，少于 35 个，请补一些。",
    ]
    assert one_sentence(err) == "有 3 处要改。请按上面说的处理。"


def test_no_findings(knowledge, project, capsys):
    (project / "examples").mkdir()
    assert run_cli("nlu", "lint", "--data", "examples") == 0
    assert one_sentence(capsys.readouterr().out) == "训练例句和名称都没有问题。"


def test_without_test_questions_one_sentence_says_so(knowledge, capsys):
    assert run_cli("nlu", "lint", "--tests", "elsewhere") == 1
    assert "elsewhere" in one_sentence(capsys.readouterr().err)


def test_every_finding_has_a_sentence():
    from typing import get_args

    from bot.lint import Problem, ProblemKind

    for kind in get_args(ProblemKind):
        assert _sentence(Problem(kind, "award a", "名称", "detail", "topic b", 3)).endswith("。")
