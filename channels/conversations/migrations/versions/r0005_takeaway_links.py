"""Links to what was said at a service point: any process opens what another has made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeaway_links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey(
                "conversations.id", name="fk_takeaway_links_conversation_id_conversations", ondelete="CASCADE"
            ),
            nullable=False,
        ),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_takeaway_links"),
    )
    op.create_index("ix_takeaway_links_conversation_id", "takeaway_links", ["conversation_id"])
    op.create_index("ix_takeaway_links_until", "takeaway_links", ["until"])
