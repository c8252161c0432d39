"""Whatever is said: an answer comes, it can be read, and every sum in it is founded."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pytest

from actions.answer import Answer
from actions.handlers import HANDLERS
from evaluation.money import unfounded_figures
from policy_kb.knowledge import KnowledgeBase
from tests.actions.talk import Talk

_REGIONS = ["漳州", "重庆", "四川", "成都", "靖江", "淄博", "深圳", "福建省", "北京", "江苏", "龙海区", "", "", ""]
_SUBJECTS = [
    "ISO56005三级",
    "转让了12件发明专利",
    "专利密集型产品25件",
    "质押贷款坏账100万",
    "高校首次贯标",
    "团体标准指导了14家",
    "参与制定3项地方标准排名第二",
    "海外维权胜诉花了30万",
    "新引进企业新增45件高价值15件",
    "知识产权研究中心",
    "纠纷调解",
    "商业秘密",
    "专利导航",
    "万人发明专利拥有量",
    "第七条",
    "（十五）",
    "1亿元",
    "33618",
    "国发〔2021〕20号",
    "一站式",
    "",
    "",
]
_WHO = ["我们是高校", "企业", "科研院所", "银行", "个人", "协会", "知识产权运营机构", "", "", ""]
_NUMBERS = [
    "12件",
    "-3",
    "10^12件",
    "三分之一",
    "80%",
    "两三件",
    "六级",
    "0元",
    "1.5亿元",
    "3w",
    "100万美元",
    "第二个",
    "9",
    "",
]
_GARBAGE = [
    "😀",
    "<script>alert(1)</script>",
    "'; DROP TABLE x;--",
    "啊" * 40,
    "\u200b",
    "\ud83d\ude00",
    "多少",
    "为什么",
    "",
    "",
]


def _sentence(rng: random.Random) -> str:
    pieces = [rng.choice(words) for words in (_REGIONS, _WHO, _SUBJECTS, _NUMBERS, _GARBAGE)]
    rng.shuffle(pieces)
    return rng.choice(["", "，", " "]).join(piece for piece in pieces if piece)


@pytest.mark.parametrize("seed", range(30))
def test_ten_random_turns(kb: KnowledgeBase, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    intents = sorted(HANDLERS)
    talk = Talk(kb)
    said: list[tuple[str, str]] = []
    for _ in range(10):
        if rng.random() < 0.2:
            talk = Talk(kb)
            said = []
        intent, text = rng.choice(intents), _sentence(rng)
        said.append((intent, text))
        answer = talk.say(intent, text, confidence=rng.choice([0.2, 0.5, 0.9]))
        assert answer.text.strip(), said
        assert len(answer.text) <= 3_000, (said, len(answer.text))
        message = {"text": answer.text, "custom": answer.payload()}
        # No sums are worked out by hand for random turns: here the text is only held against its own payload.
        assert not unfounded_figures(talk.said, [message], kb, payload_figures(answer)), (said, answer.text)
        json.dumps([message, talk.dialogue.model_dump(mode="json")], allow_nan=False)


def payload_figures(answer: Answer) -> set[Decimal]:
    """The sums of an answer's payload."""
    amount = answer.amount
    found = [*((amount.yuan, amount.min, amount.max) if amount else ()), *(step.yuan for step in answer.trace)]
    return {Decimal(value) for value in found if value is not None}
