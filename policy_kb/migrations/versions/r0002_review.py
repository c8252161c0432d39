"""Drafts, the log of decisions, the files of imported notices, and documents that have ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSAL = "review_log is append-only"


def upgrade() -> None:
    # Facts declared in a review stand in no file: a build must not take them for forgotten ones.
    op.add_column("facts", sa.Column("origin", sa.String(20), server_default="sources", nullable=False))
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        _document_id("drafts"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("clause", sa.String(200), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("approved", sa.JSON()),
        sa.Column("who", sa.String(100)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("document_id", "position", name="uq_drafts_document_id_position"),
    )
    op.create_index("ix_drafts_status", "drafts", ["status"])
    op.create_table(
        "review_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("doc_id", sa.String(100), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_log"),
    )
    op.create_index("ix_review_log_doc_id", "review_log", ["doc_id"])
    op.create_table(
        "originals",
        _document_id("originals"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_originals"),
    )
    op.create_table(
        "endings",
        sa.Column("doc_id", sa.String(100), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("successor", sa.String(100)),
        sa.PrimaryKeyConstraint("doc_id", name="pk_endings"),
    )
    _keep_log()


def downgrade() -> None:
    for table in ("endings", "originals", "review_log", "drafts"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION review_log_refuse()")
    op.drop_column("facts", "origin")


def _document_id(table: str) -> sa.Column[int]:
    return sa.Column(
        "document_id",
        sa.Integer(),
        sa.ForeignKey("documents.id", name=f"fk_{table}_document_id_documents", ondelete="CASCADE"),
        autoincrement=False,
        nullable=False,
    )


def _keep_log() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION review_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER review_log_keep BEFORE UPDATE OR DELETE ON review_log "
            "FOR EACH ROW EXECUTE FUNCTION review_log_refuse()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER review_log_keep_{act.lower()} BEFORE {act} ON review_log "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
