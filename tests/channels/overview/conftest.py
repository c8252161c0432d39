"""The application with visitors and staff."""

from tests.channels.inbox.conftest import application, backend, conversations, script, visit
from tests.channels.staff import cheap_passwords, database, person

__all__ = [
    "application",
    "backend",
    "cheap_passwords",
    "conversations",
    "database",
    "person",
    "script",
    "visit",
]
