"""Alembic's entry: runs the revisions on the connection that ``upgrade`` hands over."""

from alembic import context

from policy_kb.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
# The caller owns the transaction: tables and revision number are committed together.
context.run_migrations()
