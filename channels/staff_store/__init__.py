"""The tables of staff matters (accounts, audit log, imports, what was taught), beside the knowledge base."""

from channels.staff_store.base import Base
from channels.staff_store.revision import upgrade
from channels.staff_store.tables import AttemptRow, AuditRow, ImportRow, SessionRow, TaughtRow, TrainingRow, UserRow

__all__ = [
    "AttemptRow",
    "AuditRow",
    "Base",
    "ImportRow",
    "SessionRow",
    "TaughtRow",
    "TrainingRow",
    "UserRow",
    "upgrade",
]
