"""体检 in words: what each finding means and what an administrator does about it. For the page and the command."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from web.frame.filters import moment_in_words
from workflow.desk import Desk
from workflow.documents.title_marks import in_marks
from workflow.engine import checkup
from workflow.engine.checkup import Ahead, Checkup, Finding
from workflow.engine.process import Named
from workflow.people import Unit

_RESTORE = "不要手工改动数据库；请把下面的技术信息交给技术支持，由其核对后恢复。"


@dataclass(frozen=True)
class Meaning:
    """A kind of finding: its name, what it means, what to do."""

    title: str
    means: str
    do: str


MEANINGS: Mapping[str, Meaning] = {
    checkup.LOST: Meaning("没有下一步", "这件事没有待办，也不在等时间或来文，没有人会再办到它。", _RESTORE),
    checkup.TASKS: Meaning("待办与流程不符", "待办列表与流程所在的步骤对不上，可能有人看不到该办的工作。", _RESTORE),
    checkup.MOMENTS: Meaning("时点与流程不符", "登记的提醒或截止时点与流程对不上，到时可能不会自动办理。", _RESTORE),
    checkup.OVERDUE: Meaning(
        "到时没有自动办理",
        "时间已过，系统还没有办理。一般是后台任务没有运行。",
        "请重新启动征询；启动后会立即补办，并按原定时间计算。仍未补办的，请联系技术支持。",
    ),
    checkup.INCIDENT: Meaning(
        "自动办理时出了差错",
        "这一步没有办成，也没有留下一半的结果；系统每五分钟再试一次，其他事项不受影响。",
        "请先看几分钟后是否恢复；没有恢复的，把技术信息交给技术支持。",
    ),
    checkup.NOBODY: Meaning(
        "无人办理",
        "待办所在的岗位现在没有人，这一步到期也不会有人办。",
        "请安全管理员在“人员”页安排该岗位，或者核对离岗人员的交接；岗位有人后，待办随即出现在他的待办中。",
    ),
}
NOT_FOUND = Named("", "（已找不到这件事）")


@dataclass(frozen=True)
class Told:
    """One finding in words. `detail` is for technical support only."""

    meaning: Meaning
    case: str
    step: str
    since: datetime | None
    detail: str

    @property
    def line(self) -> str:
        since = f"（{moment_in_words(self.since)}）" if self.since else ""
        about = "，".join(part for part in (self.case, self.step) if part)
        return f"{self.meaning.title}：{about}{since}。{self.meaning.do}技术信息：{self.detail}"


def told(desk: Desk, found: Checkup) -> list[Told]:
    names = checkup.named(desk, desk.engine, found.findings)
    return [
        _told(desk, finding, names.get((finding.process, finding.subject_id), NOT_FOUND)) for finding in found.findings
    ]


def _told(desk: Desk, finding: Finding, name: Named) -> Told:
    case = f"{in_marks(name.title)}{name.about}" if name.key else name.title
    step = step_in_words(desk, finding.process, finding.node)
    detail = f"{finding.process} {finding.subject_id}: {finding.detail}"
    return Told(_meaning(desk, finding), case, step, finding.since, detail)


def _meaning(desk: Desk, finding: Finding) -> Meaning:
    """Of an empty desk: whose it is."""
    meaning = MEANINGS[finding.what]
    if finding.desk is None:
        return meaning
    unit_id, post = finding.desk
    return replace(meaning, title=f"{meaning.title}：{desk.session.get_one(Unit, unit_id).without(post)}")


def step_in_words(desk: Desk, process_id: str, node: str) -> str:
    """As the diagram calls it now; "" for the case as a whole."""
    return desk.engine.current(process_id).nodes.get(node, node)


def ahead_in_words(desk: Desk, ahead: Ahead | None) -> str:
    if ahead is None:
        return "目前没有等待自动办理的时点"
    step = step_in_words(desk, ahead.process, ahead.node)
    return f"{moment_in_words(ahead.due)}，{step}（{ahead.cases}件）"
