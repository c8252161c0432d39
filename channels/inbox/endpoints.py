"""What staff do with conversations: GET /api/v1/desk/conversations, GET and POST below it."""

from __future__ import annotations

import contextlib
from collections.abc import Coroutine, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from channels.api.call import Act, Call, Caller
from channels.api.endpoint import endpoint
from channels.api.refused import Refused
from channels.conversations.store import Message, NoSuchThing, SomebodyElses, Waiting
from channels.inbox.parts import (
    ConversationList,
    ConversationPart,
    ConversationPath,
    Erased,
    Exported,
    FailedPart,
    FindQuery,
    FoundList,
    ListedPart,
    MessagePart,
    SayBody,
    Transcript,
    TranscriptQuery,
)
from channels.live import Connected
from policy_kb.settings import SHANGHAI

_ALREADY_BACK = "这个对话已经不在人工接待中了。"


class InboxApi(Connected):
    """Taking over, answering, handing back."""

    @endpoint("GET", "/api/v1/desk/conversations", role="clerk", summary="Who waits for a person, and who is with one.")
    def conversations(self, call: Call) -> ConversationList:
        """The longest waiting first."""
        live = self.live
        found = live.run(live.inbox.list_waiting())
        failed = live.run(live.inbox.failed())
        here = live.run(live.inbox.here({*(one.session for one in found), *(one.session for one in failed)}))
        return ConversationList(
            conversations=tuple(_part(one, call.person, here=one.session in here) for one in found),
            waiting=sum(one.taken_at is None for one in found),
            failed=tuple(
                FailedPart(
                    id=one.conversation,
                    at=one.at,
                    question=one.question[:200],
                    number=one.number,
                    channel=one.channel,
                    here=one.session in here,
                )
                for one in failed
            ),
        )

    @endpoint(
        "GET",
        "/api/v1/desk/conversation-search",
        role="admin",
        summary="Conversations by the beginning of their id, by day and by where they were held.",
    )
    def find(self, query: FindQuery) -> FoundList:
        """The newest first."""
        since = None if query.first_day is None else _midnight(query.first_day)
        until = None if query.last_day is None else _midnight(query.last_day) + timedelta(days=1)
        found, more = self.live.run(self.live.inbox.find(query.number, since, until, query.channel))
        return FoundList(
            conversations=tuple(
                ListedPart(
                    id=one.conversation,
                    channel=one.channel,
                    started_at=one.started_at,
                    last_at=one.last_at,
                    messages=one.messages,
                    question=one.question[:200],
                )
                for one in found
            ),
            more=more,
        )

    @endpoint("GET", "/api/v1/desk/conversations/{conversation}", role="clerk", summary="A conversation and its notes.")
    def transcript(self, call: Call, path: ConversationPath, query: TranscriptQuery) -> Transcript:
        """Its newest messages, or those before one."""
        return self._transcript(call, path, query.before)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/take",
        role="clerk",
        summary="From now on a person answers.",
        refusals=(409,),
    )
    def take(self, call: Call, path: ConversationPath) -> Transcript:
        """The conversation as it is now."""
        live, who = self.live, call.person
        with _in_words():
            live.run(live.inbox.take_over(path.conversation, who.display_name, who.name))
        call.acts.append(Act("conversation.take", path.conversation))
        return self._transcript(call, path)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/reply",
        role="clerk",
        summary="Answer the visitor.",
        refusals=(409,),
    )
    def reply(self, call: Call, path: ConversationPath, body: SayBody) -> MessagePart:
        """What was stored. The log says that there was an answer, not what it said: that stands in the conversation."""
        who = call.person
        said = self.live.inbox.staff_reply(path.conversation, who.display_name, body.text, who.name, _key(body))
        return self._stored(call, "conversation.reply", path, said)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/note",
        role="clerk",
        summary="A remark that the visitor never sees.",
        refusals=(409,),
    )
    def note(self, call: Call, path: ConversationPath, body: SayBody) -> MessagePart:
        """What was stored."""
        said = self.live.inbox.note(path.conversation, call.person.display_name, body.text, _key(body))
        return self._stored(call, "conversation.note", path, said)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/hand-back",
        role="clerk",
        summary="The assistant answers again.",
        refusals=(409,),
    )
    def hand_back(self, call: Call, path: ConversationPath) -> Transcript:
        """The conversation as it is now."""
        ended = self.live.inbox.hand_back(path.conversation, _owner(call.person))
        return self._ended(call, "conversation.hand_back", path, ended)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/close",
        role="clerk",
        summary="The matter is settled.",
        refusals=(409,),
    )
    def close(self, call: Call, path: ConversationPath) -> Transcript:
        """The conversation as it is now."""
        ended = self.live.inbox.close(path.conversation, _owner(call.person))
        return self._ended(call, "conversation.close", path, ended)

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/export",
        role="admin",
        summary="All that is kept of a conversation's visitor.",
    )
    def export(self, call: Call, path: ConversationPath) -> Exported:
        """All conversations of the session, with the notes. The log says that they were given out."""
        with _in_words():
            given = Exported.model_validate(self.live.run(self.live.inbox.export(path.conversation)))
        call.acts.append(
            Act("conversation.export", path.conversation, None, {"conversations": len(given.conversations)})
        )
        return given

    @endpoint(
        "POST",
        "/api/v1/desk/conversations/{conversation}/erase",
        role="admin",
        summary="Delete all that is kept of a conversation's visitor.",
    )
    def erase(self, call: Call, path: ConversationPath) -> Erased:
        """How many conversations the session had. The log keeps that number and the id, nothing of what was said."""
        with _in_words():
            erased = self.live.run(self.live.inbox.erase(path.conversation))
        call.acts.append(Act("conversation.erase", path.conversation, {"conversations": erased}))
        return Erased(erased=erased)

    def _transcript(self, call: Call, path: ConversationPath, before: int | None = None) -> Transcript:
        live = self.live
        with _in_words():
            messages, more = live.run(live.inbox.transcript(path.conversation, before))
            state = live.run(live.inbox.handover(path.conversation))
        return Transcript(
            id=path.conversation,
            state=state.state,
            mine=state.account == call.person.name,
            staff=state.staff,
            since=state.since,
            messages=tuple(_message(message) for message in messages),
            more=more,
        )

    def _stored(
        self, call: Call, action: str, path: ConversationPath, said: Coroutine[Any, Any, Message]
    ) -> MessagePart:
        with _in_words():
            message = self.live.run(said)
        call.acts.append(Act(action, path.conversation, None, {"seq": message.seq}))
        return _message(message)

    def _ended(self, call: Call, action: str, path: ConversationPath, ended: Coroutine[Any, Any, bool]) -> Transcript:
        with _in_words():
            if not self.live.run(ended):
                raise Refused(409, _ALREADY_BACK)
        call.acts.append(Act(action, path.conversation))
        return self._transcript(call, path)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _key(body: SayBody) -> str | None:
    return None if body.key is None else f"staff-{body.key}"


def _owner(person: Caller) -> str | None:
    """Whose conversations somebody may end: administrators everybody's, since people go home."""
    return None if person.may("admin") else person.name


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except SomebodyElses as error:
        raise Refused(409, str(error)) from error
    except NoSuchThing as error:
        raise Refused(404, str(error)) from error


def _part(one: Waiting, person: Caller, *, here: bool) -> ConversationPart:
    return ConversationPart(
        id=one.conversation,
        state="waiting" if one.taken_at is None else "staff",
        mine=one.taken_at is not None and (one.account or one.taken_by) == person.name,
        asked_at=one.asked_at,
        taken_at=one.taken_at,
        staff=one.taken_by,
        last_text=one.last_text[:200],
        channel=one.channel,
        here=here,
    )


def _message(message: Message) -> MessagePart:
    payload = message.payload or {}
    return MessagePart(
        conversation=message.conversation,
        seq=message.seq,
        role=message.role,
        text=message.text,
        at=message.at,
        author=message.author,
        reply_to=message.reply_to,
        buttons=payload.get("buttons"),
        custom=payload.get("custom"),
        useful=message.useful,
    )
