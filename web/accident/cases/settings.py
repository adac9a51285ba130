"""事故处理设置: which government investigates which class, the days an office may decide, the policy on dissent."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web.access import ruled_office
from web.accident.cases import blueprint
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident import settings
from workflow.accident.rules.grading import Grade, Investigator
from workflow.accident.settings import DisagreementPolicy
from workflow.accident.words.opening import CLOCKS
from workflow.people import PostKind

SAVED = "已保存，从现在起按新的设置办理，在办的事故同样适用。"


@blueprint.get("/accidents/settings")
def choices() -> ResponseReturnValue:
    with read_desk() as desk:
        office = ruled_office(desk)
        table = settings.jurisdiction(desk.session)
        return render_template(
            "accident/cases/settings.html",
            changes=desk.holds(office.id, PostKind.SECURITY),
            table=table,
            grades=list(Grade),
            levels=list(Investigator),
            options=[(each.value, each.value) for each in Investigator],
            chosen=_chosen(table),
            days=_days(desk.session),
            policy=settings.disagreement_policy(desk.session),
            report_to=settings.report_to(desk.session),
        )


def _chosen(table: settings.Jurisdiction) -> dict[str, str]:
    """What stands in the table's fields: the level of each class, the name of each level."""
    levels = {f"level_{grade.name}": table.investigator(grade).value for grade in Grade}
    return levels | {f"name_{level.name}": table.names.get(level, "") for level in Investigator}


def _days(session: Session) -> list[tuple[str, str, str]]:
    """Name, title and present value of every clock an office may set."""
    chosen = settings.clock_settings(session)
    return [(name, title, _as_typed(getattr(chosen, name))) for name, title in CLOCKS.items()]


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


@blueprint.post("/accidents/settings/jurisdiction")
@again(choices)
@confirmed
def choose_jurisdiction() -> ResponseReturnValue:
    fields = Fields()
    which = "请选择负责调查的政府。"
    levels = {grade: fields.choice(f"level_{grade.name}", Investigator, which) for grade in Grade}
    fields.must_be_right()
    names = {level: fields.text(f"name_{level.name}") for level in Investigator}
    with write_desk() as desk:
        settings.choose_jurisdiction(desk, ruled_office(desk), levels, names)
    return _saved()


@blueprint.post("/accidents/settings/clock/<name>")
@again(lambda name: choices())
@confirmed
def choose_clock(name: str) -> ResponseReturnValue:
    with write_desk() as desk:
        settings.choose_clock(desk, ruled_office(desk), name, Fields().text(name))
    return _saved()


@blueprint.post("/accidents/settings/policy")
@again(choices)
@confirmed
def choose_policy() -> ResponseReturnValue:
    fields = Fields()
    policy = fields.choice("policy", DisagreementPolicy, "请选择由谁决定。")
    fields.must_be_right()
    with write_desk() as desk:
        settings.choose_disagreement_policy(desk, ruled_office(desk), policy)
    return _saved()


@blueprint.post("/accidents/settings/report-to")
@again(choices)
@confirmed
def choose_report_to() -> ResponseReturnValue:
    with write_desk() as desk:
        settings.choose_report_to(desk, ruled_office(desk), Fields().text("report_to"))
    return _saved()


def _saved() -> ResponseReturnValue:
    return done(SAVED, "accidents.choices")
