"""Lint, second half: how the elements of a diagram may hang together.

Each rule takes the graph and yields one sentence per problem; the sentence begins with the element's id.
"""

from collections.abc import Iterable, Iterator

from workflow.engine.dialect import CALLS
from workflow.engine.graph import GATEWAYS, SCOPES, Flow, Graph, Node
from workflow.engine.vocabulary import told_by

MOST_NODES = 200  # in one scope; SpiffWorkflow walks along a diagram by recursion
BREAKS = ("exclusiveGateway", "eventBasedGateway")  # where SpiffWorkflow stops predicting around a loop


def size(graph: Graph) -> Iterator[str]:
    for scope in graph.scopes:
        count = sum(node.scope == scope for node in graph.nodes.values())
        if count > MOST_NODES:
            yield f"{scope}：共有{count}个元素，超过{MOST_NODES}个，请拆分成子流程"


def starts(graph: Graph) -> Iterator[str]:
    for scope in graph.scopes:
        found = [node.id for node in graph.of("startEvent") if node.scope == scope]
        if len(found) != 1:
            yield f"{scope}：应当有且只有一个开始事件，现有{len(found)}个（{'、'.join(found) or '无'}）"


def ends(graph: Graph) -> Iterator[str]:
    for scope in graph.scopes:
        if _has_end(graph, scope):
            continue
        if scope not in graph.nodes:
            yield f"{scope}：流程没有结束事件，办不完，请补上"
        elif not any(_interrupts(event) for event in graph.boundaries.get(scope, ())):
            yield f"{scope}：子流程没有结束事件，也没有可以中断它的边界事件，进去就出不来"


def _has_end(graph: Graph, scope: str) -> bool:
    return any(node.scope == scope for node in graph.of("endEvent"))


def _is_endless(graph: Graph, node: Node) -> bool:
    """A sub-process that only an event can leave."""
    return node.kind == "subProcess" and not _has_end(graph, node.id)


def _interrupts(event: Node) -> bool:
    return event.xml.get("cancelActivity", "true") == "true"


def flows_stay_inside(graph: Graph) -> Iterator[str]:
    for flow in graph.flows:
        ends = [graph.nodes.get(flow.source), graph.nodes.get(flow.target)]
        if None in ends or ends[0].scope != ends[1].scope:  # type: ignore[union-attr]
            yield f"{flow.id}：连线的两端（{flow.source} → {flow.target}）不在同一个流程或子流程内，请改用事件"


def ways_in(graph: Graph) -> Iterator[str]:
    for node in graph.nodes.values():
        count = len(graph.incoming.get(node.id, ()))
        if node.kind in ("startEvent", "boundaryEvent"):
            if count:
                yield f"{node.id}：开始事件和边界事件不能有进入的连线"
        elif not count:
            yield f"{node.id}：没有连线进入，永远走不到这里，请连上或删除"


def ways_out(graph: Graph) -> Iterator[str]:
    for node in graph.nodes.values():
        count = len(graph.outgoing.get(node.id, ()))
        if node.kind == "endEvent":
            if count:
                yield f"{node.id}：结束事件不能再有引出的连线"
        elif not count and not _is_endless(graph, node):
            yield f"{node.id}：没有引出的连线，走到这里就停住了，请连到下一步或结束事件"
        elif count > 1 and node.kind not in GATEWAYS:
            yield f"{node.id}：引出了{count}条连线，分支请画网关"


def choices(graph: Graph) -> Iterator[str]:
    for node in graph.of("exclusiveGateway"):
        flows = graph.outgoing.get(node.id, [])
        if len(flows) > 1:
            yield from _choice(node, flows)
    for flow in graph.flows:
        source = graph.nodes.get(flow.source)
        alone = len(graph.outgoing[flow.source]) == 1
        if flow.condition is not None and source and (source.kind != "exclusiveGateway" or alone):
            yield f"{flow.source}：连线 {flow.id} 带有条件，只有排他网关的分支可以带条件"


def _choice(node: Node, flows: list[Flow]) -> Iterator[str]:
    default = node.xml.get("default")
    if default not in {flow.id for flow in flows}:
        yield f"{node.id}：网关没有默认分支，条件都不成立时无路可走，请指定默认分支"
    for flow in flows:
        if flow.id == default and flow.condition is not None:
            yield f"{node.id}：默认分支 {flow.id} 不能带条件"
        if flow.id != default and flow.condition is None:
            yield f"{node.id}：通往 {flow.target} 的分支 {flow.id} 没有写条件"


def event_gateways(graph: Graph) -> Iterator[str]:
    for node in graph.of("eventBasedGateway"):
        targets = [graph.nodes[f.target] for f in graph.outgoing.get(node.id, ()) if f.target in graph.nodes]
        for target in targets:
            if target.kind != "intermediateCatchEvent":
                yield f"{node.id}：事件网关之后只能是捕获事件，{target.id} 不是"
            elif len(graph.incoming[target.id]) > 1:
                yield f"{target.id}：事件网关之后的事件只能有一条进入的连线"
        yield from _no_doubt(graph, node, targets)


def _no_doubt(graph: Graph, node: Node, targets: list[Node]) -> Iterator[str]:
    if len(targets) < 2:
        yield f"{node.id}：事件网关至少要有两个分支"
    if sum(target.has("timerEventDefinition") for target in targets) > 1:
        yield f"{node.id}：事件网关之后最多一个定时器，其余请改用边界事件"
    told = [name for target in targets if (name := told_by(graph, target))]
    if len(told) > len(set(told)):
        yield f"{node.id}：事件网关之后有两个事件等待同一消息"


def boundaries(graph: Graph) -> Iterator[str]:
    for attached, events in graph.boundaries.items():
        host = graph.nodes.get(attached)
        for event in events:
            if host is None or host.kind not in ("userTask", *SCOPES, *CALLS):
                yield f"{event.id}：边界事件应附在用户任务或子流程上"
            elif host.kind in CALLS:
                yield f"{event.id}：{attached} 是当场完成的自动任务，不能附加边界事件"


def groups(graph: Graph) -> Iterator[str]:
    for node in graph.nodes.values():
        if node.has("multiInstanceLoopCharacteristics") and not node.has(
            "multiInstanceLoopCharacteristics/loopCardinality"
        ):
            yield f"{node.id}：多人任务没有填写人数（loopCardinality）"


def loops(graph: Graph) -> Iterator[str]:
    ahead = {n.id: [f.target for f in graph.outgoing.get(n.id, ())] for n in graph.nodes.values()}
    for node in _in_cycle({k: v for k, v in ahead.items() if graph.nodes[k].kind not in BREAKS}):
        yield f"{node}：在一个没有排他网关的回路里，请在回路汇合处画排他网关"


def joins_ahead(graph: Graph) -> dict[str, frozenset[str]]:
    """Every node -> the parallel gateways with several ways in that can be reached from it."""
    joins = {node.id for node in graph.of("parallelGateway") if len(graph.incoming.get(node.id, ())) > 1}
    ahead = {
        id: [flow.target for flow in graph.outgoing.get(id, ())] + [event.id for event in graph.boundaries.get(id, ())]
        for id in graph.nodes
    }
    return {id: frozenset(reachable(ahead, targets) & joins) for id, targets in ahead.items()}


def _in_cycle(ahead: dict[str, list[str]]) -> list[str]:
    """The nodes that can be reached from themselves, in the diagram's order."""
    return [node for node in ahead if node in reachable(ahead, ahead[node])]


def reachable(ahead: dict[str, list[str]], start: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = [node for node in start if node in ahead]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(n for n in ahead[node] if n in ahead)
    return seen


RULES = (
    *(size, starts, ends, flows_stay_inside, ways_in, ways_out),
    *(choices, event_gateways, boundaries, groups, loops),
)
