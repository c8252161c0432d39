"""The tables of the knowledge base and the way to its database."""

from policy_kb.models.base import Base
from policy_kb.models.catalogue import AwardRow, FactRow, GlossaryRow, InstitutionRow, TargetRow, TopicRow
from policy_kb.models.document import ClauseRow, ClauseUnitRow, DocumentRow, RepairRow
from policy_kb.models.engine import connect, create_engine, reading, writing
from policy_kb.models.practical import PracticalKind, PracticalRow
from policy_kb.models.review import DraftRow, EndingRow, OriginalRow, ReviewLogRow
from policy_kb.models.search import SearchPostingRow, SearchSpanRow, SearchTermRow
from policy_kb.models.version import VersionRow

__all__ = [
    "AwardRow",
    "Base",
    "ClauseRow",
    "ClauseUnitRow",
    "DocumentRow",
    "DraftRow",
    "EndingRow",
    "FactRow",
    "GlossaryRow",
    "InstitutionRow",
    "OriginalRow",
    "PracticalKind",
    "PracticalRow",
    "RepairRow",
    "ReviewLogRow",
    "SearchPostingRow",
    "SearchSpanRow",
    "SearchTermRow",
    "TargetRow",
    "TopicRow",
    "VersionRow",
    "connect",
    "create_engine",
    "reading",
    "writing",
]
