"""titles squashed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BATCH = 1_000


def upgrade() -> None:
    op.add_column("work", sa.Column("title_squashed", sa.Text(), nullable=False, server_default=""))
    work = sa.table("work", *(sa.column(n) for n in ("key", "title_folded", "title_squashed")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(work.c.key, work.c.title_folded)).all()
    filled = (
        sa.update(work)
        .where(work.c.key == sa.bindparam("b_key"))
        .values(title_squashed=sa.bindparam("b_title"))
    )
    for start in range(0, len(rows), _BATCH):
        connection.execute(
            filled,
            [
                {"b_key": key, "b_title": "".join(filter(str.isalnum, folded))}
                for key, folded in rows[start : start + _BATCH]
            ],
        )
    op.create_index(op.f("ix_work_title_squashed"), "work", ["title_squashed"])


def downgrade() -> None:
    op.drop_index(op.f("ix_work_title_squashed"), "work")
    op.drop_column("work", "title_squashed")
