"""The tables of the knowledge base and the full-text index over clauses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INDEXED = ("heading_tokens", "tokens", "context_tokens")


def upgrade() -> None:
    _documents()
    _clauses()
    _catalogue()
    _state()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_search()
    else:
        _sqlite_search()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE clause_fts")
    for table in (
        "search_terms", "kb_version", "glossary", "topics", "facts", "targets", "institutions", "awards", "repairs",
        "clause_units", "clauses", "documents",
    ):  # fmt: skip
        op.drop_table(table)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.String(100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(50)),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("doc_number", sa.String(100)),
        sa.Column("region_code", sa.String(12)),
        sa.Column("region_name", sa.String(100)),
        sa.Column("issued_on", sa.Date()),
        sa.Column("published_on", sa.Date()),
        sa.Column("effective_on", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("period_until", sa.Date()),
        sa.Column("validity_quote", sa.Text()),
        sa.Column("cited_documents", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("raw_text", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON()),
        sa.Column("stacking", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("doc_id", name="uq_documents_doc_id"),
    )
    op.create_index("ix_documents_region_code", "documents", ["region_code"])
    op.create_index("ix_documents_status", "documents", ["status"])
    op.create_table(
        "repairs",
        sa.Column("id", sa.Integer(), nullable=False),
        _document_id("repairs"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(100), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_repairs"),
    )
    op.create_index("ix_repairs_document_id_position", "repairs", ["document_id", "position"], unique=True)


def _clauses() -> None:
    op.create_table(
        "clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        _document_id("clauses"),
        sa.Column(
            "parent_id",
            sa.Integer(),
            sa.ForeignKey("clauses.id", name="fk_clauses_parent_id_clauses", ondelete="CASCADE"),
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("cite_label", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in INDEXED),
        sa.PrimaryKeyConstraint("id", name="pk_clauses"),
        sa.UniqueConstraint("document_id", "cite_label", name="uq_clauses_document_id_cite_label"),
        sa.UniqueConstraint("document_id", "position", name="uq_clauses_document_id_position"),
    )
    op.create_index("ix_clauses_parent_id", "clauses", ["parent_id"])
    op.create_table(
        "clause_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "clause_id",
            sa.Integer(),
            sa.ForeignKey("clauses.id", name="fk_clause_units_clause_id_clauses", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clause_units"),
    )
    op.create_index(
        "ix_clause_units_clause_id_role_position", "clause_units", ["clause_id", "role", "position"], unique=True
    )
    op.create_index("ix_clause_units_name", "clause_units", ["name"])


def _catalogue() -> None:
    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        _document_id("awards"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(200), nullable=False),
        sa.Column("clause", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_awards"),
        sa.UniqueConstraint("document_id", "rule_id", name="uq_awards_document_id_rule_id"),
    )
    for table in ("institutions", "targets"):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            _document_id(table),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("key", sa.String(200), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("clause", sa.String(200), nullable=False),
            sa.Column("quote", sa.Text(), nullable=False),
            sa.Column("payload", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            sa.UniqueConstraint("document_id", "position", name=f"uq_{table}_document_id_position"),
        )
    for table in ("facts", "topics", "glossary"):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("key", sa.String(200), nullable=False),
            sa.Column("payload", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            sa.UniqueConstraint("key", name=f"uq_{table}_key"),
        )


def _state() -> None:
    op.create_table(
        "kb_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("inputs_hash", sa.String(64), nullable=False),
        sa.Column("clause_count", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kb_version"),
    )
    op.create_table(
        "search_terms",
        sa.Column("term", sa.String(64), nullable=False),
        sa.Column("clause_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_search_terms"),
    )


def _document_id(table: str) -> sa.Column[int]:
    return sa.Column(
        "document_id",
        sa.Integer(),
        sa.ForeignKey("documents.id", name=f"fk_{table}_document_id_documents", ondelete="CASCADE"),
        nullable=False,
    )


def _sqlite_search() -> None:
    columns = ", ".join(INDEXED)
    old = ", ".join(f"old.{name}" for name in INDEXED)
    new = ", ".join(f"new.{name}" for name in INDEXED)
    # The index keeps no copy of the text: it reads the token columns of clauses, and triggers keep both in step.
    op.execute(
        f"CREATE VIRTUAL TABLE clause_fts USING fts5({columns}, content='clauses', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute("INSERT INTO clause_fts(clause_fts, rank) VALUES ('rank', 'bm25(4.0, 1.0, 0.5)')")
    remove = f"INSERT INTO clause_fts(clause_fts, rowid, {columns}) VALUES ('delete', old.id, {old});"  # noqa: S608
    add = f"INSERT INTO clause_fts(rowid, {columns}) VALUES (new.id, {new});"  # noqa: S608
    op.execute(f"CREATE TRIGGER clauses_fts_insert AFTER INSERT ON clauses BEGIN {add} END")
    op.execute(f"CREATE TRIGGER clauses_fts_delete AFTER DELETE ON clauses BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER clauses_fts_update AFTER UPDATE OF {columns} ON clauses BEGIN {remove} {add} END")


def _postgresql_search() -> None:
    vector = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {name}), '{weight}')"
        for name, weight in zip(INDEXED, "ABC", strict=True)
    )
    op.execute(f"ALTER TABLE clauses ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({vector}) STORED")
    op.execute("CREATE INDEX ix_clauses_search_vector ON clauses USING gin (search_vector)")
