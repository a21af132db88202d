"""The tables of the catalogue (SQLAlchemy Core).

Three layers stand side by side. *Ledger*: runs, rejections, records, enquiries and decisions: what
was read, asked and decided. *Entities*: one row a resolved entity; ``state`` is its value as JSON
(:mod:`.codec`), the other columns only serve look-ups. *Change log*: one row a changed entity with
the state it had before, until every projection has passed it.
*Users' graphs* are kept as their content.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

_KEY = String(512)

# ---- ledger -----------------------------------------------------------------------------------

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(64), nullable=False),
    Column("location", Text, nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("read", Integer, nullable=False, default=0),
    Column("added", Integer, nullable=False, default=0),
    Column("changed", Integer, nullable=False, default=0),
    Column("unchanged", Integer, nullable=False, default=0),
    Column("rejected", Integer, nullable=False, default=0),
)

rejection = Table(
    "rejection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("run.id"), nullable=False, index=True),
    Column("location", Text, nullable=False),
    Column("line", Integer),
    Column("reason", Text, nullable=False),
    Column("excerpt", Text, nullable=False, default=""),
)

reading = Table(
    "reading",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("location_sha256", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(64), nullable=False),
    Column("key", _KEY, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("work_key", _KEY, nullable=False, index=True),
    Column("issue_key", _KEY, index=True),
    Index("uq_record_source_key", "source", "key", unique=True),
)

enquiry = Table(
    "enquiry",
    metadata,
    Column("service", String(64), primary_key=True),
    Column("work_key", _KEY, primary_key=True, index=True),
    Column("asked_at", String(32), nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(16), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("left", _KEY, nullable=False),
    Column("right", _KEY, nullable=False),
    Column("scope", _KEY),
    Column("made_by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# ---- entities ---------------------------------------------------------------------------------

work = Table(
    "work",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("title_folded", Text, nullable=False, index=True),
    Column("title_squashed", Text, nullable=False, index=True),
    Column("year", Integer),
    Column("published_on", Date, index=True),
    Column("votes", Integer),
    Column("is_stub", Integer, nullable=False, default=0),
)

identifier = Table(
    "identifier",
    metadata,
    Column("id", _KEY, primary_key=True),
    Column("work_key", _KEY, nullable=False, index=True),
)

authorship = Table(
    "authorship",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("agent_key", _KEY, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("is_organisation", Integer, nullable=False, default=0),
)

agent = Table(
    "agent",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("name_folded", Text, nullable=False, index=True),
)

venue = Table(
    "venue",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("name_folded", Text, nullable=False, index=True),
)

work_venue = Table(
    "work_venue",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("venue_key", _KEY, primary_key=True, index=True),
)

issue = Table(
    "issue",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("series", String(64), nullable=False),
    Column("issued_on", Date, nullable=False, index=True),
    Column("size", Integer, nullable=False),
)

concept = Table(
    "concept",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("label_folded", Text, nullable=False, index=True),
    Column("is_coined", Integer, nullable=False),
)

concept_broader = Table(
    "concept_broader",
    metadata,
    Column("concept_key", _KEY, primary_key=True),
    Column("broader_key", _KEY, primary_key=True, index=True),
)

work_concept = Table(
    "work_concept",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("concept_key", _KEY, primary_key=True, index=True),
    Column("role", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

citation = Table(
    "citation",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("cited_id", _KEY, primary_key=True, index=True),
)

file = Table(
    "file",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

# ---- derived from texts -----------------------------------------------------------------------

extraction = Table(
    "extraction",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("version", String(64), nullable=False, index=True),
    Column("texts_sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

coining = Table(
    "coining",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("concept_key", _KEY, primary_key=True, index=True),
    Column("body", LargeBinary, nullable=False),
)

named = Table(
    "named",
    metadata,
    Column("work_key", _KEY, primary_key=True),
    Column("name", _KEY, primary_key=True, index=True),
)

pending = Table(
    "pending",
    metadata,
    Column("stage", String(16), primary_key=True),
    Column("key", _KEY, primary_key=True),
)

state = Table(
    "state",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

# ---- change log and what guards it ------------------------------------------------------------

change = Table(
    "change",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", _KEY, nullable=False),
    Column("run_id", Integer),
    Column("old", LargeBinary),
    Index("ix_change_kind_key_number", "kind", "key", "number"),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("key", _KEY, primary_key=True),
    Column("replaced_by", _KEY),
    Column("at", String(32), nullable=False),
)

# ---- what users wrote -------------------------------------------------------------------------

user_graph = Table(
    "user_graph",
    metadata,
    Column("iri", _KEY, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
)

ENTITY_TABLES = {
    "work": work,
    "claims": claims,
    "agent": agent,
    "concept": concept,
    "venue": venue,
    "issue": issue,
    "file": file,
}
