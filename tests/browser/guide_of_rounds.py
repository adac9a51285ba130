"""A round as the guide shows it: drafted, issued, answered, decided, answered to, archived."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from tests.browser.guide import Reader
from tests.makers import DEADLINE, SAMPLE, Stage
from tests.web import after
from workflow.consultation import bundles
from workflow.consultation.actions import checking, concluding, drafting
from workflow.consultation.model import Outcome, Verdict
from workflow.demo.comments import Said, script
from workflow.demo.stage import lead_unit
from workflow.errands.carrying import carry_out_next
from workflow.people import Post, PostKind


def a_round_is_asked_and_answered(camera: Reader) -> None:
    site, stage = camera.site, camera.site.stage
    _a_draft(camera)
    stage.begin(units=range(8, 32))
    camera.take("office-approve", "zr", site.round("rounds.approve"))
    stage.issue()
    stage.clock.pass_(days=3, hours=1)
    logins = _logins(stage)
    with stage.look() as (_, round_):
        said = script(round_.current_draft.clauses)
    camera.take("clerk-tasks", logins(0, "jb"), "/")
    camera.take("clerk-receive", logins(20, "jb"), site.reply(20, "replies.receive"))
    camera.take("clerk-read", logins(20, "jb"), site.reply(20, "replies.draft"))
    for number in range(16):
        stage.unit(number).receive()
    for number in range(12):
        stage.unit(number).write(_of_two_minds(stage, number) or said[number + 6])
        stage.clock.pass_(minutes=10)
    for number in range(2, 12):
        stage.unit(number).sign()
    for number in range(3, 12):
        stage.unit(number).seal()
    stage.unit(0).return_("第二条的理由请写得具体一些。")
    camera.take("clerk-write", logins(0, "jb"), site.reply(0, "replies.write"), at=".comment")
    camera.take("leader-sign", logins(1, "ld"), site.reply(1, "replies.sign"), telephone=True)
    camera.take("leader-letter", logins(1, "ld"), site.reply(1, "replies.letter"))
    camera.take("keeper-seal", logins(2, "yz"), site.reply(2, "replies.seal"))
    camera.take("clerk-reply", logins(3, "jb"), site.reply(3))
    camera.take("clerk-diagram", logins(3, "jb"), site.reply(3, "rounds.diagram_of_reply"), at=".diagram-page")
    _the_office_watches(camera)
    _the_office_decides(camera)


def _a_draft(camera: Reader) -> None:
    """Another round, of which only the draft is there."""
    site, stage = camera.site, camera.site.stage
    with stage.office.desk(write=False) as desk:
        lead = lead_unit(desk).id
    with stage.as_(lead, PostKind.CLERK) as desk:
        round_ = drafting.begin(desk, lead_unit(desk), is_demo=True)
        drafting.upload_draft(desk, round_, SAMPLE.read_bytes(), SAMPLE.name)
        key = round_.key
    camera.take("office-draft", "bgs", site.url("rounds.draft", key=key))
    camera.take("office-structure", "bgs", site.url("rounds.structure", key=key))


def _of_two_minds(stage: Stage, number: int) -> list[Said]:
    """Two units want the same words changed, each in its own way."""
    wanted = {4: "每季度至少一次", 5: "每半年至少一次"}.get(number)
    if wanted is None:
        return []
    words = after.words_of(stage, 3)
    return [after.said(3, words, f"{words}（{wanted}）", "与本单位的工作安排一致。")]


def _the_office_watches(camera: Reader) -> None:
    site, stage = camera.site, camera.site.stage
    camera.take("office-board", "bgs", site.round("rounds.board"), at="#list-units")
    camera.take("office-diagram", "bgs", site.round("rounds.diagram_of_replies"), at=".diagram-page")
    camera.take("office-round-diagram", "bgs", site.round("rounds.diagram"), at=".diagram-page")
    camera.take("office-check", "bgs", site.reply(3, "checks.check"))
    camera.take("office-paper", "bgs", site.reply(20, "checks.paper"))
    camera.take("office-extension", "zr", site.round("rounds.extension"))
    camera.take("office-replacement", "bgs", site.round("rounds.replacement"))
    camera.take("office-revocation", "zr", site.round("rounds.revocation"))
    for number in range(3, 12):
        with stage.as_office() as (desk, round_):
            checking.accept(desk, round_.replies[number])
    stage.pass_until(DEADLINE + timedelta(hours=1))


def _the_office_decides(camera: Reader) -> None:
    site, stage = camera.site, camera.site.stage
    camera.take("office-decide", "bgs", site.round("decisions.summarise"))
    summary = site.as_("bgs").get(site.round("decisions.summarise"))
    camera.take("office-coordinate", "bgs", summary.link("填写协调记录", within="main"))
    after.decide_all(stage, Verdict.PARTLY, "已吸收主要内容，文字按公文表述作了调整。")
    after.send_to_head(stage)
    camera.take("office-confirm", "zr", site.round("decisions.confirm"))
    after.confirm(stage)
    camera.take("office-release", "bgs", site.round("decisions.release"))
    after.release(stage)
    camera.take("office-conclude", "bgs", site.round("decisions.conclude"))
    camera.take("office-papers", "bgs", site.round("papers.index"))
    with stage.as_office() as (desk, round_):
        concluding.conclude(desk, round_, Outcome.FOR_SUBMISSION)
        errand = bundles.begin(desk, round_, bundles.LETTERS).key
    assert carry_out_next(stage.office, "guide", bundles.KINDS)
    camera.take("office-errand", "bgs", site.url("errands.show", key=errand))
    camera.take("office-errands", "bgs", site.url("errands.index"))
    camera.take("office-archive", "bgs", site.round("decisions.archive"))
    camera.take("office-rounds", "bgs", site.url("rounds.index"))
    camera.take("office-statistics", "bgs", site.url("statistics.show"))
    camera.take("own-done", "bgs", site.url("tasks.done"))
    camera.take("own-started", "bgs", site.url("tasks.started"))


def _logins(stage: Stage) -> Callable[[int, str], str]:
    """The login of a post of the round's n-th unit."""
    with stage.look() as (desk, round_):
        posts = {
            (number, post.officer.login[-2:]): post.officer.login
            for number, reply in enumerate(round_.replies)
            for kind in PostKind
            for post in desk.session.scalars(select(Post).where(Post.unit_id == reply.unit_id, Post.kind == kind))
        }
    return lambda number, post: posts[number, post]
