"""What the staff have written: answers to questions, and what words mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "staff0003"
down_revision = "staff0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_written",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("changed_by", sa.String(100)),
        sa.Column("changed_at", _TIME),
        sa.Column("withdrawn_by", sa.String(100)),
        sa.Column("withdrawn_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_staff_written"),
    )
    op.create_index("ix_staff_written_withdrawn_at", "staff_written", ["withdrawn_at"])


def downgrade() -> None:
    op.drop_table("staff_written")
