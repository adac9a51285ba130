"""A notice may concern one post of its unit"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("caused_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(batch_op.f("fk_notice_caused_by_id_officer"), "officer", ["caused_by_id"], ["id"])
