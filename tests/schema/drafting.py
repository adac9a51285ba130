"""Drafts a script for what the tables say now and the scripts do not yet: `python -m tests.schema.drafting "what"`.

`--baseline` writes the first script anew instead; only as long as no installation is older than it.
"""

import argparse
import importlib
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import workflow
from workflow import schema
from workflow.store import making_tables, open_database

VERSIONS = schema.SCRIPTS / "versions"
BASELINE = "0001"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", nargs="?", default="Baseline")
    asked.add_argument("--baseline", action="store_true")
    given = asked.parse_args()
    declare_every_table()
    if given.baseline:
        for script in VERSIONS.glob("0*.py"):
            script.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/schema.db")
        with making_tables(engine, rewriting=True) as connection:
            print(draft(connection, given.what))  # noqa: T201
        engine.dispose()


def declare_every_table() -> None:
    for module in pkgutil.walk_packages(workflow.__path__, "workflow."):
        if not module.name.startswith("workflow.migrations."):
            importlib.import_module(module.name)


def draft(connection: Connection, what: str) -> Path:
    if any(VERSIONS.glob("0*.py")):
        command.upgrade(schema.config(connection), "head")  # without guards: an official table may be what is missing
    number = f"{len(list(VERSIONS.glob('0*.py'))) + 1:04d}"
    config: Config = schema.config(connection)
    config.attributes["options"] = {"render_as_batch": number != BASELINE}
    made = command.revision(config, what, autogenerate=True, rev_id=number)
    path = Path(made.path)  # type: ignore[union-attr]
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "# ###" not in line))
    for asked in (("format",), ("check", "--fix"), ("format",)):
        subprocess.run([sys.executable, "-m", "ruff", *asked, "--quiet", path], check=True)
    return path


if __name__ == "__main__":
    main()
