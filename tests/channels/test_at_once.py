"""A notice is imported while the server runs: no training, no restart, and the next question is answered from it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from channels.loading import newest_model
from policy_kb.models import create_engine
from policy_kb.review.decisions import Draft, approve, drafts, reject
from policy_kb.review.importing import import_notice
from policy_kb.review.versions import retire, supersede
from policy_kb.settings import settings
from tests.policy_kb.review.city import CITY, DOC_ID, NEWER, NEWER_ID
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real

ROOT = Path(__file__).parents[2]
DAY, BEFORE = "2026-06-01", "2026-05-10"
#: How long it took is recorded; what is a failure is that an answer does not come. The goal of 5 s is measured apart.
MOST_SECONDS = 300.0
UNREVIEWED = "还没有经过工作人员核对"

Reply = dict[str, Any]


@dataclass
class Desk:
    """The server as a process of its own, the command line beside it, and how long each change took to be answered."""

    address: str
    environment: dict[str, str]
    engine: Engine
    seconds: dict[str, float] = field(default_factory=dict)

    def ask(self, question: str, sender: str | None = None) -> Reply:
        body = json.dumps({"sender": sender or uuid.uuid4().hex, "message": question}).encode()
        request = urllib.request.Request(
            f"{self.address}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=300) as response:
            [reply, *_] = json.load(response)
        found: Reply = reply
        return found

    def until(self, change: str, question: str, right: Callable[[Reply], bool]) -> Reply:
        """The first right answer after a change; it has to come in time."""
        began = time.monotonic()
        while True:
            reply = self.ask(question)
            took = time.monotonic() - began
            if right(reply):
                self.seconds[change] = took
                return reply
            assert took < MOST_SECONDS, reply["text"]
            time.sleep(0.1)

    def kb(self, *words: object) -> str:
        """One ``ipdesk kb`` command, in a process of its own."""
        command = [sys.executable, "-m", "channels.cli.main", "kb", *map(str, words)]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def draft(self, kind: str, clause: str, number: int = 0) -> Draft:
        found = [one for one in drafts(self.engine, DOC_ID) if (one.kind, one.clause) == (kind, clause)]
        return found[number]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(params=backends())
def desk(
    request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    model = newest_model(ROOT / "var" / "model")
    assert model.is_file(), "there is no trained model; make test makes one"
    data = tmp_path / "data"
    (data / "model").mkdir(parents=True)
    (data / "model" / model.name).symlink_to(model)
    port = _free_port()
    monkeypatch.setenv("IPDESK_DATA", str(data))
    settings.cache_clear()
    url = moulds.url(real, request.param, tmp_path)
    with (tmp_path / "server.log").open("wb") as log:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IPDESK_")}
        environment |= {
            "IPDESK_DATA": str(data),
            "IPDESK_PORT": str(port),
            "IPDESK_TODAY": DAY,
            "DATABASE_URL": url,
        }
        engine = create_engine(url)
        found = Desk(f"http://127.0.0.1:{port}", environment, engine)
        command = [sys.executable, "-m", "channels.cli.main", "serve"]
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(found.address, server, tmp_path / "server.log")
            yield found
        finally:
            server.terminate()
            server.wait(300)
            engine.dispose()
            request.node.user_properties.append(("seconds", found.seconds))
            _record(request.param, found.seconds)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _record(backend: str, seconds: dict[str, float]) -> None:
    """Where somebody who measures wants the numbers."""
    if (file := os.environ.get("IPDESK_TEST_SECONDS")) and seconds:
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"database": backend, **seconds}, ensure_ascii=False) + "\n")


def yuan(reply: Reply) -> int | None:
    amount = (reply.get("custom") or {}).get("amount") or {}
    found: int | None = amount.get("yuan")
    return found


def cited(reply: Reply) -> set[str]:
    return {one["doc_id"] for one in reply["custom"].get("citations", [])}


def quotes_draft(reply: Reply, words: str) -> bool:
    """Whether it quotes the notice with the remark, and says no sum of its own."""
    custom = reply.get("custom") or {}
    unreviewed = [one for one in custom.get("citations", []) if one.get("reviewed") is False]
    return (
        words in reply["text"]
        and UNREVIEWED in reply["text"]
        and bool(unreviewed)
        and "amount" not in custom
        and not custom.get("trace")
    )


def test_from_import_to_retirement(desk: Desk, tmp_path: Path) -> None:
    first = tmp_path / "安庆.txt"
    first.write_text(CITY, encoding="utf-8")
    assert "还没有收录安庆市" in desk.ask("安庆地理标志奖励多少钱")["text"]
    desk.kb("import", first, "--who", "张三")

    # Only drafts: quoted with clause and remark.
    quote = "一次性给予20万元奖励"
    reply = desk.until("导入后引用草稿", "安庆地理标志奖励多少钱", lambda one: quotes_draft(one, quote))
    assert "一、（一）" in reply["text"]
    for question, words in (
        ("安庆专利密集型产品认定了5件能拿多少", "每增加1件，增加奖励1万元，最高不超过12万元"),
        ("我们是安庆的企业，质押贷款付了利息20万元，能补多少", "按实际支付利息的50%给予补助"),
        ("安庆有哪些奖励", "一次性给予6万元奖励"),
        ("安庆的知识产权纠纷去哪调解", "依托安庆市知识产权纠纷人民调解委员会开展纠纷调解"),
        ("安庆市知识产权维权援助中心电话是多少", "0556-5346012"),
        ("安庆的奖励怎么申请", "知识产权奖补资金申请表"),
        ("安庆的目标是什么", "全市高价值发明专利拥有量达到1500件"),
        ("安庆措施有效期到哪天", "有效期至2028年3月31日"),
        ("安庆几项奖励可以一起拿吗", "就高不重复"),
        ("地理标志培育奖励多少", "一次性给予20万元奖励"),
    ):
        assert quotes_draft(answer := desk.ask(question), words), (question, answer)
    assert UNREVIEWED in desk.ask("安庆地理标志归哪个部门管")["text"]
    # What is asked next of the same subject is quoted too, and never computed.
    sender = uuid.uuid4().hex
    for question in ("安庆专利密集型产品奖励多少", "我们是企业，5件", "帮我算算", "一共多少"):
        reply = desk.ask(question, sender)
        assert yuan(reply) is None, (question, reply)

    # Rejected: it appears no more, whatever is asked.
    reject(desk.engine, desk.draft("award", "一、（三）").id, "李四", "读错了")
    desk.until(
        "退回后不再出现",
        "我们是安庆的企业，质押贷款付了利息20万元，能补多少",
        lambda one: UNREVIEWED + "，所以" not in one["text"] and yuan(one) is None,
    )
    assert "利息的50%" not in desk.ask("安庆有哪些奖励")["text"]

    # Approved: it calculates.
    geographical = desk.draft("award", "一、（一）")
    rule = geographical.entry["rule"]
    rule["beneficiaries"] = {"label": "单位", "quote": "对新获批地理标志保护产品的单位"}
    approve(desk.engine, geographical.id, "李四", {"facts": [], "rule": rule})
    reply = desk.until("采用后计算", "安庆地理标志奖励多少钱", lambda one: yuan(one) == 200_000)
    assert UNREVIEWED not in reply["text"].partition("牵头单位和责任单位")[0]
    dense = desk.draft("award", "一、（二）")
    counted = {
        "id": "intensive_products_of_the_year",
        "type": "count",
        "label": "当年度新认定专利密集型产品",
        "question": "请问今年新认定了几件专利密集型产品？",
        "unit": "件",
        "min": 0,
        "max": 1000,
        "cues": ["专利密集型产品", "新认定"],
    }
    whole = "对企业当年度新认定专利密集型产品3件以上的，一次性给予6万元奖励；每增加1件，增加奖励1万元，最高不超过12万元"
    kept = ("id", "name", "aliases", "topics", "clause", "payment")
    per_unit = {
        **{key: dense.entry["rule"][key] for key in kept},
        "frequency": "none",
        "beneficiaries": {"types": ["enterprise"], "label": "企业", "quote": "对企业当年度"},
        "conditions": {"fact": counted["id"], "ge": 3, "quote": "专利密集型产品3件以上"},
        "amount": {
            "kind": "per_unit",
            "fact": counted["id"],
            "base": "6万元",
            "from": 3,
            "step": "1万元",
            "quote": whole,
        },
        "caps": [{"yuan": "12万元", "scope": "per_programme", "quote": "最高不超过12万元"}],
        "examples": [{"given": {"applicant_type": "enterprise", counted["id"]: 5}, "verdict": "yes", "yuan": "8万元"}],
    }
    approve(desk.engine, dense.id, "李四", {"facts": [counted], "rule": per_unit})
    for one in drafts(desk.engine, DOC_ID, status="draft"):
        if (one.kind, one.clause) == ("award", "一、（二）"):
            reject(desk.engine, one.id, "李四", "和上一条是同一项")
    question = "我们是安庆的企业，今年新认定了5件专利密集型产品，能拿多少"
    reply = desk.until("采用后按件计算", question, lambda one: yuan(one) == 80_000)
    assert {DOC_ID} == cited(reply)
    for one in drafts(desk.engine, DOC_ID, status="draft"):
        approve(desk.engine, one.id, "李四")
    reply = desk.until("采用后办理", "安庆的奖励怎么申请", lambda one: UNREVIEWED not in one["text"])
    for words in ("现在可以申报，到2026年6月30日截止", "单位营业执照复印件", "公示后拨付资金", "0556-5346001"):
        assert words in reply["text"]
    reply = desk.ask("安庆维权援助找哪里")
    assert "安庆市宜秀区振风大道18号" in reply["text"]
    assert UNREVIEWED not in reply["text"]
    assert "1500件" in desk.ask("安庆的目标是什么")["text"]
    assert "2028年3月31日" in desk.ask("安庆措施有效期到哪天")["text"]
    assert "累计不超过50万元" in desk.ask("安庆几项奖励可以一起拿吗")["text"]

    # A new version takes its place; a question of an earlier day finds the old one.
    import_notice(desk.engine, NEWER.encode(), "安庆新.txt", who="张三")
    for one in drafts(desk.engine, NEWER_ID, status="draft"):
        if (one.kind, one.clause) == ("award", "一、（一）"):
            approve(desk.engine, one.id, "李四")
    supersede(desk.engine, DOC_ID, NEWER_ID, "王五")
    reply = desk.until(
        "代替后按新文件", "安庆地理标志奖励多少钱", lambda one: yuan(one) == 250_000 and cited(one) == {NEWER_ID}
    )
    if desk.engine.dialect.name == "sqlite":  # of PostgreSQL, test_versions says which notice is meant on which day
        assert yuan(_ask_on(desk, BEFORE, "安庆地理标志奖励多少钱")) == 200_000

    # Retired: nothing is answered from it any more.
    retire(desk.engine, NEWER_ID, "王五", date.fromisoformat(DAY))
    desk.until("停用后不再使用", "安庆地理标志奖励多少钱", lambda one: "还没有收录安庆市" in one["text"])


def _ask_on(desk: Desk, day: str, question: str) -> Reply:
    command = [sys.executable, "-m", "channels.cli.main", "ask", question, "--json"]
    environment = {**desk.environment, "IPDESK_TODAY": day}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [reply, *_] = json.loads(done.stdout)
    found: Reply = reply
    return found


@pytest.fixture(autouse=True)
def _own_settings() -> Iterator[None]:
    yield
    settings.cache_clear()
