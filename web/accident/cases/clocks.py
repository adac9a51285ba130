"""技术鉴定和延期: what makes the clocks of a case stand still or run longer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, one_file
from web.frame.forms import again
from workflow.accident import standing
from workflow.accident.actions import clocks
from workflow.accident.model import Accident, Appraisal, ClockExtension, ExtensionKind, Stage
from workflow.accident.papers import Material
from workflow.accident.standing import Standing
from workflow.desk import Desk
from workflow.documents.uploads import annex
from workflow.errors import Unknown
from workflow.files import KeptFile
from workflow.people import PostKind

A_DAY = "请填写日期。"


@blueprint.get("/accident/<key>/appraisals")
def appraisals(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/cases/appraisals.html",
            accident=accident,
            may=accident.stage is Stage.INVESTIGATING and _investigates(desk, accident),
            clock=_clock(desk, accident, "report_due"),
        )


def _investigates(desk: Desk, accident: Accident) -> bool:
    units = filter(None, (accident.lead_unit_id, accident.team_unit_id))
    return any(desk.holds(unit_id, PostKind.CLERK, PostKind.LEADER) for unit_id in units)


def _clock(desk: Desk, accident: Accident, name: str) -> Standing | None:
    return next((each for each in standing.standings(desk, accident) if each.name == name), None)


@blueprint.post("/accident/<key>/appraisals")
@again(appraisals)
def commission(key: str) -> ResponseReturnValue:
    fields = Fields()
    on, expected = fields.day_if_given("commissioned_on", A_DAY), fields.day_if_given("expected_by", A_DAY)
    fields.must_be_right()
    materials = tuple(Material(line.strip(), "1份") for line in fields.text("materials").splitlines() if line.strip())
    with write_desk() as desk:
        clocks.commission_appraisal(
            desk, access.accident(desk, key), fields.text("institution"), fields.text("matter"),
            commissioned_on=on, qualification=fields.text("qualification"), materials=materials, expected_by=expected,
        )  # fmt: skip
    return done("已登记委托，技术鉴定委托书已生成；调查期限暂停计算，出具结论后继续。", "accidents.appraisals", key=key)


@blueprint.post("/accident/<key>/appraisals/<appraisal>")
@again(lambda key, appraisal: appraisals(key))
def conclude_appraisal(key: str, appraisal: str) -> ResponseReturnValue:
    fields = Fields()
    on = fields.day_if_given("concluded_on", A_DAY)
    fields.must_be_right()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        found = _appraisal(accident, appraisal)
        clocks.conclude_appraisal(desk, accident, found, fields.text("finding"), concluded_on=on, file=_file(desk))
    return done("已登记鉴定结论，调查期限恢复计算。", "accidents.appraisals", key=key)


def _file(desk: Desk) -> KeptFile | None:
    """The appraisers' paper, when one was chosen."""
    sent = request.files.get("report")
    if sent is None or not sent.filename:
        return None
    data, name = one_file("report", "请选择文件。")
    with beside("report"):
        return desk.take_in(annex(data, name))


def _appraisal(accident: Accident, key: str) -> Appraisal:
    found = next((each for each in accident.appraisals if each.key == key), None)
    if found is None:
        raise Unknown()
    return found


# -- extensions


@blueprint.get("/accident/<key>/extensions")
def extensions(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        kind = _KINDS.get(accident.stage)
        return render_template(
            "accident/cases/extensions.html",
            accident=accident,
            kind=kind,
            clock=_clock(desk, accident, "approval_due" if kind is ExtensionKind.APPROVAL else "report_due"),
            may_ask=kind is not None and _may_ask(desk, accident, kind) and not clocks.undecided(accident),
            may_decide=desk.holds(accident.government_id, PostKind.LEADER),
        )


_KINDS = {Stage.INVESTIGATING: ExtensionKind.REPORT, Stage.APPROVING: ExtensionKind.APPROVAL}


def _may_ask(desk: Desk, accident: Accident, kind: ExtensionKind) -> bool:
    return (
        _investigates(desk, accident)
        if kind is ExtensionKind.REPORT
        else desk.holds(accident.lead_unit_id, PostKind.CLERK)
    )


@blueprint.post("/accident/<key>/extensions")
@again(extensions)
def ask_extension(key: str) -> ResponseReturnValue:
    fields = Fields()
    days = fields.count("days", "请填写延长的天数。")
    kind = fields.choice("kind", ExtensionKind, "请选择延长哪一期限。")
    fields.must_be_right()
    with write_desk() as desk:
        clocks.ask_extension(desk, access.accident(desk, key), days, fields.text("reason"), kind)
    return done("延期申请已报区人民政府，决定之前期限不变。", "accidents.extensions", key=key)


@blueprint.post("/accident/<key>/extensions/<extension>")
@again(lambda key, extension: extensions(key))
@confirmed
def decide_extension(key: str, extension: str) -> ResponseReturnValue:
    fields = Fields()
    granted = fields.text("granted") == "yes"
    with write_desk() as desk:
        accident = access.accident(desk, key)
        clocks.decide_extension(
            desk, accident, _extension(accident, extension), granted, fields.text("decision_reason")
        )
    return done(
        "已同意延期，期限和提醒已重新推算。" if granted else "未同意延期，期限不变。", "accidents.extensions", key=key
    )


def _extension(accident: Accident, key: str) -> ClockExtension:
    found = next((each for each in accident.extensions if each.key == key), None)
    if found is None:
        raise Unknown()
    return found
