"""Mistakes in what a notice says on drawing several awards are refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_kb.awards import RuleFileError, lint

from .town import book_of, flat, group, limit, limits, rule, stacking

RULES = rule("a", flat("1万元")), rule("b", flat("2万元")), rule("c", flat("3万元"))


def refusal(folder: Path, saying: str) -> str:
    with pytest.raises(RuleFileError) as refused:
        book_of(folder, *RULES, saying=saying)
    return str(refused.value)


def second(*rules: str, name: str = "two") -> str:
    return group(*rules, name=name).removeprefix("  groups:\n")


@pytest.mark.parametrize(
    ("more", "line", "reason"),
    [
        (group("a", "b") + second("b", "c"), 9, "town/b 已经在 town/one 这一组里"),
        (group("a", "b") + second("c", "town/a"), 9, "town/a 已经在 town/one 这一组里"),
        (group("a", "a"), 8, "town/a 已经在 town/one 这一组里"),
        (group("a", "b") + second("c", "d", name="one"), 9, "one 这一组写了两次"),
        (group("a", "d"), 8, "没有 town/d 这一项奖补"),
        (group("a", "city/far"), 8, "没有 city/far 这一项奖补"),
        (group("a"), 8, "这一项至少要有2个"),
        (group("a", "b", keep="best"), 8, "keep: 这一项只能是highest、first"),
        (group("a", "b").replace("keep", "order"), 8, "order: 没有这一项，请删掉"),
        (group("a", "b", name="One Two"), 8, "id: 这一项的写法不对"),
        (limits(limit("5万元", "a", "d")), 8, "没有 town/d 这一项奖补"),
        (limits(limit("5万元", "a", "a")), 8, "town/a 在这个上限里写了两次"),
        (limits(limit("5万元").replace("不超过5万元", "不超过6万元")), 8, "引文里没有5万元这个数"),
        (limits(limit("5万元", scope="per_item")), 8, "scope: 这一项只能是per_applicant_year、"),
        (limits(limit("50000")), 8, "金额要带单位"),
        ("  principles: [从优]\n", 7, "principles 写了两次"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, more: str, line: int, reason: str) -> None:
    message = refusal(tmp_path, stacking(more))
    assert f"town/awards.yaml:{line}: " in message
    assert reason in message


def test_each_wrong_award_of_a_group_has_its_own_line(tmp_path: Path) -> None:
    lines = "  groups:\n  - id: one\n    clause: （九）\n    quote: 只能拿一项\n    rules:\n    - a\n    - x\n    - y\n"
    message = refusal(tmp_path, stacking(lines))
    assert "awards.yaml:13: 没有 town/x 这一项奖补" in message
    assert "awards.yaml:14: 没有 town/y 这一项奖补" in message


def test_a_rule_in_two_groups_of_different_notices_is_refused_in_the_second_file(tmp_path: Path) -> None:
    city = stacking(group("far", "town/a")) + "rules:\n" + rule("far", flat("1万元"))
    with pytest.raises(RuleFileError) as refused:
        book_of(tmp_path, *RULES, saying=stacking(group("a", "b")), city=city)
    assert "town/awards.yaml:8: town/a 已经在 city/one 这一组里" in str(refused.value)


def test_a_joint_limit_is_for_awards_of_its_own_notice(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="city/far 是另一份文件的"):
        book_of(
            tmp_path,
            *RULES,
            saying=stacking(limits(limit("5万元", "a", "city/far"))),
            city="rules:\n" + rule("far", flat("1万元")),
        )


def test_a_principle_stands_in_the_quote(tmp_path: Path) -> None:
    assert "awards.yaml:4: 引文里没有“从优”" in refusal(
        tmp_path, stacking().replace("principles: [不重复]", "principles: [不重复, 从优]")
    )


def test_stacking_says_something(tmp_path: Path) -> None:
    assert "awards.yaml:2: 叠加规则至少要写 principles、groups、limits 中的一项" in refusal(
        tmp_path, stacking().replace("  principles: [不重复]\n", "")
    )


def test_lint_points_at_each_quote_that_is_not_in_its_clause(tmp_path: Path) -> None:
    book = book_of(tmp_path, *RULES, saying=stacking(group("a", "b") + limits(limit("5万元"))))
    text = (
        "（一）奖励。企业已经备案的，给1万元、给2万元、给3万元，给一次。\n"
        "（九）其他。不重复享受，只能拿一项。\n（十）附则。合计不超过5万元。\n"
    )
    found = [str(problem) for problem in lint(book, {"town": text}) if "这句话" in problem.reason]
    assert found == [f"{tmp_path}/catalogue/town/awards.yaml:10: （九）里没有这句话：合计不超过5万元"]
