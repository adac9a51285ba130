"""手写签名 under letters, and as its writer keeps it"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "kept_handwriting",
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kept_file.id"], name=op.f("fk_kept_handwriting_file_id_kept_file")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_kept_handwriting_officer_id_officer")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_kept_handwriting")),
    )
    op.create_table(
        "letter_handwriting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kept_file.id"], name=op.f("fk_letter_handwriting_file_id_kept_file")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_handwriting_letter_id_letter")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_letter_handwriting_reply_id_reply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_handwriting")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_letter_handwriting_letter_id")),
    )
    op.create_index(op.f("ix_letter_handwriting_reply_id"), "letter_handwriting", ["reply_id"], unique=False)
