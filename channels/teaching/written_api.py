"""GET and POST /api/v1/desk/teaching/written; POST …/change, …/withdraw, …/put-back"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from channels.api.call import Act, Call
from channels.api.endpoint import endpoint
from channels.api.refused import Refused
from channels.live import Connected
from channels.replies import Reply
from channels.teaching.parts import (
    ChangeBody,
    TriedPart,
    VersionBody,
    WriteBody,
    WrittenList,
    WrittenPart,
    WrittenPath,
    WrittenQuery,
)

if TYPE_CHECKING:
    from channels.staff_store import WrittenRow
    from channels.teaching.lookup import Lookup

log = logging.getLogger(__name__)

_LONGEST_REPLY = 200


class WrittenApi(Connected):
    """Answers and explanations in the staff's own words."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._lookup: Lookup | None = None

    @endpoint("GET", "/api/v1/desk/teaching/written", role="clerk", summary="What the staff have written.")
    def listed(self, query: WrittenQuery) -> WrittenList:
        """All that is in force, and what was withdrawn of late; or what fits a question."""
        from channels.teaching.lookup import Lookup
        from channels.teaching.written import in_force, withdrawn

        if query.question is not None:
            lookup = self._lookup = self._lookup or Lookup(self._engine)
            found = (lookup.answer(query.question), lookup.term(query.question))
            return WrittenList(in_force=tuple(_part(row) for row in found if row is not None), withdrawn=())
        engine = self._engine()
        return WrittenList(
            in_force=tuple(_part(row) for row in in_force(engine)),
            withdrawn=tuple(_part(row) for row in withdrawn(engine)),
        )

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/written",
        role="editor",
        summary="Write an answer, or what a word means.",
        refusals=(409,),
    )
    def write(self, call: Call, body: WriteBody) -> WrittenPart:
        """As it is stored, and what visitors get now."""
        from channels.teaching.written import summary, write

        row = write(self._engine(), body.kind, body.asked, body.text, body.basis, call.person.name)
        call.acts.append(Act("written.write", str(row.id), None, summary(row)))
        return self._tried(row)

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/written/{written}/change",
        role="editor",
        summary="Change what was written.",
        refusals=(409,),
    )
    def change(self, call: Call, path: WrittenPath, body: ChangeBody) -> WrittenPart:
        """As it is stored, and what visitors get now."""
        from channels.teaching.written import change, summary

        before, row = change(
            self._engine(), path.written, body.version, body.asked, body.text, body.basis, call.person.name
        )
        call.acts.append(Act("written.change", str(row.id), before, summary(row)))
        return self._tried(row)

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/written/{written}/withdraw",
        role="editor",
        summary="No longer give what was written.",
        refusals=(409,),
    )
    def withdraw(self, call: Call, path: WrittenPath, body: VersionBody) -> WrittenPart:
        """What it was."""
        from channels.teaching.written import summary, withdraw

        row = withdraw(self._engine(), path.written, body.version, call.person.name)
        call.acts.append(Act("written.withdraw", str(row.id), summary(row)))
        return _part(row)

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/written/{written}/put-back",
        role="editor",
        summary="Give again what was withdrawn.",
        refusals=(409,),
    )
    def put_back(self, call: Call, path: WrittenPath, body: VersionBody) -> WrittenPart:
        """As it is in force again."""
        from channels.teaching.written import put_back, summary

        row = put_back(self._engine(), path.written, body.version)
        call.acts.append(Act("written.put_back", str(row.id), None, summary(row)))
        return self._tried(row)

    def _tried(self, row: WrittenRow) -> WrittenPart:
        """With what the assistant says to each wording now, as somebody who asks it first."""
        questions = row.asked if row.kind == "answer" else [f"什么是{name}" for name in row.asked]
        part = _part(row)
        try:
            replies = self.live.run(self._ask(questions))
        except Exception as error:
            if not isinstance(error, Refused):
                log.exception("写的回答没能试一遍")
            return part
        tried = (
            TriedPart(
                asked=asked,
                given=any(((reply.get("custom") or {}).get("written") or {}).get("text") == row.text for reply in said),
                reply="\n".join(str(reply.get("text") or "") for reply in said)[:_LONGEST_REPLY],
            )
            for asked, said in zip(questions, replies, strict=True)
        )
        return part.model_copy(update={"tried": tuple(tried)})

    async def _ask(self, questions: Sequence[str]) -> list[list[Reply]]:
        backend = self.live.backend
        return [await backend.answer(f"try-{uuid.uuid4().hex}", question, {}) for question in questions]


def _part(row: WrittenRow) -> WrittenPart:
    return WrittenPart.model_validate(row, from_attributes=True)
