"""Alembic's entry: runs the revisions on the connection that ``upgrade`` hands over."""

from alembic import context

from channels.conversations.migrations.revision import VERSION_TABLE
from channels.conversations.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    version_table=VERSION_TABLE,
)
# The caller owns the transaction: tables and revision number are committed together.
context.run_migrations()
