"""签发: everything on one page for the head, who issues or sends back."""

from tests.web.site import Site
from workflow.consultation.model import RoundStage


def stage_of(site: Site) -> RoundStage:
    with site.stage.look() as (_, round_):
        return round_.stage


def test_the_head_sees_notice_units_clauses_and_rehearsal_and_issues(site: Site) -> None:
    site.stage.begin(units=2)
    page = site.as_("zr").get(site.round("rounds.approve"))
    assert "根据区委、区政府主要领导批示要求" in page.text
    assert "征求意见单位，共2家" in page.text
    assert "送达通知和反馈单，2家" in page.text
    issued = page.press("签发", opinion="同意，请抓紧。")
    assert "通知已送达2家单位" in issued.told[0]
    assert issued.path == site.round("rounds.board")
    with site.stage.look() as (_, round_):
        assert round_.issue_opinion == "同意，请抓紧。"
        assert round_.doc_number in issued.told[0]


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(site: Site) -> None:
    site.stage.begin()
    page = site.as_("zr").get(site.round("rounds.approve"))
    refused = page.press("退回经办人", status=422)
    assert "请写明退回理由" in refused.one("#error-reason").get_text()
    assert refused.press("退回经办人", reason="截止时间过紧").told == ["已退回经办人修改。"]
    assert "截止时间过紧" in site.as_("bgs").get(site.round("rounds.draft")).text


def test_the_clerk_may_look_but_not_issue(site: Site) -> None:
    site.stage.begin()
    page = site.as_("bgs").get(site.round("rounds.approve"))
    assert "签发" not in page.buttons
    token = site.as_("bgs").token()
    site.as_("bgs").post(site.round("rounds.issue"), {"csrf_token": token}, status=403)
    assert stage_of(site) is RoundStage.APPROVING


def test_a_second_click_issues_nothing_twice(site: Site) -> None:
    site.stage.begin()
    page = site.as_("zr").get(site.round("rounds.approve"))
    page.press("签发")
    page.press("签发", status=409)
    with site.stage.look() as (_, round_):
        assert len(round_.replies) == 3


def test_a_deadline_that_passed_while_it_lay_there_stops_the_issue(site: Site) -> None:
    site.stage.begin()
    page = site.as_("zr").get(site.round("rounds.approve"))
    site.stage.clock.pass_(days=30)
    assert "截止时间已经过去" in site.as_("zr").get(page.path).text
    assert "截止时间已经过去" in page.press("签发", status=422).text


def test_the_board_of_a_round_not_issued_leads_to_where_it_lies(site: Site) -> None:
    site.stage.begin()
    assert site.as_("bgs").get(site.round("rounds.board")).path == site.round("rounds.approve")


def test_issuing_once_more_from_a_second_tab_is_told_calmly_and_issues_nothing(site: Site) -> None:
    site.stage.begin(units=2)
    second_tab = site.as_("zr").get(site.round("rounds.approve"))
    site.as_("zr").get(site.round("rounds.approve")).press("签发")
    for button in ("签发", "退回经办人"):
        assert "本轮已经发出" in second_tab.press(button, status=409, reason="再改改").told[0]
    with site.stage.look() as (_, round_):
        assert round_.doc_number.endswith("1号")
