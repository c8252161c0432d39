"""What the staff have taught, and trainings with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "staff0002"
down_revision = "staff0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_taught",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(60)),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("removed_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_staff_taught"),
    )
    op.create_table(
        "staff_trainings",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("base", sa.String(64), nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("comparison", sa.JSON()),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_trainings"),
    )
    op.create_index("ix_staff_trainings_created_at", "staff_trainings", ["created_at"])


def downgrade() -> None:
    op.drop_table("staff_trainings")
    op.drop_table("staff_taught")
