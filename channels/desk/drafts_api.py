"""GET /api/v1/desk/drafts; POST …/{draft}/approve and …/reject; adding entries to a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.api.call import Act, Call
from channels.api.endpoint import endpoint
from channels.api.refused import wrong_fields
from channels.desk.draft_models import (
    AddBody,
    ApproveBody,
    Decided,
    DraftPart,
    DraftPath,
    DraftsPage,
    DraftsQuery,
    RejectBody,
    Template,
    Templates,
)
from channels.desk.errors import review_in_words
from channels.desk.notice_models import NoticePath

if TYPE_CHECKING:
    from policy_kb.review.decisions import Draft

_USED_AT_ONCE = "已采用，现在就可以用来回答。"


class DraftsApi:
    """What was read from notices and awaits a decision."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("GET", "/api/v1/desk/drafts", role="clerk", summary="Drafts in the order of review.", refusals=(404,))
    def drafts(self, query: DraftsQuery) -> DraftsPage:
        """One page."""
        from policy_kb.review.decisions import drafts

        engine = self._engine()
        with review_in_words():
            found = drafts(engine, query.doc_id, status=query.status)
        page = found[query.after : query.after + query.limit]
        more = query.after + query.limit
        return DraftsPage(
            drafts=tuple(_part(draft) for draft in page),
            next=more if more < len(found) else None,
            waiting=_waiting(engine),
        )

    @endpoint("GET", "/api/v1/desk/drafts/{draft}", role="clerk", summary="One draft, decided on or not.")
    def draft(self, path: DraftPath) -> DraftPart:
        """The draft."""
        with review_in_words():
            return _part(_one(self._engine(), path.draft))

    @endpoint(
        "POST",
        "/api/v1/desk/drafts/{draft}/approve",
        role="editor",
        summary="Make a draft a reviewed entry, as proposed or as edited.",
        refusals=(409,),
    )
    def approve(self, call: Call, path: DraftPath, body: ApproveBody) -> Decided:
        """The entry as it is kept."""
        from policy_kb.review.decisions import approve
        from policy_kb.review.written import as_yaml

        engine, who = self._engine(), call.person.name
        _check_revision(body)
        with review_in_words():
            before = _one(engine, path.draft)
            entry = approve(engine, path.draft, who, body.entry, revise=body.revise, seen=body.seen, note=body.note)
        after = {"status": "approved", "edited": body.entry is not None, "entry": entry}
        call.acts.append(Act("draft.approve", _subject(before), _state(before), after))
        return Decided(sentence=_USED_AT_ONCE, entry=as_yaml(entry))

    @endpoint(
        "POST", "/api/v1/desk/drafts/{draft}/reject", role="editor", summary="Put a draft aside.", refusals=(409,)
    )
    def reject(self, call: Call, path: DraftPath, body: RejectBody) -> Decided:
        """Done."""
        from policy_kb.review.decisions import reject

        engine = self._engine()
        _check_revision(body)
        with review_in_words():
            before = _one(engine, path.draft)
            reject(engine, path.draft, call.person.name, body.reason, revise=body.revise, seen=body.seen)
        after = {"status": "rejected", "reason": body.reason}
        call.acts.append(Act("draft.reject", _subject(before), _state(before), after))
        return Decided(sentence="已退回，不会用来回答。")

    @endpoint("GET", "/api/v1/desk/templates", role="clerk", summary="What an entry that is added may say.")
    def templates(self) -> Templates:
        """A template for each kind that can be added."""
        from policy_kb.review.decisions import KIND_NAMES
        from policy_kb.review.templates import addable, template

        kinds = [kind for kind in KIND_NAMES if kind in addable()]
        return Templates(
            templates=tuple(Template(kind=kind, kind_name=KIND_NAMES[kind], entry=template(kind)) for kind in kinds)
        )

    @endpoint(
        "POST",
        "/api/v1/desk/notices/{doc_id}/entries",
        role="editor",
        summary="Add an entry that was not proposed.",
        status=201,
        refusals=(409,),
    )
    def add(self, call: Call, path: NoticePath, body: AddBody) -> Decided:
        """The entry as it is kept."""
        from policy_kb.review.decisions import KIND_NAMES, add
        from policy_kb.review.written import as_yaml

        with review_in_words():
            entry = add(self._engine(), path.doc_id, body.kind, body.entry, call.person.name, note=body.note)
        call.acts.append(Act("entry.add", f"{path.doc_id} {KIND_NAMES[body.kind]}", None, {"entry": entry}))
        return Decided(sentence=_USED_AT_ONCE, entry=as_yaml(entry))


def _check_revision(body: ApproveBody | RejectBody) -> None:
    """Whoever changes a decision says which: else one that was taken meanwhile would be lost unseen."""
    if body.revise and body.seen is None:
        raise wrong_fields({"seen": "改正以前的决定，要写明是哪一次的（seen，也就是当时的 decided_at）。"})


def _one(engine: Engine, number: int) -> Draft:
    from policy_kb.review.decisions import one_draft

    return one_draft(engine, number)


def _waiting(engine: Engine) -> int:
    from policy_kb.models import DraftRow, reading

    with reading(engine) as session:
        query = sa.select(sa.func.count()).where(DraftRow.status == "draft")
        return session.scalar(query) or 0


def _part(draft: Draft) -> DraftPart:
    from policy_kb.review.decisions import KIND_NAMES
    from policy_kb.review.written import as_yaml

    return DraftPart(
        id=draft.id,
        doc_id=draft.doc_id,
        title=draft.title,
        kind=draft.kind,
        kind_name=KIND_NAMES[draft.kind],
        status=draft.status,
        clause=draft.clause,
        quote=draft.quote,
        before=draft.before,
        after=draft.after,
        entry=as_yaml(draft.entry),
        found=draft.found,
        who=draft.who,
        # SQLite gives back the time without its zone, which is UTC.
        decided_at=draft.decided_at.replace(tzinfo=UTC) if draft.decided_at else None,
        note=draft.note,
    )


def _subject(draft: Draft) -> str:
    from policy_kb.review.decisions import KIND_NAMES

    return f"{draft.doc_id} {KIND_NAMES[draft.kind]} {draft.clause}（草稿 {draft.id}）"


def _state(draft: Draft) -> dict[str, object]:
    if draft.status == "draft":
        return {"status": "draft"}
    return {"status": draft.status, "who": draft.who, "note": draft.note, "entry": draft.entry}
