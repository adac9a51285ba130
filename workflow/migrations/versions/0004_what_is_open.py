"""What is open is known by its case and its place, without a number of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The tables are laid out anew: a column dropped in PostgreSQL would leave a gap in the numbering of the others."""
    _put_aside("engine_task", "ix_engine_task_desk")
    op.create_table(
        "engine_task",
        sa.Column("instance_id", ROW_ID, nullable=False),
        sa.Column("at", sa.String(length=80), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=False),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["engine_instance.id"], name=op.f("fk_engine_task_instance_id_engine_instance")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_engine_task_unit_id_unit")),
        sa.PrimaryKeyConstraint("instance_id", "at", name=op.f("pk_engine_task")),
    )
    _bring_back("engine_task", "instance_id, at, step, unit_id, post, opened_at")
    op.create_index("ix_engine_task_desk", "engine_task", ["unit_id"], unique=False)
    _put_aside("engine_moment", "ix_engine_moment_due")
    op.create_table(
        "engine_moment",
        sa.Column("instance_id", ROW_ID, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["engine_instance.id"], name=op.f("fk_engine_moment_instance_id_engine_instance")
        ),
        sa.PrimaryKeyConstraint("instance_id", "at", name=op.f("pk_engine_moment")),
    )
    _bring_back("engine_moment", "instance_id, due, rank, at, name")
    op.create_index("ix_engine_moment_due", "engine_moment", ["due"], unique=False)
    if _is_postgresql():
        op.execute("ALTER TABLE engine_instance SET (fillfactor=50)")


def _put_aside(table: str, index: str) -> None:
    op.drop_index(index, table_name=table)
    op.rename_table(table, f"{table}_before")
    if _is_postgresql():
        op.execute(f"ALTER TABLE {table}_before DROP CONSTRAINT pk_{table}")  # its name is needed again


def _bring_back(table: str, columns: str) -> None:
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before")  # noqa: S608 -- names of ours
    op.drop_table(f"{table}_before")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
