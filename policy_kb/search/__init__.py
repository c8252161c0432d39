"""Full-text search over clauses, and over the measures, stations, targets and terms that stand in them."""

from policy_kb.search.entries import EntryHit, entries_of, search_entries
from policy_kb.search.filters import Filters
from policy_kb.search.lookup import Hit, Look, clauses_of, look, search
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet
from policy_kb.search.suggest import did_you_mean

__all__ = [
    "EntryHit",
    "Filters",
    "Hit",
    "Look",
    "Query",
    "Snippet",
    "clauses_of",
    "did_you_mean",
    "entries_of",
    "look",
    "parse_query",
    "search",
    "search_entries",
]
