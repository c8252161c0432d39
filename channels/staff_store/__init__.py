"""The staff's tables (accounts, audit log, imports, what is taught and written), beside the knowledge base."""

from channels.staff_store.base import Base
from channels.staff_store.revision import upgrade
from channels.staff_store.tables import (
    AttemptRow,
    AuditRow,
    ImportRow,
    ModelChoiceRow,
    ModelRow,
    SessionRow,
    TaughtRow,
    TrainingRow,
    UserRow,
    WrittenRow,
)

__all__ = [
    "AttemptRow",
    "AuditRow",
    "Base",
    "ImportRow",
    "ModelChoiceRow",
    "ModelRow",
    "SessionRow",
    "TaughtRow",
    "TrainingRow",
    "UserRow",
    "WrittenRow",
    "upgrade",
]
