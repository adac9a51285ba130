"""Everybody's desk: what waits for him, what waits on others, what was done, what was begun."""

from web.tasks import done, started, waiting
from web.tasks.blueprint import blueprint

__all__ = ["blueprint", "done", "started", "waiting"]
