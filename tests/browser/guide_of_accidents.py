"""An accident as the guide shows it: from the first report to the evaluation, at the desks of all who act in it."""

from datetime import timedelta

from tests.accident.inquiry import CLERK, DISSENT, DUE, LEADER, NO_ACCOUNT, UNIONIST, Inquiry, an_inquiry
from tests.accident.makers import a_case
from tests.browser.guide import Reader
from tests.web.measured import Approved
from workflow.accident.actions import (
    clocks,
    evaluating,
    postponing,
    proposing,
    rectifying,
    signing,
    supervising,
    writing,
)
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import (
    Answer,
    CauseKind,
    ChapterKind,
    EvidenceKind,
    FindingKind,
)
from workflow.accident.rules.triggers import Trigger
from workflow.accident.settings import DisagreementPolicy, choose_disagreement_policy
from workflow.people import PostKind, Unit

OFFICE, HEAD, GOVERNMENT = "bgs", "zr", "qz"
MEASURES = (  # each with the numbers of its unit and of its cause
    ("更换全部超期钢丝绳，建立领用和更换台账。", 0, 0),
    ("建立起重索具检查和报废制度。", 1, 2),
    ("开展外架拆除作业专项检查。", 2, 1),
    ("组织起重作业人员全员培训。", 0, 1),
)


def an_accident_is_followed(camera: Reader) -> None:
    camera.take("accident-register", OFFICE, camera.site.url("accidents.register"))
    case = Inquiry(camera.site.stage, a_case(camera.site.stage).accident_id)
    followed = Followed(camera, case)
    followed.is_reported()
    followed.gets_a_team()
    followed.is_investigated()
    followed.is_signed()
    followed.is_approved()
    measures = Carried(camera, case)
    measures.are_carried_out()
    measures.are_supervised()
    measures.are_evaluated()
    _another_is_disputed_and_supervised(camera)


def _another_is_disputed_and_supervised(camera: Reader) -> None:
    """The team disagrees and the rules let the government decide; its supervisor must consent before it does."""
    case = an_inquiry(camera.site.stage, "sign_report")
    with case.security() as (desk, accident):
        choose_disagreement_policy(desk, accident.lead_unit, DisagreementPolicy.ESCALATE_GOVERNMENT)
    case.sign_all(dissenting=UNIONIST)
    other = Followed(camera, case)
    other.take("decide", GOVERNMENT, "reports.decide_dissent")
    with case.government() as (desk, accident):
        signing.decide_dissent(desk, accident, "维持原稿。", "依据充分。")
    case.supervise()
    other.take("consent", OFFICE, "reports.ask_consent")


class Followed:
    """The case until it is published."""

    def __init__(self, camera: Reader, case: Inquiry) -> None:
        self.camera, self.case, self.site = camera, case, camera.site
        with case.look() as (_, accident):
            self.key = accident.key

    def take(self, name: str, who: str, endpoint: str, at: str = "", **parts: str) -> None:
        self.camera.take(f"accident-{name}", who, self.site.url(endpoint, key=self.key, **parts), at=at)

    def is_reported(self) -> None:
        self.take("inform", OFFICE, "accidents.inform")
        self.take("correct", OFFICE, "accidents.correct")
        self.case.report()
        self.take("supplement", OFFICE, "accidents.supplement")
        self.take("classify", HEAD, "accidents.classify")
        self.case.classify()

    def gets_a_team(self) -> None:
        self.take("propose-team", OFFICE, "accidents.propose_team")
        self.case.propose_team()
        self.take("appoint-team", GOVERNMENT, "accidents.appoint_team")
        self.case.appoint()
        self.take("members", OFFICE, "accidents.members")
        self.case.declare()

    def login(self, name: str) -> str:
        with self.case.look() as (_, accident):
            officer = next(member for member in accident.members if member.name == name).officer
            assert officer is not None
            return officer.login

    def is_investigated(self) -> None:
        case, leader = self.case, self.login(LEADER)
        self.take("new-evidence", leader, "reports.new_evidence")
        self.take("new-interview", leader, "reports.new_interview")
        rope = case.find()
        scaffold = case.find(kind=EvidenceKind.SCENE, title="外架拆除现场勘查笔录")
        asked = case.find(kind=EvidenceKind.DOCUMENT, title="施工方案和安全技术交底记录")
        direct = case.trace(evidence=[rope, scaffold])
        why = case.trace("班前没有检查钢丝绳，也没有更换记录", CauseKind.INDIRECT, parent=direct, evidence=[asked])
        case.trace("施工单位没有建立起重索具的检查和报废制度", CauseKind.INDIRECT, parent=why, evidence=[asked])
        self.take("new-measure", leader, "reports.new_measure")
        with case.team() as (desk, accident):
            causes = [cause.key for cause in accident.causes]
            for text, number, cause in MEASURES:
                unit = desk.session.get_one(Unit, case.stage.units[number])
                wanted = Wanted(text, [causes[cause]], unit, DUE, "现场抽查，逐项符合。")
                measure = proposing.propose_measure(desk, accident, wanted).key
        case.write(without=[ChapterKind.RESPONSE])
        with case.office() as (desk, accident):
            clocks.commission_appraisal(desk, accident, "市安全生产技术研究中心", "钢丝绳断裂原因")
        self.take("evidence", leader, "reports.evidence")
        self.take("piece", leader, "reports.piece", piece=rope)
        self.take("causes", leader, "reports.causes")
        self.take("cause", leader, "reports.cause", cause=direct)
        self.take("proposals", leader, "reports.measures")
        self.take("proposal", leader, "reports.measure", measure=measure)
        self.take("chapters", leader, "reports.write", chapter="course")
        self.take("missing", leader, "reports.investigate")
        self.take("appraisals", OFFICE, "accidents.appraisals")
        self.take("extensions", leader, "accidents.extensions")
        self.take("transfer", OFFICE, "accidents.transfer")
        with case.team() as (desk, accident):
            writing.save_chapter(desk, accident, ChapterKind.RESPONSE, "救援及时。", seen=0)

    def is_signed(self) -> None:
        case = self.case
        case.pass_(days=10)
        with case.office() as (desk, accident):
            clocks.conclude_appraisal(desk, accident, accident.appraisals[0], "钢丝绳断丝超限，超期使用后断裂")
        case.finish()
        case.sign(CLERK)
        case.sign(UNIONIST, dissent=DISSENT)
        self.take("signatures", OFFICE, "reports.sign_report")
        with case.look() as (_, accident):
            leader = next(member for member in accident.members if member.name == LEADER).key
        self.take("sign", self.login(LEADER), "reports.sign", member=leader)
        case.sign(LEADER)
        case.sign(NO_ACCOUNT)
        self.take("conclude", self.login(LEADER), "reports.conclude")
        case.conclude()
        self.take("submit", self.login(LEADER), "reports.submit")
        self.take("case", OFFICE, "accidents.show")
        self.take("diagram", OFFICE, "accidents.diagram", at=".diagram-page", part="accident")

    def is_approved(self) -> None:
        case = self.case
        case.submit()
        self.take("approve", GOVERNMENT, "reports.approve")
        case.pass_(days=5)
        case.approve()
        self.take("privacy", OFFICE, "reports.check_privacy")
        self.take("public-text", OFFICE, "reports.public_text", chapter="course")
        case.check("李四")
        self.take("publish", HEAD, "reports.publish")
        case.publish()
        item = case.account()
        self.take("accountability", OFFICE, "reports.settle_accountability")
        self.take("item", OFFICE, "reports.item", item=item)
        self.take("new-item", OFFICE, "reports.new_item")
        self.take("crime", OFFICE, "reports.new_transfer")
        self.take("papers", OFFICE, "accidents.papers")
        self.take("lessons", OFFICE, "measures.lessons")
        self.take("archive", OFFICE, "reports.archive")
        self.camera.take("accident-list", OFFICE, self.site.url("accidents.index"))


class Carried(Approved):
    """Its measures, carried out each as far as its picture needs."""

    def __init__(self, camera: Reader, case: Inquiry) -> None:
        with case.look() as (_, accident):
            ids = [measure.id for measure in sorted(accident.measures, key=lambda each: each.number)]
        super().__init__(case.stage, case.accident_id, ids)
        self.camera, self.site = camera, camera.site

    def take(self, name: str, who: str, endpoint: str, at: str = "", **parts: str) -> None:
        self.camera.take(name, who, self.site.url(endpoint, **parts), at=at)

    def are_carried_out(self) -> None:
        one, two, three, four = (self.measure_key(number) for number in (1, 2, 3, 4))
        self.take("unit-order", "01jb", "measures.answer_order", key=one)
        with self.unit(3) as (desk, measure):
            rectifying.answer_order(desk, measure, Answer.REFUSED, reason="辖区内没有这家企业的在建项目。")
        self.take("accident-objection", HEAD, "measures.review_objection", key=three)
        for number in (1, 2, 4):
            self.accept(number)
            self.prove(number)
        self.take("unit-carry-out", "01jb", "measures.carry_out", key=one)
        with self.look() as (_, accident):
            [proof] = [each.key for measure in accident.measures if measure.number == 1 for each in measure.proofs]
        self.take("unit-proof", "01jb", "measures.proof", key=one, proof=proof)
        self.take("unit-measure", "01jb", "measures.show", key=one)
        self.take("unit-measures", "01jb", "measures.own")
        with self.unit(4) as (desk, measure):
            assert measure.due_on
            postponing.ask_extension(desk, measure, measure.due_on + timedelta(30), "培训教材还在编写。")
        self.take("accident-postpone", HEAD, "measures.decide_extension", key=four)
        for number in (1, 2):
            self.report(number)
        self.take("leader-sign-off", "01ld", "measures.sign_off", key=one)
        for number in (1, 2):
            self.sign_off(number)
        self.take("accident-inspect", OFFICE, "measures.inspect", key=two)
        self.pass_inspection(2)
        self.take("accident-close", HEAD, "measures.close_measure", key=two)
        self.take("accident-measures", OFFICE, "measures.board", key=self.key)
        self.take(
            "accident-measures-diagram", OFFICE, "accidents.diagram_of_measures", at=".diagram-page", key=self.key
        )

    def are_supervised(self) -> None:
        self.take("supervision-propose", OFFICE, "supervisions.propose", key=self.key)
        with self.office(kind=PostKind.CLERK) as (desk, measure):
            key = supervising.propose(desk, measure.accident, next(iter(Trigger)), "整改逾期，经两次催办仍未落实。").key
        self.take("supervision-decide", HEAD, "supervisions.decide", key=key)
        with self.office(kind=PostKind.LEADER) as (desk, measure):
            [supervision] = measure.accident.supervisions
            supervising.impose(desk, supervision)
        self.take("supervision", OFFICE, "supervisions.show", key=key)
        self.take("supervision-lift", HEAD, "supervisions.lift", key=key)

    def are_evaluated(self) -> None:
        self.open_evaluation()
        self.take("evaluation-team", OFFICE, "evaluations.form_team", key=self.evaluation_key)
        self.form_team()
        self.take("evaluation-assess", OFFICE, "evaluations.assess", key=self.evaluation_key)
        with self.look() as (_, accident):
            measures = {measure.number: measure.key for measure in accident.measures}
        self.take(
            "evaluation-measure", OFFICE, "evaluations.assess_measure", key=self.evaluation_key, measure=measures[2]
        )
        with self.office() as (desk, measure):
            accident = measure.accident
            evaluation = accident.evaluation
            assert evaluation is not None
            for each in accident.measures:
                evaluating.record_finding(
                    desk, evaluation, each, FindingKind.PARTLY, "部分落实。", desk.today + timedelta(60)
                )
            evaluating.save_opinion(
                desk, evaluation, overall="总体有进展。", problems="制度没有全部建立。", proposals=""
            )
            evaluating.finish_assessment(desk, evaluation)
        self.take("evaluation-approve", GOVERNMENT, "evaluations.approve_report", key=self.evaluation_key)
        with self.government() as (desk, accident):
            assert accident.evaluation is not None
            evaluating.approve_report(desk, accident.evaluation)
        self.take("evaluation-publish", HEAD, "evaluations.publish", key=self.evaluation_key)
        self.take("evaluation", OFFICE, "evaluations.show", key=self.key)
