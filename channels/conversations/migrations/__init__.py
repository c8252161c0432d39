"""Brings a database to the tables of conversations; their revisions are counted apart from the knowledge base's."""

from channels.conversations.migrations.revision import HEAD, bring_to, current, upgrade

__all__ = ["HEAD", "bring_to", "current", "upgrade"]
