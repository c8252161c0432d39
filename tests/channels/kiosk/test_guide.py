"""The guide is the knowledge base's own data, with nothing that leads nowhere."""

from __future__ import annotations

import pytest

from channels.kiosk.guide import make_guide
from policy_kb import knowledge
from policy_kb.review.importing import import_notice
from tests.channels.staff import database
from tests.policy_kb.review.city import CITY, DOC_ID

__all__ = ["database"]


@pytest.fixture(scope="module")
def kb():
    return knowledge.current()


@pytest.fixture(scope="module")
def guide(kb):
    return make_guide(kb)


def test_every_place_in_it_exists(guide):
    for topic in guide.topics:
        assert topic.clauses
        assert all(0 <= at < len(guide.clauses) for at in topic.clauses)
        assert all(0 <= at < len(guide.awards) for at in topic.awards)
        assert all(0 <= at < len(guide.stations) for at in topic.stations)
    assert {clause.doc_id for clause in guide.clauses} <= guide.notices.keys()


def test_it_has_every_reviewed_award_with_the_notices_own_words(guide, kb):
    assert len(guide.awards) == len(kb.book.rules)
    for award in guide.awards:
        clause = guide.clauses[award.clause]
        assert award.amount in clause.text, award


def test_it_has_every_institution(guide, kb):
    assert {station.name for station in guide.stations} == {one.name for _, one in kb.institutions.values()}


def test_topics_with_awards_and_many_regions_come_first(guide):
    worth = [len(topic.awards) + len(topic.regions) for topic in guide.topics]
    assert worth == sorted(worth, reverse=True)
    assert len({topic.id for topic in guide.topics}) == len(guide.topics)


def test_a_mediation_topic_leads_to_stations_that_mediate(guide):
    topic = next(topic for topic in guide.topics if topic.id == "dispute_mediation")
    assert topic.stations
    useful = {"纠纷调解", "仲裁", "维权援助"}
    assert all(useful & set(guide.stations[at].does) for at in topic.stations)


async def test_anybody_may_read_it(client):
    response = await client.get("/api/v1/kiosk/guide")
    assert response.status == 200
    body = await response.json()
    assert {"made_at", "as_of", "notices", "clauses", "awards", "stations", "topics"} <= body.keys()


def test_of_what_is_under_review_nothing_is_denied(database):
    import_notice(database, CITY.encode(), "安庆.txt", who="tests")
    notices = make_guide(knowledge.current()).notices
    assert [doc for doc, notice in notices.items() if notice.under_review] == [DOC_ID]
    assert notices[DOC_ID].region == "安庆市"
