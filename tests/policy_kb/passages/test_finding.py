import pytest

from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read
from policy_kb.passages import Passage


def best(kb: KnowledgeBase, question: str, *docs: str) -> Passage:
    return kb.passages.find(read(question, kb.lexicon), docs or None)[0]


@pytest.mark.parametrize(
    ("question", "doc", "clause", "words"),
    [
        ("白皮书要发吗", "chongqing-2024", "3.", "白皮书"),
        ("金凤实验室那里谁来服务", "chongqing-2024", "11.", "金凤实验室"),
        ("科技镇长团做什么", "jingjiang-2017", "三、（七）3.", "科技镇长团"),
        ("博士后工作平台", "zibo-2023", "十五、", "博士后"),
    ],
)
def test_the_sentence_that_holds_the_words(kb: KnowledgeBase, question: str, doc: str, clause: str, words: str) -> None:
    found = best(kb, question)
    assert (found.doc_id, found.clause.cite_label) == (doc, clause)
    assert words in found.sentence


def test_an_everyday_word_stands_for_the_official_one(kb: KnowledgeBase) -> None:
    found = best(kb, "国外被告了买什么保险", "sichuan-2024")
    assert "海外知识产权侵权责任保险" in found.sentence


def test_a_word_of_the_same_sound_is_found(kb: KnowledgeBase) -> None:
    assert "白皮书" in best(kb, "白屁书", "chongqing-2024").sentence


def test_nothing_is_found_of_what_no_notice_has(kb: KnowledgeBase) -> None:
    assert kb.passages.find(read("火锅底料", kb.lexicon)) == ()


def test_coverage_is_a_share_and_falls_with_words_that_no_notice_has(kb: KnowledgeBase) -> None:
    whole = best(kb, "集合授信", "sichuan-2024")
    part = best(kb, "集合授信火锅底料", "sichuan-2024")
    assert whole.coverage == pytest.approx(1.0)
    assert 0 < part.coverage < whole.coverage


def test_only_the_notices_asked_for(kb: KnowledgeBase) -> None:
    found = kb.passages.find(read("质押融资", kb.lexicon), ["zibo-2023", "jingjiang-2017"])
    assert {passage.doc_id for passage in found} == {"zibo-2023", "jingjiang-2017"}


def test_the_index_finds_what_is_weighed_one_by_one(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    question = read("专利拍卖季怎么办", kb.lexicon)
    few = type(kb.passages).find(kb.passages, question)[0]
    monkeypatch.setattr("policy_kb.passages.finding._FEW", 0)
    many = kb.passages._find(question, None)[0]
    assert (many.doc_id, many.clause.cite_label) == (few.doc_id, few.clause.cite_label)


def test_words_that_only_other_notices_have_are_missing(kb: KnowledgeBase) -> None:
    reading = read("植物新品种", kb.lexicon)
    assert kb.passages.missing(reading, ("sichuan-2024",))
    assert not kb.passages.missing(reading, ("zibo-2023",))


def test_brackets_and_quotation_marks_part_no_words(kb: KnowledgeBase) -> None:
    assert best(kb, "市州", "sichuan-2024").coverage == 1
