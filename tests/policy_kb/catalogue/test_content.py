"""What the five notices say, read off by hand: targets, institutions, validity, traps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import gb2260
import pytest

from policy_kb.catalogue.load import CATALOGUE_DIRECTORY, Catalogue
from policy_kb.catalogue.schema import ROLE_NAMES, STATUS_NAMES, Institution, InstitutionRole
from policy_kb.notice import Notice

DOCUMENTS = ("chongqing-2024", "jingjiang-2017", "sichuan-2024", "zhangzhou-2024", "zibo-2023")


def _of_role(catalogue: Catalogue, doc_id: str, role: InstitutionRole) -> dict[str, Institution]:
    return {entry.name: entry for entry in catalogue.documents[doc_id].institutions if role in entry.roles}


def test_regions_bear_their_official_names(catalogue: Catalogue) -> None:
    assert tuple(catalogue.documents) == DOCUMENTS
    for folder in catalogue.documents.values():
        assert gb2260.get(folder.document.region).name == folder.document.region_name
        assert catalogue.documents_of_region(folder.document.region) == (folder,)


def test_jingjiang_has_its_twenty_targets(catalogue: Catalogue) -> None:
    targets = catalogue.documents["jingjiang-2017"].targets
    assert [(entry.value, entry.unit) for entry in targets] == [
        (Decimal(value), unit)
        for value, unit in (
            ("13", "件"), ("5000", "件"), ("2000", "件"), ("80", "%"), ("7500", "件"), ("2", "个"), ("10", "个"),
            ("30", "%"), ("20", "%"), ("100", "%"), ("70", "%"), ("60", "家"), ("60", "%"), ("50", "%"), ("30", "%"),
            ("80", "%"), ("85", "%"), ("10", "次"), ("200", "名"), ("30", "人"),
        )
    ]  # fmt: skip
    assert {entry.by for entry in targets} == {date(2018, 12, 31)}
    assert {entry.deadline_quote for entry in targets} == {"至2018年底"}
    assert [entry.id for entry in targets if entry.comparison == "full"] == ["hightech_standard_coverage"]
    assert all(not catalogue.documents[doc_id].targets for doc_id in DOCUMENTS if doc_id != "jingjiang-2017")


def test_zibo_disputes_go_to_both_bodies(catalogue: Catalogue) -> None:
    found = _of_role(catalogue, "zibo-2023", "dispute_mediation")
    assert set(found) == {"淄博仲裁委员会知识产权仲裁院", "淄博齐仲民商事调解服务中心"}
    assert all(entry.status == "existing" and entry.clause == "十、" for entry in found.values())


def test_sichuan_overseas_cases_go_to_the_workstation(catalogue: Catalogue) -> None:
    found = _of_role(catalogue, "sichuan-2024", "overseas")
    assert set(found) == {"国家知识产权海外纠纷应对指导四川分中心工作站"}
    assert found["国家知识产权海外纠纷应对指导四川分中心工作站"].status == "supported"


@pytest.mark.parametrize(
    ("doc_id", "role", "name", "status"),
    [
        ("chongqing-2024", "overseas", "国家海外知识产权纠纷应对指导中心重庆分中心", "supported"),
        ("chongqing-2024", "arbitration", "国际商事知识产权仲裁及调解中心", "planned"),
        ("chongqing-2024", "trading", "国际知识产权交易中心", "planned"),
        ("chongqing-2024", "trading", "重庆知识产权运营中心", "existing"),
        ("chongqing-2024", "pre_examination", "重庆市知识产权保护中心", "supported"),
        ("sichuan-2024", "trading", "成都知识产权交易中心", "existing"),
        ("sichuan-2024", "dispute_mediation", "知识产权纠纷人民调解组织", "supported"),
        ("sichuan-2024", "one_stop", "“一站式”知识产权综合服务网点", "supported"),
        ("jingjiang-2017", "enforcement_aid", "知识产权维权援助中心或工作站", "planned"),
        ("jingjiang-2017", "pledge_finance", "知识产权投融资服务平台", "planned"),
        ("zhangzhou-2024", "enforcement_aid", "知识产权维权援助工作站", "planned"),
        ("zhangzhou-2024", "one_stop", "知识产权快维中心", "supported"),
        ("zhangzhou-2024", "trading", "知识产权运营中心", "supported"),
        ("zibo-2023", "public_service", "淄博市知识产权公共服务平台", "existing"),
    ],
)
def test_institutions_stand_as_the_notice_words_them(
    catalogue: Catalogue, doc_id: str, role: InstitutionRole, name: str, status: str
) -> None:
    assert _of_role(catalogue, doc_id, role)[name].status == status


def test_every_role_and_status_has_a_name_for_users(catalogue: Catalogue) -> None:
    entries = [entry for folder in catalogue.documents.values() for entry in folder.institutions]
    assert {role for entry in entries for role in entry.roles} == set(ROLE_NAMES)
    assert {entry.status for entry in entries} == set(STATUS_NAMES)


def test_validity(catalogue: Catalogue) -> None:
    zhangzhou = catalogue.documents["zhangzhou-2024"].document
    assert zhangzhou.metadata.effective_on == date(2024, 2, 2)
    assert zhangzhou.metadata.valid_until == date(2029, 2, 2)
    assert zhangzhou.metadata.doc_number is None
    jingjiang = catalogue.documents["jingjiang-2017"].document
    assert jingjiang.metadata.issued_on == date(2017, 4, 26)
    assert jingjiang.metadata.published_on == date(2018, 9, 21)
    assert jingjiang.validity.period_until == date(2019, 1, 31)
    assert "方案的工作期已经结束" in (jingjiang.validity.superseded_in_practice or "")
    for doc_id in ("sichuan-2024", "chongqing-2024", "zibo-2023"):
        assert catalogue.documents[doc_id].document.metadata.valid_until is None


def test_amounts_are_known_to_be_absent(catalogue: Catalogue) -> None:
    amounts = {doc_id: folder.document.amounts for doc_id, folder in catalogue.documents.items()}
    assert amounts == {doc_id: "yes" if doc_id == "zhangzhou-2024" else "none" for doc_id in DOCUMENTS}
    for doc_id in set(DOCUMENTS) - {"zhangzhou-2024"}:
        assert "没有规定任何奖补金额" in catalogue.documents[doc_id].document.amounts_statement
        assert catalogue.documents[doc_id].document.support_without_amount


def test_numbers_that_are_no_awards(catalogue: Catalogue) -> None:
    def numbers(doc_id: str) -> set[str]:
        return {entry.number for entry in catalogue.documents[doc_id].document.numbers_that_are_not_awards}

    assert {"33618", "416", "1+1+4", "百亿融资"} <= numbers("chongqing-2024")
    assert {"1亿元", "国发〔2021〕20号"} <= numbers("zhangzhou-2024")


def test_no_notice_says_how_to_apply_and_nothing_is_made_up(
    catalogue: Catalogue, notices: Mapping[str, Notice]
) -> None:
    for doc_id, folder in catalogue.documents.items():
        facts = folder.document.application
        assert [facts.form, facts.materials, facts.window, facts.deadline, facts.phone, facts.address] == [None] * 6
        assert not re.search(r"申请表|申报表|申报材料|提交材料|联系电话|咨询电话|受理窗口", notices[doc_id].text)


@pytest.mark.parametrize(
    "path", sorted(CATALOGUE_DIRECTORY.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_phone_number_stands_anywhere(path: Path) -> None:
    assert not re.search(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|12345)(?!\d)", path.read_text(encoding="utf-8"))


def test_topics_and_terms_cover_what_people_ask_about(catalogue: Catalogue) -> None:
    wanted = {
        *("patent_intensive_industry", "patent_navigation", "ip_management_standard", "high_value_patent", "iso56005"),
        *("patent_transfer", "patent_intensive_product", "pledge_finance", "enforcement_aid", "overseas_dispute"),
        *("public_service", "operation_centre", "trusteeship", "geographical_indication", "local_standard"),
        *("ip_talent", "dispute_mediation", "trademark_brand", "copyright", "trade_secret", "ip_service_industry"),
        *("open_licence", "ip_insurance", "data_ip", "publicity_training", "agency_supervision", "park"),
        *("patent_examination", "ip_standards"),
    }
    assert wanted <= {topic.id for topic in catalogue.topics}
    assert catalogue.topic("local_standard").broader == "geographical_indication"
    with pytest.raises(KeyError):
        catalogue.topic("weather")
    assert len(catalogue.terms) >= 45
    terms = {term.term: term for term in catalogue.terms}
    assert terms["1+1+4"].kind == "defined"
    assert terms["瞪羚企业"].kind == "named_only"


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_every_clause_but_the_guiding_ones_belongs_to_a_topic(
    catalogue: Catalogue, notices: Mapping[str, Notice], doc_id: str
) -> None:
    clauses = notices[doc_id].clauses
    guiding = {clause.path for clause in clauses if re.search("指导思想|基本原则|总体要求", clause.heading)}
    for clause in clauses:
        below = any(clause.path[:length] in guiding for length in range(1, len(clause.path) + 1))
        if clause.kind == "clause" and len(clause.text) > 60 and not below:
            assert any(topic.matches(clause.text) for topic in catalogue.topics), clause.cite_label
