"""停用 of a unit's 印章图像"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "unit_seal_withdrawal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["unit_seal.id"], name=op.f("fk_unit_seal_withdrawal_seal_id_unit_seal")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["officer.id"], name=op.f("fk_unit_seal_withdrawal_withdrawn_by_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_seal_withdrawal")),
        sa.UniqueConstraint("seal_id", name=op.f("uq_unit_seal_withdrawal_seal_id")),
    )
