"""dispute_station, service_station, responsible_unit, contact."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.actions.knowledge import SetDay
from tests.actions.talk import Talk, cited

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


@pytest.mark.parametrize(
    ("text", "names", "doc", "clause"),
    [
        (
            "淄博的知识产权纠纷去哪调解",
            ("淄博仲裁委员会知识产权仲裁院", "淄博齐仲民商事调解服务中心"),
            "zibo-2023",
            "十、",
        ),
        ("四川企业在海外被诉找谁", ("国家知识产权海外纠纷应对指导四川分中心工作站",), "sichuan-2024", "三、（五）3."),
        ("重庆海外纠纷找谁", ("国家海外知识产权纠纷应对指导中心重庆分中心",), "chongqing-2024", "8."),
        ("漳州维权援助去哪", ("知识产权维权援助工作站",), "zhangzhou-2024", "（十二）"),
        ("成都专利被侵权了找谁维权", ("成都市知识产权保护中心",), "sichuan-2024", "三、（三）1."),
        ("重庆有没有仲裁的地方", ("国际商事知识产权仲裁及调解中心",), "chongqing-2024", "一、"),
    ],
)
def test_institutions_for_disputes(talk: Talk, text: str, names: tuple[str, ...], doc: str, clause: str) -> None:
    answer = talk.say("dispute_station", text)
    assert answer.kind == "station"
    for name in names:
        assert name in answer.text
    assert (doc, clause) in cited(answer)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("四川一站式服务在哪", "“一站式”知识产权综合服务网点"),
        ("成都专利交易找哪个平台", "成都知识产权交易中心"),
        ("重庆专利预审找谁", "重庆市知识产权保护中心"),
        ("靖江质押融资找哪里", "商业银行"),
        ("淄博专利信息去哪查", "淄博市知识产权公共服务平台"),
        ("重庆培训找哪里", "中国知识产权培训中心（重庆）实践基地"),
    ],
)
def test_institutions_for_services(talk: Talk, text: str, name: str) -> None:
    answer = talk.say("service_station", text)
    assert answer.kind == "station"
    assert name in answer.text


def test_what_is_only_planned_is_said_to_be(talk: Talk) -> None:
    assert "请先问清楚" in talk.say("dispute_station", "重庆仲裁找哪里").text


@pytest.mark.parametrize("intent", ["dispute_station", "service_station", "responsible_unit", "contact"])
@pytest.mark.parametrize("text", ["深圳纠纷找谁", "北京专利交易去哪", "厦门这事归哪个局管，电话多少"])
def test_places_without_a_notice(talk: Talk, intent: str, text: str) -> None:
    answer = talk.say(intent, text)
    assert answer.kind == "decline"
    assert "没有收录" in answer.text


def test_a_service_that_a_notice_has_no_institution_for(talk: Talk) -> None:
    assert not any("overseas" in entry.roles for entry in talk.kb.sources["jingjiang-2017"].institutions)
    answer = talk.say("dispute_station", "靖江企业在海外被诉找谁")
    assert "没有写" in answer.text
    assert "市科学技术和知识产权局" in answer.text
    assert not answer.citations


def test_labels_are_bracketed_once(talk: Talk) -> None:
    assert "（（" not in talk.say("service_station", "漳州专利预审去哪办").text


def test_stations_of_an_ended_plan_are_marked_first(talk: Talk) -> None:
    assert talk.say("dispute_station", "靖江维权去哪").text.startswith("先提醒您")


@pytest.mark.parametrize(
    ("text", "lead", "clause"),
    [
        ("盘活存量专利谁牵头", "市市场监管局", "（七）"),
        ("漳州质押贷款风险补偿谁牵头", "市地方金融监管局", "（十）"),
        ("漳州第七条归谁管", "市市场监管局", "（七）"),
    ],
)
def test_the_leading_office(talk: Talk, text: str, lead: str, clause: str) -> None:
    answer = talk.say("responsible_unit", text)
    assert answer.kind == "unit"
    assert answer.units is not None
    assert answer.units.lead == (lead,)
    assert f"由{lead}牵头" in answer.text
    assert cited(answer)[0] == ("zhangzhou-2024", clause)


def test_offices_without_a_leader(talk: Talk) -> None:
    answer = talk.say("responsible_unit", "重庆存量专利盘活归谁管")
    assert answer.units is not None
    assert not answer.units.lead
    assert "市科技局" in answer.units.responsible
    assert "没有分牵头和配合" in answer.text


def test_a_clause_named_as_answers_cite_it(talk: Talk) -> None:
    """This clause names no office; the label is the one under which answers cite it."""
    answer = talk.say("responsible_unit", "四川三、（四）4.归谁管")
    assert cited(answer) == [("sichuan-2024", "三、（四）4.")]
    assert "省知识产权中心" in answer.text


def test_the_whole_notice(talk: Talk) -> None:
    answer = talk.say("responsible_unit", "漳州这个政策归哪个局管")
    assert answer.units is not None
    assert answer.units.lead == ("市市场监管局",)
    assert cited(answer) == [("zhangzhou-2024", "文末")]


@pytest.mark.parametrize(
    "text",
    [
        "漳州市场监管局电话多少",
        "淄博仲裁院的地址在哪",
        "四川知识产权中心微信号多少",
        "几点上班",
        "15281067168是你们电话吗",
    ],
)
def test_no_phone_number_is_ever_given(talk: Talk, text: str) -> None:
    answer = talk.say("contact", text)
    assert not _PHONE.search(answer.text)
    assert "没有写" in answer.text or "都没有写" in answer.text
    assert "12345" in answer.text


def test_whom_to_ask_about_an_award(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业ISO56005三级补多少")
    answer = talk.say("contact", "电话多少")
    assert "市市场监管局" in answer.text
    assert answer.region is not None
    assert answer.region.code == "350600"


def test_the_contact_for_an_award_is_that_of_its_notice(talk: Talk) -> None:
    assert "《漳州市促进知识产权高质量发展若干措施》" in talk.say("contact", "专利密集型产品找谁问，电话多少").text


def test_another_day_does_not_change_the_places(talk: Talk, day: SetDay) -> None:
    day(date(2030, 1, 1))
    assert talk.say("dispute_station", "漳州维权援助去哪").text.startswith("先提醒您")
    assert "淄博仲裁委员会知识产权仲裁院" in talk.say("dispute_station", "淄博纠纷去哪调解").text


def test_only_those_of_the_matter_named(talk: Talk) -> None:
    answer = talk.say("service_station", "淄博版权这块找谁")
    assert "版权登记网络服务体系" in answer.text
    assert "专利导航服务基地" not in answer.text
    assert "市文化和旅游局" in answer.text
