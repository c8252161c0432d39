"""GET /api/v1/awards/form and POST /api/v1/awards/match: everything an applicant can claim, and the form for it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from channels.api.endpoint import Documented, endpoint
from channels.api.knowledge import knowledge
from channels.api.profile import checked_profile
from channels.api.refused import Refused
from channels.api.wire import ClaimsAnswer

FORM_PATH = "/api/v1/awards/form"
MATCH_PATH = "/api/v1/awards/match"


class FormQuery(BaseModel):
    """``region`` is a name or a GB/T 2260 code; without it the form has the facts of all regions."""

    model_config = ConfigDict(extra="ignore")

    region: str | None = None


class ProfileBody(BaseModel):
    """An applicant: where it is, as of which day (default: today), and its facts by name or label."""

    region: str | int | None = None
    as_of: str | None = Field(default=None, json_schema_extra={"format": "date"})
    facts: dict[str, bool | int | float | str | None] | None = None


Profile = Annotated[
    dict[str, Any], Documented(ProfileBody, "请发送一个 JSON 对象，里面写 region（地区）和 facts（情况）。")
]


class AwardsApi:
    """What they do takes a second to load and is imported in the thread: the server has to listen before that."""

    @endpoint("GET", FORM_PATH, role=None, summary="The form to fill in for a match, as JSON Schema 2020-12.")
    def form(self, query: FormQuery) -> dict[str, Any]:
        """The form's schema."""
        from policy_kb.matching import find_region, input_form

        kb = knowledge()
        try:
            return input_form(kb, find_region(query.region, kb))
        except ValueError as error:
            raise Refused(422, str(error), {"region": str(error)}) from None

    @endpoint("POST", MATCH_PATH, role=None, summary="All awards for one applicant.", audited=False)
    def match(self, body: Profile) -> ClaimsAnswer:
        """The claims."""
        from channels.api.answering import answer
        from policy_kb.settings import today

        kb = knowledge()
        profile = checked_profile(body, kb, today())
        return answer(profile, kb.as_of(profile.on))
