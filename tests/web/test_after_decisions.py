"""The head confirms, the answers go out together, the round is concluded and archived; and who sees what when."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import a_round
from tests.web.after import closed_round, confirm, decide_all, release, said, send_to_head, words_of
from tests.web.site import Page, Site
from workflow.clock import day_of
from workflow.consultation import holdings
from workflow.consultation.actions import concluding, registering
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import LetterChannel, Outcome, Reply, Round, RoundStage, Verdict
from workflow.errors import Stale
from workflow.people import Officer, Post, PostKind

PAGES = ("decisions.confirm", "decisions.release", "decisions.conclude", "decisions.archive")


@pytest.fixture
def decided(site: Site) -> Site:
    """Two comments of the first unit, one of them of the second too, the third silent; all declined, with the head."""
    a_round(site.stage, units=3)
    words = words_of(site.stage, 2)
    first = said(2, words, words + "并考核")
    closed_round(site.stage, [first, said(4, "", "", "请补充经费来源。")], [first])
    decide_all(site.stage, Verdict.DECLINED, "与上级文件不一致。")
    send_to_head(site.stage)
    return site


@pytest.fixture
def confirmed(decided: Site) -> Site:
    confirm(decided.stage)
    return decided


@pytest.fixture
def released(confirmed: Site) -> Site:
    release(confirmed.stage)
    return confirmed


def as_(site: Site, login: str, endpoint: str) -> Page:
    return site.as_(login).get(site.round(endpoint))


def stage_of(site: Site) -> RoundStage:
    with site.stage.look() as (_, round_):
        return round_.stage


def names_in(page: Page) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(page.response.data)).namelist()


# -- confirming


def test_the_head_sees_the_table_the_figures_and_both_papers_before_confirming(decided: Site) -> None:
    page = as_(decided, "zr", "decisions.confirm")
    assert len(page.soup.select(".comment-row")) == 2
    assert "发出3家：书面回复2家（有书面意见2家、书面无意见0家），逾期视为无意见0家，未送达1家" in page.text
    for words in ("预览意见汇总表", "预览采纳情况说明"):
        assert page.follow(words).response.data.startswith(b"PK")
    with decided.stage.look() as (_, round_):
        assert {paper.kind for paper in round_.papers} & {"summary", "adoption_report"} == set()


def test_the_head_confirms_once(decided: Site) -> None:
    page = as_(decided, "zr", "decisions.confirm")
    assert "意见汇总表和采纳情况说明已生成" in page.press("确认").told[0]
    assert page.press("确认", status=409).told
    assert stage_of(decided) is RoundStage.RELEASING


def test_sending_back_needs_a_reason_and_the_clerk_reads_it(decided: Site) -> None:
    page = as_(decided, "zr", "decisions.confirm").press("退回经办人修改", reason=" ", status=422)
    assert "请写明退回理由" in page.one(".field .error").get_text()
    page.press("退回经办人修改", reason="第二行理由太简单。")
    assert "负责人退回修改：第二行理由太简单。" in as_(decided, "bgs", "decisions.summarise").text


def test_who_proposed_does_not_confirm_even_when_he_is_head_too(decided: Site) -> None:
    with decided.stage.office.desk() as desk:
        clerk = desk.session.query(Officer).filter_by(login="bgs").one()
        unit_id = clerk.posts[0].unit_id
        desk.session.add(Post(officer_id=clerk.id, unit_id=unit_id, kind=PostKind.LEADER, since=desk.today))
    page = as_(decided, "bgs", "decisions.confirm")
    assert "请由另一位负责人确认" in page.told[0]
    assert "确认全部处理意见" not in page.buttons
    url = decided.round("decisions.confirm_all")
    refused = decided.as_("bgs").post(url, {"csrf_token": decided.as_("bgs").token()}, status=409)
    assert "不能由提出的人自己确认" in refused.text
    assert stage_of(decided) is RoundStage.CONFIRMING


def test_the_clerk_may_look_but_not_confirm(decided: Site) -> None:
    page = as_(decided, "bgs", "decisions.confirm")
    assert "确认" not in page.buttons
    url = decided.round("decisions.confirm_all")
    decided.as_("bgs").post(url, {"csrf_token": decided.as_("bgs").token()}, status=403)


def test_a_reply_registered_meanwhile_must_be_decided_before_anything_is_confirmed(decided: Site) -> None:
    with decided.stage.as_office() as (desk, round_):
        reply = round_.replies[2]
        paper = registering.PaperReply(
            LetterChannel.FAX, round_.last_moment.date(), round_.last_moment - timedelta(hours=1), "李局长", True, True,
            (Wish(None, proposed="建议压缩篇幅。"),),
        )  # fmt: skip
        scan = desk.keep(b"scan", "来文.png", "image/png")
        registering.register_paper(desk, reply, paper, scan)
    page = as_(decided, "zr", "decisions.confirm")
    assert "送负责人确认之后又登记了新的意见" in page.told[0]
    assert "确认全部处理意见" not in page.buttons
    url = decided.round("decisions.confirm_all")
    decided.as_("zr").post(url, {"csrf_token": decided.as_("zr").token()}, status=409)
    decided.as_("zr").get(
        decided.round("decisions.confirm").replace("/confirm", "/preview/adoption_report"), status=409
    )


# -- the answers


def test_every_unit_gets_one_answer_about_its_own_comments_and_all_in_the_same_moment(confirmed: Site) -> None:
    page = as_(confirmed, "bgs", "decisions.release")
    assert page.all("tbody td[data-label=意见]") == ["2", "1", "0"]
    assert page.all("tbody td[data-label=处理结果]") == ["不予采纳2条", "不予采纳1条", "—"]
    assert page.follow("预览", within="tbody").response.data.startswith(b"PK")
    after = page.press("反馈")
    assert after.told[0] == "已向3家单位统一反馈采纳情况。"
    with confirmed.stage.look() as (_, round_):
        answers = [paper for paper in round_.papers if paper.kind == "answer"]
        assert [paper.made_at for paper in answers] == [round_.released_at] * 3
    assert page.press("反馈", status=409).told
    assert after.follow("下载", within="tbody").response.data.startswith(b"PK")


def test_no_unit_sees_a_decision_before_the_release(confirmed: Site) -> None:
    keys = [confirmed.url("decisions.preview_answer", key=key) for key in _reply_keys(confirmed)]
    with confirmed.stage.look() as (_, round_):
        kept = [
            paper.file.key for paper in round_.papers if paper.kind in ("summary", "summary_sheet", "adoption_report")
        ]
    assert len(kept) == 3
    for login in ("01jb", "01ld", "01yz"):
        own, *foreign = keys
        confirmed.as_(login).get(own, status=403)
        for url in [*foreign, *(confirmed.url("files.download", key=key) for key in kept)]:
            confirmed.as_(login).get(url, status=404)


def test_after_the_release_a_unit_may_have_its_own_answer_and_no_other(released: Site) -> None:
    with released.stage.look() as (_, round_):
        own, foreign, _ = (paper.file.key for paper in round_.papers if paper.kind == "answer")
    released.as_("01jb").get(released.url("files.download", key=own))
    released.as_("01jb").get(released.url("files.download", key=foreign), status=404)


def test_once_confirmed_no_paper_reply_may_change_what_the_answers_rest_on(confirmed: Site) -> None:
    with confirmed.stage.as_office() as (desk, round_):
        in_time = round_.last_moment - timedelta(hours=1)
        paper = registering.PaperReply(
            LetterChannel.FAX, day_of(in_time), in_time, "李局长", True, True, (Wish(None, "", "补充一条", "遗漏"),)
        )
        with pytest.raises(Stale, match="已经负责人确认"):
            registering.register_paper(desk, round_.replies[2], paper, desk.keep(b"scan", "来文.png", "image/png"))


# -- concluding


def test_the_answer_stands_beside_the_clause_and_is_new_at_the_first_look_only(released: Site) -> None:
    draft = released.reply(0, "replies.draft")
    first, second = (released.as_("01jb").get(draft) for _ in range(2))
    assert first.all(".clause .comment.said .answered") == ["区安委办答复：与上级文件不一致。"] * 2
    assert [page.all(".comment.said .state").count("新") for page in (first, second)] == [2, 0]


def test_the_way_of_a_reply_ends_with_the_answer(released: Site) -> None:
    page = released.as_("01jb").get(released.reply(0))
    assert page.all(".way [data-state=done] b")[-1] == "反馈采纳情况"
    assert page.all(".way [data-state=here]") == []


def test_a_correction_after_the_release_stands_on_the_page_and_in_the_list_of_the_archive(released: Site) -> None:
    with released.stage.as_office() as (desk, round_):
        silent = next(reply for reply in round_.replies if reply.is_overdue)
        name, silent_key = silent.unit.name, silent.key
        paper = registering.PaperReply(
            LetterChannel.FAX, day_of(round_.last_moment), round_.last_moment - timedelta(hours=1), "张三",
            is_signed=True, is_sealed=True, wishes=(),
        )  # fmt: skip
        scan = desk.keep(b"%PDF-1.4", "来文.pdf", "application/pdf")
        registering.register_paper(
            desk, desk.session.scalars(select(Reply).filter_by(key=silent_key)).one(), paper, scan
        )
    sentence = f"采纳情况反馈之后，{name}的登记结果更正为“书面无意见”"
    assert sentence in as_(released, "bgs", "decisions.release").text
    with released.stage.as_office() as (desk, round_):
        concluding.conclude(desk, round_, Outcome.FOR_SUBMISSION)
    assert sentence in as_(released, "bgs", "decisions.archive").text
    with released.stage.look() as (desk, round_):
        archive = zipfile.ZipFile(io.BytesIO(holdings.archive(desk, round_)))
    assert f"更正：{sentence}" in archive.read("00 案卷目录.txt").decode("utf-8-sig")


def test_the_package_for_submission_is_cover_summary_and_report(released: Site) -> None:
    page = as_(released, "bgs", "decisions.conclude").press("办结，形成送审稿", addressee="", status=422)
    assert "请填写报送机关" in page.one(".field .error").get_text()
    page = page.press("办结，形成送审稿", addressee="区政府")
    assert names_in(page.follow("下载送审材料")) == [
        "1 送审稿说明.docx", "2 意见汇总表.docx", "3 意见汇总表.xlsx", "4 采纳情况说明.docx",
    ]  # fmt: skip


def test_a_further_round_may_go_only_to_those_who_had_something_to_say(released: Site) -> None:
    page = as_(released, "bgs", "decisions.conclude")
    chosen = [str(tag["value"]) for tag in page.soup.select("#field-units input[checked]")]
    assert len(chosen) == 2
    refused = page.press("办结，再次征求意见", whom="some", units=[], status=422)
    assert "请至少选择一家单位" in refused.one("#field-units .error").get_text()
    assert stage_of(released) is RoundStage.CONCLUDING
    draft = refused.press("办结，再次征求意见", whom="some", units=chosen)
    assert "新一轮已建好" in draft.told[0]
    with released.stage.look() as (desk, round_):
        new = desk.session.query(Round).filter_by(previous_id=round_.id).one()
        assert (len(new.unit_ids), round_.stage) == (2, RoundStage.ARCHIVING)
        assert draft.path == released.url("rounds.draft", key=new.key)


def test_a_further_round_to_all_serves_everybody_again(released: Site) -> None:
    as_(released, "bgs", "decisions.conclude").press("办结，再次征求意见", whom="all")
    with released.stage.look() as (desk, round_):
        assert desk.session.query(Round).filter_by(previous_id=round_.id).one().unit_ids == round_.unit_ids


def test_a_round_without_a_package_has_none_to_download(released: Site) -> None:
    released.as_("bgs").get(released.round("papers.submission"), status=404)


# -- the archive


def test_archived_is_read_only_and_everything_can_be_had(released: Site) -> None:
    with released.stage.as_office() as (desk, round_):
        concluding.conclude(desk, round_, Outcome.FOR_SUBMISSION)
    page = as_(released, "bgs", "decisions.archive")
    assert page.press("归档").told[0] == "已归档，此后只能查阅。"
    assert page.press("归档", status=409).told
    archived = as_(released, "zr", "decisions.archive")
    assert archived.title == "案卷"
    assert [form["action"].rpartition("/")[2] for form in archived.soup.select("main form")] == ["archive-package"]
    too_late = released.as_("bgs").get(released.reply(0, "checks.paper"), status=409)
    assert too_late.told == ["本轮已经归档，只供查阅，不能再登记来文。"]
    names = names_in(archived.follow("下载整个案卷"))
    assert {"00 案卷目录.txt", "00 办理记录.txt"} <= set(names)
    assert sum("采纳情况反馈函" in name for name in names) == 3
    assert len(names) == len(set(names)) == len(archived.soup.select("tbody tr")) + 2


def test_the_archive_lists_each_file_with_its_hash_and_what_was_done(released: Site) -> None:
    archive = zipfile.ZipFile(io.BytesIO(as_(released, "bgs", "papers.everything").response.data))
    contents = archive.read("00 案卷目录.txt").decode("utf-8-sig")
    with released.stage.look() as (_, round_):
        assert round_.doc_number in contents
        assert all(paper.file.sha256 in contents for paper in round_.papers)
    done = archive.read("00 办理记录.txt").decode("utf-8-sig").splitlines()
    assert done[0].endswith("发起一轮征求意见")
    assert done[-1].endswith("向各单位反馈采纳情况")
    assert any("系统" in line and "截止" in line for line in done)


def test_the_list_of_papers_leads_to_each_of_them(released: Site) -> None:
    page = as_(released, "bgs", "papers.index")
    links = [str(tag["href"]) for tag in page.soup.select("tbody a")]
    with released.stage.look() as (_, round_):
        assert len(links) == len(round_.papers) + len(round_.drafts)
    for link in links:
        released.as_("bgs").get(link)


# -- who may, and when


def test_units_and_administrators_find_none_of_these_pages(released: Site) -> None:
    for endpoint in (*PAGES, "papers.index", "papers.everything", "papers.submission", "decisions.confirm_all"):
        for login in ("01jb", "01ld", "admin"):
            browser = released.as_(login)
            if endpoint == "decisions.confirm_all":
                browser.post(released.round(endpoint), {"csrf_token": browser.token()}, status=404)
            else:
                browser.get(released.round(endpoint), status=404)


def test_before_its_time_each_page_says_so(site: Site) -> None:
    a_round(site.stage)
    for endpoint in PAGES:
        assert "还没有办到这一步" in as_(site, "bgs", endpoint).text


def _reply_keys(site: Site) -> list[str]:
    with site.stage.look() as (_, round_):
        return [reply.key for reply in round_.replies]
