"""Conversations, messages, ratings, hand-overs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _conversation(name: str) -> sa.Column[object]:
    foreign = sa.ForeignKey("conversations.id", name=name, ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), foreign, nullable=False)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("session", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _time("started_at"),
        _time("last_at"),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("session", "number", name="uq_conversations_session_number"),
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation("fk_messages_conversation_id_conversations"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("author", sa.String(100)),
        _time("at"),
        sa.Column("reply_to", sa.Integer()),
        _time("settled_at", nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_messages_conversation_id_client_id"),
    )
    op.create_table(
        "ratings",
        sa.Column(
            "message_id",
            sa.Integer(),
            sa.ForeignKey("messages.id", name="fk_ratings_message_id_messages", ondelete="CASCADE"),
            nullable=False,
            autoincrement=False,
        ),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        _time("at"),
        sa.PrimaryKeyConstraint("message_id", name="pk_ratings"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation("fk_handovers_conversation_id_conversations"),
        _time("asked_at"),
        _time("taken_at", nullable=True),
        sa.Column("taken_by", sa.String(100)),
        _time("ended_at", nullable=True),
        sa.Column("ending", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
    )
    op.create_index("ix_handovers_conversation_id", "handovers", ["conversation_id"])
    op.create_index("ix_handovers_ended_at", "handovers", ["ended_at"])
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["conversation_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    for table in ("handovers", "ratings", "messages", "conversations"):
        op.drop_table(table)
