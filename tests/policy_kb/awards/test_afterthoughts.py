"""What may take back something told before, and what only sounds like it."""

import pytest

from policy_kb.awards.stated import may_take_back


@pytest.mark.parametrize(
    "clause",
    [
        "那都是老黄历了",
        "我爸说那是他们的",
        "这几个不算",
        "后来没谈成",
        "人家又不要了",
        "还没过户",
        "现在还在走流程",
        "这个数不对",
        "我记错了",
        "应该少算几个",
        "被驳回了",
        "其中有外观",
        "客户后来把钱还上了",
    ],
)
def test_takes_back(clause: str) -> None:
    assert may_take_back(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "没过多久",
        "我在办公室等着",
        "把墙刷了一遍漆",
        "这些年一直忙",
        "不成问题",
        "没交代清楚",
        "我不懂",
        "今天不热",
        "拿我没办法",
    ],
)
def test_takes_nothing_back(clause: str) -> None:
    assert not may_take_back(clause)
