"""全文公布: a privacy check, then the whole report before the public.

What was published is never withdrawn and never changed; a correction is added below it, with its reason.
"""

from collections.abc import Collection

from workflow.accident.actions import alarms
from workflow.accident.actions.guards import must_be_filled
from workflow.accident.actions.writing import chapter_of
from workflow.accident.model import Accident, ChapterKind, PublishedCorrection, Stage
from workflow.accident.paperwork import approval as paperwork
from workflow.accident.paperwork import keep
from workflow.accident.rules import privacy
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.people import PostKind

NOT_APPROVED = (
    "调查报告尚未批复，不能公布：报告由负责事故调查的人民政府批复后向社会公布（条例第32条、第34条）。请待批复后再办。"
)

OVERTAKEN = (
    "您打开本页之后，这一章的公布文本已被改动（名单有变，或者同事改写）。您填写的内容没有丢失，"
    "请对照下面现在的公布文本修改后再保存。"
)


def must_be_approved(accident: Accident) -> None:
    """Nothing goes to the public before the approval."""
    if accident.approved_at is None:
        raise Refusal(NOT_APPROVED)
    accident.must_be(Stage.CLOSED)


def hide_names(desk: Desk, accident: Accident, names: Collection[str]) -> None:
    """The names of the dead and injured that the public does not read; each chapter gets a text without them.

    A chapter whose public text somebody has edited keeps it; what is still named there is found by the check.
    """
    _may_check(desk, accident)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    short = [name for name in wanted if len(name) < privacy.SHORTEST]
    if short:
        raise Incomplete({"names": f"“{short[0]}”只有一个字，无法准确查找。请填写完整姓名。"})
    before = list(accident.hidden_names)
    for chapter in accident.chapters:
        if chapter.public_body in (None, privacy.masked(chapter.body, before)):
            chapter.show_the_public(privacy.masked(chapter.body, wanted) if wanted else None)
    accident.hidden_names = wanted
    desk.note("hide_names", accident, count=len(wanted))


def edit_public_text(desk: Desk, accident: Accident, kind: ChapterKind, text: str, *, seen: int) -> None:
    """By hand, where shortening a name is not enough. `seen`: the revision that the page was made from."""
    _may_check(desk, accident)
    chapter = chapter_of(accident.chapters, kind)
    if chapter.public_revision != seen and chapter.for_the_public != text:
        raise Incomplete({"text": OVERTAKEN})
    chapter.show_the_public(text)


def finish_check(desk: Desk, accident: Accident) -> None:
    """公开前审查 done: none of the names is left in the text, and no paragraph is missing from it."""
    _may_check(desk, accident)
    taken = desk.take(accident, "check_privacy")
    _must_be_fit_for_the_public(accident)
    accident.privacy_checked_at, accident.back_reason = desk.now, ""
    desk.note("finish_check", accident)
    desk.complete(taken)


def _may_check(desk: Desk, accident: Accident) -> None:
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    must_be_approved(accident)
    if "check_privacy" not in desk.open_steps(accident):
        raise Stale("公开前审查已经办结，公布稿不能再改动。确需改动的，请区安委办负责人退回审查。")


def _must_be_fit_for_the_public(accident: Accident) -> None:
    approved = {chapter.kind: chapter.body for chapter in accident.chapters}
    public = {chapter.kind: chapter.for_the_public for chapter in accident.chapters}
    wrong: dict[str, str] = {}
    for link, sentence in (
        *privacy.still_named(public, accident.hidden_names),
        *privacy.left_out(approved, public),
    ):
        wrong[link] = wrong.get(link, "") + sentence
    if wrong:
        raise Incomplete(wrong)


def publish(desk: Desk, accident: Accident, where: str) -> None:
    """全文公布. `where`: the site or paper in which everybody can read it."""
    _may_publish(desk, accident)
    taken = desk.take(accident, "publish")
    must_be_filled([("where", where, "请填写公布的网站或者载体，便于公众查阅和核对。")])
    _must_be_fit_for_the_public(accident)
    accident.published_at, accident.published_where = desk.now, where.strip()
    keep(desk, accident, paperwork.publication(accident))
    desk.note("publish_report", accident, where=where.strip())
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def send_back(desk: Desk, accident: Accident, reason: str) -> None:
    """退回审查, before the publication; afterwards there is no way back."""
    _may_publish(desk, accident)
    taken = desk.take(accident, "publish")
    must_be_filled([("reason", reason, "请写明退回审查的理由，便于经办人处理。")])
    accident.privacy_checked_at, accident.back_reason = None, reason.strip()
    desk.note("publication_sent_back", accident, reason=reason.strip())
    desk.complete(taken)


def _may_publish(desk: Desk, accident: Accident) -> None:
    desk.must_hold(accident.lead_unit_id, PostKind.LEADER)
    must_be_approved(accident)
    if accident.published_at is not None:
        raise Refusal("调查报告已经公布，不撤回、不重新公布。内容有误的，请追加更正，更正附于公布稿之后。")


def correct_publication(
    desk: Desk, accident: Accident, *, place: str, old: str, new: str, reason: str
) -> PublishedCorrection:
    """公布后更正: added below the published text, in a new paper; the one that was published stays kept."""
    desk.must_hold(accident.lead_unit_id, PostKind.LEADER)
    desk.lock([accident])
    must_be_approved(accident)
    if accident.published_at is None:
        raise Refusal("调查报告还没有公布，不需要追加更正。请退回审查，修改公布稿后再公布。")
    must_be_filled(
        [
            ("place", place, "请写明更正的位置，例如：第二部分第三段。"),
            ("old", old, "请填写公布稿的原文。"),
            ("new", new, "请填写更正后的文字。"),
            ("reason", reason, "请写明更正的理由。"),
        ]
    )
    _must_name_nobody(accident, place, old, new, reason)
    made = PublishedCorrection(
        at=desk.now, by_id=desk.officer_id, place=place.strip(), old=old.strip(), new=new.strip(), reason=reason.strip()
    )
    accident.corrections.append(made)
    desk.session.flush()
    keep(desk, accident, paperwork.publication(accident), name=f"含第{len(accident.corrections)}次更正")
    desk.note("correct_publication", accident, place=made.place, reason=made.reason)
    return made


def _must_name_nobody(accident: Accident, *texts: str) -> None:
    found = privacy.names_in("\n".join(texts), accident.hidden_names)
    if found:
        raise Incomplete(
            {"new": f"更正中有{'、'.join(found)}的姓名，不能公布（政府信息公开条例第15条）。请隐去后再办。"}
        )
