"""What an installation may decide for itself about accidents: kept as `Setting` rows, changed by the security administrator.

A name that has no row has its default from the rules; a change counts from the next reading on, for open cases too.
That is why the office, which runs these cases, reads them and does not change them: nobody sets the clock he works
against. What is decided for one case (its deadline, reminders, extensions, team) is no setting and stays the office's.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.accident.rules.facts import Settings
from workflow.accident.rules.grading import Grade, Investigator
from workflow.accident.rules.jurisdiction import MUNICIPALITY, Jurisdiction
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import PostKind, Setting, Unit

_PREFIX = "accident."
_JURISDICTION = _PREFIX + "jurisdiction"
_POLICY = _PREFIX + "disagreement_policy"
_REPORT_TO = _PREFIX + "report_to"
_SUPERIOR_OFFICE = "市安全生产委员会办公室"


class DisagreementPolicy(StrEnum):
    """Who ends a disagreement in the team."""

    LEADER_CONCLUSION = "leader_conclusion"  # 组长提出结论性意见 (the reform opinion)
    ESCALATE_GOVERNMENT = "escalate_government"  # 报请政府决定 (some local rules)


@dataclass
class OfficeSettings:
    """Whom the journal names when a setting changes: no case, but the office itself."""

    id: int
    process: ClassVar[str] = ""

    @property
    def case(self) -> str:
        return f"settings:{self.id}"

    @property
    def subject(self) -> str:
        return self.case


# -- reading


def clock_settings(session: Session) -> Settings:
    """The days and months that clocks and alarms reckon with."""
    names = [_PREFIX + field.name for field in fields(Settings)]
    chosen = session.scalars(select(Setting).where(Setting.name.in_(names)))
    by_name = {setting.name.removeprefix(_PREFIX): setting.value for setting in chosen}
    return Settings(**{name: _READ[name](value) for name, value in by_name.items() if value})


def jurisdiction(session: Session) -> Jurisdiction:
    """Which government investigates which class here."""
    value = _value(session, _JURISDICTION)
    return _jurisdiction(json.loads(value)) if value else MUNICIPALITY


def disagreement_policy(session: Session) -> DisagreementPolicy:
    return DisagreementPolicy(_value(session, _POLICY) or DisagreementPolicy.LEADER_CONCLUSION)


def report_to(session: Session) -> str:
    """The superior office that first reports go to."""
    return _value(session, _REPORT_TO) or _SUPERIOR_OFFICE


# -- changing


def choose_clock(desk: Desk, office: Unit, name: str, value: str) -> None:
    """One field of `rules.facts.Settings`: whole numbers, comma-separated days, or yes and no."""
    if name not in _READ:
        raise Incomplete({"name": "没有这一项设置，请从列表中选择。"})
    try:
        _READ[name](value)
    except ValueError:
        raise Incomplete({name: f"“{value}”不能用于这一项，请按示例填写正整数（天数或月数）。"}) from None
    _choose(desk, office, _PREFIX + name, value.strip())


def choose_jurisdiction(
    desk: Desk, office: Unit, investigators: Mapping[Grade, Investigator], names: Mapping[Investigator, str]
) -> None:
    """The table of 条例第19条 as it is arranged here; refused with gaps, or when it falls with the class."""
    Jurisdiction(investigators, names)
    table = {grade.name: [level.name, names.get(level, "")] for grade, level in investigators.items()}
    text = json.dumps(table, ensure_ascii=False)
    if len(text) > Setting.__table__.c.value.type.length:  # type: ignore[attr-defined]
        raise Incomplete({"names": "机关名称过长，请使用规范简称。"})
    _choose(desk, office, _JURISDICTION, text)


def choose_disagreement_policy(desk: Desk, office: Unit, policy: DisagreementPolicy) -> None:
    _choose(desk, office, _POLICY, policy.value)


def choose_report_to(desk: Desk, office: Unit, name: str) -> None:
    if not name.strip():
        raise Incomplete({"report_to": "请填写上一级接收事故报告的机关名称。"})
    _choose(desk, office, _REPORT_TO, name.strip())


def _choose(desk: Desk, office: Unit, name: str, value: str) -> None:
    desk.must_hold(office.id, PostKind.SECURITY)
    before = _value(desk.session, name)
    desk.session.merge(Setting(name=name, value=value, changed_at=desk.now))
    desk.session.flush()
    desk.note("choose_setting", OfficeSettings(office.id), name=name, before=before or "（默认）", value=value)


def _value(session: Session, name: str) -> str:
    found = session.get(Setting, name)
    return found.value if found else ""


def _whole(text: str) -> int:
    number = int(text)
    if number <= 0:
        raise ValueError(text)
    return number


def _days(text: str) -> tuple[int, ...]:
    return tuple(sorted({_whole(part) for part in text.replace("，", ",").split(",")}, reverse=True))


def _yes(text: str) -> bool:
    return {"是": True, "否": False, "true": True, "false": False}.get(text.strip().lower(), False)


_READ: Mapping[str, Callable[[str], Any]] = {
    "team_days": _whole,
    "supervision_days": _whole,
    "publish_workdays": _whole,
    "evaluation_opens_months": _whole,
    "evaluation_due_months": _whole,
    "evaluation_days": _whole,
    "warning_days": _days,
    "shift_holidays": _yes,
}


def _jurisdiction(table: Mapping[str, list[str]]) -> Jurisdiction:
    investigators = {Grade[grade]: Investigator[level] for grade, (level, _) in table.items()}
    return Jurisdiction(investigators, {Investigator[level]: name for level, name in table.values() if name})
