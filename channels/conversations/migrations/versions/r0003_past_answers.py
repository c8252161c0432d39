"""Past answers to be found again, counts of what was deleted, when a kiosk was last there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _message(name: str, foreign: str, to: str = "messages.id") -> sa.Column[object]:
    key = sa.ForeignKey(to, name=foreign, ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), key, nullable=False, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "past_answers",
        _message("message_id", "fk_past_answers_message_id_messages"),
        _message("question_id", "fk_past_answers_question_id_messages"),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(12)),
        sa.PrimaryKeyConstraint("message_id", name="pk_past_answers"),
    )
    op.create_index("ix_past_answers_question_id", "past_answers", ["question_id"])
    op.create_table(
        "past_terms",
        sa.Column("term", sa.String(32), nullable=False),
        _message("message_id", "fk_past_terms_message_id_past_answers", "past_answers.message_id"),
        sa.PrimaryKeyConstraint("term", "message_id", name="pk_past_terms"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_past_terms_message_id", "past_terms", ["message_id"])
    op.create_table(
        "day_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "what", "name", name="pk_day_counts"),
    )
    op.add_column("conversations", sa.Column("heard_at", sa.DateTime(timezone=True)))
    # Nobody knows which visitors of before have gone: the server ends what has not ended.
    op.execute("UPDATE conversations SET heard_at = last_at WHERE channel = 'kiosk'")
    for index, table, column, condition in (
        ("ix_conversations_heard_at", "conversations", "heard_at", "heard_at IS NOT NULL"),
        ("ix_messages_staff", "messages", "id", "role = 'staff'"),
    ):
        where = sa.text(condition)
        op.create_index(index, table, [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_messages_staff", "messages")
    op.drop_index("ix_conversations_heard_at", "conversations")
    op.drop_column("conversations", "heard_at")
    for table in ("day_counts", "past_terms", "past_answers"):
        op.drop_table(table)
