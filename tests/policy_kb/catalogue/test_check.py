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
        ("zibo-2023/institutions.yaml", "quote: 依托淄博仲裁委员会", "quote: 依靠淄博仲裁委员会", "里没有这句话"),
        ("zibo-2023/institutions.yaml", "clause: 十、", "clause: 二十、", "里没有条款“二十、”"),
        ("zibo-2023/institutions.yaml", "name: 淄博齐仲民商事", "name: 淄博齐众民商事", "引文里没有“淄博齐众民商事"),
        ("zibo-2023/institutions.yaml", 'region: "370300"', 'region: "370100"', "不在文件适用的地区"),
        ("zibo-2023/institutions.yaml", "aliases: [齐仲民商事", "aliases: [淄博仲裁院, 齐仲民商事", "的名称"),
        ("zibo-2023/institutions.yaml", "id: zibo_mediation_centre", "id: zibo_arbitration_court", "用了同一个编号"),
        ("zibo-2023/institutions.yaml", "says: 意见写明依托", "says: 电话0533-2300000，依托", "没有数字“0533”"),
        ("jingjiang-2017/targets.yaml", 'value: "13"', 'value: "3"', "引文里没有“3件”"),
        ("jingjiang-2017/targets.yaml", "unit: 件", "unit: 个", "引文里没有“13个”"),
        ("jingjiang-2017/targets.yaml", "comparison: ge", "comparison: reach", "reach 和引文里的“80%以上”对不上"),
        ("jingjiang-2017/targets.yaml", "by: 2018-12-31", "by: 2019-12-31", "没有“2019年”"),
        ("zhangzhou-2024/document.yaml", "valid_until: 2029-02-02", "valid_until: 2028-02-02", "metadata.valid_until"),
        ("zhangzhou-2024/document.yaml", "number: 1亿元", "number: 2亿元", "引文里没有“2亿元”"),
        ("zhangzhou-2024/document.yaml", "到2029年2月2日为止", "到2030年2月2日为止", "没有数字“2030”"),
        ("zhangzhou-2024/document.yaml", "name: 市市场监管局", "name: 市知识产权局", "引文里没有“市知识产权局”"),
        ("zhangzhou-2024/document.yaml", 'amounts: "yes"', "amounts: none", "文件里却写了“50万元”"),
        ("sichuan-2024/document.yaml", "没有规定任何奖补金额", "没有规定1000元以上的金额", "不能有数字"),
        ("sichuan-2024/document.yaml", "topic: demonstration_zone", "topic: demonstration", "没有这个主题"),
        ("sichuan-2024/document.yaml", "aliases: [四川意见", "aliases: [重庆方案, 四川意见", "的名称"),
        ("topics.yaml", "aliases: [托管,", "aliases: [质押贷款, 托管,", "的名称"),
        (
            "topics.yaml",
            "zhangzhou-2024: [（十四）]",
            "zhangzhou-2024: [（一）]",
            "找不到文件 zhangzhou-2024 的“（一）”",
        ),
        ("topics.yaml", "zhangzhou-2024: [（十四）]", "zhangzhou-2024: [（四十）]", "里没有条款“（四十）”"),
        ("topics.yaml", "patterns: [托管]", "patterns: [代管]", "都找不到条款"),
        ("topics.yaml", "broader: patent_transfer", "broader: transfer", "没有上级主题“transfer”"),
        ("topics.yaml", "broader: patent_transfer", "broader: patent_industrialisation", "成了自己的上级"),
        ("glossary.yaml", "aliases: [瞪羚]", "aliases: [独角兽]", "的名称"),
        ("glossary.yaml", "重点对象之一，没有下定义。", "重点对象之一。", "没有说明文件没有“下定义”"),
        ("glossary.yaml", "一级到五级。标准", "一级到五级，共38级。标准", "没有数字“38”"),
        ("glossary.yaml", "quote: 完善诉调对接机制", "quote: 健全诉调对接机制", "里没有这句话"),
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
    assert ("other-2024", "这份文件还没有审核过的条目") in reasons
    assert ("zibo-2023", "没有这个编号的文件") in reasons
