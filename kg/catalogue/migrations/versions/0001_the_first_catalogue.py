"""the first catalogue"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agent")),
    )
    with op.batch_alter_table("agent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agent_name_folded"), ["name_folded"], unique=False)

    op.create_table(
        "authorship",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agent_key", sa.String(length=512), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_organisation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "position", name=op.f("pk_authorship")),
    )
    with op.batch_alter_table("authorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorship_agent_key"), ["agent_key"], unique=False)

    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("old", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_kind_key_number", ["kind", "key", "number"], unique=False)

    op.create_table(
        "citation",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("cited_id", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "cited_id", name=op.f("pk_citation")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_cited_id"), ["cited_id"], unique=False)

    op.create_table(
        "claims",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claims")),
    )
    op.create_table(
        "coining",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("concept_key", sa.String(length=512), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "concept_key", name=op.f("pk_coining")),
    )
    with op.batch_alter_table("coining", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coining_concept_key"), ["concept_key"], unique=False)

    op.create_table(
        "concept",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("label_folded", sa.Text(), nullable=False),
        sa.Column("is_coined", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_concept")),
    )
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_label_folded"), ["label_folded"], unique=False)

    op.create_table(
        "concept_broader",
        sa.Column("concept_key", sa.String(length=512), nullable=False),
        sa.Column("broader_key", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("concept_key", "broader_key", name=op.f("pk_concept_broader")),
    )
    with op.batch_alter_table("concept_broader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concept_broader_broader_key"), ["broader_key"], unique=False
        )

    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "extraction",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("texts_sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("work_key", name=op.f("pk_extraction")),
    )
    with op.batch_alter_table("extraction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extraction_version"), ["version"], unique=False)

    op.create_table(
        "file",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_file")),
    )
    op.create_table(
        "identifier",
        sa.Column("id", sa.String(length=512), nullable=False),
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
    )
    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identifier_work_key"), ["work_key"], unique=False)

    op.create_table(
        "issue",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("series", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_issue")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_issued_on"), ["issued_on"], unique=False)

    op.create_table(
        "named",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "name", name=op.f("pk_named")),
    )
    with op.batch_alter_table("named", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_named_name"), ["name"], unique=False)

    op.create_table(
        "pending",
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("stage", "key", name=op.f("pk_pending")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("started_at", sa.String(length=32), nullable=False),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_table(
        "state",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_state")),
    )
    op.create_table(
        "tombstone",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("replaced_by", sa.String(length=512), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "venue",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_venue")),
    )
    with op.batch_alter_table("venue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_venue_name_folded"), ["name_folded"], unique=False)

    op.create_table(
        "work",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("is_stub", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_work")),
    )
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_published_on"), ["published_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_title_folded"), ["title_folded"], unique=False)

    op.create_table(
        "work_concept",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("concept_key", sa.String(length=512), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "concept_key", name=op.f("pk_work_concept")),
    )
    with op.batch_alter_table("work_concept", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_concept_concept_key"), ["concept_key"], unique=False
        )

    op.create_table(
        "work_venue",
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("venue_key", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("work_key", "venue_key", name=op.f("pk_work_venue")),
    )
    with op.batch_alter_table("work_venue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_venue_venue_key"), ["venue_key"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("work_key", sa.String(length=512), nullable=False),
        sa.Column("issue_key", sa.String(length=512), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_record_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_issue_key"), ["issue_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_work_key"), ["work_key"], unique=False)
        batch_op.create_index("uq_record_source_key", ["source", "key"], unique=True)

    op.create_table(
        "rejection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_rejection_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
    )
    with op.batch_alter_table("rejection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rejection_run_id"), ["run_id"], unique=False)
    op.execute("INSERT INTO counter (name, value) VALUES ('change', 0)")
