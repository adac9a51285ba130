"""The nine chapters of a report of the demonstration, as its authors would type them."""

from collections.abc import Callable, Mapping

from workflow.accident.model import Accident, ChapterKind
from workflow.accident.rules.money import in_words
from workflow.clock import moment_in_words
from workflow.demo.accident.plot import Plot

Writing = Callable[[Plot, Accident], str]


def _unit(plot: Plot, _: Accident) -> str:
    return f"（一）事故发生单位\n{plot.profile}\n（二）事故现场\n{plot.scene}"


def _course(plot: Plot, accident: Accident) -> str:
    at = moment_in_words(accident.occurred_at)
    return f"（一）事故经过\n{at}，{plot.place}发生{plot.event}事故。{plot.course}\n（二）救援情况\n{plot.taken}"


def _losses(plot: Plot, accident: Accident) -> str:
    """The dead are named in the file, and nowhere outside it."""
    figures = accident.casualties
    names = f"死者为{'、'.join(plot.dead)}，均为作业人员。"
    injured = f"，重伤{figures.injuries}人" if figures.injuries else ""
    return f"事故造成{figures.deaths}人死亡{injured}，直接经济损失{in_words(figures.loss)}。\n{names}"


def _causes(plot: Plot, _: Accident) -> str:
    direct = next(why.text for why in plot.causes if why.because_of is None)
    indirect = [why.text for why in plot.causes if why.because_of is not None]
    numbered = "\n".join(f"{number}. {text}。" for number, text in enumerate(indirect, 1))
    return (
        f"（一）直接原因\n{direct}。\n（二）间接原因\n{numbered}\n"
        "（三）事故性质\n经调查认定，该起事故是一起一般生产安全责任事故。"
    )


def _responsibility(plot: Plot, _: Accident) -> str:
    return (
        f"（一）对事故发生单位的处理建议\n{plot.unit}对事故发生负有责任，建议依照《安全生产法》第114条给予行政处罚。\n"
        "（二）对有关人员的处理建议\n建议对企业现场负责人依照企业内部管理制度作出处理；"
        "对履行监管职责不到位的有关公职人员，建议按照干部管理权限处理；涉嫌犯罪的，移送司法机关。"
    )


def _prevention(*_: object) -> str:
    return "针对事故暴露的问题，提出下列防范和整改措施，由有关单位按照时限落实，区安全生产委员会办公室逐项验收销号。"


def _response(plot: Plot, _: Accident) -> str:
    return (
        "（一）处置过程评估\n事故单位按规定时限报告，有关部门响应及时，救援组织有序，未发生次生事故和环境污染。\n"
        "（二）存在问题\n现场人员在支援力量到达之前自行施救，防护不足，应当加强先期处置的培训。"
    )


CHAPTERS: Mapping[ChapterKind, Writing] = {
    ChapterKind.UNIT: _unit,
    ChapterKind.COURSE: _course,
    ChapterKind.LOSSES: _losses,
    ChapterKind.CAUSES: _causes,
    ChapterKind.RESPONSIBILITY: _responsibility,
    ChapterKind.PREVENTION: _prevention,
    ChapterKind.RESPONSE: _response,
    ChapterKind.TECHNICAL: lambda plot, _: plot.technical,
    ChapterKind.MANAGEMENT: lambda plot, _: plot.management,
}
