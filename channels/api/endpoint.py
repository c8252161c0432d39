"""What an endpoint is, told once: its route and its part of the OpenAPI document are both made from this.

    @endpoint("POST", "/api/v1/desk/drafts/{draft}/approve", role="editor", refusals=(404, 409))
    def approve(self, call: Call, path: DraftPath, body: Approval) -> Decided: ...

The handler's annotations are the contract: ``path``, ``query`` and ``body`` are pydantic models, ``upload`` is an
``Upload``, ``call`` is the ``Call``; each may be left out. Handlers are plain functions: they run in a thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter

from channels.api.call import Role

Method = Literal["GET", "POST"]
Handler = TypeVar("Handler", bound=Callable[..., Any])
#: As much as a JSON body may have, in bytes.
MAX_JSON = 64 * 1024
_MARK = "__endpoint__"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Documented:
    """Marks a body that its handler checks itself, with sentences of its own; ``model`` stands in the document.

    ``otherwise`` is said of a body that is no JSON object.
    """

    model: type[BaseModel]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body, on disk until the handler returns, and the text fields beside it."""

    file: Path
    name: str
    size: int
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """The most bytes of the file, what is said of a larger one, and which text fields may stand beside it."""

    size: int
    too_large: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What the decorator was told."""

    method: Method
    path: str
    role: Role | None
    summary: str
    status: int
    refusals: tuple[int, ...]
    upload: UploadLimits | None
    audited: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A declared endpoint with its handler and the types that the handler's annotations name."""

    declared: Declared
    handler: Callable[..., Any]
    wants: frozenset[str]
    path: type[BaseModel] | None
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    checked_by_handler: Documented | None
    answer: TypeAdapter[Any]

    @property
    def changes(self) -> bool:
        """Whether it may change something."""
        return self.declared.method != "GET"

    @property
    def personal(self) -> bool:
        """Whether it has to do with who is signed in: browsers may then call it from our own pages only."""
        return self.declared.role is not None or "call" in self.wants

    @property
    def name(self) -> str:
        """Unique, for clients that are generated: ``post_desk_drafts_approve``."""
        parts = [part for part in self.declared.path.split("/") if part and not part.startswith("{")]
        tail = "_by_" + "_".join(_PLACE.findall(self.declared.path)) if self.declared.path.endswith("}") else ""
        return f"{self.declared.method.lower()}_{'_'.join(parts[2:])}{tail}".replace(".", "_").replace("-", "_")

    @property
    def refusals(self) -> tuple[int, ...]:
        """Every status it may refuse with."""
        found = {503, *self.declared.refusals}
        if self.declared.role is not None:
            found |= {401, 403}
        if self.query is not None or self.body is not None:
            found.add(422)
        if self.path is not None:
            found.add(404)
        if self.changes and self.personal:
            found.add(403)
        if self.body is not None or self.checked_by_handler is not None or self.declared.upload is not None:
            found |= {400, 413, 415, 422}
        return tuple(sorted(found))


def endpoint(
    method: Method,
    path: str,
    *,
    role: Role | None,
    summary: str,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    upload: UploadLimits | None = None,
    audited: bool = True,
) -> Callable[[Handler], Handler]:
    """Declare a method or function as the handler of ``method path``; ``role`` None lets everybody in.

    ``audited`` False is for a POST that only asks, such as a calculation: it leaves no line in the audit log.
    """

    def mark(handler: Handler) -> Handler:
        setattr(handler, _MARK, Declared(method, path, role, summary, status, refusals, upload, audited))
        return handler

    return mark


def endpoints_of(holder: object) -> Iterator[Endpoint]:
    """The endpoints among the methods of an object, in the order in which its class defines them."""
    for name in type(holder).__dict__:
        handler = getattr(holder, name)
        if (declared := getattr(handler, _MARK, None)) is not None:
            yield _read(declared, handler)


def _read(declared: Declared, handler: Callable[..., Any]) -> Endpoint:
    hints = get_type_hints(handler, include_extras=True)
    answer = hints.pop("return")
    known = {"call", "path", "query", "body", "upload"}
    if not hints.keys() <= known:
        raise TypeError(f"{declared.path}: a handler takes {sorted(known)}, not {sorted(hints.keys() - known)}")
    path, query, body = (hints.get(name) for name in ("path", "query", "body"))
    places = set(_PLACE.findall(declared.path))
    if places != (set(path.model_fields) if path is not None else set()):
        raise TypeError(f"{declared.path}: the path's fields are {sorted(places)}")
    if ("upload" in hints) != (declared.upload is not None):
        raise TypeError(f"{declared.path}: an upload needs its limits, and limits an upload")
    own = None
    if get_origin(body) is Annotated:
        own = next(one for one in get_args(body) if isinstance(one, Documented))
        body = None
    return Endpoint(declared, handler, frozenset(hints), path, query, body, own, TypeAdapter(answer))
