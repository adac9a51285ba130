"""The log: one JSON object a line, each with the program that wrote it and what it was at work on.

Everything logs through `logging`; this is the only importer of structlog. What is bound holds for one thread until the
next request or job begins.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars, merge_contextvars


def set_up(program: str, *, json: bool) -> None:
    """To standard error; `program` is its name among all programs of the installation."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(program, json=json))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)  # what libraries tell is news only when it is bad
    logging.getLogger("zhengxun").setLevel(logging.INFO)


def _formatter(program: str, *, json: bool) -> logging.Formatter:
    def named(_: Any, __: str, event: Any) -> Any:
        return {"program": program, **event}

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            merge_contextvars,
            named,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(json=json)],
    )


def _rendering(*, json: bool) -> list[Any]:
    if not json:
        return [structlog.dev.ConsoleRenderer(colors=False)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]


def begin(**about: Any) -> None:
    """From here on every line of this thread says so, and nothing of what was before."""
    clear_contextvars()
    bind_contextvars(**about)


def about(**more: Any) -> None:
    bind_contextvars(**more)


def bound(name: str) -> str:
    """What this thread said it was at work on; empty when it said nothing."""
    return str(get_contextvars().get(name, ""))
