"""How endpoints are declared and served, on a small application made for it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from aiohttp import FormData, web
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import OperationalError

from channels.api.call import Act, Call, Caller
from channels.api.endpoint import MAX_JSON, Documented, Upload, UploadLimits, endpoint, endpoints_of
from channels.api.refused import Refused
from channels.api.serving import Api
from channels.faults import faults

CALLER = Caller(1, "zhang.san", "张三", "editor", 1, "the-token")
SIGNED_IN = {"Cookie": "ipdesk_session=good", "X-CSRF-Token": "the-token"}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Strict):
    number: int = Field(ge=1, le=99)


class Query(Strict):
    size: int = Field(default=1, ge=1, le=9)
    kinds: tuple[Literal["a", "b"], ...] = Field(default=(), max_length=2)
    on: bool | None = None


class Body(Strict):
    name: str = Field(min_length=1, max_length=5)
    inner: dict[str, str] | None = None


class Answer(BaseModel):
    said: str
    left_out: str | None = None


Own = Annotated[dict[str, Any], Documented(Body, "请发送一个对象。")]


class Things:
    """One endpoint of each kind."""

    def __init__(self) -> None:
        self.uploads: list[Path] = []

    @endpoint("GET", "/api/v1/t/{number}", role=None, summary="x")
    def get(self, path: Place, query: Query) -> Answer:
        return Answer(said=f"{path.number} {query.size} {','.join(query.kinds)} {query.on}")

    @endpoint("POST", "/api/v1/t", role="editor", summary="x", status=201)
    def post(self, call: Call, body: Body) -> Answer:
        call.acts.append(Act("t.post", body.name, {"old": 1}, {"new": 2}))
        return Answer(said=body.name)

    @endpoint("POST", "/api/v1/silent", role="editor", summary="x")
    def silent(self, call: Call) -> Answer:
        return Answer(said=call.person.name)

    @endpoint("POST", "/api/v1/own", role=None, summary="x")
    def own(self, body: Own) -> dict[str, Any]:
        return body

    @endpoint("POST", "/api/v1/up", role=None, summary="x", upload=UploadLimits(1000, "文件太大。", ("region",)))
    def up(self, upload: Upload) -> Answer:
        self.uploads.append(upload.file)
        return Answer(said=f"{upload.name}|{upload.size}|{upload.fields}|{upload.file.read_bytes()[:3]!r}")

    @endpoint("GET", "/api/v1/fail/{number}", role=None, summary="x")
    def fail(self, path: Place) -> Answer:
        match path.number:
            case 1:
                raise Refused(409, "已经有人改过了。", {"name": "旧的。"}, retry_after=7)
            case 2:
                raise OperationalError("SELECT secret", {}, Exception("disk"))
            case _:
                raise RuntimeError("secret")


class TestGate:
    __test__ = False

    def __init__(self) -> None:
        self.acts: list[Act] = []

    def caller(self, token: str) -> Caller | None:
        return CALLER if token == "good" else None

    def record(self, call: Call, acts: list[Act]) -> None:
        assert call.person is CALLER
        self.acts += acts


@pytest.fixture
def gate() -> TestGate:
    return TestGate()


@pytest.fixture
def things() -> Things:
    return Things()


@pytest.fixture
async def client(aiohttp_client: Any, gate: TestGate, things: Things, tmp_path: Path) -> Any:
    app = web.Application(middlewares=[faults])
    Api([things], gate, tmp_path / "up").attach(app)
    return await aiohttp_client(app)


async def refused(response: Any, status: int) -> dict[str, Any]:
    body = await response.json()
    assert (response.status, set(body)) == (status, {"error", "fields"}), body
    assert body["error"].endswith(("。", "？"))
    return body


async def test_path_and_query_come_as_their_types(client: Any) -> None:
    response = await client.get("/api/v1/t/7", params=[("size", "2"), ("kinds", "a"), ("kinds", "b"), ("on", "true")])
    assert await response.json() == {"said": "7 2 a,b True"}
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("number", ["0", "100", "x", "1.5", "%00", "１", "9" * 5000])
async def test_a_path_that_names_nothing_is_not_there(client: Any, number: str) -> None:
    response = await client.get(f"/api/v1/t/{number}")
    await refused(response, 404)


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("size=x", "size", "整数"),
        ("size=10", "size", "不能大于9"),
        ("size=1&size=2", "size", "写了两次"),
        ("kinds=c", "kinds.0", "只能是a、b"),
        ("kinds=a&kinds=a&kinds=b", "kinds", "最多2个"),
        ("on=maybe", "on", "true"),
        ("other=1", "other", "没有这一项"),
        ("size=%00", "size", "不能保存"),
        ("size=" + "9" * 5000, "size", ""),
    ],
)
async def test_each_wrong_query_field_has_its_sentence(client: Any, query: str, field: str, words: str) -> None:
    body = await refused(await client.get(f"/api/v1/t/1?{query}"), 422)
    assert words in body["fields"][field]


async def test_a_change_is_made_and_kept(client: Any, gate: TestGate) -> None:
    response = await client.post("/api/v1/t", json={"name": "甲"}, headers=SIGNED_IN)
    assert (response.status, await response.json()) == (201, {"said": "甲"})
    assert gate.acts == [Act("t.post", "甲", {"old": 1}, {"new": 2})]


async def test_a_change_that_says_nothing_of_itself_is_a_fault(client: Any) -> None:
    response = await client.post("/api/v1/silent", headers=SIGNED_IN)
    assert response.status == 500
    assert "错误编号" in (await response.json())["error"]


@pytest.mark.parametrize(
    ("raw", "media", "status"),
    [
        (b'{"name": "x"}', "text/plain", 415),
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b'{"name": "a", "name": "b"}', "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"name": ""}', "application/json", 422),
        (b'{"name": "123456"}', "application/json", 422),
        (b'{"name": 1}', "application/json", 422),
        (b'{"name": "\\u0000"}', "application/json", 422),
        (b'{"name": "\\ud800"}', "application/json", 422),
        (b'{"name": "x", "inner": {"\\ud800": "y"}}', "application/json", 422),
        (b'{"name": "x", "more": 1}', "application/json", 422),
        (b" " * (MAX_JSON + 1), "application/json", 413),
    ],
)
async def test_bodies_that_are_none(client: Any, gate: TestGate, raw: bytes, media: str, status: int) -> None:
    response = await client.post("/api/v1/t", data=raw, headers=SIGNED_IN | {"Content-Type": media})
    body = await refused(response, status)
    assert bool(body["fields"]) == (status == 422)
    assert gate.acts == []


async def test_a_long_body_without_a_length_is_cut_off(client: Any) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 4096

    headers = SIGNED_IN | {"Content-Type": "application/json"}
    await refused(await client.post("/api/v1/t", data=endless(), headers=headers), 413)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "nothing"])
@pytest.mark.parametrize("raw", [b"{}", b"\x1f\x8b\x08broken", b""])
async def test_a_body_that_is_not_compressed_as_it_says(client: Any, encoding: str, raw: bytes) -> None:
    headers = SIGNED_IN | {"Content-Type": "application/json", "Content-Encoding": encoding}
    response = await client.post("/api/v1/t", data=raw, headers=headers, skip_auto_headers=["Content-Encoding"])
    assert response.status in (400, 422), await response.text()


async def test_a_bomb_is_cut_off_before_it_unpacks(client: Any) -> None:
    headers = SIGNED_IN | {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 50_000_000)
    response = await client.post("/api/v1/t", data=bomb, headers=headers)
    assert response.status in (400, 413)


async def test_nobody_and_somebody_without_the_token(client: Any) -> None:
    await refused(await client.post("/api/v1/t", json={"name": "x"}), 401)
    await refused(await client.post("/api/v1/t", json={"name": "x"}, headers={"Cookie": "ipdesk_session=bad"}), 401)
    cookie = {"Cookie": SIGNED_IN["Cookie"]}
    await refused(await client.post("/api/v1/t", json={"name": "x"}, headers=cookie), 403)


async def test_a_body_that_its_handler_checks(client: Any) -> None:
    assert await (await client.post("/api/v1/own", json={"anything": [1]})).json() == {"anything": [1]}
    assert (await refused(await client.post("/api/v1/own", json=[1]), 400))["error"] == "请发送一个对象。"


def form(content: bytes = b"abc", name: str | None = "文件.txt", *, quoted: bool = False, **fields: str) -> FormData:
    made = FormData(quote_fields=quoted)
    made.add_field("file", content, filename=name)
    for key, value in fields.items():
        made.add_field(key, value)
    return made


async def test_an_upload_lies_on_disk_only_meanwhile(client: Any, things: Things, tmp_path: Path) -> None:
    response = await client.post("/api/v1/up", data=form(region="漳州市"))
    assert (await response.json())["said"] == "文件.txt|3|{'region': '漳州市'}|b'abc'"
    assert not things.uploads[0].exists()
    assert list((tmp_path / "up").iterdir()) == []
    assert (tmp_path / "up").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\passwd", "a/b/passwd"])
async def test_a_file_has_a_name_without_folders(client: Any, name: str, quoted: bool) -> None:
    response = await client.post("/api/v1/up", data=form(name=name, quoted=quoted))
    assert (await response.json())["said"].startswith("passwd|3|")


async def test_uploads_that_are_none(client: Any, tmp_path: Path) -> None:
    await refused(await client.post("/api/v1/up", data=form(b"x" * 1001)), 413)
    await refused(await client.post("/api/v1/up", data=form(other="x")), 422)
    await refused(await client.post("/api/v1/up", data=form(region="x" * 500)), 422)
    await refused(await client.post("/api/v1/up", json={}), 415)
    without = FormData({"region": "x"}, default_to_multipart=True)
    await refused(await client.post("/api/v1/up", data=without), 422)
    many = form()
    for _ in range(20):
        many.add_field("file", b"x", filename="x")
    await refused(await client.post("/api/v1/up", data=many), 422)
    assert list((tmp_path / "up").iterdir()) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"--x",
        b"--x\r\n",
        b"--x\r\n\r\n",
        b"nothing",
        b"--x\r\nno header\r\n\r\nabc\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n--y--\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="region"\r\n\r\n\xff\xff\r\n--x--\r\n',
    ],
)
@pytest.mark.parametrize("boundary", ["; boundary=x", "", "; boundary=" + "x" * 100])
async def test_broken_forms_are_refused(client: Any, raw: bytes, boundary: str) -> None:
    headers = {"Content-Type": f"multipart/form-data{boundary}"}
    response = await client.post("/api/v1/up", data=raw, headers=headers)
    assert response.status in (400, 422), await response.text()
    assert (await response.json())["error"]


async def test_what_handlers_refuse_and_what_breaks(client: Any) -> None:
    response = await client.get("/api/v1/fail/1")
    assert response.headers["Retry-After"] == "7"
    assert (await refused(response, 409))["fields"] == {"name": "旧的。"}
    away = await client.get("/api/v1/fail/2")
    assert away.headers["Retry-After"] == "3"
    assert "secret" not in json.dumps(await refused(away, 503))
    broken = await client.get("/api/v1/fail/3")
    assert broken.status == 500
    assert "secret" not in await broken.text()


def test_a_handler_that_can_not_be_served_is_refused_at_the_start() -> None:
    class Wrong:
        @endpoint("GET", "/api/v1/x/{id}", role=None, summary="x")
        def get(self, path: Place) -> Answer:
            return Answer(said="")

    with pytest.raises(TypeError, match="path's fields"):
        list(endpoints_of(Wrong()))

    class Odd:
        @endpoint("GET", "/api/v1/x", role=None, summary="x")
        def get(self, request: Call) -> Answer:
            return Answer(said=str(request))

    with pytest.raises(TypeError, match="request"):
        list(endpoints_of(Odd()))
