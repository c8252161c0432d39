"""Alembic's entry: runs the revisions on the connection that ``upgrade`` hands over."""

from alembic import context

from channels.staff_store.base import Base
from channels.staff_store.revision import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, version_table=VERSION_TABLE, transactional_ddl=True
)
# The caller owns the transaction: tables and revision number are committed together.
context.run_migrations()
