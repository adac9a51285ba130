"""How long papers take: eighty reply letters, the summary of five hundred comments, the preview of a notice."""

from itertools import cycle, islice
from pathlib import Path

from workflow.bench.town import Town, furnish
from workflow.bench.workload import AtTheService, receive, start, timed
from workflow.clock import day_of
from workflow.consultation import paperwork
from workflow.consultation.actions import answering, writing
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.documents.paper import word
from workflow.signatures.marks import new_mark

LETTERS, COMMENTS = 80, 500
SITE = "https://zhengxun.example.gov.cn"  # its address stands in each paper's verification mark


def measure_papers(url: str, files: Path) -> dict[str, float]:
    """Seconds of each, from the rows in the database to the bytes of the Word file; a preview has no mark yet."""
    town = furnish(url, files, LETTERS)
    start(town)
    act = AtTheService(url, files)
    receive(town, town.places())
    share = [len(range(number, COMMENTS, LETTERS)) for number in range(LETTERS)]
    for place, comments in zip(town.places(), share, strict=True):
        with town.office.desk(place.officer_id) as desk:
            _say(desk, desk.session.get_one(Reply, place.reply_id), comments)
        for step in ("sign", "submit"):
            act(place, step)
    seconds = {
        "reply_letters_s": timed(lambda: _letters(town)),
        "summary_s": timed(lambda: _summary(town)),
        "notice_s": timed(lambda: _notice(town)),
    }
    town.database.dispose()
    return {name: round(value, 3) for name, value in seconds.items()}


def _say(desk: Desk, reply: Reply, comments: int) -> None:
    clauses = reply.round.current_draft.clauses
    for number, clause in enumerate(islice(cycle(clauses), comments), 1):
        wish = Wish(
            clause, clause.text, f"建议（{reply.position}之{number}）改为“每月至少检查一次”。", "与现行规定一致。"
        )
        writing.save_comment(desk, reply, None, wish)
    answering.send_for_signing(desk, reply)


def _letters(town: Town) -> None:
    with town.office.desk(write=False) as desk:
        for reply in desk.session.get_one(Round, town.round_id).replies:
            word(paperwork.reply_letter(reply, reply.letters[-1]), new_mark(SITE))


def _summary(town: Town) -> None:
    with town.office.desk(write=False) as desk:
        word(paperwork.summary(desk.session.get_one(Round, town.round_id), desk.now), new_mark(SITE))


def _notice(town: Town) -> None:
    with town.office.desk(write=False) as desk:
        word(paperwork.notice(desk.session.get_one(Round, town.round_id), day_of(desk.now)))
