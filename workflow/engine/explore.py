"""The walk over all positions of a diagram, before it is deployed: the proof that no case can get lost.

From the start every open thing happens, with every answer; while calls are pending only they are done, as in real
life. A diagram with a dead position, an element never reached, a place that nothing leads out of, or too many
positions is refused with the element's name. What is left is the golden table of the tests and warms the memo.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from workflow.engine.definition import BadDiagram, Definition
from workflow.engine.encoding import Value
from workflow.engine.forks import Move, moves
from workflow.engine.items import Item, bare
from workflow.engine.machine import Machine
from workflow.engine.oracle import Trail
from workflow.engine.positions import END, KINDS, START, Endless, Event, Transition, digest, open_items

__all__ = ["Move", "Walk", "explore", "warm"]

MOST_TOKENS = 5  # in one place; more would come without end
EVENTS = {kind: event for event, kind in KINDS.items()}


@dataclass(frozen=True)
class Walk:
    """Every position (hash -> state text, in the order of discovery) and every move between them."""

    positions: Mapping[str, str]
    items: Mapping[str, tuple[Item, ...]]
    transitions: tuple[Move, ...]

    def table(self) -> str:
        """All positions and moves, numbered instead of hashed: a text whose diff shows what a change does."""
        numbers = {position: n for n, position in enumerate(self.positions, 1)} | {START: 0}
        lines = [f"{len(self.positions)} positions, {len(self.transitions)} moves"]
        for position in (START, *self.positions):
            lines += ["", f"{numbers[position]}: {self._title(position)}"]
            lines += [_line(move, numbers) for move in self.transitions if move.position == position]
        return "\n".join(lines) + "\n"

    def _title(self, position: str) -> str:
        if position == START:
            return "(before the start)"
        return ", ".join(map(_named, self.items[position])) or "(completed)"


def explore(definition: Definition, limit: int = 5000) -> Walk:
    """All positions, at most `limit`; BadDiagram if a case could get lost on the way."""
    walk = _walk(definition, limit)
    problems = [*_dead(definition, walk), *_never_reached(definition, walk)] or [*_no_way_out(walk)]
    if problems:
        raise BadDiagram(*problems)
    return walk


def warm(machine: Machine, definition: Definition, walk: Walk) -> None:
    """Let the memo know the whole walk, so that the first case is as quick as the last."""
    for move in walk.transitions:
        machine.learn(definition, move.position, move.event, move.trail, move.transition)


def _walk(definition: Definition, limit: int) -> Walk:
    states: dict[str, str] = {}
    found: dict[str, tuple[Item, ...]] = {START: ()}
    made: list[Move] = []
    waiting = [START]
    while waiting:
        position = waiting.pop(0)
        for event in _events(position, found[position]):
            for move in _moves(definition, position, states.get(position, START), event):
                made.append(move)
                there = move.transition
                if there.position not in states:
                    states[there.position] = there.state
                    found[there.position] = open_items(definition, there.state)
                    waiting.append(there.position)
                    _must_not_overtake(definition, found[there.position])
                    _must_stay_small(found, there.position, limit)
    return Walk(states, found, tuple(made))


def _events(position: str, items: tuple[Item, ...]) -> list[Event]:
    if position == START:
        return [Event("start")]
    calls = [item for item in items if item.kind == "call"]
    return list(dict.fromkeys(_event(item) for item in calls or items))


def _event(item: Item) -> Event:
    return Event(EVENTS[item.kind], str(item.what) if item.kind == "message" else item.at)


def _moves(definition: Definition, position: str, state: str, event: Event) -> Iterator[Move]:
    try:
        yield from moves(definition, position, state, event)
    except Endless as endless:
        names = "、".join(endless.elements)
        raise BadDiagram(f"{names}：自动环节互相循环、没有止境，请在回路中加上用户任务或时点") from endless
    except Exception as error:  # SpiffWorkflow stumbles in many ways; here none of them may pass
        where = event.at or definition.process
        raise BadDiagram(f"{where}：此处之后流程引擎走不下去（{type(error).__name__}: {error}）") from error


def _must_not_overtake(definition: Definition, items: tuple[Item, ...]) -> None:
    """Two tokens on the way to one join: nobody can say which of them belong together there."""
    second = {bare(part) for item in items for part in item.at.split("/") if "#" in part}
    for element in sorted(second):
        if definition.joins_ahead[element]:
            joins = "、".join(sorted(definition.joins_ahead[element]))
            raise BadDiagram(f"{element}：同一处会同时有两份，到并行汇合处 {joins} 时分不清，请让每条分支只走一次")


def _must_stay_small(found: Mapping[str, tuple[Item, ...]], position: str, limit: int) -> None:
    crowded = {item.step for item in found[position] if f"#{MOST_TOKENS}" in item.at}
    if crowded:
        raise BadDiagram(f"{'、'.join(sorted(crowded))}：同一处会越积越多、没有止境，请检查通到这里的回路和边界事件")
    if len(found) > limit + 1:
        usual = Counter(item.step for items in found.values() for item in set(items))
        names = "、".join(name for name, _ in usual.most_common(3))
        raise BadDiagram(f"{names}：流程的不同状态超过{limit}种，请减少并行的分支，或拆分成几个流程")


def _dead(definition: Definition, walk: Walk) -> Iterator[str]:
    """Positions where nothing can happen any more although the case is not completed."""
    stuck: dict[str, Move] = {}
    for move in walk.transitions:
        there = move.transition
        if not walk.items[there.position] and not there.completed:
            stuck.setdefault("、".join(_living(definition, there)), move)
    for names, move in stuck.items():
        yield f"{names}：{_told(move)}之后停在这里，再也没有可办的事"


def _living(definition: Definition, transition: Transition) -> Iterable[str]:
    names = {name for name in _unfinished(json.loads(transition.state)) if name in definition.nodes}
    return sorted(names) or transition.passed[-1:] or (definition.process,)


def _unfinished(value: Value) -> Iterator[str]:
    name, state, _, children, inside = value
    if not state & TaskState.FINISHED_MASK:
        yield re.sub(r" \[child\]$", "", name)
    for child in (*children, *([inside] if inside else ())):
        yield from _unfinished(child)


def _never_reached(definition: Definition, walk: Walk) -> Iterator[str]:
    passed = {node for move in walk.transitions for node in move.transition.passed}
    open_ = {bare(part) for items in walk.items.values() for item in items for part in item.at.split("/")}
    for node in definition.nodes:
        if node not in passed | open_:
            yield f"{node}：无论怎样办理都走不到这里，请检查通往它的条件和连线"


def _no_way_out(walk: Walk) -> Iterator[str]:
    """Places from which no sequence of events leads to the end of the case."""
    back: dict[str, set[str]] = {}
    for move in walk.transitions:
        back.setdefault(move.transition.position, set()).add(move.position)
    good, waiting = set[str](), [digest(END)]
    while waiting:
        position = waiting.pop()
        if position not in good:
            good.add(position)
            waiting.extend(back.get(position, ()))
    trapped = dict.fromkeys(item.step for p in walk.positions if p not in good for item in walk.items[p])
    if trapped:
        yield f"{'、'.join(trapped)}：走到这里以后再也到不了结束事件，请补上出路"


def _told(move: Move) -> str:
    answers = f"（{_answers(move.trail)}）" if move.trail else ""
    return f"“{move.event.kind} {move.event.at}”{answers}".replace(" ”", "”")


def _line(move: Move, numbers: Mapping[str, int]) -> str:
    there, event = move.transition, f"{move.event.kind} {move.event.at}".strip()
    asked = f" [{_answers(move.trail)}]" if move.trail else ""
    parts = {
        "closes": [f"{kind} {at}" for kind, at in there.closed],
        "opens": [_named(item) for item in there.opened],
        "sends": there.sent,
    }
    told = "".join(f"; {verb} {', '.join(things)}" for verb, things in parts.items() if things)
    return f"  {event}{asked} -> {numbers[there.position]}{told}"


def _named(item: Item) -> str:
    index = "" if item.index is None else f"[{item.index}]"
    return f"{item.kind} {item.at}{index}" + (f" ({item.what})" if item.what else "")


def _answers(trail: Trail) -> str:
    return ", ".join(_answer(text, dict(local), value) for (text, local), value in trail)


def _answer(text: str, local: Mapping[str, int], value: bool | int) -> str:
    counts = f" ({local['done']} of {local['total']})" if local else ""
    shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return f"{text}{counts}: {shown}"
