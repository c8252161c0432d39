"""The overview as it is told, with names for everything that was counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from channels.api.refused import Refused, wrong_fields
from channels.conversations.models import Channel
from channels.overview.counting import Bucket, count
from channels.overview.parts import Counts, DayCounts, Overview, OverviewQuery, Share
from policy_kb.settings import SHANGHAI

MOST_DAYS = 366
_DAYS = 30
_MOST_SHARES = 30


def overview(engine: Engine, query: OverviewQuery, now: datetime | None = None) -> Overview:
    """Counts what was asked for. Raises Refused."""
    until = query.until or (now or datetime.now(SHANGHAI)).date()
    if not 2000 <= until.year < 3000:
        raise wrong_fields({"until": "这个日子太远了，没有统计。"})
    since = query.since or until - timedelta(days=_DAYS - 1)
    if since > until:
        raise wrong_fields({"since": "开始的日子不能晚于结束的日子。"})
    if (until - since).days >= MOST_DAYS:
        raise wrong_fields({"since": f"一次最多看{MOST_DAYS}天。"})
    found = count(engine, since, until, query.channel)
    shown = {place: bucket for place, bucket in found.buckets.items() if query.channel in (None, place[1])}
    total, by_channel = Bucket(), Counter[str]()
    for bucket in shown.values():
        total.add(bucket)
    for (_, channel), bucket in found.buckets.items():
        by_channel[channel] += bucket.counts["questions"]
    return Overview(
        since=since,
        until=until,
        channel=query.channel,
        totals=Counts.model_validate(total.figures()),
        days=tuple(
            DayCounts.model_validate({"day": day, "channel": channel, **bucket.figures()})
            for (day, channel), bucket in sorted(shown.items())
        ),
        kinds=_shares(found.shares["kind"], names()["kinds"].get),
        intents=_shares(found.shares["intent"], {**names()["intents"], **_taught_intents()}.get),
        topics=_shares(found.shares["topic"], _topics().get),
        regions=_shares(found.shares["region"], _regions().get),
        channels=_shares(+by_channel, names()["channels"].get),
    )


@cache
def names() -> dict[str, dict[str, str]]:
    """What kinds, intents and channels are called."""
    found: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
    return found


def channel_name(channel: str) -> str:
    """What a channel is called."""
    return names()["channels"].get(cast("Channel", channel), channel)


def _shares(counter: Mapping[str, int], name: Callable[[str], str | None]) -> tuple[Share, ...]:
    ranked = sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_SHARES]
    return tuple(Share(id=id_, name=name(id_) or id_, count=times) for id_, times in ranked)


@cache
def _taught_intents() -> dict[str, str]:
    file = Path(__file__).parents[1] / "teaching" / "intents.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _topics() -> dict[str, str]:
    from channels.api.knowledge import knowledge

    try:
        return {topic.id: topic.name for topic in knowledge().topics.values()}
    except Refused:
        # Figures without names are better than none.
        return {}


def _regions() -> Mapping[str, str]:
    from policy_kb.regions import region_table

    return region_table().names
