from __future__ import annotations

from datetime import date

import pytest

from policy_kb.ingest import read_notice
from policy_kb.ingest.dates import add_months, month_end, parse_date
from policy_kb.ingest.organs import split_organs

BODY = "为了加强知识产权保护，推动高质量发展，根据有关规定，结合本市实际，制定本办法。"
SIGNED = "某某市人民政府办公室\n2024年2月2日"


def read(text):
    return read_notice(text.encode())


@pytest.mark.parametrize(
    ("sentence", "effective", "until"),
    [
        ("本办法自2017年1月1日起施行，有效期5年。", date(2017, 1, 1), date(2021, 12, 31)),
        ("本办法自印发之日起实施，有效期五年。", date(2024, 2, 2), date(2029, 2, 2)),
        ("本办法自发布之日起施行，有效期至2021年12月31日。", date(2024, 2, 2), date(2021, 12, 31)),
        ("本办法自2019年1月1日起施行至2021年12月31日。", date(2019, 1, 1), date(2021, 12, 31)),
        ("本办法自印发之日起30日后施行。", date(2024, 3, 3), None),
        ("本办法自2013年3月1日起施行。", date(2013, 3, 1), None),
        ("本办法自2024年1月1日起执行，执行期三年。", date(2024, 1, 1), date(2026, 12, 31)),
        ("本办法自2024年1月1日起施行，试行两年。", date(2024, 1, 1), date(2025, 12, 31)),
        ("本办法自2024年1月1日起施行三年来，成效明显。", date(2024, 1, 1), None),
        ("本办法有效期两年。", date(2024, 2, 2), date(2026, 2, 2)),
        ("本办法自2024年3月1日起实施，有效期18个月。", date(2024, 3, 1), date(2025, 8, 31)),
        ("许可证有效期5年。", None, None),
        ("本办法所称专利，是指自授权之日起有效期内的专利。", None, None),
    ],
)
def test_validity(sentence, effective, until):
    notice = read(f"某市专利办法\n{BODY}\n{SIGNED}\n一、总则\n正文。\n二、附则\n{sentence}")
    assert (notice.validity.effective_on, notice.validity.until) == (effective, until)
    assert notice.validity.quote is None or notice.validity.quote in notice.text


def test_last_stage_of_a_work_plan_ends_it():
    plan = (
        "一、目标\n二、实施步骤\n（一）动员阶段（2020年1月—3月）\n做。\n"
        "（二）推进阶段（2020年4月至2021年2月）\n做。\n（三）总结阶段（2021年3月—2021年6月底）\n做。"
    )
    notice = read(f"某市工作方案\n{BODY}\n{SIGNED}\n{plan}")
    assert notice.validity.until == date(2021, 6, 30)
    assert notice.validity.quote == "（三）总结阶段（2021年3月—2021年6月底）"
    assert read(f"某市工作方案\n{BODY}\n{SIGNED}\n一、目标（2020年1月—2021年6月）\n做。").validity.until is None


def test_number_on_its_own_line_and_as_reference():
    own = read(f"某政办发[2023]5号\n某市专利办法\n{BODY}\n一、甲")
    assert own.doc_number == "某政办发〔2023〕5号"
    cited = read(f"某市专利办法\n根据《某省规定》（某政发〔2020〕1号），{BODY}\n一、甲")
    assert cited.doc_number is None
    assert [(d.title, d.doc_number) for d in cited.cited_documents] == [("某省规定", "某政发〔2020〕1号")]


def test_title_broken_over_two_lines():
    assert (
        read(f"关于申报2017年度高新技术企业奖励\n的办事指南\n一、依据\n{BODY}").title
        == "关于申报2017年度高新技术企业奖励的办事指南"
    )


def test_title_only_named_in_a_sentence():
    assert (
        read("各有关单位：\n现将《某市专利资助计划》印发给你们，请认真贯彻执行。\n一、甲").title == "某市专利资助计划"
    )


def test_local_law():
    text = (
        "某某市专利条例\n2012年10月25日 某某市第十三届人民代表大会常务委员会第三十三次会议通过\n"
        f"2012年11月29日 某某省第十一届人民代表大会常务委员会第三十次会议批准\n第一条 {BODY}"
    )
    notice = read(text)
    assert notice.issuers == ("某某市人民代表大会常务委员会",)
    assert notice.issued_on == date(2012, 11, 29)


def test_signature_below_the_text():
    notice = read(f"某市专利办法\n{BODY}\n一、甲\n正文。\n{SIGNED}")
    assert notice.issuers == ("某某市人民政府办公室",)
    assert notice.issued_on == date(2024, 2, 2)


def test_names_that_stand_together():
    assert split_organs("四川省知识产权服务促进中心四川省发展和改革委员会") == [
        "四川省知识产权服务促进中心",
        "四川省发展和改革委员会",
    ]
    assert split_organs("重庆市人民政府 国家知识产权局") == ["重庆市人民政府", "国家知识产权局"]


@pytest.mark.parametrize("text", ["2024年2月2日", "2024-02-02", "2024/2/2", "二〇二四年二月二日", "2024 年 2 月 2 日"])
def test_dates(text):
    assert parse_date(text) == date(2024, 2, 2)


def test_calendar():
    assert parse_date("2024年13月40日") is None
    assert month_end("2024年2月") == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
