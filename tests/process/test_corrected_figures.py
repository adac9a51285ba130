"""更正: a status that changes after the decisions were confirmed; what leaves the house afterwards says so."""

import json
from dataclasses import astuple

from sqlalchemy import select

from tests.documents.opened import Opened
from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    a_comment,
    accept,
    answer,
    archive,
    conclude,
    confirm,
    journal,
    must_be_well,
    paper,
    propose,
    reached,
    release,
    send_decisions,
    standings,
    to_the_deadline,
)
from workflow.consultation import filed, holdings, paperwork, silence, why
from workflow.consultation.model import StandingKind
from workflow.signatures.keys import SYSTEM
from workflow.signatures.rows import SignedStatement, SigningKey
from workflow.signatures.statements import SYSTEM_OWNER, Act
from workflow.signatures.verifying import verify_statement

SILENT, NO_OBJECTION, UNDELIVERED = StandingKind.SILENT, StandingKind.NO_OBJECTION, StandingKind.UNDELIVERED


def a_confirmed_round(stage: Stage) -> None:
    """One unit with a comment, one silent, one never reached."""
    a_round(stage, units=3)
    answer(stage, 0, a_comment())
    stage.unit(1).receive()
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    stage.clock.pass_(hours=1)


def kept(stage: Stage, kind: str) -> list[str]:
    """The words of all papers of that kind, oldest first."""
    with stage.look() as (desk, round_):
        return [Opened(desk.files.read(each.file)).text for each in round_.papers if each.kind == kind]


def corrected(stage: Stage) -> list[str]:
    with stage.look() as (desk, round_):
        return [event.what for event in why.corrections(desk, round_)]


def test_before_the_answers_leave_the_report_is_made_anew_beside_the_old_one(stage: Stage) -> None:
    a_confirmed_round(stage)
    paper(stage, 1, DEADLINE - HOUR)
    assert standings(stage, 1) == [SILENT, NO_OBJECTION]
    old, new = kept(stage, "adoption_report")
    assert ("书面无意见0家" in old, "书面无意见1家" in new) == (True, True)
    assert len(kept(stage, "summary")) == 2
    assert "renew_figures" in journal(stage)
    assert corrected(stage) == []
    with stage.look() as (_, round_):
        latest = paperwork.kept_paper(round_, "adoption_report")
        assert latest is not None
        assert latest.key == [each for each in round_.papers if each.kind == "adoption_report"][-1].file.key
    release(stage)
    assert "书面回复无修改意见" in kept(stage, "answer")[1]
    must_be_well(stage)


def test_a_delivery_proven_afterwards_changes_the_figures_too(stage: Stage) -> None:
    a_confirmed_round(stage)
    reached(stage, 2, DEADLINE - HOUR)
    assert standings(stage, 2) == [UNDELIVERED, SILENT]
    assert len(kept(stage, "adoption_report")) == 2


def test_the_record_of_a_unit_whose_status_was_corrected_says_so(stage: Stage) -> None:
    a_confirmed_round(stage)
    paper(stage, 1, DEADLINE - HOUR)
    reached(stage, 2, DEADLINE - HOUR)
    release(stage)
    (silent,), (undelivered,) = kept(stage, "silence_record"), kept(stage, "undelivered_record")
    assert "补登截止时间前收到的书面来文，该单位已更正为“书面无意见”，以更正后的为准。" in silent
    assert "后续处理：" in undelivered
    assert "补登截止时间前送达的证明，该单位已更正为“逾期视为无意见”，以更正后的为准。" in undelivered


def test_the_record_of_a_unit_that_stays_silent_speaks_of_no_correction(stage: Stage) -> None:
    a_confirmed_round(stage)
    release(stage)
    (silent,), (undelivered,) = kept(stage, "silence_record"), kept(stage, "undelivered_record")
    assert "更正" not in silent
    assert "后续处理" not in undelivered


def test_of_the_silent_unit_alone_a_certificate_is_signed_by_the_system_word_for_word(stage: Stage) -> None:
    a_confirmed_round(stage)
    release(stage)
    with stage.look() as (desk, round_):
        (certificate,) = [each for each in round_.papers if each.kind == silence.KIND]
        assert certificate.reply_id == round_.replies[1].id
        (signed,) = desk.session.scalars(
            select(SignedStatement).where(SignedStatement.paper_sha256 == certificate.file.sha256)
        )
        said, text = json.loads(signed.content), json.loads(desk.files.read(certificate.file))
        assert said["content"] == text
        assert (said["act"], said["signer"], said["post"]) == (Act.RECORD, SYSTEM_OWNER.name, "")
        assert said["unit"] == round_.lead_unit.name, "never in the name of the unit it speaks of"
        key = desk.session.scalars(select(SigningKey).where(SigningKey.key_id == signed.key_id)).one()
        assert key.owner == SYSTEM
        assert desk.signing is not None
        assert verify_statement(desk.session, desk.signing.vault, signed, desk.now).holds
        assert [event["what"] for event in text["events"]] == ["送达", "催办", "催办", "截止登记"]
        assert {event["record"].split(":")[0] for event in text["events"]} == {"delivery", "reminder", "standing"}


def test_a_unit_whose_reply_came_in_time_after_all_is_certified_silent_by_nobody(stage: Stage) -> None:
    a_confirmed_round(stage)
    paper(stage, 1, DEADLINE - HOUR)
    reached(stage, 2, DEADLINE - HOUR)
    release(stage)
    with stage.look() as (_, round_):
        assert [each.reply_id for each in round_.papers if each.kind == silence.KIND] == [round_.replies[2].id]


def test_after_the_answers_have_left_the_archive_names_the_correction(stage: Stage) -> None:
    a_confirmed_round(stage)
    release(stage)
    answers = kept(stage, "answer")
    paper(stage, 1, DEADLINE - HOUR)
    assert kept(stage, "answer") == answers
    assert len(kept(stage, "adoption_report")) == 2  # the package for submission is still to be put together
    conclude(stage)
    reached(stage, 2, DEADLINE - HOUR)
    assert len(kept(stage, "adoption_report")) == 2  # it has been put together
    assert ["书面无意见" in what for what in corrected(stage)] == [True, False]
    archive(stage)
    with stage.look() as (desk, round_):
        notes = [h.note for f in holdings.folders(round_) for h in f.holdings if h.title == "采纳情况说明"]
        lines = [astuple(line) for line in filed.lines(desk, round_)]
        objects = [
            (f.title, h.file.id, h.title, h.unit, h.at, h.note) for f in holdings.folders(round_) for h in f.holdings
        ]
    assert notes == ["其后另有更正或来文，以最后一份为准", ""]
    assert lines == objects, "read as columns and read as objects the files are the same"
    assert {"来文扫描件（纸质报送）", "意见汇总表", "单位回函"} <= {title for _, _, title, _, _, _ in lines}
    must_be_well(stage)


def test_before_the_decisions_are_confirmed_nothing_need_be_made_anew(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.unit(0).receive()
    to_the_deadline(stage, DAY)
    paper(stage, 0, DEADLINE - HOUR)
    assert kept(stage, "adoption_report") == []
    assert "renew_figures" not in journal(stage)
