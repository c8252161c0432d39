"""What an answer was about and how long it took, where a visitor writes from, whose account took over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTED = {"kind": sa.String(20), "region": sa.String(12), "intent": sa.String(40), "topic": sa.String(60)}


def upgrade() -> None:
    op.add_column("conversations", sa.Column("channel", sa.String(10), nullable=False, server_default="web"))
    for name, type_ in _COUNTED.items():
        op.add_column("messages", sa.Column(name, type_))
    op.add_column("messages", sa.Column("ms", sa.Integer()))
    op.create_index("ix_messages_at", "messages", ["at"])
    op.add_column("handovers", sa.Column("account", sa.String(100)))


def downgrade() -> None:
    op.drop_column("handovers", "account")
    op.drop_index("ix_messages_at", "messages")
    for name in ("ms", *_COUNTED):
        op.drop_column("messages", name)
    op.drop_column("conversations", "channel")
