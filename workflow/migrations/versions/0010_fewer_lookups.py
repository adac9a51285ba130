"""What nobody asks for is not looked up at each step: rows to which thousands refer, and an index of the chain"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("engine_instance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_engine_instance_definition_engine_definition"), type_="foreignkey")

    with op.batch_alter_table("engine_trail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_engine_trail_instance_id_engine_instance"), type_="foreignkey")

    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_journal_line_hash"), type_="unique")
