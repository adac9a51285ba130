"""One unit's reply at the office: the check of its form, paper and fax, deliveries, reminders, late letters, history."""

from datetime import timedelta

import pytest

from tests.makers import DEADLINE, START, a_round, corrected_draft
from tests.web import papers
from tests.web.site import Page, Site
from workflow.clock import beijing
from workflow.consultation.actions import running
from workflow.consultation.model import Letter, Reply, Stage, StandingKind

FAX = {
    "channel": "fax", "paper_date": "2026-11-20", "received_at": "2026-11-20T10:30", "is_signed": "yes",
    "is_sealed": "yes", "signer_name": "王局长", "no_objection": "yes", "scan": (papers.PDF, "来文.pdf"),
}  # fmt: skip
ROW = {"clause": ["0"], "original": ["原话"], "proposed": ["改为"], "reason": ["更清楚"]}


@pytest.fixture
def site(site: Site) -> Site:
    a_round(site.stage, units=2)
    site.stage.clock.pass_(hours=2)
    return site


def submitted(site: Site, number: int = 0) -> Page:
    unit = site.stage.unit(number)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    return open_check(site, number)


def open_check(site: Site, number: int = 0) -> Page:
    return site.as_("bgs").get(site.reply(number, "checks.check"))


def open_paper(site: Site, number: int = 0) -> Page:
    return open_check(site, number).follow("登记纸质件或传真")


def stage_of(site: Site, number: int = 0) -> Stage:
    with site.stage.reply(number) as reply:
        return reply.stage


def standings(reply: Reply) -> list[StandingKind]:
    return [standing.kind for standing in reply.standings]


# -- the check


def test_the_letter_its_form_and_its_seal_are_shown_and_it_is_accepted(site: Site) -> None:
    page = submitted(site)
    assert len(page.soup.select(".checklist li[data-tone=good]")) == 4
    told = page.press("接收")
    assert "已接收" in told.told[0]
    assert stage_of(site) is Stage.ACCEPTED
    page.press("接收", status=409)


def test_a_reply_is_returned_with_its_defects(site: Site) -> None:
    told = submitted(site).press("退回补正", defects=["unsealed"], note="落款日期缺失")
    assert "已退回补正" in told.told[0]
    assert stage_of(site) is Stage.CORRECTING
    assert "未加盖单位公章；落款日期缺失" in told.text


def test_returning_without_saying_why_is_refused(site: Site) -> None:
    refused = submitted(site).press("退回补正", status=422)
    assert "请选择或写明需要补正的事项" in refused.text
    assert stage_of(site) is Stage.SUBMITTED


def test_a_letter_about_a_draft_that_had_been_corrected_can_only_be_returned(site: Site) -> None:
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    with site.stage.as_office() as (desk, round_):
        running.replace_draft(desk, round_, corrected_draft(), "更正稿.docx", "数字有误")
    site.stage.clock.pass_(minutes=1)
    unit.sign_and_seal()
    page = open_check(site)
    assert "接收" not in page.buttons
    page.press("退回补正")
    assert stage_of(site) is Stage.CORRECTING


def test_a_letter_that_was_replaced_meanwhile_is_not_accepted_unseen(site: Site) -> None:
    page = submitted(site)
    site.stage.unit(0).withdraw()
    site.stage.unit(0).send_for_signing()
    site.stage.unit(0).sign_and_seal()
    assert "前一份" in page.press("接收", status=409).text
    assert stage_of(site) is Stage.SUBMITTED


def test_the_head_reads_but_does_not_accept(site: Site) -> None:
    submitted(site)
    page = site.as_("zr").get(site.reply(0, "checks.check"))
    assert "接收" not in page.buttons


def test_a_unit_may_not_open_this_page_of_its_own_reply_and_does_not_find_that_of_another(site: Site) -> None:
    for endpoint in ("checks.check", "checks.paper"):
        assert "由主办单位" in site.as_("01jb").get(site.reply(0, endpoint), status=403).told[0]
        site.as_("02jb").get(site.reply(0, endpoint), status=404)


# -- paper and fax


def test_a_fax_received_in_time_counts_however_late_it_is_registered(site: Site) -> None:
    site.stage.unit(0).open_notice()
    site.stage.pass_until(DEADLINE + timedelta(days=1))
    told = open_paper(site).press("登记", **{**FAX, "received_at": "2026-11-27T15:59"})
    assert told.told == ["来文已登记，按收到时间为按期有效。"]
    with site.stage.reply(0) as reply:
        assert standings(reply) == [StandingKind.SILENT, StandingKind.NO_OBJECTION]
    history = told.all("#history tbody tr")
    assert "逾期视为无意见" in history[0]
    assert "书面无意见" in history[1]
    assert "2026年11月27日（星期五）15:59:00" in history[1]


def test_what_was_known_then_can_be_asked(site: Site) -> None:
    site.stage.unit(0).open_notice()
    site.stage.pass_until(DEADLINE + timedelta(days=1))
    open_paper(site).press("登记", **{**FAX, "received_at": "2026-11-27T15:59"})
    page = open_check(site)
    then = site.as_("bgs").get(f"{page.path}?known=2026-11-28T10:00")
    assert "登记为“逾期视为无意见”" in then.one("#history [role=status]").get_text()
    before = site.as_("bgs").get(f"{page.path}?known=2026-11-27T10:00")
    assert "还没有登记结果" in before.one("#history [role=status]").get_text()
    assert site.as_("bgs").get(f"{page.path}?known=yesterday").soup.select("#history [role=status]") == []


def test_comments_of_a_paper_are_read_off_clause_by_clause(site: Site) -> None:
    open_paper(site).press("登记", **{**FAX, **ROW, "no_objection": []})
    with site.stage.reply(0) as reply:
        letter = reply.valid_letter
        assert letter is not None
        (comment,) = letter.comments
        assert comment.clause is not None
        assert (comment.clause.position, comment.original, comment.proposed) == (0, "原话", "改为")
        assert standings(reply) == [StandingKind.WITH_COMMENTS]


def test_an_unsigned_fax_is_registered_but_does_not_count(site: Site) -> None:
    told = open_paper(site).press("登记", **{**FAX, "is_signed": []})
    assert "不计入；补正通知已发给该单位" in told.told[0]
    with site.stage.reply(0) as reply:
        assert reply.valid_letter is None


def test_a_paper_after_the_deadline_is_late_until_the_office_decides(site: Site) -> None:
    site.stage.unit(0).open_notice()
    site.stage.pass_until(DEADLINE + timedelta(days=1))
    told = open_paper(site).press("登记", **{**FAX, **ROW, "no_objection": [], "received_at": "2026-11-27T16:00"})
    assert "逾期来文" in told.told[0]
    assert "请写明采用或不采用的理由" in told.press("采用", status=422).text
    used = told.press("采用", late_reason="意见重要，不影响进度")
    assert "列入汇总" in used.told[0]
    with site.stage.reply(0) as reply:
        assert [letter.late_used for letter in reply.late_letters] == [True]
        assert standings(reply) == [StandingKind.SILENT]


def test_not_using_a_late_letter_is_recorded_too(site: Site) -> None:
    site.stage.pass_until(DEADLINE + timedelta(days=1))
    late = open_paper(site).press("登记", **{**FAX, "received_at": "2026-11-27T16:00"})
    late.press("不采用", late_reason="内容为无意见")
    with site.stage.reply(0) as reply:
        assert [letter.late_used for letter in reply.late_letters] == [False]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"scan": (b"", "来文.pdf")}, "scan", "这个文件是空的"),
        ({"scan": (b"MZ program", "来文.pdf")}, "scan", "不是图片或PDF"),
        ({"scan": ""}, "scan", "请上传来文的扫描件"),
        ({"channel": []}, "channel", "请选择来文方式"),
        ({"channel": "online"}, "channel", "请选择来文方式"),
        ({"paper_date": ""}, "paper_date", "请填写来文的落款日期"),
        ({"paper_date": "2026-11-21"}, "paper_date", "落款日期晚于收到日期"),
        ({"received_at": "2026-11-20T12:00"}, "received_at", "收到时间晚于现在"),
        ({"received_at": "2026-11-20T08:00"}, "received_at", "收到时间早于通知发出时间"),
        ({"received_at": "上午"}, "received_at", "请填写收到来文的日期和时间"),
        ({"signer_name": " "}, "signer_name", "请填写签字人姓名"),
        ({"no_objection": []}, "comments", "请录入来文所提意见"),
        (ROW, "comments", "既勾选了无意见又录入了意见"),
        ({**ROW, "no_objection": [], "clause": ["999"]}, "comments", "第1条意见的条款不在现行稿中"),
        ({**ROW, "no_objection": [], "proposed": [""], "reason": [""]}, "comments", "第1条意见没有写修改建议"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)  # fmt: skip
def test_a_paper_that_cannot_be_so_is_told_field_by_field(
    site: Site, changed: dict[str, object], field: str, sentence: str
) -> None:
    refused = open_paper(site).press("登记", status=422, **{"opinion": "同意。", **FAX, **changed})
    place = refused.one("#field-comments") if field == "comments" else refused.one(f"#error-{field}")
    assert sentence in place.get_text()
    assert refused.one("#field-opinion")["value"] == "同意。"
    with site.stage.look() as (desk, _):
        assert desk.session.query(Letter).count() == 0


def test_a_second_click_registers_nothing_twice(site: Site) -> None:
    page = open_paper(site)
    page.press("登记", **FAX)
    page.press("登记", status=409, **FAX)
    with site.stage.reply(0) as reply:
        assert len(reply.letters) == 1


def test_a_refused_paper_keeps_its_rows(site: Site) -> None:
    refused = open_paper(site).press("登记", status=422, **{**FAX, **ROW, "no_objection": [], "paper_date": ""})
    assert refused.soup.select("textarea[name=proposed]")[0].get_text(strip=True) == "改为"
    assert refused.soup.select("#rows select option[selected]")[0]["value"] == "0"


def test_one_more_row_can_be_asked_for(site: Site) -> None:
    row = site.as_("bgs").get(site.reply(0, "checks.paper") + "/row", htmx=True)
    assert len(row.soup.select("tr textarea")) == 3


# -- deliveries and reminders


def test_a_call_is_recorded_as_delivery_and_proves_it_later(site: Site) -> None:
    site.stage.pass_until(DEADLINE + timedelta(hours=1))
    assert stage_of(site) is Stage.UNDELIVERED
    told = open_check(site).press(
        "补记送达", delivery_channel="phone", at="2026-11-24T10:00", delivery_result="值班人员接听", is_proof="yes"
    )
    assert told.told == ["送达情况已补记。"]
    with site.stage.reply(0) as reply:
        assert standings(reply) == [StandingKind.UNDELIVERED, StandingKind.SILENT]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"at": "2026-11-25T10:00"}, "送达时间晚于现在"),
        ({"at": ""}, "请填写送达的日期和时间"),
        ({"delivery_result": " "}, "请写明送达情况"),
        ({"delivery_channel": "pigeon"}, "请选择送达方式"),
    ],
    ids=["future", "empty", "no-result", "no-channel"],
)
def test_a_delivery_that_cannot_be_is_refused(site: Site, changed: dict[str, str], sentence: str) -> None:
    typed = {"delivery_channel": "phone", "at": "2026-11-20T10:00", "delivery_result": "已接听", **changed}
    refused = open_check(site).press("补记送达", status=422, **typed)
    assert sentence in refused.text
    assert refused.one("#field-at")["value"] == typed["at"]


def test_a_unit_is_reminded_by_hand_with_what_came_of_it(site: Site) -> None:
    told = open_check(site).press("催办并存档", channel="phone", result="值班人员接听，答复今日报送")
    assert "值班人员接听，答复今日报送" in told.one("#reminders").get_text()
    assert "请写明催办情况" in told.press("催办并存档", status=422, channel="phone").text
    assert START + timedelta(hours=2) == beijing(2026, 11, 20, 11)


def test_whoever_has_answered_is_not_reminded(site: Site) -> None:
    page = open_check(site)
    submitted(site)
    page.press("催办并存档", status=409, channel="phone", result="再问一次")
