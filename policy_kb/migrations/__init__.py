"""Brings a database to the tables that the models describe."""

from policy_kb.migrations.revision import HEAD, MigrationError, bring_to, current, outdated, upgrade

__all__ = ["HEAD", "MigrationError", "bring_to", "current", "outdated", "upgrade"]
