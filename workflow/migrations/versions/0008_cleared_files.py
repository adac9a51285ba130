"""The bytes of a kept file may be cleared, and it is written down"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "cleared_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kept_file.id"], name=op.f("fk_cleared_file_file_id_kept_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleared_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_cleared_file_file_id")),
    )
