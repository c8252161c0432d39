"""One full-text index of our own in place of each database's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TOKENS = ("heading_tokens", "tokens", "context_tokens")
_TERM = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER clauses_fts_{event}")
        op.execute("DROP TABLE clause_fts")
    else:
        op.drop_column("clauses", "search_vector")
    for name in TOKENS:
        op.drop_column("clauses", name)
    op.drop_index("ix_clause_units_name", "clause_units")
    op.create_index("ix_clause_units_name_clause_id", "clause_units", ["name", "clause_id"])
    op.create_index(
        "ix_documents_filters",
        "documents",
        ["kind", "region_code", "effective_on", "issued_on", "valid_until", "period_until", "id"],
    )
    op.drop_table("search_terms")
    _tables()
    # The index is empty now: the next build fills it.
    op.execute("UPDATE documents SET indexed_with = ''")
    op.execute("UPDATE kb_version SET inputs_hash = ''")


def _tables() -> None:
    op.create_table(
        "search_terms",
        sa.Column("term", _TERM, nullable=False),
        sa.Column("clause_count", sa.Integer(), nullable=False),
        sa.Column("sound", _TERM),
        sa.PrimaryKeyConstraint("term", name="pk_search_terms"),
    )
    op.create_index("ix_search_terms_sound", "search_terms", ["sound"])
    op.create_table(
        "search_postings",
        sa.Column("term", _TERM, nullable=False),
        sa.Column("segment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "segment", name="pk_search_postings"),
    )
    op.create_index("ix_search_postings_segment", "search_postings", ["segment"])
    if op.get_bind().dialect.name == "postgresql":
        # Lists of numbers hardly shrink: compressing them would only make reading slower.
        op.execute("ALTER TABLE search_postings ALTER COLUMN data SET STORAGE EXTERNAL")
    op.create_table(
        "search_spans",
        sa.Column(
            "document_id",
            sa.Integer(),
            sa.ForeignKey("documents.id", name="fk_search_spans_document_id_documents", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("first_clause", sa.Integer(), nullable=False),
        sa.Column("last_clause", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_search_spans"),
    )


def downgrade() -> None:
    from policy_kb.migrations.versions import r0001_tables as first

    for table in ("search_spans", "search_postings", "search_terms"):
        op.drop_table(table)
    op.create_table(
        "search_terms",
        sa.Column("term", sa.String(64), nullable=False),
        sa.Column("clause_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_search_terms"),
    )
    op.drop_index("ix_documents_filters", "documents")
    op.drop_index("ix_clause_units_name_clause_id", "clause_units")
    op.create_index("ix_clause_units_name", "clause_units", ["name"])
    for name in TOKENS:
        op.add_column("clauses", sa.Column(name, sa.Text(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        first._postgresql_search()
    else:
        first._sqlite_search()
    op.execute("UPDATE documents SET indexed_with = ''")
    op.execute("UPDATE kb_version SET inputs_hash = ''")
