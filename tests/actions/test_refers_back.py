"""Follow-ups that are known by their own words, whatever the classifier takes them for."""

from __future__ import annotations

import pytest

from actions.places import names_only_a_place
from actions.refers_back import runs_out_by_law
from tests.actions.talk import Talk, cited, yuan


@pytest.mark.parametrize("text", ["那重庆呢", "四川有没有", "淄博", "只说靖江的", "漳州嘞，也是这个问题", "靖江也看看"])
def test_a_place_and_nothing_else(talk: Talk, text: str) -> None:
    assert names_only_a_place(talk.request(text))


@pytest.mark.parametrize("text", ["重庆有哪些政策", "淄博的到哪天", "四川的企业", "漳州12件呢", "你好", "也说说"])
def test_more_than_a_place(talk: Talk, text: str) -> None:
    assert not names_only_a_place(talk.request(text))


@pytest.mark.parametrize("intent", ["list_policies", "inform", "out_of_scope", "follow_up", "list_awards"])
def test_a_place_asks_the_last_question_again(talk: Talk, intent: str) -> None:
    talk.say("clause_content", "重庆对知识产权质押融资怎么规定的")
    answer = talk.say(intent, "四川有没有", confidence=0.95)
    assert answer.kind == "clause"
    assert cited(answer) == [("sichuan-2024", "三、（四）4.")]
    assert talk.say(intent, "靖江嘞").region.code == "321282"  # type: ignore[union-attr]
    assert "质押融资" in talk.say(intent, "那靖江也讲讲").text


def test_the_place_of_a_comparison(talk: Talk) -> None:
    talk.say("compare_regions", "质押融资，淄博和重庆对照一下")
    both = talk.say("follow_up", "再加上四川")
    assert both.kind == "compare"
    assert both.table is not None
    assert [row[0] for row in both.table.rows] == ["淄博市", "重庆市", "四川省"]
    one = talk.say("compare_regions", "只看四川的")
    assert one.kind == "clause"
    assert cited(one) == [("sichuan-2024", "三、（四）4.")]


def test_a_term_in_a_notice_that_does_not_explain_it(talk: Talk) -> None:
    talk.say("definition", "知识产权质押融资是什么意思")
    assert talk.say("inform", "四川的").kind == "clause"


@pytest.mark.parametrize(
    ("text", "value"), [("授权量呢", "2000件"), ("那授权", "2000件"), ("企业占几成", "80%"), ("驰名商标嘞", "2个")]
)
@pytest.mark.parametrize("intent", ["follow_up", "out_of_scope", "target", "definition"])
def test_another_target_by_a_part_of_its_name(talk: Talk, intent: str, text: str, value: str) -> None:
    talk.say("target", "靖江的专利申请量目标是多少")
    answer = talk.say(intent, text)
    assert answer.kind == "target"
    assert value in answer.text


def test_the_target_that_is_most_like_the_last_one(talk: Talk) -> None:
    talk.say("target", "靖江高企的专利转化率要到多少")
    answer = talk.say("follow_up", "那工业企业")
    assert "50%" in answer.text
    assert "70%" not in answer.text


def test_every_target_that_is_named(talk: Talk) -> None:
    talk.say("target", "靖江万人发明专利拥有量目标多少")
    answer = talk.say("follow_up", "宣传活动和培训人数呢")
    assert "10次" in answer.text
    assert "200名" in answer.text
    answer = talk.say("target", "靖江的专利申请量和授权量各定了多少")
    assert "5000件" in answer.text
    assert "2000件" in answer.text


def test_a_target_that_the_notice_does_not_have(talk: Talk) -> None:
    talk.say("target", "靖江万人发明专利拥有量目标多少")
    assert "没有规定这一项" in talk.say("target", "外商投资要达到多少").text


@pytest.mark.parametrize(
    ("intent", "question"),
    [("definition", "重庆的33618是什么"), ("clause_content", "重庆方案第6条讲什么"), ("definition", "1+1+4是什么")],
)
def test_the_clause_that_was_cited(talk: Talk, intent: str, question: str) -> None:
    place = cited(talk.say(intent, question))[0]
    answer = talk.say("responsible_unit", "这条由哪几家负责")
    assert answer.kind == "unit"
    assert cited(answer) == [place]
    assert cited(talk.say("explain", "原文给我"))[0] == place


def test_offices_of_the_next_matter(talk: Talk) -> None:
    talk.say("responsible_unit", "淄博的统计工作归谁")
    answer = talk.say("follow_up", "剑网行动呢")
    assert answer.kind == "unit"
    assert "市文化和旅游局" in answer.text


def test_a_heading_without_offices_shows_those_below_it(talk: Talk) -> None:
    answer = talk.say("responsible_unit", "重庆方案二、（三）由哪些部门负责")
    assert answer.units is not None
    assert "重庆海关" in answer.text


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("啥时候的", "validity", "2023年11月9日"),
        ("哪天印的", "validity", "2023年11月9日"),
        ("到几时为止", "validity", "有效期"),
    ],
)
def test_when_of_a_notice(talk: Talk, text: str, kind: str, part: str) -> None:
    talk.say("document_info", "淄博的意见是谁发的")
    answer = talk.say("how_to_apply", text, confidence=0.5)
    assert answer.kind == kind
    assert part in answer.text


@pytest.mark.parametrize("intent", ["list_awards", "out_of_scope", "follow_up", "award_amount"])
def test_the_most_of_what_is_talked_about(talk: Talk, intent: str) -> None:
    talk.say("calculate", "漳州专利密集型产品的奖励帮我算算")
    answer = talk.say(intent, "先告诉我封顶多少", confidence=0.4)
    assert "10万元" in answer.text
    assert yuan(talk.say("inform", "嗯，我们家六个")) == 30_000


def test_an_award_of_a_list_and_what_follows(talk: Talk) -> None:
    talk.say("list_awards", "漳州高校能拿什么奖补")
    answer = talk.say("correct", "我说的是GB/T33251贯标那一项")
    assert "10万元" in answer.text
    assert answer.kind in ("award", "calculation", "eligibility")
    changed = talk.say("follow_up", "换成科研院所")
    assert "5万元" in changed.text
    assert "市教育局" in talk.say("responsible_unit", "这个归谁管").text


def test_what_the_last_question_was_is_what_is_asked_again(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")
    talk.say("follow_up", "归哪个部门呢")
    assert talk.dialogue.kind == "responsible_unit"
    assert yuan(talk.say("inform", "四级")) == 240_000


@pytest.mark.parametrize("text", ["软著几年到期", "商标权有效期是多少年", "外观专利多久失效"])
def test_a_right_runs_out_by_law(talk: Talk, text: str) -> None:
    assert runs_out_by_law(talk.request(text))
    assert talk.say("validity", text).kind == "decline"


@pytest.mark.parametrize("text", ["专利奖补政策到什么时候", "漳州的专利措施几年到期", "这份文件多久失效", "有效期几年"])
def test_a_notice_runs_out(talk: Talk, text: str) -> None:
    assert not runs_out_by_law(talk.request(text))


@pytest.mark.parametrize("intent", ["dispute_station", "clause_content", "responsible_unit", "inform"])
def test_a_condition_that_is_met_is_no_new_question(talk: Talk, intent: str) -> None:
    talk.say("award_amount", "漳州企业打海外知识产权官司赢了补多少钱")
    talk.say("follow_up", "国内打赢官司的补助呢")
    answer = talk.say(intent, "国内维权的案子已经胜诉", confidence=0.8)
    assert answer.kind in ("award", "eligibility", "calculation")


@pytest.mark.parametrize("intent", ["follow_up", "responsible_unit"])
def test_the_rank_changes(talk: Talk, intent: str) -> None:
    talk.say("award_amount", "漳州参与起草地标文旅地方标准两项，排第二，补多少")
    assert talk.say("follow_up", "要是第四呢").verdict == "no"
    assert yuan(talk.say("correct", "不对，是第一")) == 100_000


def test_what_two_awards_come_to(talk: Talk) -> None:
    talk.say("award_amount", "我们是漳州的企业，ISO56005三级评级补多少")
    talk.say("award_amount", "专利密集型产品认定了4件奖多少")
    assert yuan(talk.say("stacking", "这两个奖加起来总共多少")) == 200_000
    assert talk.say("stacking", "这两个能一起拿吗").amount is None


def test_a_matter_that_is_named_is_not_the_clause_before(talk: Talk) -> None:
    talk.say("clause_content", "四川的意见对知识产权质押融资怎么写的")
    answer = talk.say("clause_content", "走出去的责任保险那块提没提")
    assert ("sichuan-2024", "三、（五）3.") in cited(answer)


@pytest.mark.parametrize("text", ["原文贴一下", "发条款我看看", "那条文念给我听听"])
def test_the_clause_behind_an_award(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州企业有4件专利密集型产品，奖多少")
    answer = talk.say("out_of_scope", text, confidence=0.6)
    assert cited(answer)[0] == ("zhangzhou-2024", "（九）")
    assert "每件给予5000元的奖励" in answer.text


def test_something_that_the_clause_speaks_of(talk: Talk) -> None:
    first = talk.say("clause_content", "四川园区的海外知识产权保护怎么写的")
    answer = talk.say("document_info", "上面说的分中心工作站是哪个", confidence=0.95)
    assert answer.kind == "clause"
    assert cited(answer)[0] == cited(first)[0]


@pytest.mark.parametrize("text", ["那等攒到12件再来办吧", "行，回头再说", "下次再问，先谢谢"])
def test_put_off_for_later(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州高校今年转让了5件发明专利，能奖多少")
    answer = talk.say("cancel", text, confidence=0.5)
    assert answer.kind == "smalltalk"
    assert answer.amount is None


def test_asked_with_later_in_it(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校今年转让了5件发明专利，能奖多少")
    assert talk.say("award_amount", "那等凑到12件再来申请能拿多少").kind != "smalltalk"


@pytest.mark.parametrize("text", ["来年接着转让还可以再申请不", "第二年也还能再领吗"])
def test_next_year_again(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州高校今年转让了9件发明专利，能奖多少")
    answer = talk.say("stacking", text, confidence=0.7)
    assert "每年要按当年的情况重新申请" in answer.text


@pytest.mark.parametrize("intent", ["out_of_scope", "follow_up", "inform"])
def test_another_stage_is_not_the_clause_before(talk: Talk, intent: str) -> None:
    talk.say("clause_content", "靖江的检查验收阶段什么时候")
    answer = talk.say(intent, "那组织实施阶段呢", confidence=0.4)
    assert cited(answer)[0] == ("jingjiang-2017", "四、（二）")


@pytest.mark.parametrize("text", ["要是都符合呢能给多少", "够条件的话一年给多少"])
def test_what_it_pays_to_whoever_meets_its_conditions(talk: Talk, text: str) -> None:
    refused = talk.say("award_amount", "我们是漳州的快维站，免费服务，惠及6家企业，许可50件，备案30件，能补多少")
    assert refused.verdict == "no"
    answer = talk.say("award_amount", text)
    assert answer.verdict != "no"
    assert "每年补助15万元" in answer.text


def test_another_award_by_its_applicant(talk: Talk) -> None:
    talk.say("award_amount", "漳州的知识产权研究中心一年补多少")
    assert "200万元" in talk.say("follow_up", "运营机构那边呢，最多").text


def test_a_number_of_those_passed_on(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校今年转让了9件发明专利，能奖多少")
    assert yuan(talk.say("follow_up", "要是转到24件")) == 120_000


def test_the_place_talked_of_holds_for_the_next_matter(talk: Talk) -> None:
    talk.say("clause_content", "四川园区的知识产权公共服务怎么写的")
    talk.say("dispute_station", "海外纠纷找哪里")
    answer = talk.say("follow_up", "质押融资呢")
    assert answer.region is not None
    assert answer.region.code == "510000"
    assert "漳州市：" not in answer.text
    assert cited(talk.say("follow_up", "专利导航那部分呢"))[0][0] == "sichuan-2024"


def test_facts_choose_between_two_awards(talk: Talk) -> None:
    talk.say("award_amount", "漳州地标文旅的标准给多少钱")
    assert yuan(talk.say("inform", "我们行业协会指导了16家市场主体用自己制定的团体标准")) == 150_000


def test_what_five_years_come_to_after_its_office(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校的知识产权研究中心一年补多少")
    talk.say("responsible_unit", "归谁管")
    assert yuan(talk.say("follow_up", "四年一共呢")) == 1_200_000


def test_that_clause_of_another_place(talk: Talk) -> None:
    talk.say("clause_content", "淄博对知识产权质押融资怎么说的")
    answer = talk.say("explain", "把漳州那条原文给我", confidence=0.4)
    assert cited(answer)[0] == ("zhangzhou-2024", "（十）")


@pytest.mark.parametrize(
    "text", ["明年还能再领吗，还有3件被打回来了", "来年还能再申请不，另外有一半没过户", "第二年还能再领吗其中3件退了"]
)
def test_what_is_taken_back_beside_the_next_year_is_not_passed_over(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州高校今年转让了11件发明专利，能奖多少")
    answer = talk.say("stacking", text, confidence=0.7)
    assert answer.amount is None
    assert "5.5万元" not in answer.text


def test_a_clause_is_named_by_a_word_of_its_heading(talk: Talk) -> None:
    talk.say("responsible_unit", "重庆商标品牌培育由哪些部门负责")
    answer = talk.say("responsible_unit", "人才那条是哪家打头")
    assert cited(answer)[0] == ("chongqing-2024", "17.")


def test_the_share_that_a_notice_leaves_to_an_office(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业打赢侵权官司能补多少")
    answer = talk.say("out_of_scope", "按律师费的百分之几补", confidence=0.4)
    assert answer.text.startswith("文件没有写按几成、按什么比例补")
    assert "最高不超过20万元" in answer.text


def test_what_the_law_suit_cost_changes_nothing(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业打赢侵权官司能补多少")
    answer = talk.say("inform", "9+5产业的发明专利，国内赢了，律师费花了8万")
    assert (answer.verdict, answer.amount.max if answer.amount else None) == ("yes", 200_000)


def test_the_most_of_the_few_awards_of_a_clause(talk: Talk) -> None:
    talk.say("clause_content", "漳州海外知识产权纠纷方面写了什么")
    assert talk.say("award_amount", "漳州这个最多补多少").kind == "award"


def test_all_levels_of_the_award_talked_of(talk: Talk) -> None:
    talk.say("award_amount", "漳州ISO56005评级补多少")
    answer = talk.say("out_of_scope", "五个级别全给我说说", confidence=0.4)
    assert "38万元" in answer.text


def test_the_award_that_pays_a_sum(talk: Talk) -> None:
    talk.say("award_amount", "漳州参与写地标文旅地方标准，一项给多少")
    assert "团体标准" in talk.say("nlu_fallback", "那15万是给啥的", confidence=0.3).text


def test_of_a_subject_without_an_award_none_is_taken_for_a_common_word(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们漳州企业今年交了4件PCT国际申请，每件资助标准是多少")
    assert "没有写明" in answer.text.split("。")[0]
    assert answer.amount is None


def test_a_sum_that_was_lost_names_no_award(talk: Talk) -> None:
    talk.say("award_amount", "漳州知识产权质押贷款损失怎么分担")
    assert cited(talk.say("responsible_unit", "坏账50万是哪个部门管"))[0] == ("zhangzhou-2024", "（十）")


@pytest.mark.parametrize("text", ["每年都有还是一次", "每年都给吗"])
def test_how_often_the_award_talked_of_is_paid(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州知识产权运营机构最多补多少")
    assert talk.say("validity", text, confidence=0.3).text.startswith("这笔钱是按年给的")


@pytest.mark.parametrize("text", ["最晚几号前要交", "截止是哪天", "还来得及不"])
def test_until_when_one_may_apply_is_no_question_for_the_end_of_the_notice(talk: Talk, text: str) -> None:
    talk.say("how_to_apply", "漳州专利密集型产品奖励怎么报")
    answer = talk.say("validity", text, confidence=0.9)
    assert answer.kind == "how_to_apply"
    assert "申报截止时间" in answer.text
    assert talk.say("validity", "这份文件截止到哪天").kind == "validity"


def test_what_was_talked_of_before_the_last_subject(talk: Talk) -> None:
    talk.say("clause_content", "重庆对质押融资怎么说")
    talk.say("responsible_unit", "商业秘密归谁管")
    assert cited(talk.say("explain", "刚才那个质押的原文"))[0] == ("chongqing-2024", "13.")


def test_a_partner_of_the_notice_talked_of(talk: Talk) -> None:
    talk.say("clause_content", "漳州地理标志怎么推广")
    assert cited(talk.say("follow_up", "台湾那边互认吗", confidence=0.4)) == [("zhangzhou-2024", "（十六）")]


def test_a_number_that_is_asked_about_is_not_passed_over(talk: Talk) -> None:
    talk.say("award_amount", "漳州行业协会用团体标准指导了18家搞地标文旅标准化，奖多少")
    assert talk.say("eligibility", "只有12家行伐").verdict == "no"


@pytest.mark.parametrize(
    ("text", "first"), [("银行自己扛多少", "合作银行"), ("那政府呢", "风险补偿资金"), ("银行那部分", "合作银行")]
)
def test_who_bears_a_shared_loss(talk: Talk, text: str, first: str) -> None:
    talk.say("award_amount", "漳州知识产权质押贷款本金损失300万，怎么分担")
    answer = talk.say("out_of_scope", text, confidence=0.7)
    assert answer.kind == "calculation"
    assert "合作银行承担60万元" in answer.text
    assert "风险补偿资金承担240万元" in answer.text
    assert f"：{first}承担" in answer.text


def test_a_partys_part_is_no_loss(talk: Talk) -> None:
    talk.say("award_amount", "漳州知识产权质押贷款本金损失60万，补偿资金出多少")
    answer = talk.say("out_of_scope", "银行那边12万对吧", confidence=0.6)
    assert "2.4万元" not in answer.text
    assert "9.6万元" not in answer.text


def test_the_older_of_two_notices(talk: Talk) -> None:
    talk.say("document_info", "淄博的文件是哪天发的")
    talk.say("document_info", "漳州的文件是哪天发的")
    answer = talk.say("compare_regions", "哪个早")
    assert answer.kind == "compare"
    assert answer.text.startswith("印发最早的是淄博市的文件")


def test_what_an_award_does_not_count(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校今年给本市企业转让了14件发明专利，奖多少")
    answer = talk.say("eligibility", "实用新型算不算数")
    assert "发明专利" in answer.text
    assert cited(answer) == [("zhangzhou-2024", "（七）")]


def test_another_role_after_an_award_that_is_not_for_it(talk: Talk) -> None:
    talk.say("award_amount", "漳州知识产权研究中心一年补多少")
    answer = talk.say("follow_up", "运营中心一年呢")
    assert cited(answer) == [("zhangzhou-2024", "（十四）")]


def test_a_park_of_a_place_only_says_where(talk: Talk) -> None:
    talk.say("dispute_station", "重庆的海外纠纷找谁")
    answer = talk.say("correct", "不是不是 我公司在四川园区", confidence=0.5)
    assert answer.region is not None
    assert answer.region.code == "510000"
    assert "四川分中心" in answer.text


@pytest.mark.parametrize("text", ["要钱不", "收费标准呢", "收不收费"])
def test_what_help_costs(talk: Talk, text: str) -> None:
    talk.say("dispute_station", "淄博的知识产权纠纷去哪调解")
    answer = talk.say("follow_up", text)
    assert answer.kind == "clause"
    assert answer.text.startswith("文件没有写明收不收费")
    assert cited(answer) == [("zibo-2023", "十、")]


@pytest.mark.parametrize("text", ["卖假货罚多少", "罚多少钱文件有说吗"])
def test_what_a_penalty_comes_to(talk: Talk, text: str) -> None:
    talk.say("clause_content", "淄博怎么打击非正常专利申请")
    answer = talk.say("out_of_scope", text)
    assert answer.kind == "clause"
    assert "没有写明具体的数额" in answer.text


@pytest.mark.parametrize("text", ["这个资金总盘子多大", "这笔风险补偿资金总共多大规模"])
def test_the_size_of_the_fund(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州质押贷款损失40万，政府出多少")
    answer = talk.say("award_amount", text)
    assert answer.kind == "clause"
    assert "1亿元" in answer.text


def test_a_share_of_an_award_that_is_named_without_one(talk: Talk) -> None:
    talk.say("award_amount", "漳州知识产权运营机构一年最多补多少")
    answer = talk.say("out_of_scope", "按什么比例给 写了吗", confidence=0.6)
    assert "没有写按几成" in answer.text


def test_the_date_of_another_notice(talk: Talk) -> None:
    talk.say("document_info", "重庆方案什么时候印发的")
    assert "2024年2月2日" in talk.say("follow_up", "漳州又是何时").text


def test_whether_another_notice_speaks_of_it(talk: Talk) -> None:
    talk.say("how_to_apply", "漳州专利导航怎么申请")
    answer = talk.say("clause_content", "淄博也提到专利导航吗")
    assert answer.kind == "clause"
    assert {doc for doc, _ in cited(answer)} == {"zibo-2023"}
