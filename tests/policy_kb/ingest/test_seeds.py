from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from policy_kb.ingest import read_notice
from tests.processor_time import seconds

SOURCES = Path(__file__).parents[3] / "policy_kb" / "sources"
DOC_IDS = ("sichuan-2024", "jingjiang-2017", "zhangzhou-2024", "chongqing-2024", "zibo-2023")


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_sources_are_verbatim(doc_id):
    entry = yaml.safe_load((SOURCES / "provenance.yaml").read_text(encoding="utf-8"))["documents"][doc_id]
    assert hashlib.sha256((SOURCES / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["script"] in ("simplified", "traditional")


@pytest.mark.parametrize(
    ("doc_id", "counts"),
    [
        ("sichuan-2024", {1: 4, 2: 9, 3: 16}),
        ("jingjiang-2017", {1: 5, 2: 23, 3: 24}),
        ("zhangzhou-2024", {1: 8, 2: 18}),
        ("chongqing-2024", {1: 3, 2: 9, 3: 17}),
        ("zibo-2023", {1: 19}),
    ],
)
def test_counts_of_parts(seed, doc_id, counts):
    assert Counter(len(c.path) for c in seed(doc_id).clauses if c.kind == "clause") == counts


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_clauses_cover_the_text_without_overlap(seed, doc_id):
    notice = seed(doc_id)
    position = 0
    for part in notice.clauses:
        assert notice.text[part.start : part.end] == part.text
        assert part.start >= position
        assert not notice.text[position : part.start].strip()
        position = part.end
    assert not notice.text[position:].strip()
    names = [part.cite_label for part in notice.clauses]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_repairs_are_traced_to_the_raw_text(seed, doc_id):
    notice = seed(doc_id)
    assert notice.raw_text == (SOURCES / f"{doc_id}.txt").read_text(encoding="utf-8")
    for repair in notice.repairs:
        assert repair.before != repair.after
        assert 0 <= repair.start <= len(notice.raw_text)
    first_steps = [r for r in notice.repairs if r.rule in ("byte out of step", "pinyin in brackets")]
    for repair in first_steps:
        assert notice.raw_text.startswith(repair.before, repair.start)


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_nothing_of_the_damage_is_left(seed, doc_id):
    text = seed(doc_id).text
    assert not re.search("[\u3105-\u312f\u2500-\u259f\u02b0-\u02ff\ufe52?\u00a0]", text)
    assert not re.search(
        "[\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec\u016b\u00fa\u01d4\u00f9]", text
    )
    assert not re.search(r"(?<=[\u4e00-\u9fff])[,;:()](?=[\u4e00-\u9fff])", text)
    assert "15281067168" not in text
    assert not re.search("微信客服|Produced|打印|返回顶部|浏览次数|企业政策2024", text)


HEADINGS = [
    ("一、", "总体要求"),
    ("二、", "共建任务"),
    ("二、（一）", "加强总体设计和系统谋划，共同打造高标准知识产权强市新典范"),
    ("1.", "强化知识产权政策法规引领"),
    ("2.", "强化知识产权强市示范创建"),
    ("3.", "强化知识产权强市氛围营造"),
    ("二、（二）", "加强区域联动和要素集成，共同打造知识产权融合发展新机制"),
    ("4.", "促进成渝地区知识产权合作共享"),
    ("5.", "促进西部地区知识产权合作交流"),
    ("6.", "促进区域知识产权运营协作"),
    ("二、（三）", "加强对外开放和出海护航，共同助力“重庆制造”产品拓展国际新市场"),
    ("7.", "提升重庆知识产权开放水平"),
    ("8.", "提升渝企出海知识产权“护航”能力"),
    ("9.", "提升重庆制造的商标品牌美誉度"),
    ("二、（四）", "加强培育创造和转化运用，共同打造知识产权赋能经济转型发展新样板"),
    ("10.", "聚力开展存量专利盘活转化"),
    ("11.", "聚力培育重点产业自主知识产权"),
    ("12.", "聚力推进专利密集型产业发展"),
    ("二、（五）", "加强先行先试和重点突破，共同打造具有重庆辨识度的知识产权改革新成果"),
    ("13.", "深化重点产业知识产权运营机制改革"),
    ("14.", "深化知识产权领域数字化变革"),
    ("15.", "深化知识产权协同保护机制改革"),
    ("16.", "深化知识产权“便民惠企”服务机制改革"),
    ("17.", "深化知识产权人才保障机制改革"),
    ("三、", "保障措施"),
    ("三、（一）", "加强组织领导"),
    ("三、（二）", "强化条件保障"),
    ("三、（三）", "健全实施机制"),
    ("三、（四）", "注重评价宣传"),
]


def test_every_heading_of_chongqing(seed):
    found = [(c.cite_label, c.heading) for c in seed("chongqing-2024").clauses if c.kind == "clause"]
    assert found == HEADINGS


def test_chongqing_text_is_readable_where_it_was_damaged(seed):
    text = seed("chongqing-2024").text
    assert "建立专利密集型产业增加值、地理标志产品产值等监测制度。〔责任单位：市知识产权局、市司法局、" in text
    assert "促进西部省（区、市）与“一带一路”共建国家和地区创新发展、互联互通" in text
    assert "（三）健全实施机制。强化局、市、区县协同推进" in text


CITY = ["市知识产权局"]
NATIONAL = "国家知识产权局"


def _office(*departments: str) -> list[str]:
    return [NATIONAL + name for name in departments]


TASK_UNITS = {
    "1.": [
        "市知识产权局",
        "市司法局",
        "市发展改革委",
        "各区县（自治县）政府",
        *_office("条法司", "联席办", "战略规划司", "保护司", "运用促进司"),
    ],
    "2.": ["市知识产权局", "市经济信息委", "各区县政府", *_office("运用促进司")],
    "3.": [
        "市委宣传部",
        "市委组织部",
        "市教委",
        "市司法局",
        "市知识产权局",
        "各区县政府",
        *_office("办公室", "运用促进司", "人事司"),
    ],
    "4.": [
        "市知识产权局",
        "市高法院",
        "市检察院",
        "重庆金融监管局",
        "各区县政府",
        *_office("保护司", "运用促进司", "审协四川中心"),
    ],
    "5.": [
        "市知识产权局",
        "市高法院",
        "市检察院",
        "市商务委",
        "各区县政府",
        *_office("保护司", "运用促进司", "国际合作司"),
    ],
    "6.": [
        "市知识产权局",
        "市科技局",
        "市经济信息委",
        "人行重庆市分行",
        "重庆金融监管局",
        "各区县政府",
        *_office("运用促进司"),
    ],
    "7.": [
        "市知识产权局",
        "市政府外办",
        "市商务委",
        "市贸促会",
        "各区县政府",
        *_office("保护司", "运用促进司", "国际合作司"),
    ],
    "8.": [
        "市知识产权局",
        "市商务委",
        "市贸促会",
        "市政府口岸物流办",
        "重庆海关",
        "各区县政府",
        *_office("保护司", "运用促进司", "国际合作司", "专利局审业部", "商标局"),
    ],
    "9.": [
        "市知识产权局",
        "市农业农村委",
        "市商务委",
        "市贸促会",
        "各区县政府",
        *_office("保护司", "运用促进司", "商标局"),
    ],
    "10.": ["市科技局", "市经济信息委", "市发展改革委", "市知识产权局", "各区县政府", *_office("运用促进司")],
    "11.": ["市发展改革委", "市科技局", "市经济信息委", "市知识产权局", "各区县政府", *_office("运用促进司")],
    "12.": [
        "市知识产权局",
        "市科技局",
        "市经济信息委",
        "市国资委",
        "各区县政府",
        *_office("运用促进司", "公共服务司"),
    ],
    "13.": [
        "市知识产权局",
        "市科技局",
        "市经济信息委",
        "市委金融办",
        "人行重庆市分行",
        "重庆金融监管局",
        "各区县政府",
        *_office("运用促进司"),
    ],
    "14.": [
        "市知识产权局",
        "市大数据局",
        "市发展改革委",
        "市经济信息委",
        "市科技局",
        "各区县政府",
        *_office("战略规划司", "保护司", "运用促进司", "公共服务司"),
    ],
    "15.": ["市知识产权局", "市高法院", "市检察院", "各区县政府", *_office("保护司")],
    "16.": [
        "市知识产权局",
        "市市场监管局",
        "市大数据发展局",
        "各区县政府",
        *_office("保护司", "运用促进司", "公共服务司", "专利局审业部"),
    ],
    "17.": [
        "市委组织部",
        "市知识产权局",
        "市教委",
        "市人力社保局",
        "市政府外办",
        "各区县政府",
        *_office("人事司", "国际合作司", "培训中心"),
    ],
}


@pytest.mark.parametrize("label", TASK_UNITS)
def test_units_of_each_task_of_chongqing(clause, label):
    found = clause("chongqing-2024", label)
    assert found.responsible_units == tuple(TASK_UNITS[label])
    assert found.lead_units == ()


COUNTIES = ("各县（区）人民政府", "开发区（投资区）管委会")
COLLEGES = ("各高校", "科研院所")
ZHANGZHOU_UNITS = {
    "（一）": ("市财政局", "市发改委", "市工信局", "市商务局", *COUNTIES),
    "（二）": ("市发改委", "市工信局", "市财政局", "市住建局", "市农业农村局", "市文旅局", *COUNTIES),
    "（三）": ("市财政局", "市农业农村局", "市市场监管局", *COLLEGES),
    "（四）": ("市科技局", "市发改委", "市教育局", "市工信局", "市农业农村局", "市国资委", *COLLEGES),
    "（五）": ("市发改委", "市教育局", "市科技局", "市工信局", "市财政局", "市国资委", "市农业农村局"),
    "（六）": ("市发改委", "市科技局", "市工信局", "市财政局", "市国资委"),
    "（七）": ("市财政局", "市教育局", "市科技局", "市农业农村局", *COLLEGES),
    "（八）": ("市教育局", "市科技局", "市农业农村局", "市国资委", *COLLEGES),
    "（九）": ("市发改委", "市科技局", "市工信局", "市财政局", "市国资委"),
    "（十）": ("市财政局", "市市场监管局", "国家金融监督管理总局漳州监管分局", "中国人民银行漳州市分行"),
    "（十一）": ("市法院", "市检察院", "市公安局", "市司法局", "市文旅局", *COUNTIES),
    "（十二）": (
        "市法院",
        "市检察院",
        "市公安局",
        "市司法局",
        "市文旅局",
        "市发改委",
        "市工信局",
        "市财政局",
        "市贸促会",
        *COUNTIES,
    ),
    "（十三）": ("市财政局", *COUNTIES),
    "（十四）": ("市发改委", "市财政局", *COUNTIES),
    "（十五）": ("市财政局", "市文旅局", "市国资委", *COUNTIES),
    "（十六）": ("市委台港澳办", "市教育局", "市文旅局", *COUNTIES),
    "（十七）": ("市财政局", "市人社局", "市教育局", "市国资委", "市农业农村局", *COLLEGES),
    "（十八）": ("市财政局", "市加快建设知识产权强市领导小组其他成员单位", *COUNTIES),
}
ZHANGZHOU_LEADS = {"（三）": "市教育局", "（十）": "市地方金融监管局"}


@pytest.mark.parametrize("label", ZHANGZHOU_UNITS)
def test_units_of_each_clause_of_zhangzhou(clause, label):
    found = clause("zhangzhou-2024", label)
    assert found.lead_units == (ZHANGZHOU_LEADS.get(label, "市市场监管局"),)
    assert found.responsible_units == ZHANGZHOU_UNITS[label]


def test_zhangzhou_closing_text(clause):
    closing = clause("zhangzhou-2024", "文末")
    assert closing.kind == "closing"
    assert closing.text.startswith("本措施自印发之日起实施，有效期五年，")
    assert closing.lead_units == ("市市场监管局",)


def test_zibo_heading_and_body_on_one_line(clause):
    first = clause("zibo-2023", "一、")
    assert first.heading == "推动知识产权服务业赋能产业发展"
    assert first.responsible_units == ("市发展改革委", "市工业和信息化局", "市市场监管局")
    assert clause("zibo-2023", "七、").responsible_units[-1] == "国家金融监督管理总局淄博监管分局"
    assert clause("zibo-2023", "十七、").responsible_units == ()


def test_sichuan_gets_no_invented_marks(seed):
    text = seed("sichuan-2024").text
    assert "实现产业高质量发展为深入贯彻落实中共四川省委" in text
    assert "推广实施专利导航指南》系列国家标准" in text


SIX = (
    "四川省知识产权服务促进中心",
    "四川省发展和改革委员会",
    "四川省经济和信息化厅",
    "四川省科学技术厅",
    "四川省商务厅",
    "四川省市场监督管理局",
)


@pytest.mark.parametrize(
    ("doc_id", "facts", "issued", "published"),
    [
        ("sichuan-2024", ("关于进一步加强产业园区知识产权工作的意见", SIX, None), date(2024, 8, 15), None),
        (
            "jingjiang-2017",
            (
                "靖江市创建国家知识产权强县工程试点县工作方案",
                ("靖江市人民政府办公室",),
                "靖政办发〔2017〕130号",
            ),
            date(2017, 4, 26),
            date(2018, 9, 21),
        ),
        (
            "zhangzhou-2024",
            ("漳州市促进知识产权高质量发展若干措施", ("漳州市人民政府办公室",), None),
            date(2024, 2, 2),
            None,
        ),
        (
            "chongqing-2024",
            ("共建现代化新重庆知识产权强市实施方案", ("重庆市人民政府", "国家知识产权局"), None),
            date(2024, 10, 11),
            None,
        ),
    ],
)
def test_metadata(seed, doc_id, facts, issued, published):
    notice = seed(doc_id)
    assert (notice.title, notice.issuers, notice.doc_number) == facts
    assert (notice.issued_on, notice.published_on) == (issued, published)


def test_metadata_of_zibo(seed):
    notice = seed("zibo-2023")
    assert notice.title == "关于加快推动知识产权服务业高质量发展的实施意见"
    assert notice.doc_number == "淄市监知促字〔2023〕130号"
    assert notice.issued_on == date(2023, 11, 9)
    assert len(notice.issuers) == 15
    assert notice.issuers[0] == "淄博市市场监督管理局"
    assert notice.issuers[-2:] == ("国家金融监督管理总局淄博监管分局", "淄博仲裁委员会办公室")


def test_validity(seed):
    zhangzhou = seed("zhangzhou-2024").validity
    assert (zhangzhou.effective_on, zhangzhou.until) == (date(2024, 2, 2), date(2029, 2, 2))
    assert zhangzhou.quote == "本措施自印发之日起实施，有效期五年"
    jingjiang = seed("jingjiang-2017").validity
    assert (jingjiang.effective_on, jingjiang.until) == (None, date(2019, 1, 31))
    assert jingjiang.quote == "（三）检查验收阶段（2018年8月—2019年1月）"
    for doc_id in ("sichuan-2024", "chongqing-2024", "zibo-2023"):
        validity = seed(doc_id).validity
        assert (validity.effective_on, validity.until, validity.quote) == (None, None, None)


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_quotes_of_validity_stand_in_the_text(seed, doc_id):
    notice = seed(doc_id)
    assert notice.validity.quote is None or notice.validity.quote in notice.text


def test_cited_documents_are_not_the_own_number(seed):
    cited = {document.doc_number for document in seed("zhangzhou-2024").cited_documents}
    assert {"国发〔2021〕20号", "国办发〔2023〕37号"} <= cited


def test_reading_is_fast(seed):
    for doc_id in DOC_IDS:
        seed(doc_id)
    raw = [(SOURCES / f"{doc_id}.txt").read_bytes() for doc_id in DOC_IDS]
    assert seconds(lambda: [read_notice(content) for content in raw]) < 2  # a twentieth of one
