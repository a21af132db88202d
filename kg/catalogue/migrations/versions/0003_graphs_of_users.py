"""graphs of users"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_graph",
        sa.Column("iri", sa.String(length=512), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("iri", name=op.f("pk_user_graph")),
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('user_graph', 0)")
