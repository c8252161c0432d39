"""Targets, institutions, how to apply; quotes and places of everything; odd input and time."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from channels.cli.kb import app
from policy_kb.extract import as_json, extract
from policy_kb.ingest import read_notice
from policy_kb.ingest.structure import read_structure
from policy_kb.notice import Notice, Validity
from tests.policy_kb.extract.scoring import CATALOGUE, HERE, SOURCES, load, read
from tests.processor_time import seconds

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))] + [
    load(path)[0] for path in sorted((HERE / "notices").glob("*/*.yaml"))
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.strip()[:16])
def test_every_quote_stands_where_it_says(text: str) -> None:
    notice = read_notice(text.encode())
    found = as_json(extract(notice))
    for key in ("awards", "stations", "targets", "application_windows", "materials", "steps", "contacts"):
        for fact in found[key]:
            assert notice.text[fact["start"] :].startswith(fact["quote"]), (key, fact)
            clause = next(one for one in notice.clauses if one.cite_label == fact["clause"])
            assert clause.start <= fact["start"] < clause.end
    json.dumps(found, ensure_ascii=False, allow_nan=False)


def test_jingjiang_targets() -> None:
    reviewed = yaml.safe_load((CATALOGUE / "jingjiang-2017" / "targets.yaml").read_text(encoding="utf-8"))["targets"]
    found = read((SOURCES / "jingjiang-2017.txt").read_text(encoding="utf-8"))["targets"]
    for target in reviewed:
        same = [
            one
            for one in found
            if one["value"] == float(target["value"])
            and one["unit"] == target["unit"]
            and one["by"] == str(target["deadline"]["by"])
            and (one["quote"] in target["quote"] or target["quote"] in one["quote"])
        ]
        assert same, target["name"]
    assert len(found) == len(reviewed) == 20


@pytest.mark.parametrize("doc_id", ["zhangzhou-2024", "sichuan-2024", "chongqing-2024", "zibo-2023", "jingjiang-2017"])
def test_institutions(doc_id: str) -> None:
    reviewed = yaml.safe_load((CATALOGUE / doc_id / "institutions.yaml").read_text(encoding="utf-8"))["institutions"]
    found = read((SOURCES / f"{doc_id}.txt").read_text(encoding="utf-8"))["stations"]
    hits = 0
    for entry in reviewed:
        same = [one for one in found if one["name"] in entry["name"] or entry["name"] in one["name"]]
        if same:
            hits += 1
            assert same[0]["region"] == entry["region"]
    assert hits >= 0.7 * len(reviewed)
    assert len(found) <= 1.3 * len(reviewed)


def test_how_to_apply() -> None:
    text = load(HERE / "notices" / "dev" / "09-announcement.yaml")[0]
    found = read(text)
    window = found["application_windows"][0]
    assert (window["from"], window["to"]) == ("2024-03-01", "2024-03-31")
    (contact,) = found["contacts"]
    assert contact["phones"] == ["025-83211234"]
    assert contact["emails"] == ["zscq@dongs.gov.cn"]
    guide = read(load(HERE / "notices" / "dev" / "03-application-guide.yaml")[0])
    assert [one["to"] for one in guide["application_windows"]] == ["2023-09-30"]
    assert [one["text"] for one in guide["materials"]][:2] == ["申报书（一式三份）", "营业执照复印件"]


def test_a_telephone_number_nobody_presents_is_no_contact() -> None:
    assert read("某市办法\n一、总则\n编号0571-88990011的档案另行保存。")["contacts"] == []


@pytest.mark.parametrize(
    ("sentence", "until"),
    [
        ("本办法自2017年1月1日起施行，有效期5年。", "2021-12-31"),
        ("本办法自2020年1月1日起施行，至2021年12月31日止。", "2021-12-31"),
    ],
)
def test_validity(sentence: str, until: str) -> None:
    assert read(f"某市办法\n第一条 给予20万元奖励。\n第二条 {sentence}")["expires_on"] == until


def notice_of(text: str) -> Notice:
    return Notice(
        raw_text=text,
        text=text,
        repairs=(),
        title="",
        issuers=(),
        doc_number=None,
        issued_on=None,
        published_on=None,
        validity=Validity(None, None, None),
        clauses=read_structure(text),
    )


_PIECES = (
    "给予 奖励 按 的 50% 最高 不超过 100万元 5000元 四千元 一、 （一） 第一条 1. ， 。 ； ： （ ） 、 每件 对 企业 "
    "罚款 分别 至 1:1 8∶2 0:0 1:0 以上 万 亿元 年 2024年 月 日 附件1 目标 达到 联系电话： 0571-88990011 % ‰ 百分之 十 "
    "〇 《 》 “ ” ０ ％ 0 单位：万元 | 奖励金额（万元） 申报时间 6月31日 -7月4日 知识产权 服务中心 支持 零 点 分之"
)
_WORDS = st.sampled_from((*_PIECES.split(), "\n", "\t", " ", "\u0001"))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=120).map("".join)))
def test_nothing_crashes(text: str) -> None:
    found = as_json(extract(notice_of(text)))
    json.dumps(found, ensure_ascii=False, allow_nan=False)
    assert all(award["start"] < award["end"] for award in found["awards"])
    for award in found["awards"]:
        assert text[award["start"] : award["end"]] == award["quote"]


@pytest.mark.parametrize("filler", ["（", "一二", "1、", "每", "50%、", "a\t", "第1条", "对企业给予奖励，", "知识产权"])
def test_time_stays_linear(filler: str) -> None:
    text = "甲办法\n一、甲\n" + filler * (100_000 // len(filler))
    assert seconds(lambda: extract(notice_of(text))) < 30  # one; the square of the length would take minutes


def test_a_long_notice_takes_seconds() -> None:
    lines = "".join(
        f"第{n}条 对年收入{n}万元以上的第{n}类企业，给予{n}万元奖励，每年最高不超过{2 * n}万元。\n"
        for n in range(1, 2000)
    )
    before = time.thread_time()
    found = extract(notice_of("某市办法\n" + lines))
    assert len(found.awards) == 1999
    assert time.thread_time() - before < 30


def test_command_line(tmp_path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(load(HERE / "notices" / "dev" / "01-patent-subsidy-rules.yaml")[0], encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(file), "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    keys = {
        "title",
        "issuers",
        "doc_number",
        "issued_on",
        "effective_on",
        "expires_on",
        "clauses",
        "awards",
        "stations",
        "targets",
    }
    assert keys <= found.keys()
    assert {"clause", "who", "condition", "kind", "amounts", "cap", "ratio", "quote"} <= found["awards"][0].keys()
    short = CliRunner().invoke(app, ["extract", str(file)])
    assert "奖补 7" in short.stdout or "奖补 8" in short.stdout
