"""The team at work: evidence, causes, measures, the text, and what each member puts under it."""

from datetime import timedelta

from workflow.accident.actions import approving, collecting, proposing, signing, submitting, tracing, writing
from workflow.accident.actions.collecting import Found
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import Accident, EvidenceKind, Member
from workflow.demo.accident.case import Case, unit_named
from workflow.demo.accident.chapters import CHAPTERS
from workflow.demo.accident.plot import Plot, Task, Why
from workflow.desk import Desk
from workflow.people import PostKind

NATURE = "生产安全责任事故"
REMEDY = approving.Remedy(
    review_body="市人民政府", court="有管辖权的人民法院", review_within="60日", suit_within="6个月"
)


def record_evidence(case: Case) -> None:
    with case.team() as (desk, accident):
        collectors = "、".join(member.name for member in _clerks(accident)[:2])
        for found in case.plot.evidence:
            collecting.record_evidence(
                desk, accident,
                Found(
                    kind=found.kind, title=found.title, source=found.source, content=found.content,
                    interviewee=found.said_by, collected_at=desk.now - timedelta(hours=3), collected_by=collectors,
                    keeper=_clerks(accident)[0].name,
                ),
            )  # fmt: skip


def hand_over_for_appraisal(case: Case) -> None:
    """What was taken from the scene goes to the appraisers, and its chain of custody says so."""
    with case.team() as (desk, accident):
        thing = next(piece for piece in accident.evidence if piece.kind is EvidenceKind.OBJECT)
        collecting.hand_over(
            desk, accident, thing.key, given_by=thing.custody[-1].taken_by,
            taken_by="市安全生产技术研究中心收样员", why="送技术鉴定",
        )  # fmt: skip


def find_causes(case: Case) -> None:
    keys: list[str] = []
    with case.team() as (desk, accident):
        for why in case.plot.causes:
            keys.append(_add_cause(desk, accident, why, keys))


def _add_cause(desk: Desk, accident: Accident, why: Why, keys: list[str]) -> str:
    shown_by = [accident.evidence[place].key for place in why.shown_by]
    parent = "" if why.because_of is None else keys[why.because_of]
    return tracing.add_cause(desk, accident, why.kind, why.text, parent=parent, evidence=shown_by).key


def propose_measures(case: Case) -> None:
    with case.team() as (desk, accident):
        keys = [cause.key for cause in accident.causes]
        for task in case.plot.measures:
            proposing.propose_measure(desk, accident, _wanted(desk, case, task, keys))


def _wanted(desk: Desk, case: Case, task: Task, keys: list[str]) -> Wanted:
    return Wanted(
        text=task.text,
        causes=[keys[place] for place in task.against],
        unit=unit_named(desk, task.unit),
        due_on=case.day(task.due),
        test=task.test,
    )


def write(case: Case) -> None:
    """The nine chapters, typed by one of the team."""
    with case.team() as (desk, accident):
        revisions = {chapter.kind: chapter.revision for chapter in writing.open_chapters(desk, accident)}
        for kind, text in CHAPTERS.items():
            writing.save_chapter(desk, accident, kind, text(case.plot, accident), seen=revisions[kind])


def finish_report(case: Case) -> None:
    with case.team() as (desk, accident):
        signing.finish_report(desk, accident)


# -- under the report


def sign_first_half(case: Case) -> None:
    _sign(case, first=True)


def sign_rest(case: Case) -> None:
    _sign(case, first=False)


def _sign(case: Case, *, first: bool) -> None:
    with case.look() as (_, accident):
        signing_members = [member for member in accident.members if member.signs]
        half = signing_members[:2] if first else signing_members[2:]
        people = [(member.officer_id, member.id) for member in half]
    for officer_id, member_id in people:
        _sign_as(case, officer_id, member_id)


def _sign_as(case: Case, officer_id: int | None, member_id: int) -> None:
    with case.person(officer_id) if officer_id else case.office() as (desk, accident):
        member = next(member for member in accident.members if member.id == member_id)
        signing.sign(desk, accident, member, dissent=_dissent_of(case.plot, member))


def _dissent_of(plot: Plot, member: Member) -> signing.Dissenting | None:
    if plot.dissent is None or plot.dissent.body != member.body:
        return None
    return signing.Dissenting(plot.dissent.matter, plot.dissent.opinion, plot.dissent.reason)


def conclude(case: Case) -> None:
    if case.plot.dissent is None:
        return
    with case.team(PostKind.LEADER) as (desk, accident):
        signing.conclude(desk, accident, case.plot.dissent.conclusion, case.plot.dissent.grounds)


def submit(case: Case) -> None:
    with case.team(PostKind.LEADER) as (desk, accident):
        submitting.submit(desk, accident)


def approve(case: Case) -> None:
    with case.government() as (desk, accident):
        approving.approve(desk, accident, nature=NATURE, remedy=REMEDY)


def _clerks(accident: Accident) -> list[Member]:
    """Who of the team collects and writes: its signing members with an account, without the leader."""
    return [member for member in accident.members if member.signs and member.officer_id][1:]
