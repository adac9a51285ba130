"""`zhengxun verify`, and the same every night: what was changed is named, and the command fails."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from click.testing import CliRunner, Result
from dbos import DBOS
from sqlalchemy import select, text

from tests.evidence.conftest import Copies
from tests.evidence.test_the_chain import tampered
from tests.makers import Stage, a_round
from tests.web.conftest import site as site  # noqa: PLC0414 -- a fixture
from tests.web.site import Site
from web.commands import main
from web.frame.desk import office
from web.integrity import KINDS, WHAT_HAPPENED
from workflow import jobs, journal, verifying
from workflow.consultation import silence
from workflow.consultation.model import Paper
from workflow.official import OFFICIAL
from workflow.signatures.keys import Vault
from workflow.signatures.rows import SignedStatement
from workflow.signatures.statements import SYSTEM_OWNER, Act, Signing, Statement
from workflow.signatures.verifying import Code, Verdict
from workflow.verifying import SIGNATURE


def verify(stage: Stage, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify", "--data", str(stage.office.files.place.path.parent), *options])


def test_the_command_is_content_with_what_was_kept(copy_of: Copies) -> None:
    done = verify(copy_of("round"))
    assert done.exit_code == 0
    assert "均与保存时一致" in done.output


def test_the_command_fails_and_names_the_first_thing_that_was_changed(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "update journal_line set verb = 'x' where id = 5")
    done = verify(stage)
    assert done.exit_code == 1
    assert done.output.startswith("日志第5条：内容与保存时不同。")


def test_programs_read_it_as_json(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "update letter set opinion = '同意。' where id = 2")
    done = verify(stage, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["faults"] == [{"what": "letter:2", "why": "altered"}]


def test_everything_that_can_be_found_has_its_words() -> None:
    assert set(KINDS) == set(OFFICIAL) | {verifying.LINE, verifying.FILE}
    kinds = {journal.ALTERED, journal.MISSING, journal.LOOSE, journal.MISSING_AT_THE_END, verifying.UNKNOWN}
    failing = {SIGNATURE[code] for code in Code if not Verdict(code).holds}
    assert set(WHAT_HAPPENED) == kinds | failing


def faults(stage: Stage) -> list[tuple[str, str]]:
    done = verify(stage, "--json")
    assert done.exit_code == 1
    return [(fault["what"], fault["why"]) for fault in json.loads(done.output)["faults"]]


def spoil(stage: Stage, table: str, column: str, id_: int) -> None:
    """One byte is another one."""
    with stage.office.sessions() as session:
        data = session.execute(text(f"select {column} from {table} where id = {id_}")).scalar_one()  # noqa: S608
    spoilt = data[:-1] + bytes([data[-1] ^ 1])
    tampered(stage, f"update {table} set {column} = x'{spoilt.hex()}' where id = {id_}")  # noqa: S608


def test_a_changed_signature_has_a_code_of_its_own(copy_of: Copies) -> None:
    stage = copy_of("round")
    spoil(stage, "signed_statement", "signature", 7)
    assert faults(stage) == [("signed_statement:7", "altered"), ("signed_statement:7", "signature altered")]
    assert "电子签名第7条：签名与签署时的内容不符。" in verify(stage).output


def test_a_changed_statement_does_not_fit_its_signature(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "update signed_statement set content = replace(content, 'signer', 'singer') where id = 5")
    assert ("signed_statement:5", "signature altered") in faults(stage)


def test_a_changed_certificate_or_public_key_is_named_with_all_that_rests_on_it(copy_of: Copies) -> None:
    for column in ("certificate", "public"):
        stage = copy_of("round")
        with stage.office.sessions() as session:
            key = session.execute(
                text("select id, key_id from signing_key where owner like 'officer:%' order by id limit 1")
            ).one()
            signed = session.execute(
                text(f"select id from signed_statement where key_id = '{key.key_id}' order by id")  # noqa: S608
            ).scalars()
            resting = [(f"signed_statement:{id_}", "signature unknown_key") for id_ in signed]
        spoil(stage, "signing_key", column, key.id)
        named = [(f"signing_key:{key.id}", "altered"), (f"signing_key:{key.id}", "signature unknown_key")]
        assert faults(stage) == [*named, *resting]
        assert resting


def test_a_forger_with_an_authority_of_his_own_is_found(copy_of: Copies) -> None:
    """He has the database and not the secret: his keys do not open."""
    stage = copy_of("round")
    forged = replace(stage.office, signing=Signing(Vault("a secret of his own")))
    tampered(stage, "update signing_key set owner = 'was:' || owner")  # so that he gets an authority of his own
    with forged.desk() as desk:
        said = Statement(about="x", act=Act.RECORD, document="notice", title="通知", signer="系统", at=desk.now)
        statement = desk.signing.make(desk.session, SYSTEM_OWNER, said).id if desk.signing else 0
    tampered(stage, "update signing_key set owner = substr(owner, 5) where owner like 'was:%'")
    assert (f"signed_statement:{statement}", "signature unknown_key") in faults(stage)


def test_every_silent_units_certificate_is_signed(copy_of: Copies) -> None:
    with copy_of("round").office.desk(write=False) as desk:
        signed = set(desk.session.scalars(select(SignedStatement.paper_sha256)))
        kept = list(desk.session.scalars(select(Paper).where(Paper.kind == silence.KIND)))
        assert len(kept) == 10
        assert {paper.file.sha256 for paper in kept} <= signed


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
