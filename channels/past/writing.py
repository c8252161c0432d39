"""Keeps the index of past answers in step with what was said and rated."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session, aliased

from channels.conversations.models import MessageRow, PastAnswerRow, PastTermRow, RatingRow
from channels.past.masking import masked
from policy_kb.models.engine import reading, writing
from policy_kb.search.tokenizer import Tokenizer, tokenizer

#: So many answers are taken in or out in one transaction.
BATCH = 50
#: 您好 and 好的，请稍等 answer nothing.
SHORTEST = 8
#: A long answer is found by its beginning.
_LONGEST = 4_000
_Pair = tuple[MessageRow, MessageRow]


def keep_up(engine: Engine) -> int:
    """Takes in answers that were given or found useful since the last time, and out those that are found useful no
    longer; how many those were. Blocks, in small transactions."""
    total = 0
    while (changed := _take_out(engine) + _take_in(engine)) > 0:
        total += changed
    return total


def _take_out(engine: Engine) -> int:
    with reading(engine) as rows:
        spoilt = list(rows.scalars(_spoilt()))
    if not spoilt:
        return 0
    with writing(engine) as rows:
        rows.execute(sa.delete(PastAnswerRow).where(PastAnswerRow.message_id.in_(spoilt)))
    return len(spoilt)


def _spoilt() -> sa.Select[Any]:
    return (
        sa.select(PastAnswerRow.message_id)
        .outerjoin(RatingRow, RatingRow.message_id == PastAnswerRow.message_id)
        .where(PastAnswerRow.by_staff.is_(False), RatingRow.useful.is_not(True))
        .limit(BATCH)
    )


def _take_in(engine: Engine) -> int:
    words = tokenizer()
    with reading(engine) as rows:
        found = _new(rows)
        made = {answer.id: _terms(words, question.text, answer.text) for answer, question in found}
    if not found:
        return 0
    with writing(engine) as rows:
        # Another process may have been faster, or the conversation gone.
        still = {answer.id: (answer, question) for answer, question in _new(rows)}
        for number in made.keys() & still.keys():
            answer, question = still[number]
            region = _region(rows, answer)
            rows.add(
                PastAnswerRow(
                    message_id=number, question_id=question.id, by_staff=answer.role == "staff", region=region
                )
            )
        rows.flush()
        terms = [{"term": term, "message_id": number} for number in made.keys() & still.keys() for term in made[number]]
        if terms:
            rows.execute(sa.insert(PastTermRow), terms)
    return len(found)


def _new(rows: Session) -> list[_Pair]:
    """Answers that are not taken in yet, with their questions, the oldest first."""
    answer, question, earlier = aliased(MessageRow), aliased(MessageRow), aliased(MessageRow)
    asked = (
        sa.select(sa.func.max(earlier.seq))
        .where(earlier.conversation_id == answer.conversation_id, earlier.seq < answer.seq, earlier.role == "user")
        .correlate(answer)
        .scalar_subquery()
    )
    known = sa.exists().where(PastAnswerRow.message_id == answer.id)
    useful = sa.select(RatingRow.message_id).where(RatingRow.useful.is_(True))
    found: list[_Pair] = []
    for chosen, place in (
        (answer.role == "staff", asked),
        ((answer.role == "bot") & answer.id.in_(useful), sa.func.coalesce(answer.reply_to, asked)),
    ):
        query = (
            sa.select(answer, question)
            .join(question, (question.conversation_id == answer.conversation_id) & (question.seq == place))
            .where(chosen, ~known, sa.func.length(answer.text) >= SHORTEST)
            .order_by(answer.id)
            .limit(BATCH)
        )
        found += [(row[0], row[1]) for row in rows.execute(query)]
    return found[:BATCH]


def _region(rows: Session, answer: MessageRow) -> str | None:
    """The region of the answer, or of the last one before it that was about one."""
    return rows.scalar(
        sa.select(MessageRow.region)
        .where(
            MessageRow.conversation_id == answer.conversation_id,
            MessageRow.seq <= answer.seq,
            MessageRow.region.is_not(None),
        )
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )


def _terms(words: Tokenizer, question: str, answer: str) -> set[str]:
    return set(words.index_terms("\n".join(masked(text, " ")[:_LONGEST] for text in (question, answer))))
