"""What is official is never overwritten: the database refuses it, and the chain would show it.

`@official()` puts guards on a table: rows are not deleted, columns not changed, except those named, and these only
once (a signature is added, not replaced). What each row says goes, as a hash, into the chain of the journal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import DDL, Connection, Executable, String, Table, bindparam, event, insert, inspect, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from workflow.bulk import default_of, insert_many
from workflow.chain import digest
from workflow.store import Base

Model = TypeVar("Model", bound=type[Base])
_SEALED = "zhengxun.sealed"  # in the session's own dictionary: what the next lines of the journal will hold


@dataclass(frozen=True)
class Official:
    """`once`: columns filled in later, one time; `free`: columns that may change; `when`: official once this is set.

    `sealed`: the chain holds its rows; the chain itself does not.
    """

    table: Table
    once: frozenset[str]
    free: frozenset[str]
    when: str | None
    sealed: bool

    def counts(self, row: Mapping[str, Any]) -> bool:
        return self.when is None or row[self.when] is not None


OFFICIAL: dict[str, Official] = {}


def official(
    *, once: tuple[str, ...] = (), free: tuple[str, ...] = (), when: str | None = None, sealed: bool = True
) -> Callable[[Model], Model]:
    """Declares the table of a class."""

    def declare(model: Model) -> Model:
        table = cast(Table, model.__table__)
        OFFICIAL[table.name] = Official(table, frozenset(once), frozenset(free), when, sealed)
        event.listen(table, "after_create", guard)
        return model

    return declare


# -- the guards of the database


def guard(table: Table, connection: Connection, **_: Any) -> None:
    """Put the guards on a table that has none."""
    for statement in _GUARDS[connection.dialect.name](OFFICIAL[table.name]):
        connection.execute(DDL(statement))


def unguard(table: Table, connection: Connection) -> None:
    """Take them off, for the length of a change of the schema."""
    behind = f" ON {table.name}" if connection.dialect.name == "postgresql" else ""
    for verb in ("update", "delete", "truncate"):
        connection.execute(DDL(f"DROP TRIGGER IF EXISTS keep_{table.name}_{verb}{behind}"))


def _on_sqlite(of: Official) -> Iterator[str]:
    name = of.table.name
    for verb, when in (("UPDATE", _overwritten(of, "IS NOT")), ("DELETE", _deleted(of))):
        yield (
            f"CREATE TRIGGER keep_{name}_{verb.lower()} BEFORE {verb} ON {name} FOR EACH ROW WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are official'); END"
        )


def _on_postgresql(of: Official) -> Iterator[str]:
    name = of.table.name
    yield (
        "CREATE OR REPLACE FUNCTION zhengxun_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are official'; END $$"
    )
    for verb, when in (("UPDATE", _overwritten(of, "IS DISTINCT FROM")), ("DELETE", _deleted(of))):
        yield (
            f"CREATE TRIGGER keep_{name}_{verb.lower()} BEFORE {verb} ON {name} FOR EACH ROW WHEN ({when}) "
            "EXECUTE FUNCTION zhengxun_keep()"
        )
    yield (
        f"CREATE TRIGGER keep_{name}_truncate BEFORE TRUNCATE ON {name} FOR EACH STATEMENT "
        "EXECUTE FUNCTION zhengxun_keep()"
    )


_GUARDS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}


def _overwritten(of: Official, differs: str) -> str:
    """Whether an UPDATE changes what may not be changed, as SQL."""
    changed = (_changed(of, column.name, differs) for column in of.table.columns if column.name not in of.free)
    return f"{_counting(of)} AND ({' OR '.join(changed)})"


def _changed(of: Official, name: str, differs: str) -> str:
    column = of.table.columns[name]
    old, new = (f'CAST({row}."{name}" AS TEXT)' for row in ("OLD", "NEW"))  # PostgreSQL's JSON knows no equality
    changed = f"{old} {differs} {new}"
    if name not in of.once:
        return changed
    filled = f"COALESCE({old}, '') <> ''" if isinstance(column.type, String) else f"{old} IS NOT NULL"
    return f"({filled} AND {changed})"


def _deleted(of: Official) -> str:
    return _counting(of)


def _counting(of: Official) -> str:
    return f'OLD."{of.when}" IS NOT NULL' if of.when else "1 = 1"


# -- what the chain holds of each row


def content_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.key] for column in table.columns}


def insert_official(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many official rows at once, with numbers of their own; each must name every column."""
    insert_many(session, table, rows)
    sealed = session.info.setdefault(_SEALED, {})
    sealed.update({f"{table.name}:{row['id']}": digest(content_of(table, row)) for row in rows})


def write_official(session: Session, row: Base) -> None:
    """Write this one new row now; it is then at hand as though it had been read.

    The session's own way of writing first looks through all that has been read for what else there might be to write,
    and that is longer than the writing.
    """
    of = OFFICIAL[row.__tablename__]
    there = inspect(row).dict
    values = {c.key: there[c.key] if c.key in there else default_of(c) for c in of.table.columns if not c.primary_key}
    values["id"] = session.execute(_insertion(of.table), values).scalar_one()
    for name, value in values.items():
        set_committed_value(row, name, value)
    make_transient_to_detached(row)
    session.add(row)
    if of.sealed and of.counts(values):
        sealed = session.info.setdefault(_SEALED, {})
        sealed[f"{of.table.name}:{values['id']}"] = digest(content_of(of.table, values))


@lru_cache
def _insertion(table: Table) -> Executable:
    """Built once."""
    named = {c.name: bindparam(c.key, type_=c.type) for c in table.columns if not c.primary_key}
    return insert(table).values(named).returning(table.c.id)


def take_sealed(session: Session) -> dict[str, str]:
    """ "letter:12" -> the hash of what it says, for every official row written since the last time."""
    session.flush()
    found: dict[str, str] = session.info.pop(_SEALED, {})
    return found


def forget_sealed(session: Session) -> None:
    session.info.pop(_SEALED, None)


@event.listens_for(Session, "after_flush")
def _seal(session: Session, _: Any) -> None:
    sealed = session.info.setdefault(_SEALED, {})
    for row in (*session.new, *session.dirty):
        of = OFFICIAL.get(getattr(row, "__tablename__", ""))
        if of is None or not of.sealed:
            continue
        values = {column.key: getattr(row, column.key) for column in of.table.columns}
        if of.counts(values):
            sealed[f"{of.table.name}:{values['id']}"] = digest(content_of(of.table, values))


def rows_of(session: Session, of: Official) -> Iterator[dict[str, Any]]:
    """The official rows of a table as they stand in the database now."""
    for row in session.execute(select(of.table).order_by(of.table.c.id).execution_options(yield_per=1000)):
        content = dict(row._mapping)
        if of.counts(content):
            yield content


def stored(session: Session) -> Iterator[tuple[str, str]]:
    """Every official row, with the hash of what it says."""
    for of in OFFICIAL.values():
        if of.sealed:
            for content in rows_of(session, of):
                yield f"{of.table.name}:{content['id']}", digest(content)
