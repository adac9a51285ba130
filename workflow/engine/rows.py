"""The engine's tables: where each instance stands, what lies on desks, what is due when, and what went wrong.

Positions and definitions are stored once and shared; task and moment rows say exactly what is open at the
instance's position, so that a desk or a sweep finds its work with one query. Of an instance nothing is open twice at
one address: that is their key, and what a unit costs is not paid for a number of its own.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from workflow.store import AwareDateTime, Base, RowId

metadata = Base.metadata

definitions = Table(
    "engine_definition",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("process", String(40), nullable=False),
    Column("deployed_at", AwareDateTime, nullable=False),
)

sources = Table(  # the diagrams a definition was deployed with: a running case keeps them
    "engine_source",
    metadata,
    Column("definition", ForeignKey("engine_definition.key"), primary_key=True),
    Column("position", RowId, primary_key=True),
    Column("xml", LargeBinary, nullable=False),
)

positions = Table(
    "engine_position",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("state", Text, nullable=False),  # never JSONB: the order of its members matters
)

instances = Table(
    "engine_instance",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("process", String(40), nullable=False),
    # No foreign keys: PostgreSQL would lock the one row to which thousands of units refer for each of them, at each step.
    # Definition and position are named by their content, never deleted, and read by the check-up of every case.
    Column("definition", String(16), nullable=False),
    Column("subject_id", RowId, nullable=False),
    Column("position", String(64), nullable=False),
    Column("version", RowId, nullable=False),
    Column("completed_at", AwareDateTime),
    UniqueConstraint("process", "subject_id"),
    postgresql_with={"fillfactor": 50},  # every step rewrites its row: with room on the page no index learns of it
)

tasks = Table(  # 待办: open ones only; what was done stands in the trail and the journal
    "engine_task",
    metadata,
    Column("instance_id", ForeignKey("engine_instance.id"), primary_key=True),
    Column("at", String(80), primary_key=True),
    Column("step", String(40), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("post", String(20), nullable=False),
    Column("opened_at", AwareDateTime, nullable=False),
    Index("ix_engine_task_desk", "unit_id"),
)

moments = Table(
    "engine_moment",
    metadata,
    Column("instance_id", ForeignKey("engine_instance.id"), primary_key=True),
    Column("due", AwareDateTime),  # null: not set, or its clock stands still
    Column("rank", Integer, nullable=False),  # what has a fixed width comes first: nothing is lost to alignment
    Column("at", String(80), primary_key=True),
    Column("name", String(40), nullable=False),
    Index("ix_engine_moment_due", "due"),
)

trail = Table(  # the way an instance went: one line a transition
    "engine_trail",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("instance_id", RowId, nullable=False, index=True),  # written with it, under its lock: no foreign key
    Column("happened_at", AwareDateTime, nullable=False),
    Column("officer_id", RowId),
    Column("event", String(120), nullable=False),  # "complete handling/sign"
    Column("passed", Text, nullable=False),  # ids of the diagram's nodes, separated by spaces
)

incidents = Table(  # a moment that could not be carried out; the instance waits untouched
    "engine_incident",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("instance_id", ForeignKey("engine_instance.id"), nullable=False, index=True),
    Column("happened_at", AwareDateTime, nullable=False),
    Column("retry_after", AwareDateTime, nullable=False),
    Column("event", String(120), nullable=False),
    Column("error", Text, nullable=False),
    Column("resolved_at", AwareDateTime),
)
