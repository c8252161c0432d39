"""``ipdesk kb import, review, diff, supersede, retire`` and the export of files, as people have them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.cli import main as cli
from policy_kb.models import DocumentRow, reading
from policy_kb.models.engine import connect
from policy_kb.review.decisions import drafts
from policy_kb.settings import settings
from tests.policy_kb.review.notices import MEASURES, NEWER, NOWHERE, PLAN
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(moulds: Moulds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in [name for name in os.environ if name.startswith("IPDESK_")] + ["DATABASE_URL"]:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "data"
    moulds.url(real, "sqlite", folder)
    monkeypatch.setenv("IPDESK_DATA", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives exit code, output and what stands on standard error."""

    def call(*words: object, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ipdesk", "kb", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "措施.txt"
    path.write_text(MEASURES, encoding="utf-8")
    return path


def documents() -> int:
    with reading(connect(settings().database_url)) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0


def test_import_of_one_file(run: Run, notice: Path) -> None:
    code, out, _ = run("import", notice, "--who", "张三")
    assert code == 0
    assert "已导入《漳州市专利奖补若干措施》（zhangzhou-2025-zljbrgcs，漳州市）" in out
    assert "奖补 2" in out
    assert "还没有人审核" in out
    code, out, _ = run("import", notice, "--who", "张三")
    assert code == 0
    assert "已经有了（zhangzhou-2025-zljbrgcs），没有变化" in out
    assert documents() == 6


def test_refusals_end_with_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "通知.txt").write_text(NOWHERE, encoding="utf-8")
    for name, said in (("空.txt", "空的"), ("通知.txt", "--region"), ("没有.txt", "没有“")):
        code, _, err = run("import", tmp_path / name, "--who", "张三")
        assert code == 1
        assert said in err
        assert len(err.strip().splitlines()) == 1
    assert documents() == 5
    code, out, _ = run("import", tmp_path / "通知.txt", "--region", "350600", "--who", "张三")
    assert code == 0
    assert "漳州市" in out


def test_import_of_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(PLAN.replace("行动", f"第{number}号行动"), encoding="utf-8")
    (folder / "坏.txt").write_bytes(b"")
    code, out, err = run("import", folder, "--who", "张三")
    assert code == 1
    assert "[4/4]" in out
    assert "新导入 3 份，原来就有 0 份，没有导入 1 份" in out
    assert "坏.txt" in out
    assert "1 个文件没有导入" in err
    (folder / "坏.txt").unlink()
    code, out, _ = run("import", folder, "--who", "张三")
    assert code == 0
    assert "新导入 0 份，原来就有 3 份" in out


def test_ctrl_c_says_how_to_go_on(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policy_kb.review import folder as importing

    folder = tmp_path / "notices"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(PLAN.replace("行动", f"第{number}号行动"), encoding="utf-8")
    real, calls = importing.import_notice, []

    def second_is_interrupted(*given: object, **named: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(importing, "import_notice", second_is_interrupted)
        code, _, err = run("import", folder, "--who", "张三")
    assert code == 1
    assert "前 1 个文件处理完了" in err
    code, out, _ = run("import", folder, "--who", "张三")
    assert code == 0
    assert "新导入 2 份，原来就有 1 份" in out


def test_a_killed_folder_import_is_resumed(data: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(PLAN.replace("行动", f"第{number}号行动"), encoding="utf-8")
    command = [sys.executable, "-m", "channels.cli.main", "kb", "import", str(folder), "--who", "张三"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("[3/"):
            break
    process.kill()
    process.wait(120)
    process.stdout.close()
    stored = documents() - 5
    assert 3 <= stored < 40
    code, out, _ = run("import", folder, "--who", "张三")
    assert code == 0
    assert f"新导入 {40 - stored} 份，原来就有 {stored} 份" in out
    assert documents() == 45


def test_review_walks_through_the_drafts(run: Run, notice: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    run("import", notice, "--who", "张三")
    doc = "zhangzhou-2025-zljbrgcs"
    code, out, _ = run("review", doc, "--list")
    assert code == 0
    assert len(out.strip().splitlines()) == 8
    # Skip the document; accept the window; reject the contact, after an empty reason; accept the offices; end at the
    # first award.
    code, out, _ = run("review", doc, "--who", "李四", typed="s\na\nr\n\nr\n电话是旧的\na\nq\n")
    assert code == 0
    assert "【2025年申报时间为6月1日-6月30日】" in out
    assert "请写明为什么" in out
    assert "审核了 3 条，还有 5 条" in out
    # Edit the first award wrongly, then rightly.
    editor = tmp_path / "editor.sh"
    editor.write_text(
        "#!/bin/sh\n"
        f'if [ -e "{tmp_path}/once" ]; then sed -i s/9万元/5万元/ "$1"; '
        f'else touch "{tmp_path}/once"; sed -i "s/yuan: 5万元/yuan: 9万元/" "$1"; fi\n',
        encoding="utf-8",
    )
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    code, out, _ = run("review", doc, "--who", "李四", typed="s\ne\ne\nx\na\n")
    assert code == 0
    assert "还不能采用" in out
    assert "引文里没有9万元这个数" in out
    assert "第 " in out
    assert "请输入其中一个字母" in out
    assert "审核了 2 条，还有 3 条" in out
    decided = {(one.kind, one.status, one.who) for one in drafts(connect(settings().database_url), doc)}
    assert {("award", "approved", "李四"), ("contact", "rejected", "李四"), ("document", "draft", None)} <= decided
    code, _, err = run("review", "nowhere", "--who", "李四")
    assert code == 1
    assert "没有编号为 nowhere 的文件" in err


def test_versions_and_export(run: Run, notice: Path, tmp_path: Path) -> None:
    newer = tmp_path / "新措施.txt"
    newer.write_text(NEWER, encoding="utf-8")
    run("import", notice, "--who", "张三")
    run("import", newer, "--who", "张三")
    old, new = "zhangzhou-2025-zljbrgcs", "zhangzhou-2026-zljbrgcs"
    code, out, _ = run("diff", old, new)
    assert code == 0
    assert "[-5-]{+8+}" in out
    assert "- 删去 （三）" in out
    code, _, err = run("supersede", old, new, "--on", "明天", "--who", "王五")
    assert code == 1
    assert "YYYY-MM-DD" in err
    code, out, _ = run("supersede", old, new, "--who", "王五")
    assert code == 0
    assert "从 2026-04-01 起" in out
    code, out, _ = run("retire", "jingjiang-2017", "--on", "2019-02-01", "--who", "王五")
    assert code == 0
    assert "从 2019-02-01 起不再" in out
    folder = tmp_path / "out"
    code, out, _ = run("export", "--catalogue", folder)
    assert code == 0
    assert "已导出 5 份" in out
    code, _, err = run("export", "--catalogue", folder)
    assert code == 1
    assert "空的" in err


def test_who_did_what_and_when(run: Run, notice: Path) -> None:
    code, out, _ = run("history")
    assert code == 0
    assert "还没有操作记录" in out
    run("import", notice, "--who", "张三")
    doc = "zhangzhou-2025-zljbrgcs"
    run("review", doc, "--who", "李四", typed="s\na\nr\n电话是旧的\nq\n")
    run("retire", doc, "--on", "2026-02-01", "--who", "王五")
    code, out, _ = run("history", doc)
    assert code == 0
    lines = out.strip().splitlines()
    assert [line.split("  ")[1:3] for line in lines] == [
        ["张三", "导入"],
        ["李四", "采用"],
        ["李四", "退回"],
        ["王五", "停用"],
    ]
    assert "来自 措施.txt" in lines[0]
    assert "申报时间" in lines[1]
    assert "原因：电话是旧的" in lines[2]
    assert "从 2026-02-01 起停用" in lines[3]
    code, out, _ = run("history", "--json")
    acts = json.loads(out)
    assert [act["action"] for act in acts] == ["import", "approve", "reject", "retire"]
    assert acts[2]["detail"]["reason"] == "电话是旧的"
    assert acts[0]["at"].endswith("+08:00")
    code, _, err = run("history", "nowhere")
    assert code == 1
    assert "没有编号为 nowhere 的操作记录" in err


def test_a_decision_can_be_corrected(run: Run, notice: Path) -> None:
    run("import", notice, "--who", "张三")
    doc = "zhangzhou-2025-zljbrgcs"
    code, out, _ = run("review", doc, "--again", "--who", "李四")
    assert code == 0
    assert "没有作过决定" in out
    run("review", doc, "--who", "李四", typed="s\na\nq\n")
    code, out, _ = run("review", doc, "--again", "--who", "王五", typed="r\n看错了年份\n")
    assert code == 0
    assert "原来的决定：李四采用" in out
    assert "这次改正了 1 条" in out
    [decided] = [one for one in drafts(connect(settings().database_url), doc) if one.status != "draft"]
    assert (decided.kind, decided.status, decided.who) == ("window", "rejected", "王五")


def test_an_entry_is_added_from_a_file_or_by_hand(
    run: Run, notice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", notice, "--who", "张三")
    doc = "zhangzhou-2025-zljbrgcs"
    entry = tmp_path / "entry.yaml"
    entry.write_text("to: 2025-06-30\nclause: 三、\nquote: 6月1日-6月30日\n", encoding="utf-8")
    code, out, _ = run("add", doc, "申报时间", "--file", entry, "--who", "王五")
    assert (code, out.strip()) == (0, "已采用，现在就可以用来回答。")
    code, _, err = run("add", doc, "天气", "--who", "王五")
    assert code == 1
    assert "可以补充的有：" in err
    code, _, err = run("add", "zhangzhou-2024", "申报时间", "--file", entry, "--who", "王五")
    assert code == 1
    assert "catalogue" in err
    # By hand: the editor leaves the template as it is the first time, and nothing is stored.
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    code, _, err = run("add", doc, "叠加规则", "--who", "王五")
    assert code == 1
    assert "没有 条款 这一条" in err


def test_search_terms_are_made_anew(run: Run, notice: Path) -> None:
    run("import", notice, "--who", "张三")
    code, out, _ = run("reindex")
    assert code == 0
    assert "重做了 0 份" in out
    code, out, _ = run("reindex", "--all")
    assert code == 0
    assert "[6/6]" in out
    assert "重做了 6 份" in out
