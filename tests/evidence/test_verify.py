"""`zhengxun verify`, and the same every night: what was changed is named, and the command fails."""

import json
from datetime import UTC, datetime

from click.testing import CliRunner, Result
from dbos import DBOS

from tests.evidence.conftest import Copies
from tests.evidence.test_the_chain import tampered
from tests.makers import Stage, a_round
from tests.web.conftest import site as site  # noqa: PLC0414 -- a fixture
from tests.web.site import Site
from web.commands import main
from web.desk import office
from web.integrity import KINDS, WHAT_HAPPENED
from workflow import jobs, journal, verifying
from workflow.official import OFFICIAL


def verify(stage: Stage, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify", "--data", str(stage.office.files.folder.parent), *options])


def test_the_command_is_content_with_what_was_kept(copy_of: Copies) -> None:
    done = verify(copy_of("round"))
    assert done.exit_code == 0
    assert "均与保存时一致" in done.output


def test_the_command_fails_and_names_the_first_thing_that_was_changed(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "update journal_line set verb = 'x' where id = 5")
    done = verify(stage)
    assert done.exit_code == 1
    assert done.output.startswith("日志第 5 条：内容与保存时不同。")


def test_programs_read_it_as_json(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "update letter set opinion = '同意。' where id = 2")
    done = verify(stage, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["faults"] == [{"what": "letter:2", "why": "altered"}]


def test_everything_that_can_be_found_has_its_words() -> None:
    assert set(KINDS) == set(OFFICIAL) | {verifying.LINE, verifying.FILE}
    kinds = {journal.ALTERED, journal.MISSING, journal.LOOSE, journal.MISSING_AT_THE_END, verifying.UNKNOWN}
    assert set(WHAT_HAPPENED) == kinds


def test_it_is_done_every_night_and_shown_to_the_administrator(site: Site) -> None:
    stage = a_round(site.stage, units=2)
    tampered(stage, "update journal_line set verb = 'x' where id = 5")
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]))
    try:
        DBOS.start_workflow(jobs.verify_records, datetime.now(UTC), None).get_result()
    finally:
        jobs.close()
    with stage.office.desk(write=False) as desk:
        last = verifying.latest(desk)
        assert last is not None
        assert [fault.what for fault in last.found] == ["journal_line:5"]
