"""运行情况: the administrator sees whether the programs run, what has piled up, and when the last backup was taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web import integrity
from web.access import must_administer
from web.frame.desk import read_desk
from workflow.clock import moment_in_words
from workflow.operations import Figures, Queue, figures
from workflow.presence import LABELS, Kind

blueprint = Blueprint("operations", __name__)

LATE = timedelta(minutes=5)  # a sweep comes each minute; from here on it is no chance
OLD_BACKUP = timedelta(days=2)

NO_WORKER = "没有后台任务在运行：到时办理、提醒和发信都不会进行。请启动 zhengxun worker（单机安装请重新启动征询）。"
SILENT = "“{name}”已经没有响应。它手上的工作由其他后台任务接着办；请到主机“{host}”上查看并重新启动。"
BEHIND = "有{due}个时点到了还没有办理，最早的已过{lag}。请查看后台任务是否在运行；补办时按原定时间计算。"
INCIDENTS = "有{incidents}件自动办理时出了差错，系统每五分钟再试一次。详见“体检”。"
UNSENT = "有{failed}封消息没有发出或者结果不明，详见各单位回复页的“系统外发”；请改用电话等方式通知，并登记送达。"
UNDONE = "有{failed}件后台办理的事项没有办成，请由发起人再办一次；仍不行的，把运行记录交给技术支持。"
ALTERED = "最近一次核验发现{altered}处变动。请不要再改动数据，详见“体检”。"
NO_BACKUP = "没有备份记录。请按手册设置每日备份（zhengxun backup）。"
BACKUP_IS_OLD = "最近一次备份是{at}，已超过两天。请查看每日备份是否正常。"


@dataclass(frozen=True)
class Program:
    name: str
    kind: str
    host: str
    process: int
    began_at: datetime
    seen_at: datetime
    is_silent: bool


@blueprint.get("/operations")
def index() -> ResponseReturnValue:
    with read_desk() as desk:
        must_administer(desk)
        found = figures(desk)
        return render_template(
            "operations/index.html", found=found, now=desk.now, facts_told=list(_facts(found, integrity.last_night(desk).said)),
            warnings=list(warnings(found, desk.now)), programs=_programs(found),
        )  # fmt: skip


def warnings(found: Figures, now: datetime) -> Iterator[str]:
    """What is wrong and what to do, the most pressing first."""
    if not any(each.kind is Kind.WORKER and each.name not in found.silent for each in found.programs):
        yield NO_WORKER
    if found.lag > LATE:
        yield BEHIND.format(due=found.due, lag=in_words(found.lag))
    yield from (SILENT.format(name=each.name, host=each.host) for each in found.programs if each.name in found.silent)
    counted = ((found.altered, ALTERED), (found.incidents, INCIDENTS))
    yield from (sentence.format(altered=number, incidents=number) for number, sentence in counted if number)
    queues = ((found.parcels, UNSENT), (found.errands, UNDONE))
    yield from (sentence.format(failed=queue.failed) for queue, sentence in queues if queue.failed)
    if found.backed_up_at is None:
        yield NO_BACKUP
    elif now - found.backed_up_at > OLD_BACKUP:
        yield BACKUP_IS_OLD.format(at=moment_in_words(found.backed_up_at))


def _facts(found: Figures, verified: str) -> Iterator[tuple[str, str]]:
    yield "在办", f"{sum(found.open_cases.values())}件"
    yield "到时办理", f"{found.due}个时点待补办，最早的已过{in_words(found.lag)}" if found.due else "没有积压"
    yield "下一个时点", moment_in_words(found.next_due) if found.next_due else "目前没有等待自动办理的时点"
    yield "自动办理差错", f"{found.incidents}件" if found.incidents else "没有"
    yield "发信", _queue(found.parcels, "封")
    yield "后台办理", _queue(found.errands, "件")
    yield "最近备份", moment_in_words(found.backed_up_at) if found.backed_up_at else "没有记录"
    yield "最近核验", verified


def _queue(queue: Queue, measure: str) -> str:
    parts = (("等待", queue.waiting), ("进行中", queue.going), ("没有办成", queue.failed))
    told = "，".join(f"{words}{number}{measure}" for words, number in parts if number)
    return (told + (f"，最早的已等{in_words(queue.lag)}" if queue.lag > LATE else "")) or "没有积压"


def _programs(found: Figures) -> list[Program]:
    return [
        Program(
            each.name,
            LABELS[each.kind],
            each.host,
            each.process,
            each.began_at,
            each.seen_at,
            each.name in found.silent,
        )
        for each in found.programs
    ]


def in_words(span: timedelta) -> str:
    """「3分钟」「2小时5分钟」「1天4小时」: what matters of it."""
    minutes = int(span.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{rest}分钟" if rest else f"{hours}小时"
    return f"{rest}分钟" if rest else "不到1分钟"
