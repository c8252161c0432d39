"""Whether the applicant qualifies, and what the conditions are."""

from __future__ import annotations

from actions.award_reply import award_reply
from actions.reply import Reply
from actions.request import Request


def answer(request: Request) -> Reply:
    """Each condition with what is known of it."""
    return award_reply(request, "eligibility")
