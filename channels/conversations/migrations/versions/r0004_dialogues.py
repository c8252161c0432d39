"""What the assistant remembers of dialogues, and its answers to messages that may come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialogues",
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_dialogues"),
    )
    op.create_index("ix_dialogues_at", "dialogues", ["at"])
    op.create_table(
        "dialogue_answers",
        sa.Column(
            "sender",
            sa.String(128),
            sa.ForeignKey("dialogues.sender", name="fk_dialogue_answers_sender_dialogues", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("message", sa.String(128), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "version", name="pk_dialogue_answers"),
        sa.UniqueConstraint("sender", "message", name="uq_dialogue_answers_sender_message"),
    )
