"""What the overview is asked and what it tells. No words of visitors, no conversations, no names."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from channels.conversations.models import Channel
from channels.desk.parts import Asked


class OverviewQuery(Asked):
    """Both days included, by the calendar of Shanghai; without them the last 30 days."""

    since: date | None = None
    until: date | None = None
    channel: Channel | None = None


class Counts(BaseModel):
    """``answers`` are the assistant's, of which some declined or asked back; times in milliseconds, waiting in seconds.
    Times are left out where there is nothing to time."""

    conversations: int = 0
    questions: int = 0
    answers: int = 0
    declined: int = 0
    asked_back: int = 0
    handovers: int = 0
    taken: int = 0
    useful: int = 0
    useless: int = 0
    ms_p50: int | None = None
    ms_p95: int | None = None
    waited_p50: int | None = None


class DayCounts(Counts):
    """One day on one channel."""

    day: date
    channel: Channel


class Share(BaseModel):
    """How often something was asked."""

    id: str
    name: str
    count: int


class Overview(BaseModel):
    """``days`` holds a line for each day and channel with something to count; shares are the most frequent first."""

    since: date
    until: date
    channel: Channel | None = None
    totals: Counts
    days: tuple[DayCounts, ...]
    kinds: tuple[Share, ...]
    intents: tuple[Share, ...]
    topics: tuple[Share, ...]
    regions: tuple[Share, ...]
    channels: tuple[Share, ...] = Field(description="Questions by channel, whichever was asked for.")
