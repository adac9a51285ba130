"""A unit answers: every verb through its page, as the person whose step it is."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select

from tests.makers import DEADLINE, SAMPLE, Stage, a_round, corrected_draft
from tests.web.site import Page, Site
from workflow.consultation.actions import checking, running
from workflow.consultation.model import Delivery, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.desk import Desk
from workflow.people import Post, PostKind

SCRIPT = "<script>alert('1')</script>"


@pytest.fixture
def out(site: Site) -> Site:
    """The site with an issued round to six units; the fifth has no seal keeper."""
    a_round(site.stage, units=6)
    return site


def received(site: Site, number: int = 0) -> Page:
    """The writing page of a unit that has received the notice."""
    site.once(("received", number), lambda: site.as_(login(number, "jb")).get(site.reply(number)).press("签收"))
    return site.as_(login(number, "jb")).get(site.reply(number, "replies.write"))


def with_comment(site: Site, number: int = 0, proposed: str = "改为每月检查一次。", clause: int = 5) -> Page:
    """The writing page with one comment on a clause."""

    def commented() -> None:
        page = received(site, number).press_into("提意见", within=f"#clause-{clause}")
        page.type(field(page, "proposed"), proposed)

    site.once(("with a comment", number, proposed, clause), commented)
    return site.as_(login(number, "jb")).get(site.reply(number, "replies.write"))


def on_leaders_desk(site: Site, number: int = 0, **comment: str) -> Page:
    def sent() -> None:
        page = with_comment(site, number, **comment).press("送签")
        assert page.path == site.reply(number)

    site.once(("on the leader's desk", number, sorted(comment.items())), sent)
    return site.as_(login(number, "ld")).get(site.reply(number, "replies.sign"))


def signed(site: Site, number: int = 0) -> Page:
    site.once(("signed", number), lambda: on_leaders_desk(site, number).press("签批同意"))
    return site.as_(login(number, "yz")).get(site.reply(number, "replies.seal"))


def submitted(site: Site, number: int = 0) -> Page:
    site.once(("submitted", number), lambda: signed(site, number).press("用印并报送"))
    return site.as_(login(number, "jb")).get(site.reply(number))


def login(number: int, post: str) -> str:
    return f"{number + 1:02d}{post}"


def field(page: Page, name: str, place: int = 0) -> str:
    """The id of a field of the n-th comment on the page."""
    return str(page.soup.select(f".comment [name={name}]")[place]["id"])


def where(site: Site, number: int = 0) -> Where:
    with site.stage.reply(number) as reply:
        return reply.stage


# -- receiving


def test_the_first_look_proves_delivery_and_looking_again_adds_nothing(out: Site) -> None:
    for _ in range(3):
        out.as_("01ld").get(out.reply(0))
    with out.stage.reply(0) as reply:
        assert [d.result for d in reply.proofs] == ["单位人员已在系统内打开通知"]


def test_receiving_leads_to_the_writing_page_and_is_done_once(out: Site) -> None:
    page = out.as_("01jb").get(out.reply(0))
    assert page.press("签收").path == out.reply(0, "replies.write")
    again = page.press("签收", status=409)
    assert "已经办过" in again.told[0]


def test_only_the_clerk_is_offered_to_receive(out: Site) -> None:
    assert "签收" in out.as_("01jb").get(out.reply(0)).buttons
    assert "签收" not in out.as_("01ld").get(out.reply(0)).buttons


# -- writing


def test_a_comment_begins_beside_its_clause_with_the_words_quoted(out: Site) -> None:
    page = received(out).press_into("提意见", within="#clause-3")
    with out.stage.look() as (_, round_):
        clause = round_.current_draft.clauses[3]
        assert page.one(".comment [name=original]").get_text().strip() == clause.text.strip()
        assert page.all(".comment h4") == [f"意见：{clause.label}"]


def test_every_word_is_saved_as_it_is_typed(out: Site) -> None:
    page = received(out).press_into("提意见", within="#clause-3")
    answer = page.type(field(page, "original"), "每季度")
    page.type(field(page, "proposed"), "每月")
    page.type(field(page, "reason"), "第一行\r\n第二行")
    assert re.fullmatch(r"\d\d:\d\d", answer.response.headers["X-Saved-At"])
    with out.stage.reply(0) as reply:
        assert [(c.original, c.proposed, c.reason) for c in reply.written] == [("每季度", "每月", "第一行\n第二行")]


def test_several_comments_on_a_clause_and_one_on_the_whole_draft(out: Site) -> None:
    page = received(out)
    for _ in range(2):
        page = page.press_into("提意见", within="#clause-3")
    page = page.press_into("对全文提意见")
    assert len(page.soup.select("#clause-3 .comment")) == 2
    assert len(page.soup.select("#comments-whole .comment")) == 1
    assert "已列3条意见" in page.text


def test_a_page_that_says_no_objection_does_not_send_what_was_written_since(out: Site) -> None:
    with_comment(out).press("只声明，暂不送签", within="#no-objection")
    page = out.as_("01jb").get(out.reply(0, "replies.write"))
    page.type(field(page, "proposed"), "改为每季度检查一次。")
    assert "已经改为报送意见" in page.press("送签", within="#send", status=409).told[0]
    assert where(out) is Where.WRITING
    out.as_("01jb").get(page.path).press("送签", within="#send")
    assert where(out) is Where.AWAITING_SIGNATURE


def test_a_page_that_shows_comments_does_not_send_the_no_objection_that_a_colleague_declared(out: Site) -> None:
    page = with_comment(out)
    out.as_("01jb").get(page.path).press("只声明，暂不送签", within="#no-objection")
    assert "填写的意见不再报送" in page.press("送签", within="#send", status=409).told[0]
    assert where(out) is Where.WRITING


def test_a_comment_is_deleted_only_after_asking_and_only_once(out: Site) -> None:
    page = with_comment(out)
    assert "删除后不能恢复" in page.one("dialog[id^=remove]").get_text()
    seen_elsewhere = out.as_("01jb").get(page.path)
    page = page.press_into("删除", within="dialog[id^=remove]")
    assert "已列0条意见" in page.one("#tally").get_text()
    assert page.all(".comment") == []
    assert "已经删除" in seen_elsewhere.press("删除", within="dialog[id^=remove]", status=409).told[0]


def test_words_that_were_selected_are_quoted_and_others_are_not_believed(out: Site) -> None:
    page = received(out)
    page.one("#clause-3 input[name=selected]")["value"] = "每季度召开一次"
    page = page.press_into("提意见", within="#clause-3")
    page.one("#clause-3 input[name=selected]")["value"] = "草案里没有的话"
    page = page.press_into("提意见", within="#clause-3")
    quoted = [text.strip() for text in page.all("#clause-3 [name=original]")]
    with out.stage.look() as (_, round_):
        assert quoted == ["每季度召开一次", round_.current_draft.clauses[3].text.strip()]


def test_who_has_nothing_to_say_declares_it_and_sends_it_in_one_step(out: Site) -> None:
    page = with_comment(out).press("无意见，送主要领导签批")
    assert page.told == ["已声明无意见，并送主要领导签批。"]
    with out.stage.reply(0) as reply:
        assert reply.letter is not None
        assert (reply.letter.no_objection, list(reply.letter.comments)) == (True, [])


def test_nothing_is_declared_when_the_sending_is_refused(out: Site) -> None:
    page = received(out)
    with out.stage.as_office() as (desk, round_):
        running.replace_draft(desk, round_, corrected_draft(), SAMPLE.name, "附表一处数字有误")
    assert "征求意见稿已经更正" in page.press("无意见，送主要领导签批", status=409).told[0]
    with out.stage.reply(0) as reply:
        assert not reply.declares_no_objection


def test_no_objection_takes_one_click_and_is_taken_back_by_another(out: Site) -> None:
    page = with_comment(out).press("只声明，暂不送签")
    assert "已声明无意见" in page.text
    assert "已填写的1条意见留在下面，但不报送" in page.text
    page = page.press("取消声明，改为填写意见")
    assert "无意见" in page.buttons
    assert len(page.soup.select(".comment")) == 1


def test_nothing_written_cannot_be_sent_and_the_page_says_what_to_do(out: Site) -> None:
    page = received(out).press("送签", status=422)
    assert "没有意见的，请点“无意见”后再送签" in page.one(".error-summary").get_text()
    assert where(out) is Where.WRITING


def test_sending_for_signature_passes_the_page_on_to_the_leader(out: Site) -> None:
    page = with_comment(out).press("送签")
    assert page.told == ["回函已送主要领导签批。领导退回的，会回到您的待办。"]
    assert out.as_("01jb").get(out.reply(0, "replies.write")).path == out.reply(0)
    assert where(out) is Where.AWAITING_SIGNATURE


def test_sending_twice_makes_one_letter(out: Site) -> None:
    page = with_comment(out)
    page.press("送签")
    page.press("送签", status=409)
    with out.stage.reply(0) as reply:
        assert len(reply.letters) == 1


# -- the Word form


def blank_form(site: Site, number: int = 0) -> bytes:
    page = site.as_(login(number, "jb")).get(site.reply(number, "replies.write"))
    return page.follow("下载本单位的反馈单").response.data


def filled(form: bytes, fill: Callable[[Any, Any], None]) -> tuple[bytes, str]:
    """The form after its unit has written into its head and its table of comments."""
    document = Document(io.BytesIO(form))
    fill(*document.tables)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue(), "意见反馈单.docx"


def test_the_filled_form_brings_its_comments_with_it(out: Site) -> None:
    page = received(out)

    def fill(_: Any, comments: Any) -> None:
        comments.cell(3, 2).text, comments.cell(3, 3).text = "每季度", "每月"
        comments.cell(6, 3).text = "建议补充责任单位。"

    page = page.press("上传", form=filled(blank_form(out), fill))
    assert page.told == ["已导入2条意见，请核对后送签。"]
    with out.stage.reply(0) as reply:
        assert [(c.clause.position, c.proposed) for c in reply.written if c.clause] == [
            (2, "每月"),
            (5, "建议补充责任单位。"),
        ]


def test_the_list_beside_the_editor_follows_what_is_typed(out: Site) -> None:
    page = received(out).press_into("提意见", within="#clause-5")
    page.type(field(page, "proposed"), "改为每月检查一次。")
    assert "改为每月检查一次。" in page.one("#tally").get_text()


def test_wrong_rows_are_named_and_nothing_is_half_imported(out: Site) -> None:
    page = with_comment(out, proposed="网页上写的")

    def fill(_: Any, comments: Any) -> None:
        comments.cell(1, 3).text = "可以导入的一行"
        comments.cell(3, 1).text, comments.cell(3, 3).text = "第九十九条", "改一改"
        comments.cell(4, 4).text = "只有理由"

    page = page.press("上传", form=filled(blank_form(out), fill), status=422)
    told = page.one(".error-summary").get_text()
    assert "第4行" in told
    with out.stage.reply(0) as reply:
        assert [c.proposed for c in reply.written] == ["网页上写的"]


def test_a_clause_the_draft_does_not_have_is_named_by_its_row(out: Site) -> None:
    page = received(out)

    def fill(_: Any, comments: Any) -> None:
        comments.cell(3, 1).text, comments.cell(3, 3).text = "第九十九条", "改一改"

    page = page.press("上传", form=filled(blank_form(out), fill), status=422)
    assert "第3行：征求意见稿中没有“第九十九条”这一条" in page.one(".error-summary").get_text()


def test_the_form_of_another_unit_is_refused(out: Site) -> None:
    page, _ = received(out), received(out, 1)

    def fill(_: Any, comments: Any) -> None:
        comments.cell(3, 3).text = "改一改"

    assert "表单编号不符" in page.press("上传", form=filled(blank_form(out, 1), fill), status=409).told[0]


@pytest.mark.parametrize("file", [(b"", ""), (b"", "空.docx"), (b"not word", "坏.docx")])
def test_what_is_no_form_is_told_in_one_sentence(out: Site, file: tuple[bytes, str]) -> None:
    page = received(out).press("上传", form=file, status=422)
    assert page.one("#error-form").get_text(strip=True)
    assert "送签" in page.buttons


# -- stale pages, two people, lost saves


def test_two_colleagues_in_one_field_the_later_is_told_and_nothing_is_overwritten(out: Site) -> None:
    page = with_comment(out, proposed="甲写的")
    mine = field(page, "proposed")
    url, token = str(page.soup.find(id=mine)["hx-post"]), page.one("meta[name=csrf-token]")["content"]  # type: ignore[index]
    headers = {"HX-Request": "true", "X-CSRFToken": str(token)}
    refused = page.browser.post(url, {"proposed": "乙写的", "seen": ["更早的"]}, status=409, headers=headers)
    assert "同事刚刚改动了这一处" in refused.told[0]
    page.browser.post(url, {"proposed": "甲又写", "seen": ["更早的", "甲写的"]}, headers=headers)


def test_a_save_that_comes_after_the_letter_has_gone_is_refused_with_its_words_kept_on_the_page(out: Site) -> None:
    page = with_comment(out)
    page.press("送签")
    late = page.type(field(page, "proposed"), "再改一改", status=409)
    assert late.response.headers["HX-Retarget"] == "#refusal"
    assert "已送签" in late.told[0]


def test_a_save_to_a_comment_a_colleague_deleted_is_told(out: Site) -> None:
    page = with_comment(out)
    page.press("删除", within="dialog[id^=remove]")
    assert "已经删除" in page.type(field(page, "reason"), "理由", status=409).told[0]


def test_who_sends_while_the_draft_was_corrected_is_shown_the_new_one_first(out: Site) -> None:
    page = with_comment(out)
    with out.stage.as_office() as (desk, round_):
        running.replace_draft(desk, round_, corrected_draft(), SAMPLE.name, "附表一处数字有误")
    assert "征求意见稿已经更正" in page.press("送签", status=409).told[0]
    assert out.as_("01jb").get(page.path).press("送签").told
    assert where(out) is Where.AWAITING_SIGNATURE


def test_the_leader_signs_only_the_letter_he_has_read(out: Site) -> None:
    seen = on_leaders_desk(out)
    seen.press("退回经办人", reason="请写明依据。")
    out.as_("01jb").get(out.reply(0, "replies.write")).press("送签")
    assert "已经换成新的一稿" in seen.press("签批同意", status=409).told[0]
    assert where(out) is Where.AWAITING_SIGNATURE


def test_a_comment_for_a_clause_that_does_not_exist_is_refused(out: Site) -> None:
    page = received(out)
    page.one("#clause-3 input[name=clause]")["value"] = "999"
    assert "没有这一条" in page.press_into("提意见", within="#clause-3", status=409).told[0]


def test_too_long_a_text_is_refused_and_says_the_limit(out: Site) -> None:
    page = with_comment(out)
    assert "5000" in page.type(field(page, "reason"), "长" * 5001, status=422).told[0]


# -- signing and sealing


def test_the_leaders_brief_shows_what_changes_in_the_words(out: Site) -> None:
    page = received(out).press_into("提意见", within="#clause-5")
    page.type(field(page, "original"), "每季度召开一次会议")
    page.type(field(page, "proposed"), "每月召开一次会议")
    page.browser.get(page.path).press("送签")
    brief = out.as_("01ld").get(out.reply(0, "replies.sign"))
    assert (brief.all("del"), brief.all("ins")) == (["季度"], ["月"])
    assert "拟提出意见1条" in brief.text


def test_what_the_leader_returned_comes_back_with_what_changed_since(out: Site) -> None:
    on_leaders_desk(out).press("退回经办人", reason="请写明完成时限。")
    page = out.as_("01jb").get(out.reply(0, "replies.write"))
    assert "领导退回修改：请写明完成时限。" in page.text
    page.type(field(page, "proposed"), "改为每月检查一次，年底前完成。")
    page.press("送签")
    brief = out.as_("01ld").get(out.reply(0, "replies.sign"))
    assert "新增0条，改动1条，不再提出0条" in brief.text
    assert brief.all(".proposal .state") == ["有改动"]


def test_returning_needs_a_reason_and_the_page_keeps_what_was_chosen(out: Site) -> None:
    page = on_leaders_desk(out).press("退回经办人", reason="  ", status=422)
    assert "请写明退回理由" in page.one("#error-reason").get_text()
    assert page.one(".hand-back").has_attr("open")


def test_the_opinion_may_be_chosen_or_written(out: Site) -> None:
    on_leaders_desk(out).press("签批同意", own_opinion="同意，请补充依据。")
    with out.stage.reply(0) as reply:
        assert reply.letter is not None
        assert (reply.letter.opinion, reply.letter.signer_name) == ("同意，请补充依据。", reply.letter.signed_by.name)  # type: ignore[union-attr]


def test_sealing_submits_and_happens_once(out: Site) -> None:
    page = signed(out)
    assert page.press("用印并报送").told == ["已用印并报送，系统收到时间以本页所载为准。"]
    page.press("用印并报送", status=409)
    with out.stage.reply(0) as reply:
        assert reply.valid_letter is not None
        assert len(reply.letters) == 1


def test_the_seal_keeper_may_refuse_with_a_reason(out: Site) -> None:
    page = signed(out)
    assert page.press("退回经办人", reason="", status=422).one("#error-reason")
    page.press("退回经办人", reason="签字人不是现任主要领导。")
    assert "印章管理员退回：签字人不是现任主要领导。" in out.as_("01jb").get(out.reply(0, "replies.write")).text


def test_a_unit_without_a_seal_keeper_signs_and_submits_in_one_step(out: Site) -> None:
    page = on_leaders_desk(out, 4).press("签批、用印并报送")
    assert page.told == ["已签批、用印并报送。"]
    assert where(out, 4) is Where.SUBMITTED


def test_when_the_keeper_has_gone_the_leader_finds_the_letter_on_his_desk_and_seals_it(out: Site) -> None:
    signed(out)
    assert out.as_("01ld").get(out.reply(0, "replies.seal")).path == out.reply(0)
    with out.stage.office.desk() as desk:
        for post in desk.session.scalars(select(Post).where(Post.kind == PostKind.SEAL_KEEPER)):
            post.until = desk.today - timedelta(days=1)
    assert "用印" in out.as_("01ld").get("/").text
    assert "由主要领导用印并报送" in out.as_("01jb").get(out.reply(0)).text
    page = out.as_("01ld").get(out.reply(0, "replies.seal"))
    assert "没有在任的印章管理员，由主要领导用印" in page.text
    assert page.press("用印并报送").told == ["已用印并报送，系统收到时间以本页所载为准。"]
    assert where(out) is Where.SUBMITTED


@pytest.mark.parametrize(
    ("person", "endpoint"), [("01jb", "sign"), ("01ld", "write"), ("01ld", "seal"), ("01yz", "sign")]
)
def test_a_step_of_somebody_else_is_not_shown(out: Site, person: str, endpoint: str) -> None:
    on_leaders_desk(out)
    assert out.as_(person).get(out.reply(0, f"replies.{endpoint}")).path == out.reply(0)


def test_a_step_of_somebody_else_cannot_be_posted(out: Site) -> None:
    on_leaders_desk(out)
    clerk = out.as_("01jb")
    answer = clerk.post(out.reply(0, "replies.agree"), {"csrf_token": clerk.token()}, status=403)
    assert "岗位职责" in answer.told[0]


# -- withdrawing, the deadline, late letters


def test_withdrawing_says_what_follows_and_opens_the_work_again(out: Site) -> None:
    page = submitted(out)
    assert "没有重新报送的，按未报送登记" in page.one("#withdraw").get_text()
    page = page.press("撤回", within="#withdraw", reason="补充一条")
    assert "请在截止前重新报送" in page.told[0]
    assert "填写意见" in page.buttons
    page = out.as_("01jb").get(out.reply(0, "replies.write"))
    assert len(page.soup.select(".comment")) == 1


def test_withdrawing_twice_is_told_calmly(out: Site) -> None:
    page = submitted(out)
    page.press("撤回", within="#withdraw")
    assert "可能刚刚已经撤回" in page.press("撤回", within="#withdraw", status=409).told[0]


def test_a_second_before_the_deadline_counts(out: Site) -> None:
    page = signed(out)
    out.stage.clock.move_to(DEADLINE - timedelta(seconds=1))
    page.press("用印并报送")
    out.stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert where(out) is Where.SUBMITTED


def test_at_the_very_second_it_is_late_and_may_still_be_sent_as_late(out: Site) -> None:
    page = signed(out)
    out.stage.clock.move_to(DEADLINE)
    assert "已过截止时间" in page.press("用印并报送", status=409).told[0]
    assert "系统正在登记" in out.as_("01jb").get(out.reply(0)).text
    out.stage.pass_until(DEADLINE)
    page = out.as_("01jb").get(out.reply(0))
    assert page.all(".standing .state") == ["逾期视为无意见"]
    write = page.follow("填写逾期来文")
    assert write.press("报送", within="#late").told[0].startswith("已作为逾期来文报送")
    with out.stage.reply(0) as reply:
        assert (len(reply.late_letters), reply.standing.kind) == (1, StandingKind.SILENT)  # type: ignore[union-attr]


def test_a_late_letter_is_not_sent_twice_by_a_double_click(out: Site) -> None:
    with_comment(out)
    out.stage.pass_until(DEADLINE)
    page = out.as_("01jb").get(out.reply(0, "replies.write"))
    page.press("报送", within="#late")
    assert "已经报送" in page.press("报送", within="#late", status=409).told[0]
    out.stage.clock.pass_(minutes=5)
    page = out.as_("01jb").get(out.reply(0, "replies.write"))
    page.type(field(page, "reason"), "补充理由")
    page.press("报送", within="#late")
    with out.stage.reply(0) as reply:
        assert len(reply.late_letters) == 2


def test_the_leader_may_send_late_what_lies_on_his_desk(out: Site) -> None:
    on_leaders_desk(out)
    out.stage.pass_until(DEADLINE)
    page = out.as_("01ld").get(out.reply(0))
    assert page.press("报送", within="#late").told[0].startswith("已作为逾期来文报送")


def test_a_leader_with_nothing_to_send_is_told_what_is_missing(out: Site) -> None:
    out.as_("01ld").get(out.reply(0))
    out.stage.pass_until(DEADLINE)
    page = out.as_("01ld").get(out.reply(0)).press("报送", within="#late", status=422)
    assert "还没有填写意见" in page.told[0]


def test_after_the_deadline_nobody_can_withdraw(out: Site) -> None:
    page = submitted(out)
    out.stage.pass_until(DEADLINE)
    assert "撤回回函" not in out.as_("01jb").get(out.reply(0)).buttons
    assert "按期有效" in page.press("撤回", within="#withdraw", status=409).told[0]


# -- what became of it


def test_a_returned_letter_tells_its_unit_what_to_correct(out: Site) -> None:
    submitted(out)
    with out.stage.as_office() as (desk, round_):
        checking.reject(desk, round_.replies[0], ["unsealed"], "附件缺页")
    page = out.as_("01jb").get(out.reply(0))
    assert page.all(".standing .state") == ["退回补正"]
    assert "附件缺页" in page.text
    assert "补正通知" in page.all(".papers a")


def test_why_tells_who_when_and_by_which_rule(out: Site) -> None:
    page = submitted(out)
    told = page.all(".why li")
    assert any("李明理 签收" in line or "签收通知" in line for line in told)
    assert any("报送回函" in line and "截止前收到，按期有效" in line for line in told)


# -- others


def test_a_foreign_reply_and_one_that_does_not_exist_are_the_same(out: Site) -> None:
    foreign = out.as_("02jb").get(out.reply(0), status=404)
    unknown = out.as_("02jb").get("/reply/no-such-reply", status=404)
    assert foreign.told == unknown.told
    with out.stage.reply(0) as reply:
        assert not any(delivery.is_proof for delivery in reply.deliveries)


def test_no_page_and_no_verb_of_a_reply_is_open_to_another_unit_or_the_office(out: Site) -> None:
    page = with_comment(out)
    comment = page.one(".comment")["id"].removeprefix("comment-")  # type: ignore[union-attr]
    rules = [rule for rule in out.app.url_map.iter_rules() if rule.endpoint.split(".")[0] in ("replies", "comments")]
    assert len(rules) > 15
    for person, status in (("02jb", 404), ("02ld", 404), ("bgs", 403), ("admin", 404)):
        browser = out.as_(person)
        data = {"csrf_token": browser.token(), "reason": "看看", "version": "1"}
        for rule in rules:
            values = {"comment": comment} if "comment" in rule.arguments else {}
            with out.stage.reply(0) as reply:
                url = out.url(rule.endpoint, key=reply.key, **values)
            if "GET" in (rule.methods or ()):
                browser.get(url, status=status)
            else:
                answer = browser.client.post(url, data=data)
                assert answer.status_code == status, (person, rule.endpoint, answer.status_code)
    assert where(out) is Where.WRITING


def test_what_people_type_is_shown_as_text_everywhere(out: Site) -> None:
    page = with_comment(out, proposed=SCRIPT)
    page.type(field(page, "reason"), SCRIPT)
    page.press("送签")
    out.as_("01ld").get(out.reply(0, "replies.sign")).press("退回经办人", reason=SCRIPT)
    out.as_("01jb").get(out.reply(0, "replies.write")).press("送签")
    out.as_("01ld").get(out.reply(0, "replies.sign")).press("签批同意", own_opinion=SCRIPT)
    for person, url in (
        ("01jb", out.reply(0)),
        ("01yz", out.reply(0, "replies.seal")),
        ("01ld", "/done"),
    ):
        page = out.as_(person).get(url)
        assert SCRIPT not in page.html
        assert "alert(" in page.text


def _proofs(desk: Desk) -> int:
    return desk.session.query(Delivery).filter_by(is_proof=True).count()


def test_reading_pages_write_nothing(out: Site) -> None:
    page = submitted(out)
    with out.stage.look() as (desk, _):
        before = _proofs(desk)
    for endpoint in ("replies.show", "replies.draft"):
        page.browser.get(out.reply(0, endpoint))
    with out.stage.look() as (desk, _):
        assert _proofs(desk) == before


def test_a_unit_sees_its_post_kinds_only(stage: Stage) -> None:
    with stage.office.desk(write=False) as desk:
        assert desk.posts == set()
    with stage.as_(stage.units[0], PostKind.CLERK) as desk:
        assert {kind for _, kind in desk.posts} == {PostKind.CLERK}
