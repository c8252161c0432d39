"""Full-text search over clauses, and over the measures, stations, targets and terms that stand in them."""

from policy_kb.search.entries import EntryHit, search_entries
from policy_kb.search.filters import Filters
from policy_kb.search.lookup import Hit, search
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet
from policy_kb.search.suggest import did_you_mean

__all__ = [
    "EntryHit",
    "Filters",
    "Hit",
    "Query",
    "Snippet",
    "did_you_mean",
    "parse_query",
    "search",
    "search_entries",
]
