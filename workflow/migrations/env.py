"""What Alembic loads to run the scripts: on the connection, and in the transaction, that `workflow/schema.py` has."""

from alembic import context

from workflow.migrations.comparing import OPTIONS

given = context.config.attributes
context.configure(connection=given["connection"], **{**OPTIONS, **given.get("options", {})})
context.run_migrations()
