"""The knowledge base for a handler, or the refusal that tells the client to come back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from channels.api.refused import Refused

if TYPE_CHECKING:
    from policy_kb.knowledge import KnowledgeBase

log = logging.getLogger(__name__)


def knowledge() -> KnowledgeBase:
    """The newest snapshot. Raises Refused where there is none or it can't be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from policy_kb import knowledge as stored

    try:
        return stored.current()
    except stored.KnowledgeBaseMissing:
        raise Refused(503, "知识库还没有建好，请稍后再试。") from None
    except (SQLAlchemyError, OSError):
        log.exception("知识库读不出来")
        raise Refused(503, "知识库现在读不出来，请稍后再试。") from None
