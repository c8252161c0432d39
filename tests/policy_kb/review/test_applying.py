"""Windows, contacts, materials, steps and offices: proposed, proven, approved on their own, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from policy_kb.catalogue.applying import SILENT
from policy_kb.knowledge import Source, load
from policy_kb.review.decisions import Draft, add, approve, drafts, reject
from policy_kb.review.errors import EntryRefused, ReviewError
from policy_kb.review.importing import import_notice
from policy_kb.review.templates import addable, template
from policy_kb.review.written import Written
from policy_kb.store.build import build
from tests.policy_kb.review.city import CITY, DOC_ID
from tests.policy_kb.review.notices import faults


@pytest.fixture(autouse=True)
def doc(kb: Engine) -> str:
    return import_notice(kb, CITY.encode(), "安庆.txt", who="张三").doc_id


def of_kind(engine: Engine, kind: str, number: int = 0) -> Draft:
    return [draft for draft in drafts(engine) if draft.kind == kind][number]


def source(engine: Engine) -> Source:
    return load(engine).sources[DOC_ID]


def test_each_is_known_without_the_notice_as_a_whole(kb: Engine) -> None:
    assert source(kb).applying == SILENT
    for kind in ("window", "contact", "materials", "steps"):
        for draft in [one for one in drafts(kb) if one.kind == kind]:
            approve(kb, draft.id, "李四")
    found = source(kb)
    assert found.reviewed is None
    assert (found.applying.windows[0].from_, found.applying.windows[0].to) == (date(2026, 5, 1), date(2026, 6, 30))
    assert [one.name for one in found.applying.contacts] == [
        "安庆市知识产权维权援助中心",
        "安庆市市场监督管理局知识产权科",
    ]
    [materials], [steps] = found.applying.materials, found.applying.steps
    assert materials.heading == "申报材料"
    assert [item.text for item in materials.items][1] == "单位营业执照复印件"
    assert [item.text for item in steps.items] == ["网上填报", "市市场监管局审核", "公示后拨付资金"]
    assert faults(kb) == []
    reject(kb, of_kind(kb, "materials").id, "李四", "弄错了", revise=True)
    assert source(kb).applying.materials == ()
    assert source(kb).applying.steps == (steps,)


def test_they_make_up_what_document_yaml_says(kb: Engine) -> None:
    approve(kb, of_kind(kb, "document").id, "李四")
    approve(kb, of_kind(kb, "materials").id, "李四")
    approve(kb, of_kind(kb, "steps").id, "李四")
    reviewed = source(kb).reviewed
    assert reviewed is not None
    assert reviewed.application.materials is not None
    assert reviewed.application.form is not None
    assert reviewed.application.form.quote == "知识产权奖补资金申请表；"
    said, _, silent = reviewed.application.statement.partition("没有写明")
    assert "办理步骤" in said
    assert "联系电话" in silent


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        (
            "materials",
            {"items": [{"text": "户口本", "clause": "四、（二）1.", "quote": "知识产权奖补资金申请表；"}]},
            "户口本",
        ),
        ("materials", {"items": []}, "items"),
        ("steps", {"items": [{"text": "审核", "clause": "四、（三）9.", "quote": "审核"}]}, "没有 四、（三）9. 这一条"),
        ("window", {"to": "2026-07-31"}, "7月31日"),
        ("window", {"from": "2026-06-30", "to": "2026-05-01"}, "晚于"),
        ("contact", {"phones": ["0556-0000000"]}, "0556-0000000"),
        (
            "units",
            {"units": [{"clause": "一、（一）", "lead": ["市气象局"], "quote": "责任单位：市市场监管局"}]},
            "市气象局",
        ),
        ("units", {"units": [{"clause": "一、（一）", "quote": "责任单位：市市场监管局"}]}, "不能都是空的"),
    ],
)
def test_they_are_proven(kb: Engine, kind: str, change: dict[str, object], said: str) -> None:
    draft = of_kind(kb, kind)
    with pytest.raises(EntryRefused, match=said):
        approve(kb, draft.id, "李四", {**draft.entry, **change})
    assert of_kind(kb, kind).status == "draft"


def test_offices_can_be_corrected_and_taken_back(kb: Engine) -> None:
    draft = of_kind(kb, "units")
    first, *others = draft.entry["units"]
    assert first["responsible"] == ["市市场监管局", "市农业农村局"]
    corrected = {"units": [{**first, "lead": ["市市场监管局"], "responsible": ["市农业农村局"]}, *others[:1]]}
    approve(kb, draft.id, "李四", corrected)
    clause = source(kb).clause("一、（一）")
    assert clause is not None
    assert (clause.lead_units, clause.responsible_units) == (("市市场监管局",), ("市农业农村局",))
    left_out = source(kb).clause("一、（三）")
    assert left_out is not None
    assert left_out.responsible_units == ()
    reject(kb, draft.id, "李四", "读错了", revise=True)
    assert not any(clause.lead_units or clause.responsible_units for clause in source(kb).clauses)
    assert faults(kb) == []


def test_what_was_not_read_can_be_added(kb: Engine) -> None:
    entry = {"from": None, "to": "2026-06-30", "clause": "四、（一）", "quote": "2026年5月1日至6月30日"}
    add(kb, DOC_ID, "window", entry, "王五")
    assert len(source(kb).applying.windows) == 1
    with pytest.raises(EntryRefused):
        add(kb, DOC_ID, "window", {**entry, "quote": "随时可以申报"}, "王五")
    assert len([one for one in drafts(kb) if one.kind == "window"]) == 2  # the proposal and what was added
    with pytest.raises(ReviewError, match="没有编号为 nowhere"):
        add(kb, "nowhere", "window", entry, "王五")
    with pytest.raises(ReviewError, match="只有一条文件信息"):
        add(kb, DOC_ID, "document", of_kind(kb, "document").entry, "王五")


@pytest.mark.parametrize("kind", addable())
def test_an_entry_begun_from_its_template_tells_what_is_open(kb: Engine, kind: str) -> None:
    assert Written(template(kind)).data  # type: ignore[arg-type]
    with pytest.raises(ReviewError):
        add(kb, DOC_ID, kind, template(kind), "王五")  # type: ignore[arg-type]
    assert not [one for one in drafts(kb) if one.status == "approved"]


def test_a_notice_of_the_folder_is_reviewed_in_its_files(kb: Engine, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "none" / "anqing-1999.txt").write_text(CITY.replace("2025", "2024"), encoding="utf-8")
    build(kb, tmp_path / "none", tmp_path / "lists")
    with pytest.raises(ReviewError, match="catalogue"):
        add(kb, "anqing-1999", "window", {"to": "2026-06-30", "clause": "四、（一）", "quote": "6月30日"}, "王五")
