"""A whole round and a whole case, played once; each test tampers with a copy."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.makers import Stage, a_stage, found_in
from tests.sequences.world import papers_made_once
from workflow.accident.model.report import PublishedCorrection
from workflow.consultation.actions import drafting
from workflow.consultation.model import Extension, Handwriting, RoundRevocation
from workflow.demo import playing
from workflow.demo.accident import playing as accident
from workflow.desk import Desk
from workflow.files import ClearedFile
from workflow.people import PostKind
from workflow.signatures.keys import Vault
from workflow.signatures.rows import MarkedPaper, Revocation, SealWithdrawal, SignedPdf, UnitSeal
from workflow.signatures.statements import Act, Owner, Signing, Statement

Copies = Callable[[str], Stage]
SECRET = "for tests only"


@pytest.fixture(scope="session")
def round_played(tmp_path_factory: pytest.TempPathFactory, round_played: Path) -> Path:
    """With what nobody does in the demonstration."""
    folder = tmp_path_factory.mktemp("round")
    shutil.copytree(round_played, folder, dirs_exist_ok=True)
    stage = found_in(folder)
    with stage.office.desk() as desk:
        sign(desk)
    with stage.as_office(PostKind.CLERK) as (desk, round_):  # what is archived cannot be revoked; this one is
        revoked = drafting.begin(desk, round_.lead_unit, is_demo=True).id
    with stage.office.desk() as desk:  # nothing grows so old that it is cleared
        made = desk.keep(b"made anew at will", "压缩包.zip", "application/zip")
        desk.session.add(ClearedFile(file_id=made.id, cleared_at=desk.now))
    with stage.office.desk() as desk:  # the demonstration extends nothing, and nobody signs by hand
        day = playing.DEADLINE
        desk.session.add(Handwriting(letter_id=1, reply_id=1, file_id=1, written_at=desk.now))
        desk.session.add(
            Extension(
                round_id=1,
                old_deadline=day,
                new_deadline=day,
                reason="演示",
                doc_number="",
                issued_at=day,
                issued_by_id=1,
            )
        )
        desk.session.add(RoundRevocation(round_id=revoked, reason="演示", doc_number="", issued_at=day, issued_by_id=1))
    stage.close()
    (folder / "secret").write_text(SECRET)  # the commands open the keys with it
    return folder


def sign(desk: Desk) -> None:
    """Signatures are kept, whoever asks for them: one of each kind of row."""
    system = Signing(Vault(SECRET))
    statement = Statement(about="paper:1", act=Act.RECORD, document="notice", title="通知", signer="系统", at=desk.now)
    signed = system.make(desk.session, Owner("unit:1", "演示单位"), statement)
    paper = MarkedPaper(code="CODE", file_id=1, statement_id=signed.id, about="paper:1")
    desk.session.add(paper)
    desk.session.flush()
    desk.session.add_all(
        [
            Revocation(key_id=signed.key_id, since=desk.now + timedelta(days=1), recorded_at=desk.now, reason="演示"),
            UnitSeal(id=1, unit_id=1, file_id=1, uploaded_at=desk.now, uploaded_by_id=1),
            SealWithdrawal(seal_id=1, withdrawn_at=desk.now, withdrawn_by_id=1, reason="演示"),
            SignedPdf(paper_id=paper.id, file_id=1, made_at=desk.now),
        ]
    )


@pytest.fixture(scope="session")
def case_played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", start=accident.BEGUN)
    with papers_made_once():
        accident.play_case(stage)
    with stage.office.desk() as desk:  # the demonstration corrects nothing it has published
        correction = PublishedCorrection(
            accident_id=1, at=desk.now, by_id=1, place="第一章", old="一", new="二", reason="演示"
        )
        desk.session.add(correction)
    stage.close()
    (folder / "secret").write_text(SECRET)  # the commands open the keys with it
    return folder


@pytest.fixture
def copy_of(tmp_path: Path, request: pytest.FixtureRequest) -> Copies:
    """A copy of what was played, to be spoilt: "round" or "case"."""

    return lambda which: a_copy(request.getfixturevalue(f"{which}_played"), tmp_path / which)


def a_copy(played: Path, folder: Path) -> Stage:
    shutil.copytree(played, folder, dirs_exist_ok=True)
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", settled=False)
    stage.round_id = 1
    return stage
