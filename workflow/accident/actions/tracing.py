"""原因: the tree of causes, each tied to the evidence that shows it; drawn while the report is written."""

from collections.abc import Collection

from workflow.accident.actions.guards import must_be_filled, must_be_in_work, part_by_key
from workflow.accident.model import Accident, Cause, CauseKind
from workflow.accident.rules import gate
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal


def add_cause(
    desk: Desk, accident: Accident, kind: CauseKind, text: str, *, parent: str = "", evidence: Collection[str] = ()
) -> Cause:
    """One node of the tree: why `parent` (a cause's key, "" for the top) happened; `evidence`: keys of what shows it."""
    must_be_in_work(desk, accident)
    must_be_filled([("text", text, "请写明原因。")])
    cause = Cause(
        parent_id=_standing(accident, parent).id if parent else None, kind=kind, text=text.strip(),
        position=max((c.position for c in accident.causes), default=0) + 1,
        evidence_ids=_ids_of_evidence(accident, evidence), recorded_at=desk.now, recorded_by_id=desk.officer_id,
    )  # fmt: skip
    _must_not_follow_from_what_is_excluded(accident, cause.parent_id)
    accident.causes.append(cause)
    desk.session.flush()
    desk.note("add_cause", accident, text=cause.text)
    return cause


def change_cause(
    desk: Desk, accident: Accident, key: str, kind: CauseKind, text: str, evidence: Collection[str] = ()
) -> None:
    """Other words, another kind, other evidence; its place in the tree stays."""
    must_be_in_work(desk, accident)
    cause = _standing(accident, key)
    must_be_filled([("text", text, "请写明原因。")])
    if kind is CauseKind.EXCLUDED and _children(accident, cause):
        raise Incomplete({"kind": "这一原因之下还有进一步的原因，不能列为已排除。请先移除下级原因。"})
    cause.kind, cause.text, cause.evidence_ids = kind, text.strip(), _ids_of_evidence(accident, evidence)
    desk.note("change_cause", accident, text=cause.text)


def drop_cause(desk: Desk, accident: Accident, key: str) -> None:
    must_be_in_work(desk, accident)
    cause = _standing(accident, key)
    if _children(accident, cause):
        raise Refusal("这一原因之下还有进一步的原因，不能移除。请先移除下级原因，或改写本条。")
    cause.dropped_at = desk.now
    desk.note("drop_cause", accident, text=cause.text)


def _standing(accident: Accident, key: str) -> Cause:
    return part_by_key(gate.standing_causes(accident), key, "一原因")


def _children(accident: Accident, cause: Cause) -> list[Cause]:
    return [child for child in gate.standing_causes(accident) if child.parent_id == cause.id]


def _must_not_follow_from_what_is_excluded(accident: Accident, parent_id: int | None) -> None:
    if any(cause.id == parent_id and cause.kind is CauseKind.EXCLUDED for cause in accident.causes):
        raise Incomplete({"parent": "已排除的可能因素之下不再追问原因，请选择其他上级原因。"})


def _ids_of_evidence(accident: Accident, keys: Collection[str]) -> list[int]:
    pieces = [part_by_key(accident.evidence, key, "件证据") for key in dict.fromkeys(keys)]
    withdrawn = [piece for piece in pieces if piece.withdrawn_at is not None]
    if withdrawn:
        raise Incomplete({"evidence": f"证据{withdrawn[0].number}号已撤回，不能再作为依据。请改选其他证据。"})
    return [piece.id for piece in pieces]
