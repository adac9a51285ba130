"""一起事故: what happened, who investigates, and how far the case has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.alarm import Alarm, Watched
from workflow.accident.model.casualties import CasualtyReport
from workflow.accident.model.clock_facts import Appraisal, ClockExtension, ExtensionKind
from workflow.accident.model.paper import CasePaper
from workflow.clock import day_of
from workflow.errors import Stale
from workflow.people import Officer, Unit
from workflow.store import Base, RowId, public_key

if TYPE_CHECKING:
    from workflow.accident.model.accountability import Accountability
    from workflow.accident.model.evaluation import Evaluation
    from workflow.accident.model.findings import Cause, Evidence
    from workflow.accident.model.measure import Measure
    from workflow.accident.model.report import Chapter, Conclusion, PublishedCorrection, Signature
    from workflow.accident.model.supervision import Supervision
    from workflow.accident.model.team import Member


class Regime(StrEnum):
    """Which rules apply: some kinds of accident have their own (条例第45条)."""

    GENERAL = "general"  # 一般生产安全事故
    ROAD_TRAFFIC = "road_traffic"  # 道路交通: casualties are supplemented within 7 days (条例第13条)
    FIRE = "fire"  # 火灾: likewise
    OTHER_SPECIAL = "other_special"  # 铁路、特种设备、煤矿等: 另有规定的从其规定


class Stage(StrEnum):
    """Derived from the facts, for lists and badges."""

    REPORTED = "reported"  # 接报
    CLASSIFYING = "classifying"  # 待定级
    FORMING_TEAM = "forming_team"  # 组建调查组
    INVESTIGATING = "investigating"  # 调查中
    APPROVING = "approving"  # 待批复
    CLOSED = "closed"  # 已结案，整改和评估中
    ARCHIVED = "archived"  # 已归档
    TRANSFERRED = "transferred"  # 已移交上级


class Accident(Watched, Base):
    """One accident case."""

    __tablename__ = "accident"
    process: ClassVar[str] = "investigation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # 安委办
    government_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # 负责调查的人民政府
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)

    # the six items of a first report (条例第12条); casualties are rows of their own
    title: Mapped[str] = mapped_column(String(200))
    occurred_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text, default="")
    unit_name: Mapped[str] = mapped_column(String(200), default="")  # 事故发生单位
    unit_profile: Mapped[str] = mapped_column(Text, default="")  # 单位概况
    scene: Mapped[str] = mapped_column(Text, default="")  # 现场情况
    course: Mapped[str] = mapped_column(Text, default="")  # 简要经过
    actions_taken: Mapped[str] = mapped_column(Text, default="")  # 已经采取的措施
    other: Mapped[str] = mapped_column(Text, default="")  # 其他应当报告的情况
    trade: Mapped[str] = mapped_column(String(60), default="")  # 行业领域
    regime: Mapped[Regime] = mapped_column(default=Regime.GENERAL)

    learned_at: Mapped[datetime | None]  # 单位负责人接到报告
    unit_reported_at: Mapped[datetime | None]  # 单位报到本级
    received_at: Mapped[datetime | None]  # 本级接报
    reported_up_at: Mapped[datetime | None]  # 本级报到上一级
    informed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # body -> moment it was informed, ISO
    informed_done_at: Mapped[datetime | None]  # step `inform` completed

    grade: Mapped[str | None] = mapped_column(String(20))  # rules.grading.Grade
    investigator: Mapped[str] = mapped_column(String(40), default="")  # 调查主体, in words
    is_ours: Mapped[bool] = mapped_column(default=False)
    delegated_to_unit: Mapped[bool] = mapped_column(default=False)  # 条例第19条: no casualties
    classified_at: Mapped[datetime | None]
    transferred_at: Mapped[datetime | None]
    transfer_reason: Mapped[str] = mapped_column(Text, default="")

    team_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # the team is a temporary unit with posts
    team_proposed_at: Mapped[datetime | None]
    team_appointed_at: Mapped[datetime | None]
    team_back_reason: Mapped[str] = mapped_column(Text, default="")
    interests_cleared_at: Mapped[datetime | None]

    report_version: Mapped[int] = mapped_column(default=1)  # a returned report is worked on as the next version
    report_finished_at: Mapped[datetime | None]  # laid before the team
    report_signed_at: Mapped[datetime | None]  # every member has signed or refused with a reason
    dissent_escalated: Mapped[bool] = mapped_column(default=False)  # by the policy of the day the signing ended
    escalated_decision: Mapped[str] = mapped_column(Text, default="")  # the government on a dissent
    consent_asked_at: Mapped[datetime | None]
    consented_at: Mapped[datetime | None]
    consent_document: Mapped[str] = mapped_column(String(200), default="")
    submitted_at: Mapped[datetime | None]
    back_reason: Mapped[str] = mapped_column(Text, default="")  # the latest return, by whomever
    approved_at: Mapped[datetime | None]  # 结案日
    approval_number: Mapped[str] = mapped_column(String(60), default="")
    privacy_checked_at: Mapped[datetime | None]
    hidden_names: Mapped[list[Any]] = mapped_column(default=list)  # of the dead and injured, removed before publication
    published_at: Mapped[datetime | None]
    published_where: Mapped[str] = mapped_column(String(200), default="")
    accountability_done_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    lead_unit: Mapped[Unit] = relationship(foreign_keys=[lead_unit_id])
    government: Mapped[Unit] = relationship(foreign_keys=[government_id])
    team_unit: Mapped[Unit | None] = relationship(foreign_keys=[team_unit_id])
    registered_by: Mapped[Officer] = relationship()
    casualty_reports: Mapped[list[CasualtyReport]] = relationship(order_by=CasualtyReport.id)
    appraisals: Mapped[list[Appraisal]] = relationship(order_by=Appraisal.id)
    extensions: Mapped[list[ClockExtension]] = relationship(order_by=ClockExtension.id)
    alarms: Mapped[list[Alarm]] = relationship(order_by=Alarm.id)
    papers: Mapped[list[CasePaper]] = relationship(order_by=CasePaper.id)
    members: Mapped[list["Member"]] = relationship(order_by="Member.id", back_populates="accident")
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id", back_populates="accident")
    causes: Mapped[list["Cause"]] = relationship(order_by="Cause.position")
    chapters: Mapped[list["Chapter"]] = relationship(order_by="Chapter.position")
    signatures: Mapped[list["Signature"]] = relationship(order_by="Signature.id")
    conclusions: Mapped[list["Conclusion"]] = relationship(order_by="Conclusion.id")
    corrections: Mapped[list["PublishedCorrection"]] = relationship(order_by="PublishedCorrection.id")
    measures: Mapped[list["Measure"]] = relationship(order_by="Measure.number", back_populates="accident")
    supervisions: Mapped[list["Supervision"]] = relationship(order_by="Supervision.id", back_populates="accident")
    accountabilities: Mapped[list["Accountability"]] = relationship(order_by="Accountability.id")
    evaluation: Mapped["Evaluation | None"] = relationship(back_populates="accident", uselist=False)

    @property
    def case(self) -> str:
        return f"accident:{self.id}"

    @property
    def subject(self) -> str:
        return self.case

    @property
    def casualties(self) -> CasualtyReport:
        """The figures as they are known now."""
        return self.casualty_reports[-1]

    @property
    def report_extension_days(self) -> int:
        return sum(e.days for e in self.extensions if e.kind is ExtensionKind.REPORT and e.granted)

    @property
    def approval_extension_days(self) -> int:
        return sum(e.days for e in self.extensions if e.kind is ExtensionKind.APPROVAL and e.granted)

    @property
    def supervision(self) -> "Supervision | None":
        """The 挂牌督办 that is in force."""
        return next((s for s in self.supervisions if s.imposed_at and not s.lifted_at), None)

    @property
    def occurred_on(self) -> date:
        return day_of(self.occurred_at)

    @property
    def stage(self) -> Stage:
        reached = (
            (self.transferred_at, Stage.TRANSFERRED),
            (self.archived_at, Stage.ARCHIVED),
            (self.approved_at, Stage.CLOSED),
            (self.submitted_at, Stage.APPROVING),
            (self.interests_cleared_at, Stage.INVESTIGATING),
            (self.classified_at, Stage.FORMING_TEAM),
            (self.informed_done_at, Stage.CLASSIFYING),
        )
        return next((stage for at, stage in reached if at is not None), Stage.REPORTED)

    def must_be(self, *stages: Stage) -> None:
        if self.stage not in stages:
            raise Stale()
