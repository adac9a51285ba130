"""拒绝: a double click, a stale page, the wrong person — each refused by its own kind, and nothing is left behind."""

import io
from collections.abc import Callable

import docx
import pytest

from tests.makers import SAMPLE, Stage, a_round
from tests.process.telling import a_comment, accept, as_office, must_be_well, refused, reject, replace
from tests.process.test_the_archive import everything
from workflow.clock import beijing
from workflow.consultation import paperwork
from workflow.consultation.actions import (
    answering,
    checking,
    drafting,
    issuing,
    receiving,
    registering,
    running,
    writing,
)
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.documents.paper import word
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale, Unreadable
from workflow.notices import Channel
from workflow.people import PostKind


def a_unit_at(stage: Stage, *steps: str) -> None:
    """The round's first unit has taken these steps."""
    a_round(stage, units=2)
    unit = stage.unit(0)
    doing: dict[str, Callable[[], None]] = {
        "receive": unit.receive, "write": lambda: unit.write([]), "sign": unit.sign, "seal": unit.seal,
        "accept": lambda: accept(stage, 0),
    }  # fmt: skip
    for step in steps:
        doing[step]()


WAY = ("receive", "write", "sign", "seal", "accept")


@pytest.mark.parametrize("done", range(1, 5))
def test_every_step_of_a_unit_is_done_once(stage: Stage, done: int) -> None:
    a_unit_at(stage, *WAY[:done])
    unit = stage.unit(0)
    again = (unit.receive, unit.send_for_signing, unit.sign, unit.seal)[done - 1]
    before = everything(stage)
    with refused(AlreadyDone):
        again()
    assert everything(stage) == before


def test_a_check_is_made_once(stage: Stage) -> None:
    a_unit_at(stage, *WAY)
    before = everything(stage)
    for second in (accept, reject):
        with refused(AlreadyDone):
            second(stage, 0)
    assert everything(stage) == before


def test_a_round_is_sent_up_and_issued_once(stage: Stage) -> None:
    a_round(stage, units=1)
    with refused(Stale):
        stage.issue()
    with refused(Stale):
        as_office(stage, drafting.send_to_head)
    with refused(Stale):
        as_office(stage, drafting.save_details, {"basis": "另一依据"})
    with stage.look() as (_, round_):
        assert len(round_.replies) == 1


def test_writing_waits_for_the_receipt_and_stops_when_the_letter_is_with_the_leader(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)

    def save() -> None:
        with unit._at_desk(PostKind.CLERK) as (desk, reply):
            writing.save_comment(desk, reply, None, Wish(None, "", "改", ""))

    with refused(Stale, "先签收"):
        save()
    unit.receive()
    save()
    unit.write([a_comment()])
    with refused(Stale, "送签"):
        save()


def test_a_comment_that_was_deleted_in_another_window_is_not_silently_made_anew(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    with unit._at_desk(PostKind.CLERK) as (desk, reply):
        key = writing.save_comment(desk, reply, None, Wish(None, "", "改", "")).key
        writing.remove_comment(desk, reply, key)
    with refused(Stale, "已经删除"), unit._at_desk(PostKind.CLERK) as (desk, reply):
        writing.save_comment(desk, reply, key, Wish(None, "", "再改", ""))
    with stage.reply(0) as reply:
        assert reply.written == []


def test_nothing_written_is_nothing_to_sign(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    with refused(Incomplete, "无意见"):
        unit.send_for_signing()


def without_objection(form: bytes) -> bytes:
    """The form with 无意见 ticked, as people do it in Word."""
    document = docx.Document(io.BytesIO(form))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]:
        if "□无意见" in paragraph.text:
            paragraph.text = paragraph.text.replace("□无意见", "√无意见")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_filled_form_of_another_unit_or_of_the_old_draft_is_refused(stage: Stage) -> None:
    a_round(stage, units=2)
    stage.unit(0).receive()
    with stage.look() as (_, round_):
        forms = [without_objection(word(paperwork.comment_form(reply))) for reply in round_.replies]

    def bring(data: bytes) -> None:
        with stage.unit(0)._at_desk(PostKind.CLERK) as (desk, reply):
            writing.import_form(desk, reply, data, "反馈单.docx")

    with refused(Refusal, "不是本单位"):
        bring(forms[1])
    with refused(Unreadable):
        bring(b"not a Word file")
    bring(forms[0])
    replace(stage)
    with refused(Stale, "更正前"):
        bring(forms[0])


@pytest.mark.parametrize("kind", [PostKind.LEADER, PostKind.SEAL_KEEPER])
def test_only_the_clerk_receives(stage: Stage, kind: PostKind) -> None:
    a_round(stage, units=1)
    with refused(NotYours), stage.unit(0)._at_desk(kind) as (desk, reply):
        receiving.receive(desk, reply)


def test_people_of_another_unit_do_nothing_for_this_one(stage: Stage) -> None:
    a_unit_at(stage, "receive", "write")
    other = stage.unit(1)
    tries: list[tuple[PostKind, Callable[..., object]]] = [
        (PostKind.CLERK, receiving.receive),
        (PostKind.CLERK, answering.send_for_signing),
        (PostKind.LEADER, answering.sign),
        (PostKind.LEADER, lambda d, r: answering.return_to_clerk(d, r, "请补充")),
        (PostKind.SEAL_KEEPER, answering.seal),
        (PostKind.SEAL_KEEPER, lambda d, r: answering.return_unsealed(d, r, "请补充")),
        (PostKind.CLERK, answering.withdraw),
        (PostKind.CLERK, answering.send_late),
        (PostKind.CLERK, receiving.open_notice),
    ]
    for kind, act in tries:
        with refused(NotYours), stage.as_(other.unit_id, kind) as desk:
            act(desk, desk.session.get_one(Reply, stage.unit(0).reply_id))


def test_a_unit_s_clerk_does_nothing_for_the_office(stage: Stage) -> None:
    a_unit_at(stage, "receive", "write", "sign", "seal")
    tries: list[Callable[..., object]] = [
        lambda d, r: checking.accept(d, r.replies[0]),
        lambda d, r: running.remind(d, r.replies[1], Channel.PHONE, "x"),
        lambda d, r: registering.record_delivery(d, r.replies[1], Channel.PHONE, d.now, "x", True),
        lambda d, r: running.extend(d, r, beijing(2026, 12, 2, 16), "理由"),
        lambda d, r: running.replace_draft(d, r, SAMPLE.read_bytes(), "a.docx", "更正"),
    ]
    for act in tries:
        with refused(NotYours), stage.as_(stage.unit(0).unit_id, PostKind.CLERK) as desk:
            act(desk, desk.session.get_one(Round, stage.round_id))


def test_whoever_gives_up_a_post_acts_no_more(stage: Stage) -> None:
    a_unit_at(stage, "receive", "write")
    with stage.office.desk() as desk:
        unit = desk.session.get_one(Reply, stage.unit(0).reply_id).unit
        leader = unit.holders(PostKind.LEADER, desk.today)[0]
        leader.posts[0].until = desk.today
        leader_id = leader.id
    stage.clock.pass_(days=1)
    with refused(NotYours), stage.office.desk(leader_id) as desk:
        answering.sign(desk, desk.session.get_one(Reply, stage.unit(0).reply_id))


def seal_and_fail(desk: Desk, reply: Reply) -> None:
    answering.seal(desk, reply)
    desk.session.flush()
    raise OSError("the disk is full")


def test_what_fails_half_way_leaves_nothing_behind(stage: Stage) -> None:
    """The letter is sealed, its paper made, its journal written; then something breaks."""
    a_unit_at(stage, "receive", "write", "sign")
    before = everything(stage)
    with pytest.raises(OSError, match="disk"), stage.unit(0)._at_desk(PostKind.SEAL_KEEPER) as (desk, reply):
        seal_and_fail(desk, reply)
    assert everything(stage) == before
    stage.unit(0).seal()
    must_be_well(stage)


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda desk, round_: drafting.save_details(desk, round_, {"basis": " "}), "basis"),
        (lambda desk, round_: drafting.save_details(desk, round_, {"contact_name": ""}), "contact_name"),
        (lambda desk, round_: drafting.save_details(desk, round_, {"contact_phone": ""}), "contact_phone"),
        (lambda desk, round_: drafting.choose_recipients(desk, round_, []), "recipients"),
        (lambda desk, round_: [desk.session.delete(draft) for draft in round_.drafts], "draft"),
    ],
)
def test_what_a_round_lacks_is_named_before_it_is_sent_up(
    stage: Stage, spoil: Callable[..., object], field: str
) -> None:
    stage.begin(units=1)
    as_office(stage, issuing.send_back, "请补充", kind=PostKind.LEADER)
    as_office(stage, spoil)
    with refused(Incomplete) as refusal:
        as_office(stage, drafting.send_to_head)
    assert set(refusal.value.fields) == {field}


def test_the_head_cannot_issue_a_round_whose_deadline_has_passed_on_his_desk(stage: Stage) -> None:
    stage.begin(units=1)
    stage.clock.move_to(beijing(2026, 11, 28, 9))
    with refused(Incomplete, "截止时间已经过去"):
        stage.issue()
    as_office(stage, issuing.send_back, "截止时间已过", kind=PostKind.LEADER)
    as_office(stage, drafting.set_deadline, beijing(2026, 12, 4, 16))
    as_office(stage, drafting.send_to_head)
    stage.issue()
    with stage.look() as (_, round_):
        assert round_.doc_number == "安委办〔2026〕1号"


def test_a_deadline_lies_ahead_to_the_minute_and_a_day_off_is_only_a_warning(stage: Stage) -> None:
    stage.begin(units=1)
    as_office(stage, issuing.send_back, "改期", kind=PostKind.LEADER)
    stage.clock.pass_(seconds=20)
    with refused(Incomplete, "已经过去"):
        as_office(stage, drafting.set_deadline, stage.clock().replace(second=50))
    with stage.as_office() as (desk, round_):
        assert drafting.set_deadline(desk, round_, beijing(2026, 11, 27, 16)) == ""
        assert "休息日" in drafting.set_deadline(desk, round_, beijing(2026, 11, 28, 16))
        assert "暂按周末推算" in drafting.set_deadline(desk, round_, beijing(2027, 3, 3, 16))


def test_a_unit_in_several_groups_is_served_once_and_the_lead_unit_never(stage: Stage) -> None:
    stage.begin(units=1)
    as_office(stage, issuing.send_back, "补充", kind=PostKind.LEADER)
    with stage.as_office() as (desk, round_):
        one, lead = desk.session.get_one(type(round_.lead_unit), stage.units[0]), round_.lead_unit
        drafting.choose_recipients(desk, round_, [], [one, lead, one])
        assert round_.unit_ids == [one.id]
