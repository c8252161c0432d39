"""Which model answers, and the models that were taught: every process gets them from here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "staff0004"
down_revision = "staff0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_models",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_staff_models"),
    )
    op.create_table(
        "staff_model_choice",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(60)),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("base", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_model_choice"),
    )


def downgrade() -> None:
    op.drop_table("staff_model_choice")
    op.drop_table("staff_models")
