"""Conversations as they run: who is connected to which, what is being answered, and what everybody gets to see.

Other processes may have the same ones. What is stored here is told to them, what they store is read from the database
(``refresh``): a room knows up to which message its tabs have been told, so nothing is shown twice or left out.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from channels import replies
from channels.backend import Backend, NotReady
from channels.conversations import dialogues, own_data
from channels.conversations.connection import Connection
from channels.conversations.failed import FAILED
from channels.conversations.fairness import CROWD, Fair
from channels.conversations.frames import (
    Ack,
    Bye,
    Earlier,
    Erased,
    Exported,
    Incoming,
    Outgoing,
    Rated,
    Refused,
    Say,
    Typing,
    Welcome,
    handover_out,
    message_out,
)
from channels.conversations.guests import Guests
from channels.conversations.limits import Limiter
from channels.conversations.models import Channel, Ending, dialogue_of
from channels.conversations.store import (
    HISTORY,
    Conversation,
    Counted,
    Draft,
    Handover,
    Message,
    NoSuchThing,
    SomebodyElses,
    Store,
    Superseded,
)
from channels.conversations.tokens import Tokens, new_session
from channels.envelope import taken_in
from channels.logs import about
from channels.metrics import Metrics
from channels.opening import opening
from channels.replies import MAX_CHARACTERS, Reply
from channels.shared.alone import Alone, LocalLimit
from channels.shared.peers import Limit, News, Peers
from channels.turns import TooManyWaiting, Turns

log = logging.getLogger(__name__)

T = TypeVar("T")

#: How an answer is counted that the staff have written.
WRITTEN = "written"
#: Answers from notices, beside which the staff's explanation of a word may stand.
_OF_NOTICES = ("definition", "clause")
#: Messages that are sent at once of those before the history.
PAGE = 50
_POLL_SECONDS = 0.2
#: When so many wait to be answered, a session's next message is taken once the one before is answered.
CROWD_SECONDS = 1.0
CROWDED = "现在咨询的人多，这条消息稍后会自动再发一次。"
TOO_FAST_MESSAGE = "您发得有点快，这条消息稍后会自动再发一次。"
TOO_FAST = "操作太频繁，请稍等片刻再试。"
#: Beginnings of conversations and messages that are stored at a time: threads are left for those who are answered.
_TAKEN_IN_AT_ONCE = 4
_FAILURE_PAUSES = (0.5, 2.0, 5.0)
_CLOSING_SECONDS = 7.0


@dataclass(slots=True, eq=False)
class Room:
    """A session while somebody is connected to it or something of it is being answered. ``lock`` is held while
    something is stored and told, so that every tab gets everything in one order. ``heard``: a page has sent a frame.
    ``told`` is the newest message that the tabs know of, ``handover`` what they were told of that last; ``stale``:
    another process may have stored something since; ``house``: the address of the tab that came last;
    ``new``: nothing of this session was answered so far."""

    conversation: Conversation
    connections: set[Connection] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    worker: asyncio.Task[None] | None = None
    work: bool = False
    typing: bool = False
    unanswered: int = 0
    heard: bool = False
    users: int = 0
    told: int = 0
    handover: Handover | None = None
    stale: bool = False
    house: str = ""
    new: bool = False
    refreshing: asyncio.Task[None] | None = None


class Conversations:
    """Everything that visitors can do. Methods named after frames never raise what a visitor could not be told."""

    def __init__(
        self,
        store: Store,
        tokens: Tokens,
        human_contact: str,
        *,
        messages: Limiter | None = None,
    ) -> None:
        self.store = store
        self.human_contact = human_contact
        self._tokens = tokens
        self._messages = messages or Limiter(burst=10, per_second=0.5)
        self._peers: Peers = Alone()
        self._message_limit: Limit = LocalLimit(self._messages)
        #: How often a session may ask for its data, by whichever way.
        self.own_data_limit: Limit = LocalLimit(_own_data())
        self._restart_limit: Limit = LocalLimit(_restarts())
        self._rooms: dict[str, Room] = {}
        self._watchers: list[Callable[[str], None]] = []
        self._backend: Backend | None = None
        self._turns = Turns()
        self._fair = Fair()
        self._guests = Guests()
        self._intake = Fair(_TAKEN_IN_AT_ONCE)
        self.metrics = Metrics()
        self._looking: asyncio.Task[None] | None = None
        self._closing = False

    def attach(self, backend: Backend, turns: Turns, metrics: Metrics, peers: Peers | None = None) -> None:
        """Whom to ask, whose turn it is, where to count and who else is there; before anybody connects."""
        self._backend = backend
        self._turns = turns
        self.metrics = metrics
        if peers is not None:
            self._peers = peers
            self._message_limit = peers.limit("say", self._messages)
            self.own_data_limit = peers.limit("own-data", _own_data())
            self._restart_limit = peers.limit("restart", _restarts())
            peers.listen(self)

    @property
    def sessions(self) -> int:
        """Number of sessions with somebody connected or something being answered."""
        return len(self._rooms)

    # --- coming and going ---

    async def join(
        self, connection: Connection, token: str | None, known: str | None, after: int, channel: Channel = "web"
    ) -> Room:
        """Connect a tab to its session (a new one without a good token) and send the welcome. Raises what the
        database raises."""
        was_here = token is not None and self._tokens.session(token) is not None
        stranger = not was_here and not self._guests.knows(connection.house)
        async with self._intake.place("", connection.house, stranger=stranger):
            session = await self._session(token)
            if session is None:
                return await self._begin(connection, channel)
            room = await self._enter(session, channel)
        room.heard = True
        room.house = connection.house
        try:
            if channel == "kiosk":
                await _in_thread(self.store.heard, [session])
            async with room.lock:
                if room.connections:
                    await self._catch_up(room)
                after = after if known == room.conversation.id else 0
                state = await self._history(room, after)
                if not room.connections:
                    room.told = await self._newest(room, after, state[0])
                    room.handover = state[2]
                self._welcome(connection, room, state)
                room.connections.add(connection)
            self._peers.present(session, here=True)
        except BaseException:
            self._leave(room)
            raise
        self._wake(room)
        return room

    async def _begin(self, connection: Connection, channel: Channel) -> Room:
        """A new session: nothing was said yet, and nobody else knows of it."""
        room = Room(await _in_thread(self.store.begin, new_session(), channel), new=True)
        self._rooms[room.conversation.session] = room
        room.users += 1
        room.heard = True
        room.house = connection.house
        room.handover = Handover()
        self._welcome(connection, room, ([], False, Handover()))
        room.connections.add(connection)
        self._peers.present(room.conversation.session, here=True)
        return room

    async def _session(self, token: str | None) -> str | None:
        """The session of a token, unless it was ended."""
        session = self._tokens.session(token) if token else None
        return None if session is None or await _in_thread(self.store.ended, session) else session

    def leave(self, connection: Connection, room: Room) -> None:
        """A tab has gone. What is being answered is answered and stored all the same."""
        room.connections.discard(connection)
        if not room.connections:
            self._peers.present(room.conversation.session, here=False)
        self._leave(room)

    def is_here(self, session: str) -> bool:
        """Whether a tab of the session is connected."""
        room = self._rooms.get(session)
        return room is not None and bool(room.connections)

    async def here(self, sessions: Collection[str]) -> set[str]:
        """Those of which a tab is connected, to whichever process."""
        found = {session for session in sessions if self.is_here(session)}
        return found | await self._peers.where([session for session in sessions if session not in found])

    async def _enter(self, session: str, channel: Channel = "web") -> Room:
        room = self._rooms.get(session)
        if room is None:
            conversation = await _in_thread(self.store.current, session, channel)
            room = self._rooms.setdefault(session, Room(conversation))
        room.users += 1
        return room

    def _leave(self, room: Room) -> None:
        room.users -= 1
        if not room.users and room.worker is None:
            self._rooms.pop(room.conversation.session, None)

    async def _history(self, room: Room, after: int) -> tuple[list[Message], bool, Any]:
        history = await _in_thread(self.store.history, room.conversation.id, after)
        more = await self._more(room.conversation.id, after, history, HISTORY)
        return history, more, await _in_thread(self.store.handover, room.conversation.id)

    async def _newest(self, room: Room, after: int, history: list[Message]) -> int:
        """The number of the newest message; ``history`` are those after ``after``, which a page may have made up."""
        if history or not after:
            return history[-1].seq if history else 0
        return await _in_thread(self.store.last_seq, room.conversation.id)

    async def _more(self, conversation: str, after: int, history: list[Message], most: int) -> bool:
        """Whether a page of so many messages left something out between it and ``after``."""
        return len(history) >= most and await _in_thread(self.store.any_between, conversation, after, history[0].seq)

    def _welcome(self, connection: Connection, room: Room, state: tuple[list[Message], bool, Any]) -> None:
        history, more, handover = state
        start = opening()
        connection.send(
            Welcome(
                token=self._tokens.issue(room.conversation.session),
                conversation=room.conversation.id,
                history=[message_out(message) for message in history],
                more=more,
                handover=handover_out(handover, self.human_contact),
                greeting=start.greeting,
                examples=start.examples,
                privacy=start.privacy,
                max_characters=MAX_CHARACTERS,
            )
        )
        if room.typing:
            connection.send(Typing(on=True))

    # --- what a visitor does ---

    async def say(self, connection: Connection, room: Room, client_id: str, text: str) -> None:
        """Take a message: store it, acknowledge it, answer it. One that was taken before is acknowledged again."""
        text = taken_in(text)
        own = replies.without_assistant("", text, self.human_contact)
        if own is not None:
            code = replies.why_refused(text)
            self.metrics.refused(code)
            connection.send(Refused(code=code, sentence=str(own[0]["text"]), client_id=client_id))
            return
        if room.unanswered and self._fair.waiting + self._intake.waiting >= CROWD:
            self.metrics.refused("too_fast")
            connection.too_fast("message", CROWD_SECONDS, CROWDED, client_id)
            return
        if wait := await self._message_limit.wait(room.conversation.session):
            self.metrics.refused("too_fast")
            connection.too_fast("message", wait, TOO_FAST_MESSAGE, client_id)
            return
        stranger = self._is_stranger(room)
        async with room.lock, self._intake.place(room.conversation.session, connection.house, stranger=stranger):
            try:
                message, fresh = await self._store_words(room, client_id, text)
            except Superseded:
                # Begun anew in a tab that another process serves.
                await self._show(room, await _in_thread(self.store.current, room.conversation.session))
                message, fresh = await self._store_words(room, client_id, text)
            except NoSuchThing:
                # Erased by whoever runs the service while the page was open.
                await self._begin_anew(room)
                message, fresh = await self._store_words(room, client_id, text)
            if fresh and message.seq > room.told + 1:
                await self._catch_up(room, message.seq)
            connection.send(Ack(client_id=client_id, seq=message.seq, at=message.at))
            if fresh:
                room.unanswered += 1
                await self._tell(room, message, but=connection)
            else:
                for answer in await _in_thread(self.store.replies_to, room.conversation.id, message.seq):
                    connection.send(message_out(answer))
        self._wake(room)

    def _is_stranger(self, room: Room) -> bool:
        return room.new and not self._guests.knows(room.house)

    async def _store_words(self, room: Room, client_id: str, text: str) -> tuple[Message, bool]:
        with self.metrics.timed("store"):
            shared = self._peers.state != "alone"
            return await asyncio.to_thread(
                self.store.add_from_user, room.conversation.id, client_id, text, shared=shared
            )

    async def rate(self, connection: Connection, room: Room, seq: int, useful: bool, why: str) -> None:
        """Keep a rating, and show it in every tab."""
        try:
            await _in_thread(self.store.rate, room.conversation.id, seq, useful, taken_in(why))
        except NoSuchThing as error:
            connection.send(Refused(code="not_found", sentence=str(error)))
            return
        frame = Rated(seq=seq, useful=useful)
        self._send(room, frame)
        session = room.conversation.session
        self._peers.tell(News("rated", room.conversation.id, session, frame.model_dump_json(exclude_none=True)))

    async def older(self, connection: Connection, room: Room, before: int) -> None:
        """Send one tab a page of what was said before a message."""
        conversation = room.conversation.id
        page = await asyncio.to_thread(self.store.history, conversation, before=before, most=PAGE)
        more = await self._more(conversation, 0, page, PAGE)
        messages = [message_out(message) for message in page]
        connection.send(Earlier(conversation=conversation, messages=messages, more=more))

    async def own_data(self, connection: Connection, room: Room, *, erase: bool) -> None:
        """Send a tab all that is kept of its visitor, or delete it."""
        session = room.conversation.session
        if await self.own_data_limit.wait(session):
            connection.send(Refused(code="too_fast", sentence=TOO_FAST))
        elif erase:
            connection.send(Erased(conversations=await self.erase(session)))
        else:
            connection.send(Exported(data=await self.export(session)))

    def ignored(self, session: str, house: str) -> float:
        """Somebody goes on though told to wait, or sends what is no frame: others come first for a while. Gives how
        often that was lately."""
        self._intake.ignored(session, house)
        return self._fair.ignored(session, house)

    def too_early(self, connection: Connection, room: Room, frame: Incoming, wait: float) -> None:
        """A frame that came before what was told to wait for was over is not taken either."""
        self.metrics.refused("too_fast")
        if connection.patience.ignores:
            self.ignored(room.conversation.session, connection.house)
        if isinstance(frame, Say):
            connection.too_fast(frame.type, wait, TOO_FAST_MESSAGE, frame.client_id)
        else:
            connection.too_fast(frame.type, wait, TOO_FAST)

    async def restart(self, connection: Connection, room: Room) -> None:
        """A new conversation, in every tab of the session."""
        if wait := await self._restart_limit.wait(room.conversation.session):
            self.metrics.refused("too_fast")
            connection.too_fast("restart", wait, TOO_FAST)
            return
        async with room.lock, self._intake.place(room.conversation.session, connection.house):
            await self._begin_anew(room)
        self._peers.tell(News("changed", room.conversation.id, room.conversation.session))
        await self._tell_positions()

    async def _begin_anew(self, room: Room) -> None:
        await self._show(room, await _in_thread(self.store.restart, room.conversation.session))

    async def _show(self, room: Room, conversation: Conversation) -> None:
        """Another conversation, in every tab; the room is locked."""
        room.conversation = conversation
        room.typing = False
        room.unanswered = 0
        state = await self._history(room, 0)
        room.told, room.handover = await self._newest(room, 0, state[0]), state[2]
        for connection in room.connections:
            self._welcome(connection, room, state)

    async def forgotten(self, conversations: Collection[str]) -> None:
        """These conversations were deleted: whoever still has a page open with one begins another."""
        for room in [room for room in self._rooms.values() if room.conversation.id in conversations]:
            async with room.lock:
                await self._show(room, await _in_thread(self.store.current, room.conversation.session))
        self._forget(conversations)

    async def end(self, token: str) -> None:
        """The visitor leaves for good: the conversation is closed and the token worth nothing any more."""
        session = await self._session(token)
        if session is not None:
            await self.end_session(session)

    def take_heard(self) -> list[str]:
        """Sessions of which a page has sent something since the last call."""
        heard = [session for session, room in self._rooms.items() if room.heard]
        for session in heard:
            self._rooms[session].heard = False
        return heard

    def heard(self, session: str) -> bool:
        """Whether a page of the session has sent something since ``take_heard``."""
        room = self._rooms.get(session)
        return room is not None and room.heard

    async def end_session(self, session: str) -> None:
        """The same for a session whose visitor has gone without a word."""
        last = await _in_thread(self.store.end, session)
        if last is None:
            return
        self._changed(last.conversation, session)
        if (room := self._rooms.get(session)) is not None:
            _say_goodbye(room)
        await self._tell_positions()

    async def whose(self, token: str | None) -> str | None:
        """The session of a token that is still good and has conversations."""
        session = await self._session(token)
        if session is None:
            return None
        known = await _in_thread(own_data.of_session, self.store.engine, session)
        return session if known else None

    async def export(self, session: str, *, notes: bool = False) -> dict[str, Any]:
        """All that is kept of a visitor; the ``notes`` that staff write for each other are for staff only."""
        found = await _in_thread(own_data.of_session, self.store.engine, session)
        return await asyncio.to_thread(own_data.exported, self.store.engine, found, notes=notes)

    async def erase(self, session: str) -> int:
        """Delete all conversations of a visitor, and what the assistant remembers of them; tabs that are open get a new
        one. Gives how many there were."""
        found = await _in_thread(own_data.of_session, self.store.engine, session)
        room = self._rooms.get(session)
        if room is None:
            erased = await _in_thread(own_data.erase, self.store.engine, found)
        else:
            async with room.lock:
                channel = await _in_thread(own_data.channel_of, self.store.engine, room.conversation.id)
                erased = await _in_thread(own_data.erase, self.store.engine, found)
                await self._show(room, await _in_thread(self.store.current, session, channel))
        self._forget(found, session)
        await self._tell_positions()
        return erased

    def _forget(self, conversations: Collection[str], session: str = "") -> None:
        for conversation in conversations:
            self._forget_here(conversation)
            self._peers.tell(News("erased", conversation, session))

    def _forget_here(self, conversation: str) -> None:
        if self._backend is not None:
            self._backend.forget(dialogue_of(conversation))
        self._watched(conversation)

    async def so_far(self, token: str) -> Message | None:
        """The newest answer in the conversation of a token; None where there is none."""
        session = await self._session(token)
        if session is None:
            return None
        conversation = await _in_thread(self.store.current, session)
        history = await _in_thread(self.store.history, conversation.id)
        answers = [message for message in history if message.role in {"bot", "staff"}]
        return answers[-1] if answers else None

    async def read(self, conversation: str, last_seq: int) -> list[Message]:
        """What a visitor saw of a conversation up to a message."""
        history = await _in_thread(self.store.history, conversation)
        return [message for message in history if message.seq <= last_seq]

    async def ask_person(self, room: Room) -> None:
        """Put the conversation into the queue of those that wait for a person."""
        async with room.lock:
            if await _in_thread(self.store.ask_for_person, room.conversation.id):
                self.metrics.handover("asked")
                state = await _in_thread(self.store.handover, room.conversation.id)
                ahead = (state.position or 1) - 1
                text = (
                    f"已经帮您转人工，{f'您前面还有{ahead}位' if ahead else '下一位就是您'}。"
                    "等多久要看工作人员什么时候有空，我没法保证；"
                    f"着急的话，可以直接联系{self.human_contact}。等的时候您可以继续问我。"
                )
                await self._tell(room, await _in_thread(self.store.add, room.conversation.id, Draft("event", text)))
            await self._tell_handover(room)

    async def cancel_person(self, room: Room) -> None:
        """Leave that queue."""
        await self.end_handover(room, "cancelled", "已取消转人工，您可以继续问我。")

    # --- what others do to a conversation ---

    async def end_handover(self, room: Room, how: Ending, sentence: str, account: str | None = None) -> bool:
        """Back to the assistant, saying so; False if the conversation was there already. Raises SomebodyElses."""
        async with room.lock:
            ended = await _in_thread(self.store.end_handover, room.conversation.id, how, account)
            if ended:
                self.metrics.handover("ended")
                await self._tell(room, await _in_thread(self.store.add, room.conversation.id, Draft("event", sentence)))
            await self._tell_handover(room)
        await self._tell_positions()
        self._wake(room)
        return ended

    async def taken(self, room: Room, who: str, account: str | None = None) -> None:
        """A person takes the conversation, and the visitor is told. Raises NoSuchThing."""
        async with room.lock:
            if not await _in_thread(self.store.take, room.conversation.id, who, account):
                return
            self.metrics.handover("taken")
            text = f"{who}已接手，接下来由工作人员回答您。"
            await self._tell(room, await _in_thread(self.store.add, room.conversation.id, Draft("event", text)))
            await self._tell_handover(room)
        await self._tell_positions()

    async def staff_says(self, room: Room, who: str, draft: Draft, account: str | None = None) -> Message:
        """Store what a person writes and, unless it is a note, show it. Raises SomebodyElses."""
        async with room.lock:
            message, fresh = await _in_thread(self.store.add_from_staff, room.conversation.id, who, draft, account)
            if fresh:
                await self._tell(room, message)
            return message

    async def open(self, conversation: str) -> Room:
        """The room of a conversation, to be given back with ``close_room``. Raises NoSuchThing, also for one that the
        visitor has ended by beginning another."""
        found = await _in_thread(self.store.conversation, conversation)
        room = await self._enter(found.session)
        if room.conversation.id != conversation:
            self._leave(room)
            raise SomebodyElses("来访者已经开始了新的对话，这一个已经结束。")
        return room

    def close_room(self, room: Room) -> None:
        """Give back what ``open`` gave."""
        self._leave(room)

    def watch(self, changed: Callable[[str], None]) -> Callable[[], None]:
        """Tell ``changed`` the id of each conversation in which something happens. Returns what ends that."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    # --- telling ---

    def _changed(self, conversation: str, session: str) -> None:
        self._peers.tell(News("changed", conversation, session))
        self._watched(conversation)

    def _watched(self, conversation: str) -> None:
        for watcher in tuple(self._watchers):
            try:
                watcher(conversation)
            except Exception:
                log.exception("对话有变化，有一处没能通知到")

    def _send(self, room: Room, frame: Outgoing, but: Connection | None = None) -> None:
        encoded = frame.model_dump_json(exclude_none=True)
        for connection in room.connections:
            if connection is not but:
                connection.send_text(encoded)

    async def _tell(self, room: Room, message: Message, but: Connection | None = None) -> None:
        """Show a message that was stored here, after those that others have stored before it; the room is locked."""
        self._changed(message.conversation, room.conversation.session)
        if message.conversation != room.conversation.id or message.seq <= room.told:
            return
        if message.seq > room.told + 1:
            await self._catch_up(room, message.seq)
        room.told = message.seq
        if message.role != "note":
            self._send(room, message_out(message), but)

    async def _catch_up(self, room: Room, before: int | None = None) -> None:
        """Show what others have stored in the conversation; the room is locked."""
        if room.connections:
            for message in await _in_thread(self._unseen, room.conversation.id, room.told, before):
                self._send(room, message_out(message))
                room.told = message.seq
        if before is not None:
            room.told = max(room.told, before - 1)

    def _unseen(self, conversation: str, after: int, before: int | None) -> list[Message]:
        return self.store.history(conversation, after, before=before)

    async def _tell_handover(self, room: Room) -> None:
        room.handover = await _in_thread(self.store.handover, room.conversation.id)
        self._send(room, handover_out(room.handover, self.human_contact))
        self._changed(room.conversation.id, room.conversation.session)

    async def _tell_positions(self) -> None:
        """Whoever waits has moved up."""
        self._peers.tell(News("queue"))
        await self._tell_positions_here()

    async def _tell_positions_here(self) -> None:
        waiting = await _in_thread(self.store.waiting)
        for one in waiting:
            room = self._rooms.get(one.session)
            if room is not None and one.taken_at is None and room.conversation.id == one.conversation:
                await self._tell_handover(room)

    # --- what other processes do ---

    def on_news(self, news: News) -> None:
        """Another process has stored something."""
        match news.kind:
            case "changed":
                self._watched(news.conversation)
            case "erased":
                self._forget_here(news.conversation)
            case "queue":
                self._refresh_waiting()
            case "rated":
                if (room := self._rooms.get(news.session)) is not None:
                    for connection in room.connections:
                        connection.send_text(news.text)
                return
        for room in self._rooms_of(news):
            self._refresh(room)

    def on_missed(self) -> None:
        """Others may have stored anything."""
        if self._looking is None and not self._closing:
            self._looking = asyncio.create_task(self._looked())

    async def _looked(self) -> None:
        try:
            await self.look_around()
        except Exception:
            log.exception("别的进程存下的消息现在读不出来")
        finally:
            self._looking = None

    async def look_around(self) -> None:
        """Find in the database what others have stored for the tabs of this process, where nobody has told."""
        self._refresh_waiting()
        rooms = {session: room for session, room in self._rooms.items() if room.connections}
        if rooms:
            for session, (conversation, last) in (await _in_thread(self.store.newest, list(rooms))).items():
                if conversation != rooms[session].conversation.id or last > rooms[session].told:
                    self._refresh(rooms[session])
        self._watched("")

    def _rooms_of(self, news: News) -> list[Room]:
        if not news.session:
            return [room for room in self._rooms.values() if room.conversation.id == news.conversation]
        room = self._rooms.get(news.session)
        return [] if room is None else [room]

    def _refresh_waiting(self) -> None:
        for room in self._rooms.values():
            if room.handover is not None and room.handover.state == "waiting":
                self._refresh(room)

    def _refresh(self, room: Room) -> None:
        room.stale = True
        if room.refreshing is None and not self._closing:
            room.refreshing = asyncio.create_task(self._refreshed(room))

    async def _refreshed(self, room: Room) -> None:
        """Show the tabs what stands in the database by now."""
        try:
            while room.stale:
                room.stale = False
                async with room.lock:
                    await self._bring_up(room)
        except Exception:
            # What was missed comes with the next news, or when the tab connects again.
            log.exception("别的进程存下的消息没能显示给访客")
        finally:
            room.refreshing = None

    async def _bring_up(self, room: Room) -> None:
        current = await _in_thread(self.store.current, room.conversation.session)
        if current.id != room.conversation.id:
            await self._show(room, current)
            return
        if not room.connections:
            return
        known = room.told
        await self._catch_up(room)
        if room.told != known and await _in_thread(self.store.ended, room.conversation.session):
            _say_goodbye(room)
            return
        handover = await _in_thread(self.store.handover, room.conversation.id)
        if handover != room.handover:
            room.handover = handover
            self._send(room, handover_out(handover, self.human_contact))

    def _set_typing(self, room: Room, on: bool) -> None:
        if room.typing != on:
            room.typing = on
            self._send(room, Typing(on=on))

    # --- answering ---

    def _wake(self, room: Room) -> None:
        room.work = True
        if room.worker is None and not self._closing:
            room.worker = asyncio.create_task(self._work(room))

    async def _work(self, room: Room) -> None:
        """Answer the room's open messages, one after the other."""
        failures = 0
        try:
            while room.work:
                room.work = False
                try:
                    with about(conversation=room.conversation.id, words=True):
                        while await self._answer_next(room):
                            failures = 0
                except Exception:
                    with about(conversation=room.conversation.id, words=True):
                        log.exception("对话里的一条消息没能处理，稍后再试")
                    self.metrics.error("conversation")
                    if failures >= len(_FAILURE_PAUSES):
                        # The message is kept; the visitor's next word or visit begins again.
                        return
                    await asyncio.sleep(_FAILURE_PAUSES[failures])
                    failures += 1
                    room.work = True
        finally:
            self._set_typing(room, False)
            room.worker = None
            if not room.users:
                self._rooms.pop(room.conversation.session, None)

    async def _answer_next(self, room: Room) -> bool:
        if self._closing:
            return False
        conversation = room.conversation.id
        asked = await _in_thread(self.store.first_open, conversation)
        if asked is None:
            room.unanswered = 0
            return False
        if (await _in_thread(self.store.handover, conversation)).state == "staff":
            await _in_thread(self.store.settle, conversation, asked.seq)
            return True
        self._set_typing(room, True)
        began = time.monotonic()
        answers = await self._ask(room, asked)
        if answers is None:
            return False
        room.new = False
        self._guests.answered(room.house)
        took = time.monotonic() - began
        self.metrics.stage("answer", took)
        answers = await self._counted(asked, answers, round(took * 1000))
        self.metrics.answered(answers[0].counted.kind)
        async with room.lock:
            try:
                with self.metrics.timed("store"):
                    stored = await _in_thread(self.store.settle, conversation, asked.seq, answers)
            except NoSuchThing:  # erased meanwhile
                await _in_thread(dialogues.erase, self.store.engine, [dialogue_of(conversation)])
                self._forget([conversation])
                return True
            room.unanswered = max(0, room.unanswered - 1)
            room.typing = False
            self._send(room, Typing(on=False))
            for message in stored or ():
                await self._tell(room, message)
        return True

    async def _ask(self, room: Room, asked: Message) -> list[Draft] | None:
        """The answers to a message; None if nobody waits for them any more before the assistant is loaded."""
        sender = dialogue_of(asked.conversation)
        while True:
            try:
                # Whoever still waits for another process takes no place from others.
                async with (
                    self._turns.turn(sender),
                    self._fair.place(room.conversation.session, room.house, stranger=self._is_stranger(room)),
                ):
                    # Should the answer be lost between here and its storing, the same one comes the next time.
                    replied = await self._backed().answer(sender, asked.text, {}, str(asked.seq))
                    return [_draft(reply) for reply in replied]
            except (NotReady, TooManyWaiting):
                if self._closing or not room.users:
                    return None
                await asyncio.sleep(_POLL_SECONDS)
            except Exception:
                number = replies.new_error_number()
                log.exception("错误 %s：这条消息没有答上来", number)
                self.metrics.error("answer")
                return [_draft(reply) for reply in replies.apology(sender, number, self.human_contact)]

    async def _counted(self, asked: Message, answers: list[Draft], ms: int) -> list[Draft]:
        """The answers with what is to be counted of them; the first stands for all."""
        meant = await self._backed().understood(dialogue_of(asked.conversation))
        custom = (answers[0].payload or {}).get("custom") or {}
        region = custom.get("region")
        # Answered by what somebody wrote, a question has not been declined.
        written = custom.get("written") is not None and custom.get("kind") not in _OF_NOTICES
        kind = WRITTEN if written else FAILED if "error_number" in custom else _short(custom.get("kind"), 20)
        counted = Counted(
            kind=kind,
            region=_short(region.get("code") if isinstance(region, dict) else None, 12),
            intent=None if meant is None else _short(meant.intent, 40),
            topic=None if meant is None else _short(meant.topic, 60),
            ms=ms,
        )
        return [replace(answers[0], counted=counted), *answers[1:]]

    def _backed(self) -> Backend:
        if self._backend is None:
            raise NotReady
        return self._backend

    async def close(self) -> None:
        """Let go of everybody; what is being answered gets a few seconds, the rest is answered after the restart."""
        self._closing = True
        workers = [room.worker for room in self._rooms.values() if room.worker is not None]
        if workers:
            _, late = await asyncio.wait(workers, timeout=_CLOSING_SECONDS)
            for worker in late:
                worker.cancel()
        for room in list(self._rooms.values()):
            for connection in list(room.connections):
                connection.finish()


def _restarts() -> Limiter:
    return Limiter(burst=5, per_second=0.2)


def _own_data() -> Limiter:
    return Limiter(burst=6, per_second=0.1)


def _say_goodbye(room: Room) -> None:
    for connection in list(room.connections):
        connection.send(Bye(code="ended", sentence="这次服务已经结束。"))
        connection.finish()


def _short(value: object, most: int) -> str | None:
    return value[:most] if isinstance(value, str) and value else None


def _draft(reply: Reply) -> Draft:
    buttons = [button for button in reply.get("buttons") or () if isinstance(button, dict)]
    custom = reply.get("custom")
    payload: dict[str, Any] = {"buttons": buttons} if buttons else {}
    if isinstance(custom, dict):
        payload["custom"] = custom
    return Draft("bot", str(reply.get("text") or ""), payload or None)


async def _in_thread(work: Callable[..., T], *args: Any) -> T:
    return await asyncio.to_thread(work, *args)
