"""How long a step took, how long one has been waiting, and how warm that makes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.clock import day_of
from workflow.desk import Desk

WARM, HOT = 1, 3  # working days from which on a waiting step is drawn warmer
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Waited:
    """`days`: working days begun since; `heat`: "", "warm" or "hot"."""

    since: datetime
    days: int

    @property
    def heat(self) -> str:
        return "hot" if self.days >= HOT else "warm" if self.days >= WARM else ""

    @property
    def tone(self) -> str:
        return {"hot": "bad", "warm": "warn"}.get(self.heat, "going")

    @property
    def in_words(self) -> str:
        return f"已等{self.days}个工作日" if self.days else "当天收到"


def waited(desk: Desk, since: datetime) -> Waited:
    return Waited(since, desk.calendar.workdays_between(day_of(since), desk.today))


def lasted(since: datetime | None, until: datetime) -> str:
    """用时2天3小时; nothing where there is no beginning, or it was done at once."""
    took = until - since if since else timedelta()
    if took < timedelta(minutes=1):
        return ""
    if took < AN_HOUR:
        return f"用时{took.seconds // 60}分钟"
    hours = f"{took.seconds // 3600}小时" if took.seconds >= AN_HOUR.seconds else ""
    return f"用时{took.days}天{hours}" if took >= A_DAY else f"用时{hours}"
