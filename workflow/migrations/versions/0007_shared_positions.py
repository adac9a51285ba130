"""A step no longer locks the row of the position at which everybody stands"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """PostgreSQL drops the constraint in place; SQLite, which cannot, gets its table anew."""
    with op.batch_alter_table("engine_instance") as instances:
        instances.drop_constraint("fk_engine_instance_position_engine_position", type_="foreignkey")
