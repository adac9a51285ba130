"""The engine's tables: where each instance stands, what lies on desks, what is due when, and what went wrong.

Positions and definitions are stored once and shared; task and moment rows say exactly what is open at the
instance's position, so that a desk or a sweep finds its work with one query.
"""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, Text, UniqueConstraint

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
    Column("definition", ForeignKey("engine_definition.key"), nullable=False),
    Column("subject_id", RowId, nullable=False),
    Column("position", ForeignKey("engine_position.hash"), nullable=False),
    Column("version", RowId, nullable=False),
    Column("completed_at", AwareDateTime),
    UniqueConstraint("process", "subject_id"),
)

tasks = Table(  # 待办: open ones only; what was done stands in the trail and the journal
    "engine_task",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("instance_id", ForeignKey("engine_instance.id"), nullable=False),
    Column("at", String(80), nullable=False),
    Column("step", String(40), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("post", String(20), nullable=False),
    Column("opened_at", AwareDateTime, nullable=False),
    UniqueConstraint("instance_id", "at"),
    Index("ix_engine_task_desk", "unit_id", "post"),
)

moments = Table(
    "engine_moment",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("instance_id", ForeignKey("engine_instance.id"), nullable=False),
    Column("at", String(80), nullable=False),
    Column("name", String(40), nullable=False),
    Column("rank", RowId, nullable=False),
    Column("due", AwareDateTime),  # null: not set, or its clock stands still
    UniqueConstraint("instance_id", "at"),
    Index("ix_engine_moment_due", "due"),
)

trail = Table(  # the way an instance went: one line a transition
    "engine_trail",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("instance_id", ForeignKey("engine_instance.id"), nullable=False, index=True),
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
