"""From a request to checked values: path, query, JSON body, uploaded file."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel, ValidationError

from channels.api.endpoint import MAX_JSON, Upload, UploadLimits
from channels.api.reading import Unreadable, parse_json
from channels.api.refused import Refused, wrong_fields
from channels.api.sentences import UNSTORABLE, told, unstorable

#: A sender that takes longer is not waited for.
BODY_SECONDS = 30.0
UPLOAD_SECONDS = 300.0
_LONGEST_FIELD = 400
_LONGEST_NAME = 200
_MOST_PARTS = 8
_CHUNK = 64 * 1024

#: The sender stopped, went away, or says that the body is compressed and it isn't.
_INCOMPLETE = (TimeoutError, ConnectionError, web.PayloadAccessError, web.RequestPayloadError, HttpProcessingError)

NOTHING_HERE = "没有这一项，可能已经删掉了，或者地址写错了。"
_NOT_JSON = "请用 JSON 格式发送，请求头写 Content-Type: application/json。"
_NOT_OBJECT = "请发送一个 JSON 对象。"
_TOO_LARGE = "发来的内容太大了，请缩短以后再发。"
_STOPPED = "内容没有发完整，请再发一次。"
_NOT_FORM = "请用表单（multipart/form-data）上传文件。"
_ONE_FILE = "请一次上传一个文件，放在 file 这一项里。"


def read_path(model: type[BaseModel], found: Mapping[str, str]) -> BaseModel:
    """The fields of the path. What can't be one names nothing, so it is refused as 404."""
    try:
        value = model.model_validate(dict(found))
    except ValidationError:
        raise Refused(404, NOTHING_HERE) from None
    if unstorable(value) is not None:
        raise Refused(404, NOTHING_HERE)
    return value


def read_query(model: type[BaseModel], request: web.Request) -> BaseModel:
    """The fields behind the question mark; a list takes several, any other field one."""
    lists = {name for name, field in model.model_fields.items() if "tuple" in str(field.annotation)}
    given: dict[str, object] = {}
    fields: dict[str, str] = {}
    for name in dict.fromkeys(request.query):
        values = request.query.getall(name)
        if name in lists:
            given[name] = values
        elif len(values) > 1:
            fields[name] = "这一项写了两次，请只留一个。"
        else:
            given[name] = values[0]
    if fields:
        raise wrong_fields(fields)
    return _checked(model, given)


async def read_json(request: web.Request) -> object:
    """The JSON value of the body."""
    if request.content_type != "application/json":
        raise Refused(415, _NOT_JSON)
    if request.content_length is not None and request.content_length > MAX_JSON:
        raise Refused(413, _TOO_LARGE)
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.content.iter_chunked(_CHUNK):
                raw += chunk
                if len(raw) > MAX_JSON:
                    raise Refused(413, _TOO_LARGE)
    except _INCOMPLETE:
        raise Refused(400, _STOPPED) from None
    try:
        return parse_json(bytes(raw))
    except Unreadable as error:
        raise Refused(400, str(error)) from None


def as_object(value: object, otherwise: str = _NOT_OBJECT) -> dict[str, Any]:
    """A JSON object, refused with ``otherwise`` where it is none."""
    if not isinstance(value, dict):
        raise Refused(400, otherwise)
    return value


def read_body(model: type[BaseModel], value: object) -> BaseModel:
    """The fields of a JSON body."""
    return _checked(model, as_object(value))


def _checked(model: type[BaseModel], given: Mapping[str, object]) -> BaseModel:
    if (place := unstorable(given)) is not None:
        raise wrong_fields({place: UNSTORABLE})
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        raise wrong_fields(told(error)) from None


@contextlib.asynccontextmanager
async def read_upload(request: web.Request, limits: UploadLimits, folder: Path) -> AsyncIterator[Upload]:
    """The uploaded file, which stands in ``folder`` until the block ends."""
    if request.content_type != "multipart/form-data":
        raise Refused(415, _NOT_FORM)
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as file:
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                name, size, fields = await _parts(request, limits, file)
        except _INCOMPLETE:
            raise Refused(400, _STOPPED) from None
        except (
            ValueError,
            LookupError,
            AssertionError,
            RuntimeError,
            HttpProcessingError,
        ):  # the parser's, all of them
            raise Refused(400, "上传的表单不完整，请再传一次。") from None
        file.flush()
        if (place := unstorable(fields)) is not None:
            raise wrong_fields({place: UNSTORABLE})
        yield Upload(Path(file.name), name, size, fields)


async def _parts(request: web.Request, limits: UploadLimits, file: Any) -> tuple[str, int, dict[str, str]]:
    reader = await request.multipart()
    fields: dict[str, str] = {}
    name: str | None = None
    size = parts = 0
    while (part := await reader.next()) is not None:
        parts += 1
        if parts > _MOST_PARTS or not isinstance(part, BodyPartReader) or part.name is None:
            raise Refused(400, _ONE_FILE)
        if part.name == "file":
            if name is not None or not part.filename:
                raise Refused(422, _ONE_FILE, {"file": _ONE_FILE})
            name = plain_name(part.filename)
            while chunk := await part.read_chunk(_CHUNK):
                size += len(chunk)
                if size > limits.size:
                    raise Refused(413, limits.too_large, {"file": limits.too_large})
                file.write(chunk)
        elif part.name in limits.fields and part.name not in fields:
            fields[part.name] = await _text(part)
        else:
            raise wrong_fields({plain_name(part.name)[:40]: "没有这一项，或者写了两次。"})
    if name is None:
        raise Refused(422, _ONE_FILE, {"file": _ONE_FILE})
    return name, size, fields


async def _text(part: BodyPartReader) -> str:
    raw = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        raw += chunk
        if len(raw) > _LONGEST_FIELD:
            raise wrong_fields({part.name or "": "这一项太长了。"})
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise wrong_fields({part.name or "": "请使用 UTF-8 编码。"}) from None


def plain_name(name: str) -> str:
    """A file's name without folders and without what does not print."""
    with contextlib.suppress(UnicodeDecodeError):  # some clients quote the name, browsers only a few characters of it
        name = unquote(name, errors="strict")
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(one for one in last if one.isprintable() and not "\ud800" <= one <= "\udfff").strip()
    return shown[-_LONGEST_NAME:] or "没有名字的文件"
