"""Full-text search over clauses."""

from policy_kb.search.lookup import Hit, search
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet

__all__ = ["Hit", "Query", "Snippet", "parse_query", "search"]
