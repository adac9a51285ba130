"""How the commands speak: refusals are one Chinese line on the error channel and exit code 1."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from workflow.errors import Refusal, Unknown, Unreadable

_P = ParamSpec("_P")


def refusals_end_with(code: int) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    """Shows what a command refuses as one line instead of a trace, and ends with that exit code."""

    def decorated(command: Callable[_P, None]) -> Callable[_P, None]:
        @wraps(command)
        def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> None:
            try:
                command(*args, **kwargs)
            except Refusal as refusal:
                click.echo(refusal.message, err=True)
                raise SystemExit(code) from None

        return wrapped

    return decorated


refusals_in_one_line = refusals_end_with(1)


def content_of(file: Path) -> bytes:
    """The bytes of a file somebody named on the command line."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Unknown(f"没有找到文件“{file}”，请核对文件名和所在的文件夹。") from None
    except OSError:
        raise Unreadable(f"文件“{file}”打不开，请核对它是不是文件、有没有读取权限。") from None
