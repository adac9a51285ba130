"""The product broken on purpose, in one way each, to see that the checks notice. Named by the environment of a program
of the scene; nothing of the product reads it.
"""

from collections.abc import Callable

VARIABLE = "FAULTS_SABOTAGE"
ACTS: dict[str, Callable[[], None]] = {}


def commit(name: str) -> None:
    """Break this process's product in that way; "" leaves it whole."""
    if name:
        ACTS[name]()
