"""GET /api/v1/desk/notices…; POST …/supersede and …/retire"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from channels.api.call import Act, Call
from channels.api.endpoint import endpoint
from channels.desk.errors import review_in_words
from channels.desk.notice_models import (
    DifferencePart,
    DifferenceQuery,
    Ended,
    NoticeList,
    NoticePath,
    NoticeText,
    Original,
    RetireBody,
    SupersedeBody,
)
from policy_kb.settings import today

_ONE = "/api/v1/desk/notices/{doc_id}"


class NoticesApi:
    """Notices to read and compare; editors end them."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("GET", "/api/v1/desk/notices", role="clerk", summary="All notices, with how many drafts wait.")
    def notices(self) -> NoticeList:
        """The list."""
        from channels.desk.notices import notice_lines

        return NoticeList(notices=notice_lines(self._engine(), today()))

    @endpoint("GET", _ONE, role="clerk", summary="One notice: text, outline, marks.")
    def notice(self, path: NoticePath) -> NoticeText:
        """The notice."""
        from channels.desk.notices import notice_text

        with review_in_words():
            return notice_text(self._engine(), path.doc_id, today())

    @endpoint("GET", f"{_ONE}/original", role="clerk", summary="The text before cleaning, and each repair.")
    def original(self, path: NoticePath) -> Original:
        """The original."""
        from channels.desk.notices import original

        with review_in_words():
            return original(self._engine(), path.doc_id)

    @endpoint(
        "GET",
        f"{_ONE}/difference",
        role="clerk",
        summary="What changed from this notice to another.",
        refusals=(409,),
    )
    def difference(self, path: NoticePath, query: DifferenceQuery) -> DifferencePart:
        """The difference."""
        from channels.desk.notices import compared

        with review_in_words():
            return compared(self._engine(), path.doc_id, query.to)

    @endpoint("POST", f"{_ONE}/supersede", role="editor", summary="A newer notice takes its place.", refusals=(409,))
    def supersede(self, call: Call, path: NoticePath, body: SupersedeBody) -> Ended:
        """From a day on the other one counts."""
        from policy_kb.review.versions import supersede

        with review_in_words():
            day = supersede(self._engine(), path.doc_id, body.successor, call.person.name, body.on)
        call.acts.append(Act("notice.supersede", path.doc_id, None, {"successor": body.successor, "on": str(day)}))
        sentence = f"从 {day} 起按 {body.successor} 回答；问这以前的日子，仍然按 {path.doc_id} 回答。"
        return Ended(doc_id=path.doc_id, ended_on=day, sentence=sentence)

    @endpoint("POST", f"{_ONE}/retire", role="editor", summary="Nobody is answered from it any more.", refusals=(409,))
    def retire(self, call: Call, path: NoticePath, body: RetireBody) -> Ended:
        """From a day on it counts no longer."""
        from policy_kb.review.versions import retire

        with review_in_words():
            day = retire(self._engine(), path.doc_id, call.person.name, body.on)
        call.acts.append(Act("notice.retire", path.doc_id, None, {"on": str(day)}))
        sentence = f"从 {day} 起不再按 {path.doc_id} 回答；问这以前的日子，仍然可以查到。"
        return Ended(doc_id=path.doc_id, ended_on=day, sentence=sentence)
