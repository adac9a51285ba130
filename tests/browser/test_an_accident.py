"""An accident before real browsers: each of its people at his own screen, from the first news to the published evaluation."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.accident.conftest import stage  # noqa: F401 -- the district on the morning of the accident
from tests.accident.makers import OCCURRED, SIX_ITEMS, Case, candidates
from tests.browser.pressing import fill, follow, press, tick, write
from tests.browser.street import Person, Street
from tests.web.inquiry import COURSE
from tests.web.test_accidents import KNOWN
from tests.web.test_reports_findings import EVIDENCE
from tests.web.test_reports_signing import APPROVAL
from workflow.accident.model import Accident, ChapterKind
from workflow.engine.checkup import examine

MEASURE = {"text": "更换全部超期钢丝绳。", "due_on": "2018-08-31", "test": "现场抽查十根，均在使用期内。"}
UP = "上报市安全生产委员会办公室"
PROOF: dict[str, Any] = {"name": "更换记录.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 proof"}


class Story:
    """The people of one case, each at one screen for the whole of it."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self.case = Case(street.stage)
        self._people: dict[str, Person] = {}

    def who(self, login: str, *, telephone: bool = False) -> Person:
        if login not in self._people:
            self._people[login] = self.street.person(login, telephone=telephone)
        return self._people[login]

    def at(self, login: str, endpoint: str, *, telephone: bool = False) -> Person:
        """Somebody before a page about the case."""
        person = self.who(login, telephone=telephone)
        with self.case.look() as (_, accident):
            person.open(self.street.site.url(endpoint, key=accident.key))
        return person

    def task(self, login: str, words: str, *, telephone: bool = False) -> Person:
        """Somebody who follows the task on his desk."""
        person = self.who(login, telephone=telephone)
        person.open("/")
        follow(person, words)
        return person

    def signers(self) -> list[str]:
        """The logins of those who sign, the leader first."""
        with self.case.look() as (_, accident):
            signers = sorted((m for m in accident.members if m.signs), key=lambda m: (m.role != "leader", m.id))
            return [member.officer.login for member in signers if member.officer]


@pytest.fixture
def story(street: Street) -> Story:
    street.stage.clock.move_to(OCCURRED + timedelta(hours=1))
    return Story(street)


def test_from_the_first_news_to_the_published_evaluation(story: Story) -> None:
    reported_and_classified(story)
    investigated(story)
    signed_and_approved(story)
    published(story)
    rectified(story)
    evaluated(story)
    with story.case.look() as (desk, accident):
        assert accident.evaluation is not None
        assert accident.evaluation.published_at is not None
        assert examine(desk, desk.engine).findings == ()
    assert [person.login for person in story.street.people if person.sticks_out()] == []


def reported_and_classified(story: Story) -> None:
    office = story.who("bgs")
    office.open(story.street.site.url("accidents.register"))
    fill(office, **KNOWN)
    press(office, "登记")
    write(office, **SIX_ITEMS)
    press(office, UP, told="事故快报（Word）已生成")
    for done in range(1, 5):
        press(office, "登记已通知")
        expect(office.page.locator("#bodies .state", has_text="已通知")).to_have_count(done)
    press(office, "完成，转负责人定级", told="转由负责人核定等级")
    with story.street.stage.office.desk(write=False) as desk:
        story.case.accident_id = desk.session.scalars(select(Accident.id)).one()
    press(story.task("zr", "爆炸事故"), "核定为一般事故", told="已核定为一般事故")


def investigated(story: Story) -> None:
    team_formed(story)
    interests_declared(story)
    leader, collector, analyst, proposer = story.signers()
    member = story.at(collector, "reports.new_evidence")
    fill(member, **EVIDENCE)
    press(member, "登记", told="已登记证据1号")
    member = story.at(analyst, "reports.causes")
    fill(member, text="钢丝绳超期使用断裂", kind="direct")
    tick(member, "evidence")
    press(member, "补充")
    expect(member.page.get_by_role("link", name="追问为什么")).to_be_visible()
    member = story.at(proposer, "reports.new_measure")
    fill(member, **MEASURE)
    tick(member, "causes")
    member.page.locator("[name=unit]").select_option(index=1)  # the first unit of the district
    press(member, "保存")
    expect(member.page.get_by_text("第1项").first).to_be_visible()
    chapters_written(story)
    press(story.at(leader, "reports.investigate"), "提交调查组讨论", then="提交")
    expect(story.who(leader).page.get_by_role("heading", name="讨论和签署报告")).to_be_visible()


def team_formed(story: Story) -> None:
    with story.street.stage.office.desk(write=False) as desk:
        team = [(one.name, one.body, one.role, one.duty, one.officer and one.officer.login) for one in candidates(desk)]
    office = story.task("bgs", "爆炸事故")
    for place, (name, body, role, duty, login) in enumerate(team):
        line = office.page.locator("table tbody tr").nth(place)
        line.locator("[name=person_name]").fill(name)
        line.locator("[name=person_body]").fill(body)
        line.locator("[name=person_role]").select_option(role)
        line.locator("[name=person_duty]").fill(duty)
        line.locator("[name=person_login]").fill(login or "")
    press(office, "报请批准")
    expect(office.page.get_by_role("button", name="报请批准")).to_have_count(0)
    press(story.task("qz", "爆炸事故"), "批准成立", told="调查组已成立")


def interests_declared(story: Story) -> None:
    """Each for himself; who has no account has handed in paper, which the office records."""
    for login in (*story.signers(), "bgs"):
        person = story.at(login, "accidents.clear_interests")
        fill(person, has_interest="no")
        press(person, "登记声明", told="无利害关系")
    press(story.at("bgs", "accidents.clear_interests"), "核对完毕，开始调查")
    expect(story.who("bgs").page.get_by_role("button", name="核对完毕，开始调查")).to_have_count(0)


def chapters_written(story: Story) -> None:
    """The members share them out."""
    writers = story.signers()[1:]
    for number, kind in enumerate(ChapterKind):
        login = writers[number % len(writers)]
        with story.case.look() as (_, accident):
            story.who(login).open(story.street.site.url("reports.write", key=accident.key, chapter=kind.value))
        write(story.who(login), body=COURSE if kind is ChapterKind.COURSE else "（一）基本情况\n经调查查明，情况属实。")


def signed_and_approved(story: Story) -> None:
    leader, *members = story.signers()
    for login in (*members, leader):
        signer = story.at(login, "reports.sign_report")
        follow(signer, "签署")
        fill(signer, how="sign")
        press(signer, "提交签署意见", told="调查组成员已全部签署。" if login == leader else "已签名")
    press(story.at(leader, "reports.submit"), "报送")
    expect(story.who(leader).page.get_by_role("button", name="报送", exact=True)).to_have_count(0)
    government = story.at("qz", "reports.approve")
    fill(government, **APPROVAL)
    press(government, "批复结案", told="本案今日结案")


def published(story: Story) -> None:
    office = story.at("bgs", "reports.check_privacy")
    fill(office, names="李四")
    press(office, "保存名单")
    expect(office.page.get_by_text("已隐去姓名").first).to_be_visible()
    press(office, "审查办结", then="办结")
    expect(office.page.get_by_role("button", name="审查办结")).to_have_count(0)
    head = story.at("zr", "reports.publish")
    fill(head, where="区政府门户网站")
    press(head, "登记公布", told="公布后不撤回")


def rectified(story: Story) -> None:
    """The unit on its telephones, the office at its desk."""
    clerk = story.task("01jb", "整改措施第1项", telephone=True)
    fill(clerk, answer="accepted", plan="逐台更换超期钢丝绳。", timetable="六月底前完成。")
    press(clerk, "报送答复")
    expect(clerk.page.get_by_role("button", name="报送答复")).to_have_count(0)
    follow(clerk, "落实整改、报送佐证")
    clerk.page.locator("[name=file]").set_input_files(PROOF)
    press(clerk, "登记这份材料", told="佐证材料“更换记录”已登记")
    press(clerk, "报送主要领导签报", then="报送")
    expect(clerk.page.get_by_role("button", name="报送主要领导签报")).to_have_count(0)
    press(story.task("01ld", "整改措施第1项", telephone=True), "签报整改完成")
    expect(story.who("01ld").page.get_by_role("button", name="签报整改完成")).to_have_count(0)
    office = story.task("bgs", "整改措施第1项")
    fill(office, passed="yes", finding="抽查十根，均在使用期内。")
    press(office, "登记核查结果")
    expect(office.page.get_by_role("button", name="登记核查结果")).to_have_count(0)
    press(story.task("zr", "整改措施第1项"), "同意销号", then="销号", told="已销号，销号单已生成。")


def evaluated(story: Story) -> None:
    story.case.pass_(days=320)
    office = story.task("bgs", "整改评估")
    office.page.locator("[name=role]").first.select_option("组长")  # the investigators' names are there already
    press(office, "成立评估组")
    follow(office, "评估第1项")
    fill(office, kind="done", seen="抽查十根，均在使用期内。")
    press(office, "登记结论")
    write(office, overall="总体落实较好。")
    press(office, "报区人民政府审定", then="报审")
    expect(office.page.get_by_role("button", name="报区人民政府审定")).to_have_count(0)
    press(story.task("qz", "整改评估"), "审定评估报告", then="审定")
    expect(story.who("qz").page.get_by_role("button", name="审定评估报告")).to_have_count(0)
    head = story.task("zr", "整改评估")
    fill(head, where="区政府门户网站")
    press(head, "公布评估结果")
    expect(head.page.get_by_role("button", name="公布评估结果")).to_have_count(0)
