"""People of every role at the staff's side of the application."""

from tests.channels.staff import application, cheap_passwords, database, person

__all__ = ["application", "cheap_passwords", "database", "person"]
