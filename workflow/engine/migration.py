"""A new version of a diagram takes over a running case when it knows exactly the place where the case stands.

Moments are rows and are not touched, so no deadline is lost by a migration. Whatever is not taken over stays with
the version it was started with, which is always right.
"""

from functools import lru_cache

from workflow.engine.definition import BadDiagram, Definition
from workflow.engine.explore import Walk, explore
from workflow.engine.items import Item
from workflow.engine.positions import END, digest, open_items


def migrate(old: Definition, new: Definition, state: str) -> str:
    """The state text of the same place in `new`, or BadDiagram. Done once per distinct position.

    The same tokens must be reachable in the new version, and the same tasks, calls, moments and messages open.
    """
    if state == END:
        return state
    was = frozenset(open_items(old, state))
    walk = _walk(new)
    if digest(state) not in walk.positions:
        raise BadDiagram(f"{_steps(was)}：新版流程中没有同样的位置，停在这里的事项仍按原版办理")
    now = frozenset(open_items(new, state))
    if was != now:
        raise BadDiagram(f"{_steps(was ^ now)}：新旧两版在这里待办的内容不同，停在这里的事项仍按原版办理")
    return state


@lru_cache(maxsize=8)
def _walk(definition: Definition) -> Walk:
    return explore(definition)


def _steps(items: frozenset[Item]) -> str:
    return "、".join(sorted({item.step for item in items}))
