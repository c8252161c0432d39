"""Every reviewed entry is borne out by its notice, and an entry that is not is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policy_kb.catalogue.check import check
from policy_kb.catalogue.load import Catalogue, load_catalogue
from policy_kb.notice import Notice


def test_the_catalogue_is_proven(catalogue: Catalogue, notices: Mapping[str, Notice]) -> None:
    assert set(notices) == {"sichuan-2024", "jingjiang-2017", "zhangzhou-2024", "chongqing-2024", "zibo-2023"}
    assert [str(problem) for problem in check(catalogue, notices)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("zibo-2023/institutions.yaml", "quote: 依托淄博仲裁委员会", "quote: 依靠淄博仲裁委员会", "does not say"),
        ("zibo-2023/institutions.yaml", "clause: 十、", "clause: 二十、", "has no clause 二十、"),
        ("zibo-2023/institutions.yaml", "name: 淄博齐仲民商事", "name: 淄博齐众民商事", "does not stand in the quote"),
        ("zibo-2023/institutions.yaml", 'region: "370300"', 'region: "370100"', "lies outside"),
        ("zibo-2023/institutions.yaml", "aliases: [齐仲民商事", "aliases: [淄博仲裁院, 齐仲民商事", "is a name of"),
        ("zibo-2023/institutions.yaml", "id: zibo_mediation_centre", "id: zibo_arbitration_court", "have this id"),
        ("zibo-2023/institutions.yaml", "says: 意见写明依托", "says: 电话0533-2300000，依托", "the number 0533"),
        ("jingjiang-2017/targets.yaml", 'value: "13"', 'value: "3"', "3件 does not stand in the quote"),
        ("jingjiang-2017/targets.yaml", "unit: 件", "unit: 个", "13个 does not stand in the quote"),
        ("jingjiang-2017/targets.yaml", "comparison: ge", "comparison: reach", "reach does not fit 80%以上"),
        ("jingjiang-2017/targets.yaml", "by: 2018-12-31", "by: 2019-12-31", "the year 2019"),
        ("zhangzhou-2024/document.yaml", "valid_until: 2029-02-02", "valid_until: 2028-02-02", "metadata.valid_until"),
        ("zhangzhou-2024/document.yaml", "number: 1亿元", "number: 2亿元", "does not stand in the quote"),
        ("zhangzhou-2024/document.yaml", "到2029年2月2日为止", "到2030年2月2日为止", "the number 2030"),
        ("zhangzhou-2024/document.yaml", "name: 市市场监管局", "name: 市知识产权局", "does not stand in the quote"),
        ("zhangzhou-2024/document.yaml", 'amounts: "yes"', "amounts: none", "but the notice says 50万元"),
        ("sichuan-2024/document.yaml", "没有规定任何奖补金额", "没有规定1000元以上的金额", "holds a number"),
        ("sichuan-2024/document.yaml", "topic: demonstration_zone", "topic: demonstration", "there is no such topic"),
        ("sichuan-2024/document.yaml", "aliases: [四川意见", "aliases: [重庆方案, 四川意见", "is a name of"),
        ("topics.yaml", "aliases: [托管,", "aliases: [质押贷款, 托管,", "is a name of"),
        ("topics.yaml", "zhangzhou-2024: [（十四）]", "zhangzhou-2024: [（一）]", "do not find zhangzhou-2024 （一）"),
        ("topics.yaml", "zhangzhou-2024: [（十四）]", "zhangzhou-2024: [（四十）]", "has no clause （四十）"),
        ("topics.yaml", "patterns: [托管]", "patterns: [代管]", "find no clause of any notice"),
        ("topics.yaml", "broader: patent_transfer", "broader: transfer", "does not exist"),
        ("topics.yaml", "broader: patent_transfer", "broader: patent_industrialisation", "broader than itself"),
        ("glossary.yaml", "aliases: [瞪羚]", "aliases: [独角兽]", "is a name of"),
        ("glossary.yaml", "重点对象之一，没有下定义。", "重点对象之一。", "named only"),
        ("glossary.yaml", "一级到五级。标准", "一级到五级，共38级。标准", "the number 38"),
        ("glossary.yaml", "quote: 完善诉调对接机制", "quote: 健全诉调对接机制", "does not say"),
    ],
)
def test_a_damaged_entry_is_found(
    damage: Callable[[str, str, str], Path],
    notices: Mapping[str, Notice],
    *,
    file: str,
    old: str,
    new: str,
    reason: str,
) -> None:
    problems = check(load_catalogue(damage(file, old, new)), notices)
    assert any(reason in str(problem) for problem in problems), problems
    assert {Path(problem.file).name for problem in problems} == {Path(file).name}


def test_a_notice_without_an_entry_and_an_entry_without_a_notice_are_found(
    catalogue: Catalogue, notices: Mapping[str, Notice]
) -> None:
    renamed = {("other-2024" if doc_id == "zibo-2023" else doc_id): notice for doc_id, notice in notices.items()}
    reasons = {(problem.where, problem.reason) for problem in check(catalogue, renamed)}
    assert ("other-2024", "the notice has no reviewed entry") in reasons
    assert ("zibo-2023", "there is no notice of that doc_id") in reasons
