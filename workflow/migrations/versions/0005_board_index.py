"""A page of the board is a piece of an index"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_round_id"))
        batch_op.create_index("ix_reply_board", ["round_id", "group_name", "position"], unique=False)
