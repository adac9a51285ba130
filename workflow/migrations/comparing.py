"""How tables are compared with the database, and how their types are written into a script: without our own classes,
for a script must mean the same for ever."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, DateTime, Enum

from workflow.store import AwareDateTime, Base

VERSIONS = "schema_version"  # the table that says which script was the last


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """The job engine keeps its tables beside ours, and looks after them itself."""
    return kind != "table" or name in Base.metadata.tables


def written(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """False leaves it to Alembic."""
    if kind != "type":
        return False
    if isinstance(thing, AwareDateTime | DateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    if isinstance(thing, BigInteger):
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "version_table": VERSIONS,
    "include_name": is_ours,
    "render_item": written,
    "render_as_batch": True,  # SQLite changes a table by writing it anew
    "compare_type": True,
    "compare_server_default": True,
}
