"""A request that gets no answer, and the one shape in which every such request is told so."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, Field

#: The statuses an endpoint may refuse with, and what each means in the API's description.
MEANINGS: Mapping[int, str] = {
    400: "The body can't be read, or the request comes from another site.",
    401: "Nobody is signed in.",
    403: "The person signed in may not do this, or the CSRF token is missing.",
    404: "There is no such thing.",
    409: "Somebody else was faster, or what is asked for contradicts what is stored.",
    413: "The body is too large.",
    415: "The body has another media type than this endpoint takes.",
    422: "A field can't be used; `fields` says which one and why.",
    429: "Too many attempts; `Retry-After` says how many seconds to wait.",
    503: "Busy or not ready; `Retry-After` says how many seconds to wait.",
}


class ErrorBody(BaseModel):
    """Why there is no answer: one Chinese sentence, and one for each field that is wrong."""

    error: str
    fields: dict[str, str] = Field(default_factory=dict)


class Refused(Exception):
    """Raised by a handler: the HTTP status, a Chinese sentence for the person, and one for each wrong field."""

    def __init__(
        self, status: int, sentence: str, fields: Mapping[str, str] | None = None, *, retry_after: int | None = None
    ) -> None:
        """``retry_after`` counts seconds."""
        super().__init__(sentence)
        self.status = status
        self.fields = dict(fields or {})
        self.retry_after = retry_after

    @property
    def body(self) -> ErrorBody:
        """What the client is told."""
        return ErrorBody(error=str(self), fields=self.fields)


def wrong_fields(fields: Mapping[str, str]) -> Refused:
    """The refusal of one or more fields; ``fields`` is not empty."""
    first, *others = fields.values()
    return Refused(422, f"{first}另外还有{len(others)}处要改。" if others else first, fields)
