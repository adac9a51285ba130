"""The schema's history, one script a change, for SQLite and PostgreSQL alike. `workflow/schema.py` runs them.

`make migration NAME="what changes"` drafts the next one from what the tables say now; read it before you keep it.
Guards of official tables are in no script: they are put on anew after every change, as the code says then.
"""
