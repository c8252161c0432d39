"""``ipdesk match`` and ``ipdesk awards``: what they print, and the one sentence they end in."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channels.cli import main as cli
from policy_kb import knowledge
from policy_kb.knowledge import KnowledgeBase
from policy_kb.settings import settings
from tests.actions.knowledge import AS_OF, kb
from tests.policy_kb.awards.town import flat, group, limit, limits, rule, stacking, write

__all__ = ["kb"]

PROFILE = """\
region: 漳州市
as_of: 2025-06-01
facts:
  单位类型: 企业
  ISO56005评级: 四级
  intensive_products: 25
  newly_introduced: no
  high_value_share: 1/3
"""


@pytest.fixture(autouse=True)
def answering(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers come from the real notices, as of AS_OF."""
    monkeypatch.setattr(knowledge, "current", lambda: kb)
    monkeypatch.setattr("channels.loading.probe_knowledge_base", lambda _settings: None)
    monkeypatch.setenv("IPDESK_TODAY", AS_OF.isoformat())
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; its exit code, output and error output."""

    def run_command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ipdesk", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run_command


def written(folder: Path, content: str | bytes, name: str = "profile.yaml") -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


# ------------------------------------------------------------------------------------------------ match
def test_match_prints_the_whole_answer_in_words(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("match", "--profile", written(tmp_path, PROFILE))
    assert code == 0
    for words in (
        "漳州市，企业、ISO56005评级四级",
        "属于新引进的企业：否",
        "以下按2025年6月1日的情况算",
        "一次性补助24万元",
        "第1、2项加起来是34万元（一次性的24万元，按年的10万元）",
        "就高、从优、不重复",
        "还缺这些情况",
        "依据：《漳州市促进知识产权高质量发展若干措施》（一）、（六）、（九）",
        "最终以主管部门审核为准",
    ):
        assert words in out


def test_match_json_is_the_answer_of_the_api(run: Run, tmp_path: Path) -> None:
    data = {"region": "漳州市", "as_of": "2025-06-01", "facts": {"单位类型": "企业", "iso56005_level": 4}}
    code, out, _ = run("match", "--json", "--profile", written(tmp_path, json.dumps(data), "profile.json"))
    answer = json.loads(out)
    assert code == 0
    assert (answer["schema"], answer["claims"][0]["amount"]["yuan"]) == ("ipdesk.claims/1", 240000)
    assert answer["text"] in run("match", "--profile", written(tmp_path, json.dumps(data), "profile.json"))[1]


@pytest.mark.parametrize(
    "text", [PROFILE, "\ufeff" + PROFILE, PROFILE.replace("\n", "\r\n"), "{region: 漳州市, facts: {单位类型: 企业}}"]
)
def test_match_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, out, _ = run("match", "--profile", "-")
    assert code == 0
    assert "漳州市，企业" in out


def test_yaml_guesses_nothing(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("match", "--json", "--profile", written(tmp_path, PROFILE))
    answer = json.loads(out)
    assert answer["facts"]["newly_introduced"]["value"] is False
    assert answer["facts"]["high_value_share"]["value"] == "1/3"
    assert answer["as_of"] == "2025-06-01"


def test_all_mistakes_are_told_at_once(run: Run, tmp_path: Path) -> None:
    wrong = "region: 亚特兰蒂斯\nas_of: 6月\nsize: 大\nfacts:\n  iso56005_level: 9\n  intensive_product: 3\n"
    code, out, err = run("match", "--profile", written(tmp_path, wrong))
    assert (code, out) == (1, "")
    first, *lines = err.splitlines()
    assert "里有5处要改：" in first
    assert {line.split("：")[0] for line in lines} == {
        "region",
        "as_of",
        "size",
        "facts.iso56005_level",
        "facts.intensive_product",
    }
    assert "只有一级到五级" in err
    assert "您是想写“intensive_products”" in err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"  \n\n", "是空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        ("region: 漳州市".encode("gb18030"), "UTF-8"),
        (b"a: \x00", "不是文字文件"),
        (b"x" * 70_000, "太大了"),
        ("region：漳州市\nfacts：\n".encode(), "全角"),
        (b"region: [", "第1行的写法不对"),
        (b"region: a\nfacts:\n  x: 1\n x: 2\n", "第4行的写法不对"),
        (b"region: a\nregion: b\n", "第2行：region 写了两次"),
        (b'{"region": "a", "region": "b"}', "写了两次"),
        (b"[" * 5_000, "不对"),
        (b"- a\n- b\n", "region"),
        (b"just words", "region"),
        (b"? [a, b]\n: c\n", "第1行的写法不对"),
        (b"facts: !!python/object:os.system x", "不对"),
        (b"facts: {iso56005_level: !!binary aGk=}", "iso56005_level"),
        (b"facts: {iso56005_level: !!float .nan}", "iso56005_level"),
        (b"facts: {iso56005_level: " + b"9" * 5_000 + b"}", "不对"),
        (b"facts: 5", "facts"),
        (b"facts: &a [*a]", "不对"),
        (b'region: "\\ud800"', "region"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_profile_ends_in_a_sentence(run: Run, tmp_path: Path, content: bytes, words: str) -> None:
    code, out, err = run("match", "--profile", written(tmp_path, content))
    assert (code, out) == (1, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "words"), [("nowhere.yaml", "没有"), (".", "是文件夹"), ("/dev/zero", "太大了"), ("a\0b", "打不开")]
)
def test_a_file_that_can_not_be_read_ends_in_a_sentence(run: Run, path: str, words: str) -> None:
    code, _, err = run("match", "--profile", path)
    assert code == 1
    assert words in err


# ------------------------------------------------------------------------------------------------ awards
def test_lint_and_test_pass_on_the_catalogue(run: Run) -> None:
    code, out, _ = run("awards", "lint")
    assert (code, "都没有问题" in out) == (0, True)
    code, out, _ = run("awards", "test")
    assert (code, "算出来都和写的一样" in out) == (0, True)


EXAMPLES = (
    "  examples:\n  - {given: {sure: true}, verdict: yes, yuan: 2万元}\n  - {given: {sure: false}, verdict: no}\n"
)
A, B = rule("alpha", flat("1万元")) + EXAMPLES, rule("beta", flat("3万元"))


@pytest.fixture
def catalogue(tmp_path: Path) -> str:
    says = stacking(group("alpha", "beta") + limits(limit("5万元")))
    return str(write(tmp_path / "catalogue", {"town": f"{says}rules:\n{A}{B}"}))


@pytest.fixture
def sources(tmp_path: Path) -> str:
    folder = tmp_path / "sources"
    folder.mkdir()
    text = (
        "某镇奖励办法\n（一）奖励。企业已经备案的，给1万元、给3万元，给一次。\n（九）其他。不重复享受，只能拿一项。\n"
    )
    (folder / "town.txt").write_text(text, encoding="utf-8")
    return str(folder)


def test_lint_names_file_line_and_reason(run: Run, catalogue: str, sources: str) -> None:
    code, out, err = run("awards", "lint", "--catalogue", catalogue, "--sources", sources)
    assert code == 1
    file = f"{catalogue}/town/awards.yaml"
    lines = out.splitlines()
    assert f"{file}:10: 文件里没有这句话：合计不超过5万元" in lines
    assert f"{file}:23: 还缺一个例子：没有说 sure" in lines
    assert f"有 {len(lines)} 处" in err
    missing = run("awards", "lint", "--catalogue", catalogue, "--sources", catalogue)[1]
    assert "没有文件的正文，引文无法核对" in missing


def test_a_broken_catalogue_is_told_by_each_command(run: Run, catalogue: str, tmp_path: Path) -> None:
    file = Path(catalogue) / "town" / "awards.yaml"
    file.write_text(
        file.read_text().replace("yuan: 3万元", "yuan: 4万元").replace("rules: [alpha, beta]", "rules: [alpha, x]")
    )
    for command in (["lint", "--sources", str(tmp_path)], ["test"], ["explain", "alpha"]):
        code, out, err = run("awards", *command, "--catalogue", catalogue)
        assert code == 1
        assert f"{file}:8: 没有 town/x 这一项奖补" in out
        assert "引文里没有4万元这个数" in out
        assert "2 处写错" in err


def test_test_names_the_example_that_differs_and_counts(run: Run, catalogue: str) -> None:
    code, out, err = run("awards", "test", "--catalogue", catalogue)
    assert code == 1
    assert out.strip() == f"{catalogue}/town/awards.yaml:24: town/alpha: yuan 算出来是1万元（exact），例子写的是2万元"
    assert "2 个例子里有 1 个" in err


@pytest.mark.parametrize("command", ["lint", "test", "explain"])
def test_a_folder_that_is_not_there_ends_in_a_sentence(run: Run, tmp_path: Path, command: str) -> None:
    arguments = ["x"] if command == "explain" else []
    for folder in (tmp_path / "nowhere", tmp_path):
        code, _, err = run("awards", command, *arguments, "--catalogue", str(folder))
        assert code == 1
        assert len(err.strip().splitlines()) == 1


def test_explain_tells_all_that_a_rule_says(run: Run) -> None:
    code, out, _ = run("awards", "explain", "patent-tr")
    assert code == 0
    for words in (
        "高校和科研院所向漳州市企业转让发明专利奖励（zhangzhou-2024/patent-transfer）",
        "出处：《漳州市促进知识产权高质量发展若干措施》（七）",
        "到2029年2月2日为止",
        "给谁：高校和科研院所。原文“对高校和科研院所”",
        "6件以上（含6件）",
        "6件给3万元，每再多1件加5000元",
        "上限：每个单位每年最高不超过30万元",
        "多久一次：每年",
        "不重复",
        "1. 请问您是哪一类单位",
        "→  可以申请，3.5万元",
        "→  不接受：",
    ):
        assert words in out


def test_explain_tells_groups_and_limits(run: Run, catalogue: str) -> None:
    code, out, _ = run("awards", "explain", "town/alpha", "--catalogue", catalogue)
    assert code == 0
    assert "只能拿一项：和“beta奖”，就高（（九））" not in out
    assert "只能拿一项：和“beta奖”，就高。原文“只能拿一项”（九）" in out
    assert "合计上限：每家每年最高不超过5万元。原文“合计不超过5万元”（九）" in out
    assert "还没有审核过这份文件的有效期" in out


def test_explain_with_facts_calculates(run: Run) -> None:
    code, out, _ = run(
        "awards", "explain", "patent-transfer", "--given", "单位类型=高校", "--given", "transferred_patents=61件"
    )
    assert code == 0
    assert "结果：可以申请" in out
    assert "每年奖励30万元" in out
    assert "超过每个单位每年30万元的上限，按30万元算" in out
    assert "30.5万元" not in out, "a sum that a cap cuts is never shown"


def test_explain_asks_for_what_is_missing_and_keeps_at_most(run: Run) -> None:
    out = run("awards", "explain", "domestic", "--given", "单位类型=企业", "--given", "intensive_products=3")[1]
    assert "结果：情况还不全" in out
    assert "用不上：通过国家知识产权局认定的专利密集型产品" in out
    assert "最高不超过20万元" in out
    assert "还要问 2：" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["patent"], "可以是：zhangzhou-2024/patent-transfer、zhangzhou-2024/patent-intensive-product"),
        (["patent-transfr"], "zhangzhou-2024/patent-transfer"),
        (["转让奖励"], "zhangzhou-2024/patent-transfer"),
        (["weather"], "没有编号为 weather 的规则"),
        ([""], "没有编号为"),
        (["iso", "--given", "企业"], "名称=内容"),
        (["iso", "--given", "iso56005_level=7"], "只有一级到五级"),
        (["iso", "--given", "level=3"], "没有这一项"),
    ],
)  # fmt: skip
def test_explain_suggests_what_may_be_meant(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run("awards", "explain", *arguments)
    assert (code, out) == (1, "")
    assert words in err
