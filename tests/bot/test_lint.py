from __future__ import annotations

from pathlib import Path

import pytest

from bot.lint import FEWEST_EXAMPLES, Problem, key, lint

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def filler(count: int, word: str) -> list[str]:
    return [f"{NUMBERS[i]}{word}" for i in range(count)]


@pytest.fixture
def check(tmp_path):
    def run(intents: dict[str, list[str]], asked: tuple[str, ...] = ()) -> list[Problem]:
        nlu, tests = tmp_path / "nlu", tmp_path / "tests" / "questions"
        nlu.mkdir()
        tests.mkdir(parents=True)
        blocks = "".join(
            f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
            for intent, texts in intents.items()
        )
        (nlu / "one.yml").write_text(f'version: "3.1"\nnlu:\n{blocks}', encoding="utf-8")
        (tests / "one.yaml").write_text("".join(f'- ask: "{text}"\n' for text in asked) or "[]", encoding="utf-8")
        return lint(nlu, tests.parent)

    return run


def kinds(problems: list[Problem]) -> list[str]:
    return [problem.kind for problem in problems]


def test_clean_data_has_no_problems(check):
    assert check({"validity": filler(40, "有效"), "target": filler(40, "目标")}, ("怎么申请呢",)) == []


def test_one_sentence_under_two_intents(check):
    [problem] = check(
        {"validity": [*filler(40, "有效"), "能用到几时？"], "target": [*filler(40, "目标"), "能用到几时"]}
    )
    assert problem.kind == "same_sentence"
    assert "validity" in problem.detail
    assert problem.other == "one.yml (validity)"
    assert problem.text == "能用到几时"


def test_one_sentence_twice_under_an_intent(check):
    assert kinds(check({"validity": [*filler(40, "有效"), "能用到几时", "能用到几时 "]})) == ["same_sentence"]


def test_near_sentences_count_only_across_intents(check):
    near = ("这份措施的有效期到哪一年为止呢", "这份措施的有效期到哪一年为止啊")
    assert check({"validity": [*filler(40, "有效"), *near]}) == []


def test_near_sentences_under_two_intents(check):
    problems = check(
        {
            "validity": [*filler(40, "有效"), "这份措施的有效期到哪一年为止呢"],
            "target": [*filler(40, "目标"), "这份措施的有效期到哪一年为止啊"],
        }
    )
    assert kinds(problems) == ["near_sentence"]


def test_other_numbers_make_another_sentence(check):
    intents = {
        "validity": [*filler(40, "有效"), "转让十二件专利一共可以拿到的"],
        "target": [*filler(40, "目标"), "转让十五件专利一共可以拿到的"],
    }
    assert check(intents) == []


def test_a_test_question_among_the_examples(check):
    [problem] = check({"validity": [*filler(40, "有效"), "漳州的措施，哪天到期"]}, ("漳州的措施哪天到期？",))
    assert problem.kind == "test_sentence"
    assert problem.text == "漳州的措施，哪天到期"


def test_a_near_test_question_among_the_examples(check):
    problems = check({"validity": [*filler(40, "有效"), "漳州的措施究竟哪天到期"]}, ("漳州的措施到底哪天到期",))
    assert kinds(problems) == ["near_test_sentence"]


def test_what_everybody_says_may_be_tested(check):
    assert check({"greet": [*filler(40, "你好"), "您好"]}, ("您好",)) == []


def test_too_few_and_too_many_examples(check):
    many = [f"{a}{b}有效" for a in NUMBERS[:20] for b in NUMBERS[20:27]]
    problems = check({"validity": many, "target": filler(40, "目标"), "contact": filler(FEWEST_EXAMPLES - 1, "电话")})
    assert [(p.kind, p.where, p.count) for p in problems] == [
        ("unbalanced", "contact", FEWEST_EXAMPLES - 1),
        ("unbalanced", "validity", 140),
    ]


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "broken.yml").write_text("nlu: [", encoding="utf-8")
    [problem] = lint(tmp_path, tmp_path / "none")
    assert (problem.kind, problem.where) == ("unreadable", "broken.yml")


def test_symbols_tell_sentences_apart_and_punctuation_does_not():
    assert key("你好！") == key("你 好")
    assert key("谢谢🙏") != key("谢谢")
    assert key("。。。") != ""


def test_the_training_data_of_this_repository_is_clean():
    assert [str(problem) for problem in lint(ROOT / "nlu_data", ROOT / "tests" / "conversations")] == []
