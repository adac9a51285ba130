"""拟制: the clerk prepares a round through its page, and wrong input is told in one clear sentence."""

import pytest
from sqlalchemy import select

from tests.makers import SAMPLE
from tests.web import papers
from tests.web.site import Page, Site
from workflow.consultation.model import Round, RoundStage
from workflow.people import UnitGroup

A_FRIDAY = "2026-11-27T16:00"


def begin(site: Site) -> Page:
    page = site.as_("bgs").get("/rounds").press("发起征求意见")
    with site.stage.office.desk(write=False) as desk:
        site.stage.round_id = desk.session.scalars(select(Round.id).order_by(Round.id.desc())).first() or 0
    return page


def with_draft(site: Site) -> Page:
    return begin(site).press("上传", draft=(SAMPLE.read_bytes(), "draft.docx"))


def complete(site: Site) -> Page:
    page = with_draft(site)
    page.type("field-basis", "根据区政府主要领导批示要求")
    page.press("保存截止时间", deadline=A_FRIDAY)
    page.press("保存征求意见单位", unit=units_of(site, "园区"))
    return page.browser.get(page.path)


def units_of(site: Site, group: str) -> list[str]:
    with site.stage.office.desk(write=False) as desk:
        found = desk.session.scalars(select(UnitGroup).where(UnitGroup.name == group)).one()
        return [unit.key for unit in found.units]


def stored(site: Site) -> Round:
    with site.stage.look() as (desk, round_):
        _ = round_.drafts, round_.annexes, round_.revocation
        desk.session.expunge_all()
        return round_


def test_a_round_is_begun_prepared_and_sent_to_the_head(site: Site) -> None:
    page = complete(site)
    assert not page.all("#missing li")
    sent = page.press("送审")
    assert sent.told == ["已送审，等待负责人签发。签发之前各单位看不到任何内容。"]
    assert stored(site).stage is RoundStage.APPROVING


def test_what_is_missing_is_listed_with_links_and_sending_names_each(site: Site) -> None:
    page = begin(site)
    assert page.all("#missing a") == [
        "请上传征求意见稿（.docx）。",
        "请填写依据（批示或交办文件），没有依据不能发起。",
        "请选择截止时间。",
        "请至少选择一家征求意见单位。",
    ]
    again = page.press("送审", status=422)
    assert "请至少选择一家征求意见单位。" in again.one(".error-summary").get_text()
    assert stored(site).stage is RoundStage.DRAFTING


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "draft.docx", "这个文件是空的"),
        (papers.PDF, "draft.docx", "是PDF，无法识别条款"),
        (b"just words", "draft.docx", "不是Word文档"),
        (papers.a_zip(), "draft.docx", "不是Word文档"),
        (papers.encrypted(), "draft.docx", "设有打开密码"),
        (papers.a_draft("只有一段没有序号的话"), "draft.docx", "没有识别到条款"),
        (papers.a_draft("一、总则"), "draft.docm", "带有宏"),
    ],
    ids=["empty", "pdf", "text", "zip", "password", "no-clauses", "macros"],
)
def test_a_file_that_is_no_draft_is_refused_beside_its_field(site: Site, data: bytes, name: str, sentence: str) -> None:
    begin(site).type("field-basis", "根据批示")
    page = site.as_("bgs").get(site.round("rounds.draft")).press("上传", status=422, draft=(data, name))
    assert sentence in page.one("#error-draft").get_text()
    assert "根据批示" in page.one("#field-basis").get_text()  # what was typed elsewhere stays
    assert not stored(site).drafts


def test_no_file_chosen_is_said(site: Site) -> None:
    assert "请选择征求意见稿文件" in begin(site).press("上传", status=422).one("#error-draft").get_text()


def test_two_hundred_megabytes_are_refused_before_they_are_read(site: Site) -> None:
    page = begin(site)
    refused = page.browser.client.post(
        f"{page.path}/file",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )
    assert refused.status_code == 413
    assert "请压缩文件中的图片" in refused.get_data(as_text=True)


def test_the_deadline_is_kept_to_the_minute(site: Site) -> None:
    note = begin(site).press("保存截止时间", deadline="2026-11-27T16:01")
    assert "已保存" in note.text
    page = site.as_("bgs").get(site.round("rounds.draft"))
    assert page.one("#field-deadline")["value"] == "2026-11-27T16:01"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-19T16:00", "截止时间已经过去"),
        ("", "请填写截止的日期和时间"),
        ("下周五", "请填写截止的日期和时间"),
        ("2226-11-27T16:00", "请核对年份"),
    ],
    ids=["past", "empty", "no-date", "slip"],
)
def test_a_deadline_that_cannot_be_is_refused_and_not_saved(site: Site, typed: str, sentence: str) -> None:
    note = begin(site).press("保存截止时间", status=422, deadline=typed)
    assert sentence in note.text
    assert stored(site).deadline is None


def test_a_deadline_on_a_day_off_is_taken_with_a_warning(site: Site) -> None:
    note = begin(site).press("保存截止时间", deadline="2026-11-28T16:00")
    assert "休息日，各单位可能无人值守" in note.text
    assert "休息日" in site.as_("bgs").get(site.round("rounds.draft")).one("#outlook").get_text()


def test_a_year_without_an_arrangement_says_that_it_is_a_guess(site: Site) -> None:
    assert "暂按周末推算" in begin(site).press("保存截止时间", deadline="2027-03-02T16:00").text


def test_a_unit_in_several_groups_is_served_once_and_whole_groups_are_named(site: Site) -> None:
    park, committee = units_of(site, "园区"), units_of(site, "有关委办局")
    note = begin(site).press("保存征求意见单位", unit=[*park, *park, committee[0]])
    assert f"共{len(park) + 1}家单位，每家只送达一次" in note.text
    assert stored(site).group_names == ["园区", "区商务委"]


def test_the_rehearsal_shows_every_reminder_with_its_day(site: Site) -> None:
    rows = complete(site).all("#outlook tbody tr")
    assert len(rows) == 4
    assert "送达通知和反馈单，1家" in rows[0]
    assert rows[1].startswith("2026年11月25日（星期三）09:00")
    assert "截止登记" in rows[3]


def test_reminders_are_chosen_in_working_days(site: Site) -> None:
    complete(site).press("保存提醒时间", remind_days=["3", "0"])
    assert stored(site).remind_days == [3, 0]
    rows = site.as_("bgs").get(site.round("rounds.draft")).all("#outlook tbody tr")
    assert [row[:11].strip() for row in rows[1:3]] == ["2026年11月24日", "2026年11月27日"]


def test_details_save_themselves(site: Site) -> None:
    answer = begin(site).type("field-contact_phone", "29140001")
    assert answer.response.headers["X-Saved-At"] == "09:00"
    assert stored(site).contact_phone == "29140001"


def test_annexes_are_added_ordered_and_removed(site: Site) -> None:
    page = begin(site).press("添加附件", annex=(papers.PDF, "甲.pdf"))
    page = page.press("添加附件", annex=(SAMPLE.read_bytes(), "乙.docx"), annex_title="实施意见")
    assert [annex.title for annex in stored(site).annexes] == ["甲", "实施意见"]
    page = page.press("上移")
    assert [annex.title for annex in stored(site).annexes] == ["实施意见", "甲"]
    page.press("移除")
    assert [annex.title for annex in stored(site).annexes] == ["甲"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [(b"", "甲.pdf", "这个文件是空的"), (b"MZ", "甲.exe", "附件请用"), (b"<html>", "甲.pdf", "与扩展名不符")],
    ids=["empty", "program", "disguised"],
)
def test_an_annex_that_units_could_not_open_is_refused(site: Site, data: bytes, name: str, sentence: str) -> None:
    page = begin(site).press("添加附件", status=422, annex=(data, name), annex_title="市里的文件")
    assert sentence in page.one("#error-annex").get_text()
    assert page.one("#field-annex_title")["value"] == "市里的文件"


def test_the_notice_can_be_seen_before_it_goes_up(site: Site) -> None:
    page = complete(site)
    link = page.link("下载通知预览（Word）")
    answer = page.browser.client.get(link)
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def test_the_rounds_are_listed_with_their_stage(site: Site) -> None:
    assert site.as_("bgs").get("/rounds").all(".empty-title") == ["还没有发起过征求意见"]
    with_draft(site)
    page = site.as_("bgs").get("/rounds")
    assert page.all("tbody .state") == ["拟制"]


def test_a_unit_sees_none_of_it(site: Site) -> None:
    begin(site)
    for endpoint in ("rounds.draft", "rounds.board", "rounds.approve", "rounds.structure"):
        site.as_("01jb").get(site.round(endpoint), status=404)
    site.as_("01jb").get("/rounds", status=404)


def test_a_round_without_a_draft_has_no_empty_book_marks(site: Site) -> None:
    begin(site)
    key = site.as_("bgs").get("/rounds").link("尚未上传", within="tbody").rpartition("/")[2]
    for endpoint in ("papers.index", "rounds.diagram", "decisions.conclude"):
        page = site.as_("bgs").get(site.url(endpoint, key=key))
        assert "（尚未上传征求意见稿）" in page.text, endpoint
        assert "《" not in page.text, endpoint
