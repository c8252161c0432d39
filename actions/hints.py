"""Questions on what counts, which the hint of a fact answers: 利息也赔吗, where only the principal counts."""

from __future__ import annotations

import re

from actions.request import Request
from policy_kb.awards.stated.words import BREAK
from policy_kb.language.reading import read
from policy_kb.passages import content_words

_ASKS = re.compile(r"(?:吗|么|不|没)[?？]*$|[能可算要赔]不[能可算要赔]")
#: 已经追回了吗 tells something as well.
_TELLS = re.compile(r"[了过]|已|被|没有")
_EXAMPLE = re.compile(r"[，,]?(?:比如|例如).*$")


def hint_asked_for(request: Request) -> str | None:
    """The hint of a fact of the one award meant whose words a clause asks about; None where none does."""
    if len(request.rules) != 1:
        return None
    facts = request.kb.book.declared(request.rules[0].sum_facts)
    hints = [_EXAMPLE.sub("", fact.hint).rstrip("。") for fact in facts if fact.hint]
    asked = [clause for clause in BREAK.split(request.text) if asks_what_counts(request, clause)]
    return next((f"{hint}。" for hint in hints if any(_words(request, clause, hint) for clause in asked)), None)


def asks_what_counts(request: Request, clause: str) -> bool:
    """Whether a clause only asks what a hint of the award is about, and tells nothing."""
    if len(request.rules) != 1 or not _ASKS.search(clause) or _TELLS.search(clause):
        return False
    if read(clause, request.kb.lexicon).quantities:
        return False
    facts = request.kb.book.declared(request.rules[0].sum_facts)
    return any(_words(request, clause, fact.hint or "") for fact in facts)


def _words(request: Request, clause: str, hint: str) -> bool:
    """Whether all that a clause names stands in a hint: 转给外地企业的能算吗 names what no hint has."""
    words = content_words(read(clause, request.kb.lexicon), ())
    return bool(words) and all(word in hint for word in words)
