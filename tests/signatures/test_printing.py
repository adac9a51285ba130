"""The job that makes PDFs: each recent paper once, by LibreOffice, a failing one a few times and no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import Stage
from tests.signatures.test_pdf import answered
from workflow import printing
from workflow.documents import office
from workflow.printing import PAUSES, Printing, make_due
from workflow.signatures.rows import MarkedPaper, SignedPdf

pytestmark = pytest.mark.xdist_group("pdf")


def made(stage: Stage) -> list[int]:
    with stage.office.desk(write=False) as desk:
        return list(desk.session.scalars(select(SignedPdf.paper_id).order_by(SignedPdf.paper_id)))


def only_letters(stage: Stage) -> int:
    """The other papers were tried before, to no end: one conversion is enough for a test."""
    with stage.office.desk() as desk:
        papers = desk.session.scalars(select(MarkedPaper).order_by(MarkedPaper.id)).all()
        for paper in papers[:-1]:
            desk.session.add(Printing(paper_id=paper.id, attempts=9, not_before=desk.now))
        return papers[-1].id


def test_a_paper_gets_its_pdf_once(stage: Stage) -> None:
    answered(stage)
    letter = only_letters(stage)
    assert make_due(stage.office.desk) == 1
    assert made(stage) == [letter]
    assert make_due(stage.office.desk) == 0
    with stage.office.desk(write=False) as desk:
        printed = desk.session.scalars(select(SignedPdf)).one()
        assert printed.file.name == printed.paper.file.name.replace(".docx", ".pdf")
        assert desk.files.read(printed.file).startswith(b"%PDF-")


def test_one_that_fails_is_tried_again_later_and_then_let_be(stage: Stage) -> None:
    """What lies where the paper should be is none; its record says why."""
    answered(stage)
    letter = only_letters(stage)
    with stage.office.desk(write=False) as desk:
        path = stage.office.files.place._at(desk.session.get_one(MarkedPaper, letter).file.sha256)
    path.write_bytes(b"PK\x03\x04 spoilt")
    for attempt in range(len(PAUSES) + 1):
        assert make_due(stage.office.desk) == 0
        with stage.office.desk(write=False) as desk:
            row = desk.session.scalars(select(Printing).where(Printing.paper_id == letter)).one()
            assert (row.attempts, bool(row.result)) == (attempt + 1, True)
        assert make_due(stage.office.desk) == 0, "not before its time"
        stage.clock.pass_(hours=5)
    assert make_due(stage.office.desk) == 0
    with stage.office.desk(write=False) as desk:
        row = desk.session.scalars(select(Printing).where(Printing.paper_id == letter)).one()
        assert row.attempts == len(PAUSES) + 1


def test_what_another_worker_has_begun_is_left_to_him(stage: Stage) -> None:
    answered(stage)
    only_letters(stage)
    assert printing._claimed(stage.office.desk) is not None
    assert printing._claimed(stage.office.desk) is None


def test_papers_from_long_before_stay_word_files(stage: Stage) -> None:
    answered(stage)
    stage.clock.pass_(days=3)
    assert make_due(stage.office.desk) == 0


def test_without_libreoffice_nothing_is_tried(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(stage)
    monkeypatch.setenv("PATH", "")
    assert not office.available()
    assert make_due(stage.office.desk) == 0
    with stage.office.desk(write=False) as desk:
        assert desk.session.scalars(select(Printing)).all() == []


def test_an_installation_that_signs_nothing_prints_nothing(stage: Stage) -> None:
    answered(stage)
    stage.office = type(stage.office)(**{**vars(stage.office), "signing": None})
    assert make_due(stage.office.desk) == 0


def test_the_pauses_are_longer_than_a_conversion_may_take() -> None:
    """Otherwise a second worker would begin while the first is still at it."""
    assert min(PAUSES) > 2 * timedelta(seconds=printing.PATIENCE)
