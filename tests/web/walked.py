"""The district that the permission walk goes through: own and foreign things, and by hand what each person is to them."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from flask import Flask, Response, g
from sqlalchemy import select

from tests.accident.makers import Case, a_case, candidates
from tests.makers import DEADLINE, HASHED, SAMPLE, Stage, a_round, a_stage
from tests.people.test_importing import NEW_OFFICER, workbook
from tests.web import after
from tests.web.measured import Approved, an_approved_case
from tests.web.site import Site, open_site
from web.frame.database import db
from web.permissions import Who
from workflow.accident.actions import collecting, proposing, reporting, supervising, team, tracing, writing
from workflow.accident.actions.collecting import Found
from workflow.accident.actions.proposing import Wanted
from workflow.accident.actions.reporting import Figures, Reported
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Accident, CauseKind, ChapterKind, EvidenceKind, Role
from workflow.accident.rules.triggers import Trigger
from workflow.accounts.rows import Account
from workflow.administration import importing
from workflow.administration.handing_over import Handover
from workflow.archiving import errand as archiving
from workflow.consultation import bundles
from workflow.consultation.actions import drafting
from workflow.consultation.actions.writing import begin_comment
from workflow.consultation.bundles import LETTERS
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.errands import Errand
from workflow.errands.carrying import carry_out_next
from workflow.files import KeptFile
from workflow.people import Officer, Post, PostKind, Substitution, Unit, UnitKind
from workflow.signatures.rows import SigningKey

Parts = Mapping[str, str]  # what stands in an address below the key
NOTHING = "no-such-part"

PEOPLE = {  # who they are -> how they log in
    "office_clerk": "bgs", "office_head": "zr", "other_office_clerk": "b-jb", "other_office_head": "b-ld",
    "unit_clerk": "01jb", "unit_leader": "01ld", "unit_seal_keeper": "01yz",
    "other_unit_clerk": "02jb", "other_unit_leader": "02ld", "other_unit_seal_keeper": "02yz",
    "leader_without_keeper": "05ld",
    "outsider": "21jb", "former_clerk": "former", "future_clerk": "future",
    "government": "qz", "government_clerk": "qz-jb", "team_leader": "", "team_member": "", "other_team_member": "23jb",
    "administrator": "admin", "security": "aq", "auditor": "sj",
}  # fmt: skip

_OFFICE = {"office_clerk": {Who.LEAD_CLERK}, "office_head": {Who.LEAD_HEAD}}
_OTHER_OFFICE = {"other_office_clerk": {Who.LEAD_CLERK}, "other_office_head": {Who.LEAD_HEAD}}
_UNIT = {
    "unit_clerk": {Who.UNIT_CLERK}, "unit_leader": {Who.UNIT_LEADER}, "unit_seal_keeper": {Who.UNIT_SEAL_KEEPER},
}  # fmt: skip
_OTHER_UNIT = {
    "other_unit_clerk": {Who.UNIT_CLERK}, "other_unit_leader": {Who.UNIT_LEADER},
    "other_unit_seal_keeper": {Who.UNIT_SEAL_KEEPER},
}  # fmt: skip
_UNIT_WITHOUT_KEEPER = {"leader_without_keeper": {Who.UNIT_LEADER, Who.UNIT_SEAL_KEEPER}}  # the seal falls to him
_GOVERNMENT = {"government": {Who.GOVERNMENT}, "government_clerk": {Who.GOVERNMENT_CLERK}}
_TEAM = {"team_leader": {Who.TEAM_LEADER, Who.TEAM_MEMBER}, "team_member": {Who.TEAM_MEMBER}}
_OTHER_TEAM = {"other_team_member": {Who.TEAM_MEMBER}}
_CASE = _OFFICE | _GOVERNMENT | _TEAM
_OLD_CASE = _OFFICE | _GOVERNMENT | _OTHER_TEAM
_READERS = {name: {Who.READER} for name in PEOPLE}

_KEEPERS = {name: {Who.ANYBODY} for name in PEOPLE} | {
    "administrator": {Who.ANYBODY, Who.ADMINISTRATOR}, "security": {Who.ANYBODY, Who.SECURITY},
    "auditor": {Who.ANYBODY, Who.AUDITOR},
}  # fmt: skip

STANDING: Mapping[str, Mapping[str, set[Who]]] = {  # the thing -> who is what to it; whoever is not named is nothing
    "released round": _OFFICE,
    "open round": _OFFICE,
    "round of the other office": _OTHER_OFFICE,
    "reply": _UNIT | _OFFICE,
    "reply of the other unit": _OTHER_UNIT | _OFFICE,
    "reply of a unit without a keeper": _UNIT_WITHOUT_KEEPER | _OFFICE,
    "case": _CASE,
    "approved case": _OLD_CASE,
    "case of the other office": _OTHER_OFFICE | _GOVERNMENT,
    "signature of a member": _CASE | {"team_member": {Who.TEAM_MEMBER, Who.SIGNER}},
    "signature of the leader": _CASE | {"team_leader": {Who.TEAM_LEADER, Who.TEAM_MEMBER, Who.SIGNER}},
    "signature on paper": _CASE | {"office_clerk": {Who.LEAD_CLERK, Who.SIGNER}},
    "measure": _OLD_CASE | {name: _UNIT[name] for name in ("unit_clerk", "unit_leader")},
    "measure of the other unit": _OLD_CASE | {
        name: _OTHER_UNIT[name] for name in ("other_unit_clerk", "other_unit_leader")
    },
    "evaluation": _OLD_CASE,
    "supervision": _OLD_CASE,
    "letter": {name: _READERS[name] for name in (*_UNIT, *_OFFICE)},
    "letter of the other unit": {name: _READERS[name] for name in (*_OTHER_UNIT, *_OFFICE)},
    "draft": {name: _READERS[name] for name in (*_UNIT, *_OTHER_UNIT, *_UNIT_WITHOUT_KEEPER, *_OFFICE)},
    "draft not yet issued": {name: _READERS[name] for name in _OTHER_OFFICE},
    "summary": {name: _READERS[name] for name in _OFFICE},
    "answer": {name: _READERS[name] for name in (*_UNIT, *_OFFICE)},
    "answer to the other unit": {name: _READERS[name] for name in (*_OTHER_UNIT, *_OFFICE)},
    "paper of the case": {name: _READERS[name] for name in _CASE},
    "evidence": {name: _READERS[name] for name in _CASE},
    "errand of a round": _OFFICE, "errand of a case": _OFFICE, "errand of the other office": _OTHER_OFFICE,
    "result of an errand": {name: _READERS[name] for name in _OFFICE},
    "result of the other office's errand": {name: _READERS[name] for name in _OTHER_OFFICE},
    "an officer": _KEEPERS, "a unit": _KEEPERS, "a post": _KEEPERS, "an import": _KEEPERS, "a signing key": _KEEPERS,
    "post of the unit's clerk": {"unit_clerk": {Who.HIMSELF}, "security": {Who.SECURITY}},
    "substitution of the outsider": {"outsider": {Who.HIMSELF}, "security": {Who.SECURITY}},
    "handover to the outsider": {"outsider": {Who.HIMSELF}},
    "seal of the unit": {"unit_seal_keeper": {Who.UNIT_SEAL_KEEPER}},
    "seal of the office": {"office_head": {Who.UNIT_LEADER}},
}  # fmt: skip

KINDS: Mapping[str, tuple[str, ...]] = {  # the thing as the table calls it -> those of this district
    "一轮征求意见": ("released round", "open round", "round of the other office"),
    "一个单位的回复": ("reply", "reply of the other unit", "reply of a unit without a keeper"),
    "一起事故": ("case", "approved case", "case of the other office"),
    "调查报告的签署": ("signature of a member", "signature of the leader", "signature on paper"),
    "一项整改措施": ("measure", "measure of the other unit"),
    "一起事故或其中一项": (
        "case", "case of the other office", "measure", "measure of the other unit", "evaluation", "supervision",
    ),
    "整改评估": ("evaluation",),
    "挂牌督办": ("supervision",),
    "文件": (
        "letter", "letter of the other unit", "draft", "draft not yet issued", "summary", "answer",
        "answer to the other unit", "paper of the case", "evidence", "result of an errand",
        "result of the other office's errand",
    ),
    "一件后台办理的事项": ("errand of a round", "errand of a case", "errand of the other office"),
    "一名人员": ("an officer",), "一个单位": ("a unit",), "一个岗位": ("a post",), "一份导入表": ("an import",),
    "一个签名密钥": ("a signing key",),
    "可委托的岗位": ("post of the unit's clerk",), "一项委托": ("substitution of the outsider",),
    "本单位印章": ("seal of the unit", "seal of the office"), "一份交接清单": ("handover to the outsider",),
}  # fmt: skip

ONLY_FOR_PARTIES = {
    "open round",
    "approved case",
    "signature of the leader",
}  # another stage: strangers see no other door

ANYWHERE: Mapping[str, Mapping[str, set[Who]]] = {  # pages without an object: who is what there
    "征求意见（全部）": _OFFICE | _OTHER_OFFICE,
    "事故处理（全部）": _CASE | _OTHER_OFFICE | _OTHER_TEAM,
    "管辖和时限设置": _OFFICE | _OTHER_OFFICE | {"security": {Who.SECURITY}},
    "本单位整改措施": {
        **_UNIT, **_OTHER_UNIT, "leader_without_keeper": {Who.UNIT_LEADER},
        "unit_seal_keeper": set(), "other_unit_seal_keeper": set(),
        **{name: {Who.UNIT_CLERK} for name in ("outsider", "team_leader", "team_member", "other_team_member")},
    },
    "本人的工作台": {name: {Who.ANYBODY} for name in PEOPLE},
    "本系统": _KEEPERS,
}  # fmt: skip


@dataclass
class District:
    """The site with everything on it. After something was done, `restore` brings it back."""

    site: Site
    kept: Path
    keys: dict[str, Parts] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))

    @property
    def app(self) -> Flask:
        return self.site.app

    @property
    def file(self) -> Path:
        return self.kept.with_name("zhengxun.db")

    def keep(self) -> None:
        self._close()
        shutil.copy(self.file, self.kept)

    def restore(self) -> None:
        self._close()
        for tail in ("-wal", "-shm"):
            self.file.with_name(self.file.name + tail).unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)

    def _close(self) -> None:
        self.site.stage.close()
        with self.app.app_context():
            db.engine.dispose()

    def standing(self, thing: str, name: str, person: str) -> set[Who]:
        named = STANDING[name] if thing in KINDS else ANYWHERE[thing]
        return set(named.get(person, ()))


@contextmanager
def a_district(folder: Path, settled: Path) -> Iterator[District]:
    shutil.copy(settled, folder / "zhengxun.db")
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", settled=False)
    for site in open_site(stage, testing=False):
        site.app.after_request(_say_whether_admitted)
        district = District(site, folder / "kept.db")
        _fill(district)
        for login in district.logins.values():
            site.as_(login)
        site.app.config["WTF_CSRF_ENABLED"] = False  # the walk sends empty forms
        district.keep()
        yield district


def _say_whether_admitted(response: Response) -> Response:
    response.headers["X-Admitted"] = "yes" if "admitted_by" in g else "no"
    return response


# -- what happened in this district


def _fill(district: District) -> None:
    stage = district.site.stage
    approved = _approved_case(stage)
    case = _case_under_investigation(district)
    _released_round(stage)
    released = stage.round_id
    _open_round(stage)
    with stage.office.desk() as desk:
        _more_people(desk, approved)
    foreign_round, foreign_case = _work_of_the_other_office(stage)
    with stage.office.desk(write=False) as desk:
        district.keys |= _keys_of_rounds(desk, released, stage.round_id, foreign_round)
        district.keys |= _keys_of_cases(desk, case.accident_id, approved.accident_id, foreign_case)
    district.keys |= _keys_of_people(stage)
    district.keys |= _keys_of_errands(stage, released, case.accident_id, foreign_round)


def _approved_case(stage: Stage) -> Approved:
    approved = an_approved_case(stage, units=(0, 1))
    approved.accept(1)
    approved.open_evaluation()
    approved.form_team()
    with approved.office(kind=PostKind.LEADER) as (desk, measure):
        supervising.propose(desk, measure.accident, next(iter(Trigger)), "结论与查明的事实不符。")
    return approved


def _case_under_investigation(district: District) -> Case:
    stage = district.site.stage
    case = a_case(stage, "propose_team")
    with case.office() as (desk, accident):
        on_paper = Candidate(name="宋某", body="区总工会", role=Role.MEMBER, duty="参加调查")
        team.propose(desk, accident, [*candidates(desk), on_paper])
    case.appoint()
    case.declare()
    with case.team() as (desk, accident):
        _findings(desk, accident)
        leader, member = (next(m for m in accident.members if m.role is role) for role in (Role.LEADER, Role.MEMBER))
        assert leader.officer is not None
        assert member.officer is not None
        district.logins |= {"team_leader": leader.officer.login, "team_member": member.officer.login}
    return case


def _findings(desk: Desk, accident: Accident) -> None:
    """One piece of evidence with its copy, one cause, one measure, one chapter."""
    copy = desk.keep(b"%PDF-1.4 photo", "现场照片.pdf", "application/pdf")
    collected = desk.now - timedelta(minutes=10)
    found = Found(EvidenceKind.OBJECT, "断裂的钢丝绳", "现场", collected, "王某、陈某", keeper="王某", file=copy)
    piece = collecting.record_evidence(desk, accident, found)
    cause = tracing.add_cause(desk, accident, CauseKind.DIRECT, "钢丝绳超期使用断裂", evidence=[piece.key])
    unit = desk.session.get_one(Unit, _unit_of(desk, "01jb"))
    wanted = Wanted("更换全部超期钢丝绳。", [cause.key], unit, desk.today + timedelta(90), "现场抽查十根。")
    proposing.propose_measure(desk, accident, wanted)
    writing.save_chapter(desk, accident, ChapterKind.COURSE, "作业人员坠落。", seen=0)


def _released_round(stage: Stage) -> None:
    first = after.said(0, "", "增加一款：每月通报一次。")
    after.closed_round(stage, [first], [after.said(1, "", "增加联系人。")], silent=1)
    after.decide_all(stage)
    after.send_to_head(stage)
    after.confirm(stage)
    after.release(stage)


def _open_round(stage: Stage) -> None:
    """Nothing has been sent yet; the first unit is writing."""
    a_round(stage, units=[0, 1, 4], deadline=DEADLINE + timedelta(days=21))
    stage.unit(0).receive()
    with stage.reply(0) as reply:
        unit_id, reply_id = reply.unit_id, reply.id
    with stage.as_(unit_id, PostKind.CLERK) as desk:
        begin_comment(desk, desk.session.get_one(Reply, reply_id), 1, None)


# -- people of the edges


def _more_people(desk: Desk, approved: Approved) -> None:
    """Another office, a clerk of the government, a team of another case, posts that have ended or not begun."""
    bureau = desk.session.get_one(Unit, _unit_of(desk, "01jb"))
    office = desk.session.get_one(Unit, _unit_of(desk, "bgs"))
    government = desk.session.get_one(Unit, _unit_of(desk, "qz"))
    other = Unit(name="邻区安全生产委员会办公室", short_name="邻区安委办", kind=UnitKind.OFFICE, number_code="邻安委办")
    team_unit = Unit(name="另一起事故调查组", short_name="另一调查组", kind=UnitKind.TEAM)
    for login, unit, kind in (
        ("b-jb", other, PostKind.CLERK), ("b-ld", other, PostKind.LEADER), ("qz-jb", government, PostKind.CLERK),
    ):  # fmt: skip
        _post(desk, _new_officer(desk, login), unit, kind)
    yesterday, tomorrow = desk.today - timedelta(1), desk.today + timedelta(1)
    former, future = _new_officer(desk, "former"), _new_officer(desk, "future")
    for unit in (bureau, office):
        _post(desk, former, unit, PostKind.CLERK, since=desk.today - timedelta(30), until=yesterday)
        _post(desk, future, unit, PostKind.CLERK, since=tomorrow)
    _post(desk, _officer(desk, PEOPLE["other_team_member"]), team_unit, PostKind.CLERK)
    desk.session.flush()
    accident = desk.session.get_one(Accident, approved.accident_id)
    accident.team_unit_id = team_unit.id
    accident.report_finished_at = accident.report_signed_at = desk.now


def _new_officer(desk: Desk, login: str) -> Officer:
    officer = Officer(login=login, name=f"随行{login}", password_hash=HASHED)
    desk.session.add(Account(officer=officer, password_set_at=desk.now))
    return officer


def _post(desk: Desk, officer: Officer, unit: Unit, kind: PostKind, **dates: date) -> None:
    desk.session.add(Post(officer=officer, unit=unit, kind=kind, **{"since": desk.today, **dates}))


def _officer(desk: Desk, login: str) -> Officer:
    return desk.session.scalars(select(Officer).where(Officer.login == login)).one()


def _unit_of(desk: Desk, login: str) -> int:
    return _officer(desk, login).posts[0].unit_id


def _work_of_the_other_office(stage: Stage) -> tuple[int, int]:
    """A round that is being drafted and a case that was just registered: their ids."""
    with stage.office.desk(write=False) as desk:
        clerk, government = _officer(desk, "b-jb").id, _unit_of(desk, "qz")
    with stage.office.desk(clerk) as desk:
        office = desk.session.get_one(Unit, _unit_of(desk, "b-jb"))
        round_ = drafting.begin(desk, office, is_demo=True)
        drafting.upload_draft(desk, round_, SAMPLE.read_bytes(), SAMPLE.name)
        happened = desk.now - timedelta(hours=1)
        reported = Reported(title="邻区某工地坍塌事故", unit_name="某公司", occurred_at=happened, received_at=happened)
        case = reporting.register(
            desk,
            office,
            desk.session.get_one(Unit, government),
            reported,
            Figures(deaths=1, source="医院"),
            is_demo=True,
        )
        return round_.id, case.id


# -- the keys of all that


def _keys_of_rounds(desk: Desk, released: int, open_: int, foreign: int) -> dict[str, Parts]:
    rounds = {
        name: desk.session.get_one(Round, id_) for name, id_ in (("old", released), ("open", open_), ("b", foreign))
    }
    own, other, without_keeper = rounds["open"].replies
    return {
        "released round": {"key": rounds["old"].key, "row": _row(rounds["old"])},
        "open round": {"key": rounds["open"].key},
        "round of the other office": {"key": rounds["b"].key},
        "reply": {"key": own.key, "comment": own.written[0].key},
        "reply of the other unit": {"key": other.key},
        "reply of a unit without a keeper": {"key": without_keeper.key},
        "letter": _file(rounds["old"].replies[0].letters[0].file),
        "letter of the other unit": _file(rounds["old"].replies[1].letters[0].file),
        "draft": _file(rounds["open"].drafts[0].file),
        "draft not yet issued": _file(rounds["b"].drafts[0].file),
        "summary": _file(_paper(rounds["old"], "summary", None)),
        "answer": _file(_paper(rounds["old"], "answer", rounds["old"].replies[0].id)),
        "answer to the other unit": _file(_paper(rounds["old"], "answer", rounds["old"].replies[1].id)),
    }


def _keys_of_errands(stage: Stage, released: int, case_id: int, foreign: int) -> dict[str, Parts]:
    """Two that have been carried out, and one that waits."""
    with stage.office.desk() as desk:
        own, other = (bundles.begin(desk, desk.session.get_one(Round, id_), LETTERS) for id_ in (released, foreign))
        waiting = archiving.begin(desk, desk.session.get_one(Accident, case_id))
        keys = {"errand of a round": own.key, "errand of a case": waiting.key, "errand of the other office": other.key}
    for _ in range(2):
        assert carry_out_next(stage.office, "walk", bundles.KINDS)
    with stage.office.desk(write=False) as desk:
        made = {each.key: _file(each.file) for each in desk.session.scalars(select(Errand).where(Errand.file_id > 0))}
    results = {
        "result of an errand": made[keys["errand of a round"]],
        "result of the other office's errand": made[keys["errand of the other office"]],
    }
    return {**{name: {"key": key} for name, key in keys.items()}, **results}


def _keys_of_people(stage: Stage) -> dict[str, Parts]:
    """An officer and his post, an import that waits, a substitution that has not begun, a hand-over to confirm."""
    with stage.office.desk(write=False) as desk:
        administrator = _officer(desk, PEOPLE["administrator"]).id
    with stage.office.desk(administrator) as desk:
        some, outsider, clerk = (_officer(desk, login) for login in ("31jb", "21jb", "01jb"))
        made, _ = importing.hand_in(desk, workbook(officers=[NEW_OFFICER]), "人员.xlsx")
        tomorrow = desk.today + timedelta(1)
        entrusted = Substitution(
            post_id=outsider.posts[0].id, substitute_id=some.id, since=tomorrow, until=tomorrow, made_at=desk.now,
            made_by_id=outsider.id,
        )  # fmt: skip
        handed = Handover(
            post_id=some.posts[0].id, successor_id=outsider.id, last_day=desk.today, made_at=desk.now, things=[]
        )
        desk.session.add_all([entrusted, handed])
        desk.session.flush()
        assert made is not None
        return {
            "an officer": {"key": some.key}, "a unit": {"key": some.posts[0].unit.key},
            "a post": {"key": some.posts[0].key}, "an import": {"key": made.key},
            "a signing key": {"key": _signing_key(desk)},
            "seal of the unit": {"key": clerk.posts[0].unit.key},
            "seal of the office": {"key": _officer(desk, "zr").posts[0].unit.key},
            "post of the unit's clerk": {"key": clerk.posts[0].key},
            "substitution of the outsider": {"key": entrusted.key}, "handover to the outsider": {"key": handed.key},
        }  # fmt: skip


def _signing_key(desk: Desk) -> str:
    return desk.session.scalars(select(SigningKey.key_id).where(SigningKey.owner.startswith("officer:"))).first() or ""


def _row(round_: Round) -> str:
    return round_.replies[0].letters[0].comments[0].key


def _paper(round_: Round, kind: str, reply_id: int | None) -> KeptFile:
    return next(paper.file for paper in round_.papers if paper.kind == kind and paper.reply_id == reply_id)


def _file(file: KeptFile | None) -> Parts:
    assert file is not None
    return {"key": file.key}


def _keys_of_cases(desk: Desk, case_id: int, approved_id: int, foreign_id: int) -> dict[str, Parts]:
    case, approved, foreign = (desk.session.get_one(Accident, id_) for id_ in (case_id, approved_id, foreign_id))
    leader, member = (next(m for m in case.members if m.role is role) for role in (Role.LEADER, Role.MEMBER))
    on_paper = next(m for m in case.members if m.signs and m.officer_id is None)
    assert approved.evaluation is not None
    parts = {
        "piece": case.evidence[0].key, "cause": case.causes[0].key, "measure": case.measures[0].key,
        "chapter": "course", "member": member.key,
    }  # fmt: skip
    return {
        "case": {"key": case.key, "part": "accident", **parts},
        "approved case": {"key": approved.key},
        "case of the other office": {"key": foreign.key, "part": "accident"},
        "signature of a member": {"key": case.key, "member": member.key},
        "signature of the leader": {"key": case.key, "member": leader.key},
        "signature on paper": {"key": case.key, "member": on_paper.key},
        "measure": {"key": approved.measures[0].key, "part": "measure"},
        "measure of the other unit": {"key": approved.measures[1].key, "part": "measure"},
        "evaluation": {
            "key": approved.evaluation.key,
            "measure": approved.measures[0].key,
            "part": "evaluation",
        },
        "supervision": {"key": approved.supervisions[0].key, "part": "supervision"},
        "paper of the case": _file(case.papers[0].file),
        "evidence": _file(desk.session.get(KeptFile, case.evidence[0].file_id)),
    }
