"""Answers as the assistant gives them, one of each kind that has a look of its own."""

from __future__ import annotations

from typing import Any

CITATION = {
    "document": "漳州市促进知识产权高质量发展若干措施",
    "doc_id": "zhangzhou-2024",
    "clause": "（七）",
    "quote": "对高校和科研院所当年度向漳州市企业转让发明专利6件以上（含6件）的，每家奖励3万元，"
    "在此基础上每增加1件奖励5000元，每个单位每年最高不超过30万元。",
    "issued_on": "2024-02-02",
    "valid_until": "2029-02-02",
    "in_force": True,
    "issuers": ["漳州市人民政府办公室"],
}
EXPIRED = {
    **CITATION,
    "document": "靖江市创建国家知识产权强县工程试点县工作方案",
    "doc_id": "jingjiang-2017",
    "clause": "三、（二）1.",
    "quote": "强化支持专利申报的政策引导",
    "valid_until": "2019-01-31",
    "in_force": False,
}


def buttons(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": title} for title in titles]


def answer(kind: str, text: str, *next_questions: str, **custom: Any) -> list[dict[str, Any]]:
    reply: dict[str, Any] = {"text": text, "custom": {"schema": "ipdesk.answer/1", "kind": kind, **custom}}
    if next_questions:
        reply["buttons"] = buttons(*next_questions)
    return [reply]


CALCULATION = answer(
    "calculation",
    "可以拿，每年奖励6万元。这是“高校和科研院所向漳州市企业转让发明专利奖励”。\n"
    "算法：3万元 + 5000元 × (12 − 6) = 6万元。\n"
    f"依据：《漳州市促进知识产权高质量发展若干措施》（七）：“{CITATION['quote']}”\n牵头单位：市市场监管局；责任单位：市财政局。\n"
    "这份文件现行有效，到2029年2月2日为止。\n以上按公开文件整理，最终以主管部门审核为准。",
    "怎么申请",
    "需要什么条件",
    "归哪个部门管",
    "能和别的奖励一起拿吗",
    verdict="yes",
    amount={"yuan": 60000, "basis": "exact"},
    trace=[{"step": "3万元 + 5000元 × (12 − 6)", "yuan": 60000, "cite": 0}],
    citations=[CITATION],
)
STATION = answer(
    "station",
    "淄博市：知识产权纠纷调解，可以找下面的机构。\n"
    "· 淄博仲裁委员会知识产权仲裁院（十、）：开展知识产权纠纷“联合调解、仲裁调解”工作。\n"
    "· 淄博齐仲民商事调解服务中心（十、）：依托中心开展调解。\n文件没有写这些机构的电话和地址，去之前建议先问清楚。\n"
    "需要人工帮忙的话，可以拨打12345 政务服务便民热线咨询。",
    "联系电话是多少",
    citations=[CITATION],
)
COMPARISON = answer(
    "compare",
    "关于“专利奖”，各地文件是这样写的：\n· 重庆市：没有规定金额。\n没有写明金额的地方，不等于没有政策。",
    table={
        "columns": ["地区", "奖补金额", "相关条款", "部门", "有效期到"],
        "rows": [
            ["重庆市", "没有规定金额", "17.", "市委组织部、市知识产权局", "没有写明"],
            ["漳州市", "50万元", "（一）", "市市场监管局", "2029年2月2日"],
        ],
    },
    citations=[CITATION, EXPIRED],
)
RANGE = answer(
    "award",
    "先提醒您：这份文件已经过期。",
    verdict="not_in_force",
    amount={"min": 80000, "max": 380000, "basis": "range"},
    citations=[EXPIRED],
)
LIST = answer(
    "list",
    "《若干措施》里奖补有3项：\n1. 新引进专利密集型企业奖励（一）：一次性奖励50万元。\n"
    "2. 专利密集型产品认定奖励（九）：每件5000元。\n"
    "3. 知识产权研究中心补助（十七）：每年补助30万元。\n想细看哪一项，回复序号就行。",
    citations=[{**CITATION, "clause": f"（{n}）", "quote": f"第{n}条"} for n in "一二三四五"],
)
HANDOVER = answer("handover", "好的。您可以拨打12345 政务服务便民热线，请工作人员帮您。", "你能做什么")
BY_QUESTION = {
    "能奖多少": CALCULATION,
    "去哪调解": STATION,
    "对比": COMPARISON,
    "过期的": RANGE,
    "有哪些": LIST,
    "转人工": HANDOVER,
}
