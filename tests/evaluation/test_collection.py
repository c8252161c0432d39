from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.collection import CollectionError, Expectation, batches, holds, load, silences

ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def reply(text: str, **payload: object) -> list[dict[str, object]]:
    return [{"text": text, "custom": payload}]


def keys(expectation: Expectation, messages: list[dict[str, object]]) -> list[str]:
    return [fault.key for fault in expectation.faults(messages)]


def test_a_right_reply_has_no_faults():
    expectation = Expectation("多少", kind=("award",), region="350600", yuan=80_000, says=(("8万元",),))
    messages = reply("奖励 8 万元。", kind="award", region={"code": "350600"}, amount={"yuan": 80_000})
    assert keys(expectation, messages) == []


def test_each_key_is_compared():
    expectation = Expectation(
        "多少",
        kind=("award", "calculation"),
        region="350600",
        verdict="yes",
        yuan=80_000,
        says=(("（六）", "第六条"),),
        silent=True,
        never=("1亿元",),
    )
    messages = reply("1亿元", kind="list", region={"code": "500000"}, verdict="no", amount={"yuan": 5})
    assert keys(expectation, messages) == ["kind", "region", "verdict", "yuan", "says", "silent", "never"]


def test_no_reply_is_the_only_fault():
    assert keys(Expectation("多少", kind=("award",)), []) == ["reply"]


def test_any_usual_wording_says_that_a_notice_is_silent():
    silent = Expectation("多少", silent=True)
    assert all(keys(silent, reply(f"这份文件{wording}金额。")) == [] for wording in silences())
    assert keys(silent, reply("这份文件规定了金额。")) == ["silent"]


@pytest.mark.parametrize(("text", "wanted", "found"), [("18万元", "8万元", False), ("共 8万 元", "8万元", True)])
def test_a_number_is_not_found_inside_another(text, wanted, found):
    assert holds(text, wanted) is found


def test_a_folder_and_its_batches(tmp_path):
    write(tmp_path, "questions/awards.yaml", "- {ask: 一, intent: a, entities: {region: ['350600']}, facts: {}}\n")
    write(tmp_path, "dialogues/long.yaml", "- {name: d, turns: [{user: 二, silent: true}]}\n")
    write(tmp_path, "batches/first/questions.yaml", "- {ask: 三, intent: [a, b], kind: decline}\n")
    write(tmp_path, "batches/second/dialogues.yaml", "- {name: e, turns: [{user: 四}]}\n")
    write(tmp_path, "blind/questions/first.yaml", "- {id: other format}\n")
    whole = load(tmp_path)
    [question] = whole.questions
    assert (question.user, question.family, question.facts) == ("一", "awards", {})
    assert question.entities == {("region", "350600")}
    assert whole.dialogues[0].turns[0].silent
    first, second = batches(tmp_path)
    assert (first.name, first.questions[0].intent) == ("batches/first", ("a", "b"))
    assert (second.name, second.questions, second.dialogues[0].name) == ("batches/second", (), "e")


@pytest.mark.parametrize(
    "text",
    ["- {ask: 一, kinds: award}\n", "- {user: 一}\n", "- [", "ask: 一\n", "- {ask: 12, intent: a}\n"],
    ids=["unknown key", "nothing asked", "no YAML", "no list", "a number"],
)
def test_files_that_cannot_be_used_are_named(tmp_path, text):
    write(tmp_path, "questions.yaml", text)
    with pytest.raises(CollectionError, match=r"questions\.yaml"):
        load(tmp_path)


def test_a_long_message_has_a_short_name():
    assert len(Expectation("哈" * 5_000).name) < 60


def test_names_in_this_repository_are_unique():
    for collection in (load(ROOT / "tests" / "conversations"), *batches(ROOT / "tests" / "conversations")):
        asked = [question.name for question in collection.questions]
        held = [dialogue.name for dialogue in collection.dialogues]
        assert len(set(asked)) == len(asked)
        assert len(set(held)) == len(held)
