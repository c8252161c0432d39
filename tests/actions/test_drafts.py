"""Drafts in answers: quoted with the clause and the remark, never calculated with, gone once they are rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.answer import Answer
from policy_kb.knowledge import load
from policy_kb.review.decisions import Draft, approve, drafts, reject
from policy_kb.review.importing import import_notice
from policy_kb.review.versions import retire
from policy_kb.settings import settings
from tests.actions.talk import Talk, yuan
from tests.policy_kb.review.city import CITY, DOC_ID
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real

UNREVIEWED = "还没有经过工作人员核对"
#: A further notice of a region that has a reviewed one.
ZHANGZHOU = """漳州市地理标志奖励办法
漳州市市场监督管理局
2026年3月1日
为促进地理标志保护，制定本办法。
一、奖励标准
（一）地理标志认定奖励。对新获得地理标志产品保护的单位，一次性给予15万元奖励。
（二）专利密集型产品补充奖励。对企业新认定专利密集型产品的，每件给予8000元奖励。
（三）地理标志服务站补助。对新设地理标志服务站的，一次性给予7万元补助。对举办地理标志展销活动的，每个给予2万元补助。
本办法自2026年4月1日起施行。
"""


def with_drafts(engine: Engine, folder: Path) -> None:
    real(engine, folder)
    import_notice(engine, CITY.encode(), "安庆.txt", who="张三")
    import_notice(engine, ZHANGZHOU.encode(), "漳州.txt", who="张三")


@pytest.fixture
def engine(moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    with moulds.engine(with_drafts, "sqlite", tmp_path) as engine:
        yield engine


Desk = Callable[[], Talk]


@pytest.fixture
def desk(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A new conversation with what is stored now."""

    def make() -> Talk:
        kb = load(engine).as_of(date(2026, 6, 1))
        monkeypatch.setattr("actions.respond.current", lambda: kb)
        return Talk(kb)

    monkeypatch.setenv("IPDESK_TODAY", "2026-06-01")
    settings.cache_clear()
    return make


def draft(engine: Engine, kind: str, clause: str, number: int = 0) -> Draft:
    return [one for one in drafts(engine, DOC_ID) if (one.kind, one.clause) == (kind, clause)][number]


def assert_quotes(answer: Answer, words: str) -> None:
    assert words in answer.text
    assert UNREVIEWED in answer.text
    assert [citation for citation in answer.citations if citation.reviewed is False]
    assert answer.amount is None
    assert answer.trace == ()


@pytest.mark.parametrize(
    ("intent", "question", "clause", "words"),
    [
        ("award_amount", "安庆地理标志奖励多少钱", "一、（一）", "一次性给予20万元奖励"),
        ("award_amount", "安庆认定了5件专利密集型产品能拿多少", "一、（二）", "最高不超过12万元"),
        ("calculate", "帮我算算安庆的质押贴息，付了20万元利息", "一、（三）", "按实际支付利息的50%"),
        ("eligibility", "安庆地理标志奖励要什么条件", "一、（一）", "对新获批地理标志保护产品的单位"),
        ("award_amount", "地理标志培育奖励多少", "一、（一）", "20万元"),
        ("target", "地理标志培育奖励多少", "一、（一）", "20万元"),
        ("list_awards", "安庆有哪些奖励", "一、（三）", "按实际支付利息的50%"),
        ("how_to_apply", "安庆地理标志奖励怎么申请", "四、（一）", "2026年5月1日至6月30日"),
        ("how_to_apply", "安庆怎么申请", "四、（二）2.", "单位营业执照复印件"),
        ("contact", "安庆联系电话多少", "五、", "0556-5346001"),
        ("dispute_station", "安庆知识产权纠纷去哪调解", "二、（四）", "知识产权纠纷人民调解委员会"),
        ("service_station", "安庆市知识产权维权援助中心在哪", "二、（五）", "振风大道18号"),
        ("target", "安庆的目标是多少", "三、", "1500件"),
        ("validity", "安庆措施有效期到哪天", "六、（二）", "有效期至2028年3月31日"),
        ("stacking", "安庆几项能一起拿吗", "六、（一）", "就高不重复"),
    ],
)
def test_a_draft_is_quoted(desk: Desk, intent: str, question: str, clause: str, words: str) -> None:
    answer = desk().say(intent, question)
    assert_quotes(answer, words)
    assert clause in answer.text or clause in {citation.clause for citation in answer.citations}
    assert (DOC_ID, clause) in {(citation.doc_id, citation.clause) for citation in answer.citations}


def test_quotes_are_verbatim(desk: Desk) -> None:
    for intent, question in (("list_awards", "安庆有哪些奖励"), ("how_to_apply", "安庆的奖励怎么申请")):
        talk = desk()
        answer = talk.say(intent, question)
        for citation in answer.citations:
            clause = talk.kb.sources[citation.doc_id].clause(citation.clause)
            assert clause is not None
            assert citation.quote in clause.text


def test_one_of_several_can_be_picked(desk: Desk) -> None:
    talk = desk()
    talk.say("list_awards", "安庆有哪些奖励")
    answer = talk.say("follow_up", "第三个")
    assert_quotes(answer, "按实际支付利息的50%")
    assert "20万元" not in answer.text


def test_no_conversation_gets_a_sum_out_of_a_draft(desk: Desk) -> None:
    talk = desk()
    talk.say("award_amount", "安庆专利密集型产品奖励多少")
    for intent, question in (
        ("inform", "我们是企业，5件"),
        ("calculate", "帮我算算"),
        ("award_amount", "是不是8万"),
        ("award_amount", "要拿10万需要几件"),
        ("award_amount", "一共多少"),
        ("correct", "不对，是7件"),
    ):
        answer = talk.say(intent, question)
        assert answer.amount is None, question
        assert "8万" not in answer.text, question


def test_offices_are_told_as_read_until_they_are_reviewed(desk: Desk, engine: Engine) -> None:
    remark = "牵头单位和责任单位是系统从通知里自动摘出来的"
    assert remark in desk().say("responsible_unit", "安庆地理标志归哪个部门管").text
    units = draft(engine, "units", "一、（一）")
    approve(engine, units.id, "李四")
    answer = desk().say("responsible_unit", "安庆地理标志归哪个部门管")
    assert "市农业农村局" in answer.text
    assert remark not in answer.text
    reject(engine, units.id, "李四", "读错了", revise=True)
    assert "市农业农村局" not in desk().say("responsible_unit", "安庆地理标志归哪个部门管").text


def test_a_rejected_draft_never_appears(desk: Desk, engine: Engine) -> None:
    for one in drafts(engine, DOC_ID):
        reject(engine, one.id, "李四", "读错了")
    for intent, question in (
        ("award_amount", "安庆地理标志奖励多少钱"),
        ("list_awards", "安庆有哪些奖励"),
        ("how_to_apply", "安庆怎么申请"),
        ("contact", "安庆联系电话多少"),
        ("target", "安庆的目标是多少"),
        ("stacking", "安庆几项能一起拿吗"),
        ("validity", "安庆措施有效期到哪天"),
        ("document_info", "安庆措施什么时候印发的"),
        ("dispute_station", "安庆的知识产权纠纷去哪调解"),
    ):
        answer = desk().say(intent, question)
        assert answer.text
        assert answer.amount is None
        assert not [one for one in answer.citations if one.reviewed is False], question
        for words in ("0556-5346001", "1500件", "2028年", "2025年3月1日"):
            assert words not in answer.text, question


def test_what_is_approved_calculates_and_the_rest_of_its_clause_is_quoted_beside_it(desk: Desk, engine: Engine) -> None:
    here = [one for one in drafts(engine) if (one.kind, one.clause) == ("award", "（三）")]
    station = next(one for one in here if "服务站" in one.quote)
    approve(engine, station.id, "李四")
    question = "漳州地理标志服务站补助多少"
    answer = desk().say("award_amount", question)
    assert yuan(answer) == 70_000
    assert "每个给予2万元" in answer.text.partition("另外，文件里还有")[2]
    for one in here:
        if one.id != station.id:
            reject(engine, one.id, "李四", "重复")
    assert "另外，文件里还有" not in desk().say("award_amount", question).text


def test_a_reviewed_award_goes_before_a_draft_of_the_same_region(desk: Desk) -> None:
    answer = desk().say("award_amount", "我们是漳州的企业，认定了3件专利密集型产品，能拿多少")
    assert yuan(answer) == 15_000
    assert "8000元" not in answer.text.partition("另外，文件里还有")[0]
    answer = desk().say("award_amount", "漳州地理标志认定奖励多少")
    assert_quotes(answer, "一次性给予15万元奖励")


def test_without_a_region_drafts_are_quoted_only_if_they_are_named(desk: Desk) -> None:
    answer = desk().say("award_amount", "专利密集型产品奖励多少")
    assert "8000元" not in answer.text
    assert_quotes(desk().say("award_amount", "地理标志认定奖励多少"), "15万元")


def test_a_comparison_says_that_nobody_has_reviewed_it(desk: Desk) -> None:
    answer = desk().say("compare_regions", "安庆和漳州专利密集型产品奖励比一比")
    assert "读出了4条奖补，还没有经过工作人员核对" in answer.text
    assert "12万元" not in answer.text


def test_how_to_apply_after_review(desk: Desk, engine: Engine) -> None:
    for one in drafts(engine, DOC_ID, status="draft"):
        if one.kind in ("window", "contact", "materials", "steps", "institution"):
            approve(engine, one.id, "李四")
    answer = desk().say("how_to_apply", "安庆怎么申请")
    for words in (
        "现在可以申报，到2026年6月30日截止",
        "1. 知识产权奖补资金申请表",
        "1. 网上填报",
        "电话0556-5346001",
    ):
        assert words in answer.text
    answer = desk().say("contact", "安庆市知识产权维权援助中心的电话")
    assert "0556-5346012" in answer.text
    assert "0556-5346001" not in answer.text
    answer = desk().say("service_station", "安庆维权援助找谁")
    assert "地址安庆市宜秀区振风大道18号" in answer.text
    assert "没有写这些机构的电话" not in answer.text


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-04-30", "才开始受理"), ("2026-05-01", "现在可以申报"), ("2026-07-01", "已经截止")],
)
def test_whether_applications_are_taken(
    desk: Desk, engine: Engine, monkeypatch: pytest.MonkeyPatch, day: str, said: str
) -> None:
    approve(engine, draft(engine, "window", "四、（一）").id, "李四")
    talk = desk()
    monkeypatch.setenv("IPDESK_TODAY", day)
    settings.cache_clear()
    assert said in talk.say("how_to_apply", "安庆怎么申请").text


def test_a_conversation_outlives_what_it_was_about(desk: Desk, engine: Engine) -> None:
    approve(engine, draft(engine, "award", "一、（一）").id, "李四")
    talk = desk()
    assert yuan(talk.say("award_amount", "安庆地理标志奖励多少钱")) == 200_000
    reject(engine, draft(engine, "award", "一、（一）").id, "李四", "弄错了", revise=True)
    talk.kb = desk().kb
    assert talk.say("how_to_apply", "怎么申请").amount is None
    approve(engine, draft(engine, "institution", "二、（四）").id, "李四")
    talk.kb = desk().kb
    talk.say("dispute_station", "安庆市知识产权纠纷人民调解委员会在哪")
    retire(engine, DOC_ID, "王五", date(2026, 5, 1))
    talk.kb = desk().kb
    for intent, question in (("follow_up", "那电话呢"), ("explain", "依据是什么"), ("award_amount", "能拿多少")):
        assert DOC_ID not in {citation.doc_id for citation in talk.say(intent, question).citations}
