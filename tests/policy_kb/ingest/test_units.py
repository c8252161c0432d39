from __future__ import annotations

import pytest

from policy_kb.ingest.units import expand, find_units


@pytest.mark.parametrize(
    ("names", "offices"),
    [
        ("市财政局、发改委、工信局", ["市财政局", "市发改委", "市工信局"]),
        ("市法院、检察院，市公安局、司法局", ["市法院", "市检察院", "市公安局", "市司法局"]),
        ("市财政局、市场监管局", ["市财政局", "市市场监管局"]),
        ("市财政局、商务局，各县（区）人民政府", ["市财政局", "市商务局", "各县（区）人民政府"]),
        ("省科技厅、财政厅", ["省科技厅", "省财政厅"]),
        ("漳州市财政局、教育局", ["漳州市财政局", "漳州市教育局"]),
        ("市委宣传部、组织部", ["市委宣传部", "市委组织部"]),
        ("市知识产权局、市商务委、重庆海关", ["市知识产权局", "市商务委", "重庆海关"]),
        ("市财政局、重庆海关、教育局", ["市财政局", "重庆海关", "市教育局"]),
        ("市财政局、国家金融监督管理总局漳州监管分局", ["市财政局", "国家金融监督管理总局漳州监管分局"]),
        ("市教育局，各高校、科研院所", ["市教育局", "各高校", "科研院所"]),
        ("国家知识产权局条法司、联席办", ["国家知识产权局条法司", "国家知识产权局联席办"]),
        (
            "各区县（自治县，以下简称区县）政府；国家知识产权局保护司、商标局",
            ["各区县（自治县）政府", "国家知识产权局保护司", "国家知识产权局商标局"],
        ),
        ("市财政局等部门按职责分工负责", ["市财政局"]),
        ("市财政局、各县（市、区）人民政府", ["市财政局", "各县（市、区）人民政府"]),
        ("国家金融监督管理总局漳州监管分局、公安局", ["国家金融监督管理总局漳州监管分局", "公安局"]),
    ],
)
def test_what_lists_leave_out(names, offices):
    assert expand(names) == offices


def test_lines():
    units = find_units("（七）盘活存量专利。\n牵头单位：市市场监管局\n责任单位：市财政局、教育局")
    assert units.lead == ("市市场监管局",)
    assert units.responsible == ("市财政局", "市教育局")


@pytest.mark.parametrize(
    "text", ["（牵头单位：市科技局；配合单位：市财政局、教育局）", "牵头单位：市科技局，责任单位：市财政局、教育局"]
)
def test_both_roles_in_one_place(text):
    assert find_units(text) == (("市科技局",), ("市财政局", "市教育局"))


def test_brackets_of_other_kinds():
    assert find_units("正文。〔责任单位：市司法局〕").responsible == ("市司法局",)
    assert find_units("正文。（责任单位:市司法局").responsible == ("市司法局",)


def test_sentences():
    assert find_units("本措施由市市场监管局组织实施，并承担解释工作。").lead == ("市市场监管局",)
    assert find_units("本办法由南沙开发区发改局负责解释。").lead == ("南沙开发区发改局",)
    assert find_units("支持由龙头企业牵头组建联盟。") == ((), ())


def test_no_units():
    assert find_units("明确责任单位和牵头单位，压实责任。") == ((), ())


@pytest.mark.parametrize(
    ("text", "lead", "responsible"),
    [
        (
            "加强协同。（市科技局牵头，市发展改革委、财政局等按职责分工负责）",
            ["市科技局"],
            ["市发展改革委", "市财政局"],
        ),
        ("（市市场监管局、财政局负责）", [], ["市市场监管局", "市财政局"]),
        ("（由市科技局牵头负责，各县（市、区）政府配合）。", ["市科技局"], ["各县（市、区）政府"]),
        (
            "【市知识产权局牵头；市发改委、财政局，各县（区）政府参与】",
            ["市知识产权局"],
            ["市发改委", "市财政局", "各县（区）政府"],
        ),
        ("（各有关部门按职责分工负责）", [], ["各有关部门"]),
    ],
)
def test_brackets_in_which_verbs_tell_the_roles(text, lead, responsible):
    assert find_units(text) == (tuple(lead), tuple(responsible))


@pytest.mark.parametrize(
    "text",
    [
        "（经费由财政负责）",
        "（含配套部分，由企业负责）",
        "奖励1万元（以授权公告日为准）。",
        "（市财政局负责）的资金，另行安排。",
    ],
)
def test_brackets_that_put_nobody_in_charge(text):
    assert find_units(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "lead", "responsible"),
    [
        ("由市市场监管局牵头，会同市财政局、发改委组织实施。", ["市市场监管局"], ["市财政局", "市发改委"]),
        ("由市科技局牵头，市财政局、教育局配合，做好工作。", ["市科技局"], ["市财政局", "市教育局"]),
        ("本办法由市科技局会同市财政局负责解释。", ["市科技局"], ["市财政局"]),
        ("由市科技局牵头组建联盟。", ["市科技局"], []),
    ],
)
def test_sentences_with_several_offices(text, lead, responsible):
    assert find_units(text) == (tuple(lead), tuple(responsible))


def test_office_that_bears_its_role_itself():
    units = find_units("责任单位：市知识产权局（牵头单位）、财政局、各区政府（配合）")
    assert units == (("市知识产权局",), ("市财政局", "各区政府"))


def test_row_of_a_table():
    assert find_units("责任单位\t市财政局、发改委").responsible == ("市财政局", "市发改委")
    assert find_units("责任科室：运用促进科").responsible == ("运用促进科",)
