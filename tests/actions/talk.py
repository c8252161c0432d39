"""A conversation with the handlers themselves: no Rasa, the intent is given, the knowledge base is the real one."""

from __future__ import annotations

from dataclasses import dataclass, field

from actions.answer import Answer
from actions.dialogue import Dialogue
from actions.reply import Reply
from actions.request import Request, resolve
from actions.respond import respond
from actions.turn import Turn
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read
from policy_kb.settings import today


def turn(kb: KnowledgeBase, text: str, intent: str = "award_amount", confidence: float = 0.9) -> Turn:
    """A message as the pipeline would hand it over, classified as ``intent``."""
    return Turn(text, intent, confidence, ((intent, confidence),), read(text, kb.lexicon))


@dataclass
class Talk:
    """One conversation; ``said`` is everything the user said, ``reply`` the last reply."""

    kb: KnowledgeBase
    dialogue: Dialogue = field(default_factory=Dialogue)
    said: str = ""
    reply: Reply | None = None

    def request(self, text: str, intent: str = "award_amount") -> Request:
        """What a message asks for at this point, without answering it."""
        return resolve(turn(self.kb, text, intent), self.dialogue, self.kb, today())

    def say(self, intent: str, text: str, confidence: float = 0.9) -> Answer:
        """Answer one message and go on from there."""
        response = respond(turn(self.kb, text, intent, confidence), self.dialogue)
        self.dialogue = Dialogue.of(response.dialogue.model_dump(mode="json"))
        self.said += text
        self.reply = response.reply
        return response.reply.answer


def yuan(answer: Answer) -> int | None:
    """The exact sum of an answer."""
    return int(answer.amount.yuan) if answer.amount and answer.amount.yuan is not None else None


def cited(answer: Answer) -> list[tuple[str, str]]:
    """The (document, clause) pairs that an answer cites."""
    return [(citation.doc_id, citation.clause) for citation in answer.citations]
