"""提交前检查: what a report still lacks before it may be laid before the team, and before it may be submitted.

Pure: looks at the facts of a case and says one line for each thing that is missing, with where to mend it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from workflow.accident import signed
from workflow.accident.model import Accident, Cause, CauseKind, ChapterKind, Measure
from workflow.clock import day_in_words

CHAPTERS = {  # 条例第30条's six, 安全生产法第86条's seventh, and the two special chapters
    ChapterKind.UNIT: "事故发生单位概况",
    ChapterKind.COURSE: "事故发生经过和事故救援情况",
    ChapterKind.LOSSES: "人员伤亡和直接经济损失",
    ChapterKind.CAUSES: "事故发生的原因和事故性质",
    ChapterKind.RESPONSIBILITY: "责任认定以及对责任者的处理建议",
    ChapterKind.PREVENTION: "防范和整改措施",
    ChapterKind.RESPONSE: "应急处置评估",
    ChapterKind.TECHNICAL: "技术问题专篇",
    ChapterKind.MANAGEMENT: "管理问题专篇",
}
ASKED_BY = {
    ChapterKind.RESPONSE: "安全生产法第86条",
    ChapterKind.TECHNICAL: "事故调查报告须设技术和管理问题专篇",
    ChapterKind.MANAGEMENT: "事故调查报告须设技术和管理问题专篇",
}


@dataclass(frozen=True)
class Missing:
    """One line of the list. `link`: where to mend it, "chapter:technical", "cause:<key>", "measure:<key>",
    "member:<key>", "conclusion", "consent", "appraisals" or "return"."""

    code: str
    sentence: str
    link: str


Check = Callable[[Accident], Iterator[Missing]]


def empty_chapters(accident: Accident) -> Iterator[Missing]:
    written = {chapter.kind for chapter in accident.chapters if chapter.body.strip()}
    for kind, name in CHAPTERS.items():
        if kind not in written:
            ground = ASKED_BY.get(kind, "条例第30条")
            yield Missing("chapter_empty", f"“{name}”尚未撰写（{ground}），请补写。", f"chapter:{kind.value}")


def causes_without_measure(accident: Accident) -> Iterator[Missing]:
    met = {cause_id for measure in proposed(accident) for cause_id in measure.cause_ids}
    for cause in standing_causes(accident):
        if cause.needs_measure and cause.id not in met:
            yield Missing("cause_without_measure", f"原因{quoted(cause)}没有对应的整改措施，请补提。", _to(cause))


def causes_without_evidence(accident: Accident) -> Iterator[Missing]:
    """Direct causes only: an indirect one may follow from what is already shown."""
    kept = {piece.id for piece in accident.evidence if piece.withdrawn_at is None}
    for cause in standing_causes(accident):
        if cause.kind is CauseKind.DIRECT and not kept & set(cause.evidence_ids):
            yield Missing("cause_without_evidence", f"直接原因{quoted(cause)}没有证据支持，请关联证据。", _to(cause))


def no_direct_cause(accident: Accident) -> Iterator[Missing]:
    if not any(cause.kind is CauseKind.DIRECT for cause in standing_causes(accident)):
        yield Missing("no_direct_cause", "尚未认定直接原因（条例第30条），请在原因分析中补充。", "causes")


WANTED_OF_A_MEASURE: tuple[tuple[str, Callable[[Measure], object], str], ...] = (
    ("measure_without_unit", lambda m: m.unit_id, "没有责任单位，请指定。"),
    ("measure_without_date", lambda m: m.due_on, "没有完成时限，请确定日期。"),
    ("measure_without_test", lambda m: m.test.strip(), "没有验收标准，请写明怎样算落实。"),
)


def unfinished_measures(accident: Accident) -> Iterator[Missing]:
    for measure in proposed(accident):
        for code, has, sentence in WANTED_OF_A_MEASURE:
            if not has(measure):
                yield Missing(code, f"整改措施第{measure.number}项{sentence}", f"measure:{measure.key}")


def unsigned_members(accident: Accident) -> Iterator[Missing]:
    for member in signed.silent_members(accident):
        sentence = f"{member.body}{member.name}既未签名，也未写明拒签理由（条例第30条），请其办理。"
        yield Missing("member_unsigned", sentence, f"member:{member.key}")


def interested_members(accident: Accident) -> Iterator[Missing]:
    """Whoever declared an interest after the work had begun: 条例第23条 asks it of the team as long as it works."""
    for member in accident.members:
        if member.is_active and member.has_interest:
            sentence = f"{member.body}{member.name}声明与本事故有利害关系（条例第23条），请先办理回避。"
            yield Missing("member_interested", sentence, f"member:{member.key}")


def undecided_dissents(accident: Accident) -> Iterator[Missing]:
    if not signed.has_dissent(accident):
        return
    found = signed.conclusion(accident)
    if found is not None and (found.by_government or not accident.dissent_escalated):
        return
    names = "、".join(dissent.member.name for dissent in signed.dissents(accident))
    if accident.dissent_escalated:
        sentence = f"{names}提出不同意见，尚无人民政府的决定，请先报请决定。"
        yield Missing("dissent_undecided", sentence, "conclusion")
    else:
        sentence = f"{names}提出不同意见，尚无组长结论性意见，请组长先提出。"
        yield Missing("dissent_unconcluded", sentence, "conclusion")


def missing_consent(accident: Accident) -> Iterator[Missing]:
    supervision = accident.supervision
    if supervision is not None and accident.consented_at is None:
        by = supervision.supervisor or "督办机关"
        yield Missing("consent", f"本案挂牌督办中，尚无{by}的审核同意意见，请先报送审核。", "consent")


def open_appraisals(accident: Accident) -> Iterator[Missing]:
    """The report's clock stands still for its conclusion (条例第27条): without one it would never run again, and the
    report would speak before what it waited for. That day nobody but the institution can set."""
    for appraisal in accident.appraisals:
        if appraisal.concluded_on is None:
            on = day_in_words(appraisal.commissioned_on)
            sentence = (
                f"{on}委托{appraisal.institution}的技术鉴定尚无结论（条例第27条），请先登记鉴定结论；"
                "终止委托的，按终止之日登记，写明原因。"
            )
            yield Missing("appraisal_open", sentence, "appraisals")


CHANGED = {
    "casualties": "伤亡情况在报告定稿后有变化，报告须重新核对。请退回修改，形成下一稿后重新签署。",
    "team": "调查组成员在报告定稿后有变动，须由现任成员签署。请退回修改，形成下一稿后重新签署。",
}


def changed_since(accident: Accident) -> Iterator[Missing]:
    for what in signed.changed_since(accident):
        yield Missing(f"{what}_changed", CHANGED[what], "return")


OF_THE_TEXT: tuple[Check, ...] = (
    empty_chapters,
    no_direct_cause,
    causes_without_evidence,
    causes_without_measure,
    unfinished_measures,
    open_appraisals,
)
OF_THE_TEAM: tuple[Check, ...] = (
    changed_since,
    interested_members,
    unsigned_members,
    undecided_dissents,
    missing_consent,
)


def overtaken_measures(accident: Accident, today: date) -> Iterator[Missing]:
    """Nobody is to be ordered to be done by a day that has passed while the report was written and signed."""
    for measure in proposed(accident):
        if measure.due_on is not None and measure.due_on <= today:
            sentence = f"整改措施第{measure.number}项的完成时限{day_in_words(measure.due_on)}已到，请重新确定。"
            yield Missing("measure_overtaken", sentence, f"measure:{measure.key}")


def missing_in_text(accident: Accident, today: date) -> list[Missing]:
    """What the report lacks before the team can discuss it."""
    return [line for _, lines in _text_by_check(accident, today) for line in lines]


def missing(accident: Accident, today: date) -> list[Missing]:
    """Everything the report lacks before it may be submitted; empty: the gate is open."""
    return [line for _, lines in by_check(accident, today) for line in lines]


IN_WORDS: dict[Check, str] = {  # what each check asks for
    empty_chapters: "报告各章均已撰写",
    no_direct_cause: "已认定直接原因",
    causes_without_evidence: "直接原因均有证据支持",
    causes_without_measure: "每条原因均有整改措施",
    open_appraisals: "委托的技术鉴定均有结论",
    unfinished_measures: "措施均有责任单位、时限和验收标准",
    changed_since: "定稿后伤亡和成员没有变化",
    interested_members: "成员均无利害关系",
    unsigned_members: "成员均已签名或者写明拒签理由",
    undecided_dissents: "不同意见均有结论",
    missing_consent: "挂牌督办的已经审核同意",
}


def by_check(accident: Accident, today: date) -> list[tuple[str, list[Missing]]]:
    """Every check in words, with what it finds missing; nothing where it is met."""
    return [*_text_by_check(accident, today), *((IN_WORDS[check], list(check(accident))) for check in OF_THE_TEAM)]


def _text_by_check(accident: Accident, today: date) -> list[tuple[str, list[Missing]]]:
    """One of them asks the calendar."""
    found = [(IN_WORDS[check], list(check(accident))) for check in OF_THE_TEXT]
    return [*found, ("措施的完成时限均未到", list(overtaken_measures(accident, today)))]


def proposed(accident: Accident) -> list[Measure]:
    """The measures that stand in the report."""
    return [measure for measure in accident.measures if measure.dropped_at is None]


def standing_causes(accident: Accident) -> list[Cause]:
    return [cause for cause in accident.causes if cause.dropped_at is None]


def quoted(cause: Cause) -> str:
    """“制冷间配电线路绝缘老化……”: enough to find it again."""
    text = cause.text.strip()
    return f"“{text}”" if len(text) <= 20 else f"“{text[:20]}……”"


def _to(cause: Cause) -> str:
    return f"cause:{cause.key}"
