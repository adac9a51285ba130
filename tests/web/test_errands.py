"""后台办理: begun where the work is, told how far it is on a page that may be left, and its result for the office alone."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine, select

from tests.makers import a_round
from tests.web.after import closed_round, confirm, decide_all, said, send_to_head
from tests.web.site import Page, Site
from web.errands import LOOKS, PLACE, PLACES
from web.frame.requests import BY_ITSELF
from workflow import backup, retention
from workflow.archiving.gathering import of_round
from workflow.archiving.package import archive
from workflow.consultation import bundles, sending_errands
from workflow.consultation.actions import deciding, issuing
from workflow.consultation.model import Outcome, RoundStage
from workflow.errand_kinds import KINDS
from workflow.errands import Errand, State
from workflow.errands.carrying import Running, carry_out_next
from workflow.errors import Refusal
from workflow.journal import JournalLine
from workflow.people import PostKind
from workflow.verifying import verify


@pytest.fixture
def answered(site: Site) -> Site:
    """Two units have answered, one has been silent; the deadline has passed."""
    a_round(site.stage, units=3)
    closed_round(site.stage, [said(0, "", "增加联系人。")], [])
    return site


@pytest.fixture
def many(answered: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The same, where two files are many."""
    monkeypatch.setattr(bundles, "FEW", 2)
    return answered


def papers(site: Site) -> Page:
    return site.as_("bgs").get(site.round("papers.index"))


def work(site: Site) -> None:
    assert carry_out_next(site.stage.office, "worker", KINDS)


def inside(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def state(page: Page) -> str:
    return page.one("#errand-title").get_text(strip=True)


def follows(page: Page) -> bool:
    """Whether the page asks again by itself."""
    return page.one(f"#{PLACE}").has_attr("hx-trigger")


# -- few files


def test_of_a_small_round_all_letters_come_at_once(answered: Site) -> None:
    names = inside(papers(answered).follow("下载全部回函").response.data)
    assert len([name for name in names if name.endswith(".docx")]) == 2
    assert [name for name in names if not name.endswith(".docx")] == ["00 回函目录.txt"]


def test_what_was_withdrawn_lies_apart(site: Site) -> None:
    a_round(site.stage, units=2)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    unit.withdraw()
    names = inside(papers(site).follow("下载全部回函").response.data)
    assert len([name for name in names if name.startswith("已退回、撤回或被代替的回函/")]) == 1


# -- many files


def test_many_files_are_packed_while_one_may_leave(many: Site) -> None:
    begun = papers(many).press("打包全部回函")
    assert (state(begun), begun.all(".facts dd")[0], "全部回函" in begun.title) == ("排队中", "赵安宁", True)
    assert "可以离开这一页" in begun.text
    assert follows(begun)
    work(many)
    done = many.as_("bgs").get(begun.path)
    assert (state(done), follows(done)) == ("已办好", False)
    with many.stage.look() as (desk, round_):
        assert done.follow("下载", within="main").response.data == bundles.now(desk, round_, bundles.LETTERS)
    assert papers(many).follow("下载", within=".lines").response.data[:2] == b"PK"


def test_a_packed_file_is_kept_for_a_month_and_can_be_packed_again(many: Site, tmp_path: Path) -> None:
    """Its bytes go one night after it was written down; nothing official is missing then, in a backup neither."""
    begun = papers(many).press("打包全部回函")
    work(many)
    done = many.as_("bgs").get(begun.path)
    assert "保留30天，过期清除，可以重新制作" in done.text
    file = done.one("main a[download]")["href"]
    many.stage.clock.move_to(many.stage.clock() + timedelta(days=29, hours=23))
    assert cleared(many) == 0
    assert many.as_("bgs").get(str(file)).response.data[:2] == b"PK"
    many.stage.clock.move_to(many.stage.clock() + timedelta(hours=2))
    assert (cleared(many), cleared(many)) == (1, 0)
    told = many.as_("bgs").get(begun.path)
    assert "压缩包保留30天，已于12月27日" in told.text
    assert "已过保留期" in papers(many).text
    assert "已过保留期" in many.as_("bgs").get(many.url("errands.index")).text
    assert "重新制作" in many.as_("bgs").get(str(file), status=404).text
    sha256 = bytes_of(many, begun)
    many.stage.clock.move_to(many.stage.clock() + timedelta(days=1))
    cleared(many)
    with many.stage.office.desk(write=False) as desk:
        assert desk.files.find(sha256) is None
        assert verify(desk).faults == ()
        engine = desk.session.get_bind()
        assert isinstance(engine, Engine)
        assert sha256 not in backup.take(engine, desk.files, tmp_path / "backup.zip", desk.now).files
    again = told.follow("到本轮文件重新制作").press("打包全部回函")
    assert again.path != begun.path
    work(many)
    assert many.as_("bgs").get(again.path).follow("下载", within="main").response.data[:2] == b"PK"


def test_bytes_that_are_held_under_another_name_stay(many: Site) -> None:
    begun = papers(many).press("打包全部回函")
    work(many)
    sha256 = bytes_of(many, begun)
    with many.stage.office.desk() as desk:
        desk.keep(desk.files.content(sha256), "佐证材料.zip", bundles.ZIP)
    for days in (31, 1):
        many.stage.clock.move_to(many.stage.clock() + timedelta(days=days))
        cleared(many)
    with many.stage.office.desk(write=False) as desk:
        assert desk.files.find(sha256) is not None


def cleared(site: Site) -> int:
    with site.stage.office.desk() as desk:
        return retention.clear(desk)[retention.RULES[-1].what]


def bytes_of(site: Site, page: Page) -> str:
    with site.stage.office.desk(write=False) as desk:
        errand = desk.session.scalars(select(Errand).where(Errand.key == page.path.split("/")[-1])).one()
        assert errand.file is not None
        return errand.file.sha256


def test_a_second_click_leads_to_the_same_work(many: Site) -> None:
    page = papers(many)
    assert page.press("打包全部文件").path == page.press("打包全部文件").path != page.press("打包全部回函").path


def test_an_old_address_of_a_large_file_says_what_to_press(many: Site) -> None:
    told = many.as_("bgs").get(many.round("papers.everything"))
    assert "文件较多" in told.told[0]
    assert "打包全部文件" in told.buttons


def test_how_far_it_is_stands_on_the_part_that_the_page_asks_for(many: Site) -> None:
    begun = papers(many).press("打包全部文件")
    seen: list[Page] = []

    def carry(running: Running) -> None:
        for _ in running.counting(range(4)):
            if not seen:
                seen.append(part(many, begun))
        with running.finish() as finishing:
            finishing.with_("好了。")

    assert carry_out_next(many.stage.office, "worker", {bundles.EVERYTHING.kind: carry})
    assert seen[0].soup.find("html") is None
    assert (state(seen[0]), seen[0].one("progress")["max"]) == ("办理中", "4")
    assert "已办 0 / 4" in seen[0].text
    assert follows(seen[0])
    assert not follows(part(many, begun))


def part(site: Site, page: Page) -> Page:
    headers = {"HX-Request": "true", "HX-Target": PLACE}
    return Page(site.as_("bgs"), site.as_("bgs").client.get(page.path, headers=headers))


def test_the_page_asks_less_and_less_often_and_in_the_end_no_more(many: Site) -> None:
    begun = papers(many).press("打包全部文件")
    asked = []
    for young, _ in ((timedelta(), 0), *LOOKS):
        many.stage.clock.move_to(many.stage.clock() + young)
        asked.append(many.as_("bgs").get(begun.path).one(f"#{PLACE}").get("hx-trigger"))
    assert asked == ["every 2s", "every 5s", "every 30s", None]


def test_the_page_says_that_it_looks_by_itself(many: Site) -> None:
    """What that is worth is the door's to say (test_accounts)."""
    begun = papers(many).press("打包全部文件")
    assert json.loads(str(begun.one(f"#{PLACE}")["hx-headers"])) == {BY_ITSELF: "1"}


def test_without_a_program_at_work_the_page_says_so(many: Site) -> None:
    assert "后台程序现在没有运行" in papers(many).press("打包全部文件").text


def test_what_came_to_nothing_says_why_and_what_to_do(many: Site) -> None:
    begun = papers(many).press("打包全部文件")

    def refuse(_: Running) -> None:
        raise Refusal("有一份文件无法读取。")

    assert carry_out_next(many.stage.office, "worker", {bundles.EVERYTHING.kind: refuse})
    failed = many.as_("bgs").get(begun.path)
    assert state(failed) == "没有办成"
    assert "有一份文件无法读取。" in failed.text
    assert failed.follow("本轮文件", within=".refusal").path == papers(many).path
    assert papers(many).press("打包全部文件").path != begun.path


# -- whose it is


def test_the_office_alone_sees_it_and_has_its_result(many: Site) -> None:
    begun = papers(many).press("打包全部回函")
    work(many)
    result = many.as_("bgs").get(begun.path).link("下载", within="main")
    for login in ("01jb", "01ld", "admin"):
        many.as_(login).get(begun.path, status=404)
        many.as_(login).get(result, status=404)
    assert many.as_("zr").get(result).response.data[:2] == b"PK"


def test_ones_own_are_listed_the_latest_first_and_go_out_as_a_sheet(many: Site) -> None:
    papers(many).press("打包全部回函")
    papers(many).press("打包全部文件")
    work(many)
    own = many.as_("bgs").get(many.url("tasks.started")).follow("后台办理", within="main")
    assert own.all("td[data-label=状态] .state") == ["排队中", "已办好"]
    assert own.follow("导出Excel").response.data[:2] == b"PK"
    assert "没有后台办理的事项" in many.as_("zr").get(own.path).text


def test_every_kind_of_work_has_the_page_where_it_is_begun() -> None:
    assert set(PLACES) == set(KINDS)


# -- the package of a case


def test_the_package_is_made_from_the_page_of_the_archive(answered: Site) -> None:
    with answered.stage.as_office() as (_, round_):
        round_.proposed_at = round_.confirmed_at = round_.released_at = round_.concluded_at = answered.stage.clock()
        round_.outcome = Outcome.FOR_SUBMISSION
    begun = answered.as_("zr").get(answered.round("decisions.archive")).press("制作归档包")
    work(answered)
    done = answered.as_("zr").get(begun.path)
    with answered.stage.look() as (desk, round_):
        assert done.follow("下载", within="main").response.data == archive(desk, of_round(round_))


def test_no_package_before_the_round_is_concluded(answered: Site) -> None:
    url, token = answered.round("papers.pack_archive"), answered.as_("bgs").token()
    answered.as_("bgs").post(url, {"csrf_token": token}, status=409)


# -- issuing to very many


@pytest.fixture
def large(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A round on the head's desk, where two units are very many."""
    monkeypatch.setitem(sending_errands.MANY, "issue", 2)
    site.stage.begin(units=3)
    return site


def approve(site: Site) -> Page:
    return site.as_("zr").get(site.round("rounds.approve"))


def test_a_large_round_is_issued_behind_the_page_in_the_heads_name(large: Site) -> None:
    begun = approve(large).press("签发", opinion="同意，请抓紧。")
    assert state(begun) == "排队中"
    assert "签发" not in approve(large).buttons
    assert approve(large).follow("看进度").path == begun.path
    work(large)
    assert "通知已送达3家单位" in large.as_("zr").get(begun.path).text
    with large.stage.look() as (desk, round_):
        assert (round_.stage, round_.issue_opinion, len(round_.replies)) == (RoundStage.COLLECTING, "同意，请抓紧。", 3)
        head = round_.issued_by
        line = desk.session.scalars(select(JournalLine).where(JournalLine.verb == "issue")).one()
        assert (head and head.login, line.address, line.officer_id) == ("zr", "127.0.0.1", head and head.id)


def test_while_it_is_issued_the_page_says_why_no_figures_are_shown(large: Site) -> None:
    begun = approve(large).press("签发")
    assert "不分先后" not in begun.text
    with large.stage.office.desk() as desk:
        desk.session.scalars(select(Errand)).one().state = State.RUNNING
    going = large.as_("zr").get(begun.path)
    assert state(going) == "办理中"
    assert "在同一时刻送达全部单位；各单位不分先后，所以不显示已办多少" in going.text


def test_what_keeps_it_from_being_issued_is_said_at_the_form(large: Site) -> None:
    page = approve(large)
    large.stage.clock.pass_(days=30)
    assert "截止时间已经过去" in page.press("签发", status=422).text
    with large.stage.office.desk(write=False) as desk:
        assert desk.session.scalars(select(Errand)).all() == []


def test_sent_back_while_it_waited_nothing_goes_out(large: Site) -> None:
    begun = approve(large).press("签发")
    with large.stage.as_office(PostKind.LEADER) as (desk, round_):
        issuing.send_back(desk, round_, "单位有误")
    work(large)
    failed = large.as_("zr").get(begun.path)
    assert (state(failed), "各单位都没有收到" in failed.text) == ("没有办成", True)
    with large.stage.look() as (desk, round_):
        assert (round_.issued_at, round_.replies) == (None, [])
        assert desk.session.scalars(select(Errand.state)).all() == [State.FAILED]


def to_the_release(site: Site) -> None:
    decide_all(site.stage)
    send_to_head(site.stage)
    confirm(site.stage)


@pytest.mark.parametrize("is_changed", [False, True])
def test_an_answer_made_before_goes_out_only_if_it_still_says_the_same(answered: Site, is_changed: bool) -> None:
    to_the_release(answered)
    with answered.stage.as_office() as (desk, round_):
        ready = deciding.answers_ready(desk, round_, round_.replies)
        round_.contact_phone = "87654321" if is_changed else round_.contact_phone
        deciding.release(desk, round_, ready)
    made = {hashlib.sha256(each.data).hexdigest() for each in ready.values()}
    with answered.stage.look() as (desk, round_):
        kept = [paper.file for paper in round_.papers if paper.kind == "answer"]
        assert len(made) == len(kept) == 3
        assert len(made & {file.sha256 for file in kept}) == (0 if is_changed else 3)
        assert all(("87654321" in text_of(desk.files.read(file))) == is_changed for file in kept)


def text_of(paper: bytes) -> str:
    return "".join(paragraph.text for paragraph in Document(io.BytesIO(paper)).paragraphs)


def test_answers_to_very_many_go_out_behind_the_page_all_in_the_same_moment(
    answered: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_the_release(answered)
    monkeypatch.setitem(sending_errands.MANY, "release", 2)
    page = answered.as_("bgs").get(answered.round("decisions.release"))
    begun = page.press("反馈")
    assert state(begun) == "排队中"
    assert "向全部单位反馈" not in answered.as_("bgs").get(page.path).buttons
    assert answered.as_("bgs").get(page.path).follow("看进度").path == begun.path
    work(answered)
    done = answered.as_("bgs").get(begun.path)
    assert "已向3家单位统一反馈采纳情况" in done.text
    assert done.follow("看反馈情况").path == page.path
    with answered.stage.look() as (desk, round_):
        answers = [paper.made_at for paper in round_.papers if paper.kind == "answer"]
        assert answers == [round_.released_at] * 3
        assert desk.session.scalars(select(Errand.total)).one() == 3
    assert page.press("反馈", status=409).told


def test_a_small_round_is_issued_at_once(site: Site) -> None:
    site.stage.begin(units=3)
    assert approve(site).press("签发").path == site.round("rounds.board")
