"""An applicant's profile from a request, every mistake told with its field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from channels.api.refused import wrong_fields

if TYPE_CHECKING:
    from policy_kb.knowledge import KnowledgeBase
    from policy_kb.matching import Profile


def checked_profile(raw: dict[str, Any], kb: KnowledgeBase, today: date) -> Profile:
    """The profile. Raises Refused with a sentence for each entry that can't be used."""
    from policy_kb.awards.profile import ProfileError
    from policy_kb.matching import read_profile

    try:
        return read_profile(raw, kb, today)
    except ProfileError as error:
        raise wrong_fields({one.place: one.sentence for one in error.refusals}) from None
