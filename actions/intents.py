"""Groups of intents that several modules go by."""

from __future__ import annotations

#: What a message may be taken for that goes on about something and shows by no word what it asks.
SHOWS_NOTHING = (
    *("out_of_scope", "nlu_fallback", "inform", "follow_up", "correct", "more", "help", "bot_challenge"),
    *("list_policies", "complaint", "human", "greet", "affirm", "deny"),
)
#: Questions that are asked on the way, about what another question was about.
ASIDES = ("responsible_unit", "contact", "validity", "document_info", "how_to_apply")
