"""Personal data: blacked out in what is made for taking away, cleared when nothing needs it, never in what is official."""

import io
import os
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.makers import Stage, a_round
from web.commands import main
from workflow import retention, tallies
from workflow.consultation import holdings
from workflow.consultation.model import Paper
from workflow.documents.sheets import table
from workflow.errors import Incomplete
from workflow.personal import MASKED, Export, masked


@pytest.mark.parametrize("export", Export)
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("请联系13812345678。", "请联系138****5678。"),
        ("手机：138 1234 5678", "手机：138****5678"),
        ("身份证110101199003071234号", "身份证110101********1234号"),
        ("末位X：11010119900307123X", "末位X：110101********123X"),
        ("发至zhang.san@awb.example，谢谢", "发至z***@awb.example，谢谢"),
        ("电话及传真29142040", "电话及传真29142040"),
        ("文号〔2017〕12号，经费138123456789元", "文号〔2017〕12号，经费138123456789元"),
        ("a" * 20 + "13812345678", "a" * 20 + "13812345678"),
    ],
)
def test_what_is_a_persons_own_is_blacked_out_and_nothing_else(export: Export, typed: str, shown: str) -> None:
    assert masked(typed, export) == shown


def test_every_export_has_its_line_in_the_table() -> None:
    assert set(MASKED) == set(Export)


def test_a_sheet_shows_no_mobile_number() -> None:
    data = table("联系13812345678", ["意见"], [["找王某13812345678"]])
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row]
    assert cells == ["联系138****5678", "意见", "找王某138****5678"]


def test_the_lists_of_an_archive_show_no_mobile_number_and_whole_hashes(stage: Stage) -> None:
    a_round(stage, units=2)
    with stage.look() as (_, round_):
        assert masked(round_.papers[0].file.sha256, Export.ARCHIVE_LIST) == round_.papers[0].file.sha256
    assert b"138****5678" in holdings._text(["催办：13812345678"])


# -- what is cleared


@pytest.fixture
def stage(stage_of_its_own: Stage) -> Stage:
    return stage_of_its_own


@pytest.fixture
def archived(stage: Stage) -> Stage:
    """A round that went to the archive today; one that is still open lies beside it in every office."""
    a_round(stage, units=2)
    with stage.as_office() as (desk, round_):
        round_.contact_name, round_.contact_phone, round_.archived_at = "张某", "29142040", desk.now
    return stage


def cleared(stage: Stage) -> dict[str, int]:
    with stage.office.desk() as desk:
        return dict(retention.clear(desk))


def contact(stage: Stage) -> tuple[str, str]:
    with stage.look() as (_, round_):
        return round_.contact_name, round_.contact_phone


def test_the_contact_of_an_archived_round_is_cleared_when_its_time_is_over(archived: Stage) -> None:
    archived.clock.move_to(archived.clock() + timedelta(days=retention.USUAL - 1))
    cleared(archived)
    assert contact(archived) == ("张某", "29142040")
    archived.clock.move_to(archived.clock() + timedelta(days=2))
    assert cleared(archived)[retention.RULES[0].what] == 1
    assert contact(archived) == ("", "")
    assert cleared(archived)[retention.RULES[0].what] == 0


def test_an_open_round_keeps_its_contact(stage: Stage) -> None:
    a_round(stage, units=2)
    before = contact(stage)
    stage.clock.move_to(stage.clock() + timedelta(days=4000))
    cleared(stage)
    assert contact(stage) == before != ("", "")


def test_what_was_issued_stays_as_it_is(archived: Stage) -> None:
    def papers() -> list[tuple[str, bytes]]:
        with archived.look() as (desk, _):
            return [(p.file.sha256, desk.files.read(p.file)) for p in desk.session.scalars(select(Paper))]

    before = papers()
    archived.clock.move_to(archived.clock() + timedelta(days=4000))
    cleared(archived)
    assert papers() == before


def test_counts_that_have_run_out_and_uploads_that_were_cut_off_go(stage: Stage) -> None:
    with stage.office.desk() as desk:
        tallies.add(desk.session, "over", 1, desk.now, desk.now)
        tallies.add(desk.session, "counts", 1, desk.now, desk.now + timedelta(hours=1))
        whole = desk.keep(b"whole", "稿.txt", "text/plain")
        folder = stage.office.files.place.path / whole.sha256[:2]
        for name, hours in (("tmpold", 13), ("tmpnew", 1)):
            (folder / name).write_bytes(b"half")
            then = (desk.now - timedelta(hours=hours)).timestamp()
            os.utime(folder / name, (then, then))
        found = retention.clear(desk)
        assert desk.files.read(whole) == b"whole"
        assert tallies.standing(desk.session, "counts", desk.now)
    assert list(found.values()) == [
        0,
        1,
        0,
        1,
        0,
    ]  # the third: forms that were typed when a login had lapsed; the last: packed files
    assert not (folder / "tmpold").exists()
    assert (folder / "tmpnew").exists()


def test_how_long_is_a_setting(stage: Stage, tmp_path: Path) -> None:
    with stage.office.desk() as desk, pytest.raises(Incomplete, match="30至3650"):
        retention.choose(desk, 7)
    stage.close()
    run = CliRunner()
    assert "保留180天" in run.invoke(main, ["retain", "--data", str(tmp_path)]).output
    assert "保留365天" in run.invoke(main, ["retain", "--data", str(tmp_path), "--days", "365"]).output
    assert "保留365天" in run.invoke(main, ["retain", "--data", str(tmp_path)]).output
    assert run.invoke(main, ["retain", "--data", str(tmp_path), "--days", "1"]).exit_code == 1
    assert "压缩包60天" in run.invoke(main, ["retain", "--data", str(tmp_path), "--results", "60"]).output
    refused = run.invoke(main, ["retain", "--data", str(tmp_path), "--results", "1"])
    assert (refused.exit_code, "7至3650" in refused.output) == (1, True)
