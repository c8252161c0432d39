"""Which clauses and notices a request is about."""

from __future__ import annotations

import pytest

from actions.clause_finding import clauses_for, meant_sources, not_mentioned, relevant_sources, telling_words
from actions.silence import nearest_clause
from tests.actions.talk import Talk


def _found(talk: Talk, text: str) -> list[tuple[str, str]]:
    return [(source.doc_id, clause.cite_label) for source, clause in clauses_for(talk.request(text, "clause_content"))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("漳州第七条", ("zhangzhou-2024", "（七）")),
        ("盘活存量专利归谁管", ("zhangzhou-2024", "（七）")),
        ("漳州专利导航怎么规定", ("zhangzhou-2024", "（二）")),
        ("淄博第十条", ("zibo-2023", "十、")),
        ("靖江万人发明专利拥有量在哪一条", ("jingjiang-2017", "二、")),
        ("四川省知识产权保护中心在哪一条", ("sichuan-2024", "三、（三）1.")),
        ("淄博仲裁委员会知识产权仲裁院是哪一条说的", ("zibo-2023", "十、")),
    ],
)
def test_the_first_clause_found(talk: Talk, text: str, first: tuple[str, str]) -> None:
    assert _found(talk, text)[0] == first


def test_each_clause_is_found_once(talk: Talk) -> None:
    found = _found(talk, "漳州第七条盘活存量专利转让奖励")
    assert len(found) == len(set(found))


def test_nothing_is_found_for_what_nobody_wrote(talk: Talk) -> None:
    request = talk.request("漳州对量子纠缠有什么规定", "clause_content")
    assert clauses_for(request) == []
    answer = not_mentioned(request).answer
    assert answer.verdict == "no"
    assert "没有找到" in answer.text


def test_a_named_notice_wins_over_the_region(talk: Talk) -> None:
    assert [s.doc_id for s in meant_sources(talk.request("重庆方案文号是多少", "document_info"))] == ["chongqing-2024"]
    assert [s.doc_id for s in meant_sources(talk.request("淄博的呢", "document_info"))] == ["zibo-2023"]
    assert [s.doc_id for s in meant_sources(talk.request("盘活存量专利奖励哪天到期", "validity"))] == ["zhangzhou-2024"]


def test_notices_without_a_word_on_it_are_left_out(talk: Talk) -> None:
    sources = relevant_sources(talk.request("专利密集型产品找谁问", "contact"))
    assert 1 <= len(sources) <= 2
    assert "zhangzhou-2024" in {source.doc_id for source in sources}


def test_telling_words_are_those_of_the_topic(talk: Talk) -> None:
    assert "专利导航" in "".join(telling_words(talk.request("专利导航是什么", "definition")))


@pytest.mark.parametrize("text", ["漳州专利资助多少", "重庆ISO56005补多少", "漳州授权发明专利奖多少"])
def test_the_salutation_is_never_the_nearest_clause(talk: Talk, text: str) -> None:
    request = talk.request(text)
    for source in request.scope.sources:
        clause = nearest_clause(request, source)
        assert clause is None or clause.kind == "clause", clause
