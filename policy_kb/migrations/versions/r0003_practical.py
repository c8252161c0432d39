"""Reviewed entries on applying and on offices; which documents' search terms are up to date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practical_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "document_id",
            sa.Integer(),
            sa.ForeignKey("documents.id", name="fk_practical_entries_document_id_documents", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practical_entries"),
        sa.UniqueConstraint("document_id", "kind", "position", name="uq_practical_entries_document_id_kind_position"),
    )
    # Empty: nobody knows which words the terms of an older database were made with.
    op.add_column("documents", sa.Column("indexed_with", sa.String(64), server_default="", nullable=False))
    _carry_over()


def _carry_over() -> None:
    """Windows and contacts that were approved before they had a table of their own."""
    bind = op.get_bind()
    drafts = sa.table(
        "drafts",
        sa.column("document_id", sa.Integer()),
        sa.column("kind", sa.String()),
        sa.column("position", sa.Integer()),
        sa.column("status", sa.String()),
        sa.column("approved", sa.JSON()),
    )
    entries = sa.table(
        "practical_entries",
        sa.column("document_id", sa.Integer()),
        sa.column("kind", sa.String()),
        sa.column("position", sa.Integer()),
        sa.column("payload", sa.JSON()),
    )
    rows = bind.execute(
        sa.select(drafts).where(drafts.c.status == "approved", drafts.c.kind.in_(("window", "contact")))
    ).all()
    for row in rows:
        bind.execute(
            entries.insert().values(
                document_id=row.document_id, kind=row.kind, position=row.position, payload=row.approved
            )
        )


def downgrade() -> None:
    op.drop_column("documents", "indexed_with")
    op.drop_table("practical_entries")
