"""Which questions a message is cut into. The classifier is replaced by words, so that only the cutting is tested."""

import pytest

from bot.components.questions import Question, questions_in
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read

_WORDS = {
    "电话": "contact",
    "怎么报": "how_to_apply",
    "材料": "how_to_apply",
    "拿多少": "award_amount",
    "够条件": "eligibility",
    "归谁": "responsible_unit",
    "到期": "validity",
    "调解": "dispute_station",
    "什么意思": "definition",
    "下雨": "out_of_scope",
}


def classify(text: str) -> tuple[str, float]:
    found = [(text.find(word), intent) for word, intent in _WORDS.items() if word in text]
    return (max(found)[1], 0.95 if len(found) == 1 else 0.5) if found else ("inform", 0.3)


def asked(kb: KnowledgeBase, text: str) -> list[tuple[str, str]]:
    return [(question.intent, question.text) for question in questions_in(read(text, kb.lexicon), classify)]


def test_questions_between_commas(kb: KnowledgeBase) -> None:
    assert asked(kb, "四川托管怎么报，归谁管，哪天到期") == [
        ("how_to_apply", "四川托管怎么报"),
        ("responsible_unit", "归谁管"),
        ("validity", "哪天到期"),
    ]


def test_questions_run_together(kb: KnowledgeBase) -> None:
    assert [intent for intent, _ in asked(kb, "能拿多少钱归谁管")] == ["award_amount", "responsible_unit"]


def test_no_question_ends_with_a_word_that_wants_another(kb: KnowledgeBase) -> None:
    def by_the_verb(text: str) -> tuple[str, float]:
        return ("responsible_unit", 0.95) if text.endswith("谁管") and "拿" not in text else classify(text)

    found = questions_in(read("能拿多少钱归谁管", kb.lexicon), by_the_verb)
    assert [question.text for question in found] == ["能拿多少钱", "归谁管"]


def test_which_office_begins_a_question(kb: KnowledgeBase) -> None:
    def by_the_office(text: str) -> tuple[str, float]:
        return ("responsible_unit", 0.95) if "哪个局" in text and "拿" not in text else classify(text)

    found = questions_in(read("最多能拿多少哪个局牵头", kb.lexicon), by_the_office)
    assert [question.text for question in found] == ["最多能拿多少", "哪个局牵头"]


def test_what_is_told_goes_to_the_question_about_money(kb: KnowledgeBase) -> None:
    questions = asked(kb, "归谁管，我们转让了9件，2件退回来了，能拿多少钱")
    money = next(text for intent, text in questions if intent == "award_amount")
    assert "9件" in money
    assert "退回来" in money


def test_amount_and_condition_are_one_question(kb: KnowledgeBase) -> None:
    assert asked(kb, "我们够条件吗，能拿多少钱") == []


def test_one_question_stays_whole(kb: KnowledgeBase) -> None:
    assert asked(kb, "漳州的专利转让，我们学校今年做了不少，能拿多少钱") == []


def test_a_subject_named_later_belongs_to_its_question(kb: KnowledgeBase) -> None:
    questions = asked(kb, "漳州专利导航归谁管？另外我们在重庆有家分店，找谁调解")
    assert questions[0] == ("responsible_unit", "漳州专利导航归谁管")
    assert "重庆" in questions[1][1]


def test_two_terms_are_two_questions(kb: KnowledgeBase) -> None:
    texts = [text for _, text in asked(kb, "专利导航什么意思，质押融资又是什么意思")]
    assert len(texts) == 2


def test_what_is_clearly_outside_is_a_question_of_its_own(kb: KnowledgeBase) -> None:
    assert [intent for intent, _ in asked(kb, "明天会不会下雨，漳州贯标能拿多少")] == ["out_of_scope", "award_amount"]


@pytest.mark.parametrize("text", ["", "。。。", "你好", pytest.param("归谁管" * 200, id="very long")])
def test_nothing_to_cut(kb: KnowledgeBase, text: str) -> None:
    assert asked(kb, text) == []


def test_as_json() -> None:
    assert Question("归谁管", "responsible_unit", 0.9).as_json() == {
        "text": "归谁管",
        "intent": "responsible_unit",
        "confidence": 0.9,
    }


def test_what_is_plainly_a_question_keeps_the_classifiers_guess(kb: KnowledgeBase) -> None:
    def unsure(text: str) -> tuple[str, float]:
        return ("target", 0.4) if "多少" in text else classify(text)

    found = questions_in(read("靖江归谁管？总共要训练多少人？", kb.lexicon), unsure)
    assert [question.intent for question in found] == ["responsible_unit", "target"]
