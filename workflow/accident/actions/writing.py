"""撰写报告: chapters saved as they are typed, by several authors; nobody's words are lost."""

from workflow.accident.actions.guards import must_be_in_work, must_be_of_the_team
from workflow.accident.model import Accident, Chapter, ChapterKind, ChapterText
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale
from workflow.people import Officer
from workflow.store import insert_once

LONGEST = 200_000  # characters of a chapter


class Overtaken(Stale):
    """Two authors in one chapter at once: what is kept and what was typed, so that both can be shown."""

    def __init__(self, chapter: Chapter, typed: str) -> None:
        self.kept, self.typed, self.revision = chapter.body, typed, chapter.revision
        who = chapter.saved_by.name if chapter.saved_by else "同事"
        super().__init__(f"{who}刚刚改动了这一章。您填写的内容没有丢失，请对照现在的内容合并后再保存。")


def open_chapters(desk: Desk, accident: Accident) -> list[Chapter]:
    """The nine chapters, made when somebody of the team first turns to them."""
    must_be_of_the_team(desk, accident)
    there = {chapter.kind for chapter in accident.chapters}
    for position, kind in enumerate(ChapterKind, 1):
        if kind not in there:
            row = {"accident_id": accident.id, "kind": kind, "position": position, "body": "", "revision": 0}
            insert_once(desk.session, Chapter.__table__, **row)
    if there != set(ChapterKind):
        desk.session.expire(accident, ["chapters"])
    return accident.chapters


def save_chapter(desk: Desk, accident: Accident, kind: ChapterKind, body: str, *, seen: int) -> int:
    """The text as typed; returns its new revision. `seen`: the revision that the author's page was made from.

    Saving the same words again changes nothing; whoever did not see a colleague's words is told (Overtaken).
    """
    must_be_in_work(desk, accident)
    chapter = chapter_of(open_chapters(desk, accident), kind)
    if chapter.body == body:
        return chapter.revision
    if chapter.revision != seen:
        raise Overtaken(chapter, body)
    if len(body) > LONGEST:
        raise Incomplete({"body": f"这一章超过{LONGEST // 10_000}万字，无法保存。请精简，或将材料列为附件。"})
    if chapter.saved_by_id not in (None, desk.officer_id):
        keep_text(chapter)
    chapter.body, chapter.revision = body, chapter.revision + 1
    chapter.saved_at, chapter.saved_by_id = desk.now, desk.officer_id
    desk.session.flush()
    return chapter.revision


def keep_text(chapter: Chapter) -> None:
    """What the chapter says now, once, into its history."""
    if chapter.saved_at is None or (chapter.history and chapter.history[-1].revision == chapter.revision):
        return
    chapter.history.append(
        ChapterText(
            revision=chapter.revision,
            body=chapter.body,
            saved_at=chapter.saved_at,
            saved_by_id=chapter.saved_by_id,
        )
    )


def chapter_of(chapters: list[Chapter], kind: ChapterKind) -> Chapter:
    return next(chapter for chapter in chapters if chapter.kind == kind)


def authors(accident: Accident) -> list[Officer]:
    """Everybody who wrote, for the page: in the order of the chapters, each once."""
    return list(dict.fromkeys(chapter.saved_by for chapter in accident.chapters if chapter.saved_by))
