"""After an answer that names institutions: which of them a message without a name is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.dialogue import Focus
from actions.intents import SHOWS_NOTHING
from actions.request import Request
from policy_kb.catalogue.services import services
from policy_kb.passages import content_words

_STATIONS = ("dispute_station", "service_station")
#: Intents that 它能做什么 and 海外的那种站呢 are taken for without what was said before.
_MISTAKEN = (*SHOWS_NOTHING, "list_awards", "definition", "clause_content", "dispute_station", "service_station")
_IT = re.compile(r"[它他她]们?(?![校所地])|[这那该]一?[家个些种]?(?:站点?|中心|机构|平台|单位|窗口|地方)")
_LONGEST = 20
_DOES = re.compile(r"能|可以|会|做|干|管|帮|提供|服务|用处|作用")


def _topics(words: Iterable[str]) -> tuple[str, ...]:
    """What the services are about that these words speak of, for who then asks of another place."""
    meant = [s for s in services().services if any(word in said for word in words for said in (s.name, *s.words))]
    return tuple(dict.fromkeys(topic for service in meant for topic in service.topics))


def stations_meant(request: Request, intent: str) -> Focus | None:
    """The institutions of the last answer's notices that a message means by their words, or 它; None if none."""
    if request.dialogue.kind not in _STATIONS or intent not in _MISTAKEN or not request.elliptic:
        return None
    if request.turn.reading.ids("region") or request.turn.reading.quantities:
        return None
    own = {source.region for source in request.kb.sources.values() if source.region}
    words = content_words(request.turn.reading, own)
    shared: dict[str, int] = {}
    for source in request.scope.sources:
        for institution in source.institutions:
            key = f"{source.doc_id}#{institution.id}"
            said = f"{institution.name}{institution.quote}"
            shared[key] = sum(len(word) for word in words if word in said)
    most = max(shared.values(), default=0)
    if most and intent in SHOWS_NOTHING:
        keys = tuple(key for key, count in shared.items() if count == most)
        return Focus(institutions=keys, topics=_topics(words))
    if len(request.text) <= _LONGEST and _IT.search(request.text) and _DOES.search(request.text):
        return request.dialogue.focus
    return None
