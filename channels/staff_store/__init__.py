"""The tables of staff matters (accounts, sessions, audit log, imports), beside the knowledge base in its database."""

from channels.staff_store.base import Base
from channels.staff_store.revision import upgrade
from channels.staff_store.tables import AttemptRow, AuditRow, ImportRow, SessionRow, UserRow

__all__ = ["AttemptRow", "AuditRow", "Base", "ImportRow", "SessionRow", "UserRow", "upgrade"]
