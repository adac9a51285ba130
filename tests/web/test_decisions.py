"""汇总意见、提出处理建议: the clerk's table, as the clerk uses it."""

import io
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from tests.large import a_large_round
from tests.makers import DEADLINE, a_round
from tests.web.after import closed_round, decide_all, said, send_to_head, words_of
from tests.web.site import Page, Site
from web.consultation.decisions.table import SIZE
from web.frame.database import db
from workflow.consultation.model import Round, RoundStage, Verdict


def opened(site: Site, query: str = "") -> Page:
    return site.as_("bgs").get(site.round("decisions.summarise") + query)


def rows(page: Page) -> list[str]:
    """Each row with its words, in the order in which they stand."""
    return page.all(".comment-row")


def row_keys(page: Page) -> list[str]:
    return [str(tag["id"]).removeprefix("row-") for tag in page.soup.select(".comment-row")]


def two_rows(site: Site) -> list[str]:
    """Clause 2 from two units alike, clause 5 from one: two rows of three comments."""
    a_round(site.stage, units=4)
    early, late = words_of(site.stage, 2), words_of(site.stage, 5)
    closed_round(
        site.stage,
        [said(5, late, late + "并通报"), said(2, early, early + "并考核")],
        [said(2, early, early + "并考核", "避免流于形式。")],
        [],
    )
    return row_keys(opened(site))


def contradicting(site: Site) -> list[str]:
    a_round(site.stage, units=3)
    words = words_of(site.stage, 2)
    closed_round(site.stage, [said(2, words, words + "并考核")], [said(2, words, f"删去“{words}”")])
    return row_keys(opened(site))


# -- the table


def test_comments_stand_in_clause_order_and_the_same_wish_of_two_units_is_one_row(site: Site) -> None:
    two_rows(site)
    page = opened(site)
    first, second = rows(page)
    with site.stage.look() as (_, round_):
        units = [reply.unit.name for reply in round_.replies]
        clauses = [round_.current_draft.clauses[position].label for position in (2, 5)]
    assert f"{units[0]}、{units[1]}" in first
    assert "避免流于形式。" in first
    assert units[0] in second
    assert units[1] not in second
    assert [
        heading[: len(label)] for heading, label in zip(page.all(".clause-text h2"), clauses, strict=True)
    ] == clauses


def test_what_a_comment_changes_is_marked_in_the_words_of_the_draft(site: Site) -> None:
    two_rows(site)
    first = opened(site).soup.select(".comment-row")[0]
    assert [tag.get_text() for tag in first.select("ins")] == ["增加：并考核"]
    assert first.select("del") == []


def test_the_figures_always_add_up(site: Site) -> None:
    keys = two_rows(site)
    page = opened(site)
    assert "3条意见，合并为2行。已处理0条，未处理3条。" in page.one("#tally").get_text()
    page.press("保存", within=f"#row-{keys[0]}", verdict="declined", reason="与上级文件不一致。")
    tally = opened(site).one("#tally")
    assert "已处理2条，未处理1条。" in tally.get_text()
    figures = [item.get_text(" ", strip=True) for item in tally.select("li")]
    assert figures == ["采纳 0 条", "部分采纳 0 条", "不予采纳 2 条", "解释说明 0 条", "未处理 1 条"]


# -- one row


def test_a_saved_row_takes_its_own_place_and_the_figures_follow(site: Site) -> None:
    keys = two_rows(site)
    page = opened(site)
    page.press_into("保存", within=f"#row-{keys[0]}", verdict="adopted")
    assert row_keys(page) == keys
    assert page.one(f"#row-{keys[0]} header .state").get_text() == "采纳"
    assert "已处理2条，未处理1条。" in page.one("#tally").get_text()
    assert "还有1行意见没有处理" in page.one("#missing").get_text()


def test_what_is_typed_in_other_rows_is_left_alone(site: Site) -> None:
    keys = two_rows(site)
    page = opened(site)
    page.one(f"#row-{keys[1]} textarea").string = "尚在斟酌"
    page.press_into("保存", within=f"#row-{keys[0]}", verdict="adopted")
    assert page.one(f"#row-{keys[1]} textarea").get_text() == "尚在斟酌"


def test_whoever_does_not_adopt_says_why_and_what_was_typed_stays(site: Site) -> None:
    keys = two_rows(site)
    part = opened(site).press_into("保存", within=f"#row-{keys[0]}", verdict="partly", reason=" ", status=422)
    assert "部分采纳的意见须写明理由" in part.one(".error").get_text()
    assert part.one("input[name=verdict][checked]")["value"] == "partly"
    assert "已处理0条" in opened(site).one("#tally").get_text()


def test_a_row_without_a_choice_is_not_saved_and_its_reason_stays(site: Site) -> None:
    keys = two_rows(site)
    part = opened(site).press_into("保存", within=f"#row-{keys[0]}", reason="已与单位沟通。", status=422)
    assert "请选择处理意见" in part.one(".error").get_text()
    assert part.one(f"#row-{keys[0]} textarea").get_text().strip() == "已与单位沟通。"


def test_without_scripts_a_refused_row_is_shown_on_the_whole_page(site: Site) -> None:
    keys = two_rows(site)
    clerk = site.as_("bgs")
    url = site.url("decisions.decide", key=opened(site).path.split("/")[2], row=keys[0])
    data = {"csrf_token": clerk.token(), "verdict": "declined", "reason": ""}
    page = clerk.post(url, data, status=422)
    assert "不予采纳的意见须写明理由" in page.one(f"#row-{keys[0]} .error").get_text()
    assert len(rows(page)) == 2


def test_a_double_click_saves_once_and_a_stale_row_does_not_overwrite(site: Site) -> None:
    keys = two_rows(site)
    within, clicks = f"#row-{keys[0]}", [opened(site) for _ in range(3)]
    clicks[0].press_into("保存", within=within, verdict="declined", reason="与上级文件不一致。")
    clicks[1].press_into("保存", within=within, verdict="declined", reason="与上级文件不一致。")
    refused = clicks[2].press_into("保存", within=within, verdict="adopted", status=409)
    assert "处理为“不予采纳”" in refused.told[0]
    assert len(rows(refused)) == 2
    with site.stage.look() as (_, round_):
        comments = [comment for reply in round_.replies for letter in reply.letters for comment in letter.comments]
        assert sorted(len(comment.decisions) for comment in comments) == [0, 1, 1]


def test_a_decision_may_be_changed_until_it_is_sent(site: Site) -> None:
    keys = two_rows(site)
    opened(site).press_into("保存", within=f"#row-{keys[0]}", verdict="adopted")
    part = opened(site).press_into("保存", within=f"#row-{keys[0]}", verdict="explained", reason="另有专门规定。")
    assert part.one(f"#row-{keys[0]} header .state").get_text() == "解释说明"


# -- several rows at once


def test_ticked_rows_are_decided_together(site: Site) -> None:
    keys = two_rows(site)
    page = opened(site)
    page.press_into("一并保存", within="#bulk-panel", rows=keys, verdict="declined", reason="维持原表述。")
    assert page.one("#bulk-panel .told").get_text() == "已保存2行的处理意见。"
    assert "未处理0条" in page.one("#tally").get_text()
    assert [page.one(f"#row-{key} header .state").get_text() for key in keys] == ["不予采纳"] * 2


def test_without_scripts_ticked_rows_are_decided_on_the_whole_page(site: Site) -> None:
    keys = two_rows(site)
    clerk, url = site.as_("bgs"), opened(site).one("#bulk")["action"]
    page = clerk.post(str(url), {"csrf_token": clerk.token(), "rows": keys, "verdict": "adopted"})
    assert page.told == ["已保存2行的处理意见。"]
    refused = clerk.post(str(url), {"csrf_token": clerk.token(), "rows": [], "verdict": "adopted"}, status=422)
    assert "请先勾选" in refused.one(".error-summary").get_text()


def test_bulk_decisions_need_rows_a_verdict_and_a_reason_and_keep_what_was_typed(site: Site) -> None:
    keys = two_rows(site)
    page = opened(site).press_into("一并保存", within="#bulk-panel", rows=[], verdict="adopted", status=422)
    assert "请先勾选" in page.one("#bulk .error").get_text()
    page = opened(site, "?select=open")
    page.press_into("一并保存", within="#bulk-panel", rows=keys[:1], verdict="declined", reason="", status=422)
    assert "须写明理由" in page.one("#bulk .error").get_text()
    assert [tag["value"] for tag in page.soup.select("input[name=rows][checked]")] == keys
    assert page.one("#bulk input[name=verdict][checked]")["value"] == "declined"
    assert "已处理0条" in opened(site).one("#tally").get_text()


def test_all_open_rows_are_ticked_with_one_click(site: Site) -> None:
    keys = two_rows(site)
    opened(site).press("保存", within=f"#row-{keys[0]}", verdict="adopted")
    page = opened(site).follow("勾选全部未处理的行")
    assert [tag["value"] for tag in page.soup.select("input[name=rows][checked]")] == keys[1:]


def test_the_table_can_show_only_what_is_open(site: Site) -> None:
    keys = two_rows(site)
    opened(site).press("保存", within=f"#row-{keys[0]}", verdict="adopted")
    assert row_keys(opened(site, "?show=open")) == keys[1:]


# -- contradictions


def test_rows_that_contradict_each_other_are_linked_both_ways(site: Site) -> None:
    keys = contradicting(site)
    page = opened(site)
    for key, other in (keys, reversed(keys)):
        assert page.one(f"#row-{key} .opposing a[href^='#']")["href"] == f"#row-{other}"


def test_both_adopted_is_refused_until_a_record_says_how_it_was_settled(site: Site) -> None:
    contradicting(site)
    decide_all(site.stage)
    page = opened(site).press("送负责人确认", status=422)
    assert "相互矛盾的意见" in page.one(".error-summary").get_text()
    form = page.follow("填写", within="#missing")
    refused = form.press("保存协调记录", chair="", course="双方说明了考虑。", outcome="", status=422)
    assert refused.all(".field .error") == ["请填写主持人。", "请写明协调结果。"]
    assert refused.one("#field-course").get_text().strip() == "双方说明了考虑。"
    page = refused.press("保存协调记录", chair="张主任", outcome="保留原表述，增加考核。")
    assert "已协调" in page.text
    assert "协调记录：保留原表述，增加考核。" in page.text
    assert opened(site).press("送负责人确认").told[0] == "处理意见已送负责人确认。"


def test_one_adopted_and_one_declined_need_no_record(site: Site) -> None:
    keys = contradicting(site)
    page = opened(site)
    page.press("保存", within=f"#row-{keys[0]}", verdict="adopted")
    page.press("保存", within=f"#row-{keys[1]}", verdict="declined", reason="与另一意见不一致。")
    assert opened(site).press("送负责人确认").told[0] == "处理意见已送负责人确认。"


# -- sending to the head


def test_what_is_missing_is_listed_and_nothing_is_sent_before(site: Site) -> None:
    two_rows(site)
    page = opened(site).press("送负责人确认", status=422)
    assert "还有2行意见没有处理" in page.one(".error-summary").get_text()
    with site.stage.look() as (_, round_):
        assert round_.stage is RoundStage.SUMMARISING


def test_after_sending_the_table_only_reads_and_a_second_click_is_refused(site: Site) -> None:
    two_rows(site)
    decide_all(site.stage, Verdict.ADOPTED)
    page = opened(site)
    page.press("送负责人确认")
    assert page.press("送负责人确认", status=409).told
    now = opened(site)
    assert now.soup.select("form.decide, #bulk, #missing") == []
    assert "等待确认" in now.told[0]


def test_a_row_cannot_be_changed_from_a_page_that_was_open_before_sending(site: Site) -> None:
    keys = two_rows(site)
    decide_all(site.stage)
    page = opened(site)
    send_to_head(site.stage)
    page.press("保存", within=f"#row-{keys[0]}", verdict="declined", reason="不妥。", status=409)


# -- who may


def test_a_unit_and_an_administrator_do_not_find_the_table(site: Site) -> None:
    two_rows(site)
    url = site.round("decisions.summarise")
    for login in ("01jb", "01ld", "02jb", "admin"):
        site.as_(login).get(url, status=404)


def test_the_head_reads_the_table_but_decides_nothing_in_it(site: Site) -> None:
    keys = two_rows(site)
    head = site.as_("zr")
    assert head.get(site.round("decisions.summarise")).soup.select("form.decide") == []
    url = site.url("decisions.decide", key=site.round("decisions.summarise").split("/")[2], row=keys[0])
    head.post(url, {"csrf_token": head.token(), "verdict": "adopted"}, status=403)


def test_before_the_deadline_the_page_says_that_it_is_too_early(site: Site) -> None:
    a_round(site.stage)
    assert "还没有办到这一步" in opened(site).text


# -- rows that are alike, and a long table


def test_rows_that_are_alike_stand_together_with_the_threshold_told(site: Site) -> None:
    a_round(site.stage, units=4)
    words = words_of(site.stage, 2)
    wishes = ("，每季度通报一次考核情况", "，由主办单位牵头落实到人", "，每季度通报考核情况")
    closed_round(site.stage, *([said(2, words, words + wish)] for wish in wishes))
    page = opened(site)
    group = page.one(".alike")
    assert "以下2行意思相近（建议文字相同之处不低于80%）" in group.get_text()
    units = [tag.get_text() for tag in group.select(".row-units")]
    with site.stage.look() as (_, round_):
        assert units == [round_.replies[number].unit.name for number in (0, 2)]
    assert len(row_keys(opened(site, "?show=alike"))) == 2


def test_the_sheet_of_the_table_holds_what_is_shown(site: Site) -> None:
    keys = two_rows(site)
    opened(site).press("保存", within=f"#row-{keys[0]}", verdict="adopted")
    answer = site.as_("bgs").client.get(opened(site, "?show=open").link("导出Excel"))
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[6]) for row in rows] == [(2, "未处理")]


@pytest.fixture
def long_table(site: Site) -> Site:
    """Three hundred comments of forty units, the deadline behind."""
    a_large_round(site.stage, 40, comments=300)
    site.stage.clock.move_to(DEADLINE + timedelta(minutes=1))
    with site.stage.office.desk() as desk:
        desk.session.get_one(Round, site.stage.round_id).closed_at = desk.now
    return site


def test_a_long_table_is_worked_on_by_pages_of_whole_clauses(long_table: Site) -> None:
    page, numbers, clauses = opened(long_table), list[int](), list[str]()
    total = page.one("#tally").select("b")[1].get_text()
    while True:
        assert len(row_keys(page)) <= SIZE
        numbers += map(int, page.all(".row-number"))
        clauses += page.all(".clause-text h2")
        if "下一页" not in page.all(".pager a"):
            break
        page = page.follow("下一页")
    assert sorted(numbers) == list(range(1, int(total) + 1))
    assert len(clauses) == len(set(clauses))


def test_the_directory_counts_what_is_open_in_each_clause_and_leads_to_it(long_table: Site) -> None:
    page = opened(long_table)
    entries = page.soup.select(".clauses li")
    open_rows = [int(entry.get_text().rpartition("/")[2]) for entry in entries]
    assert sum(open_rows) == int(page.one("#tally").select("b")[1].get_text())
    last = entries[-1].select("a")[0]
    there = long_table.as_("bgs").get(urljoin(page.path, str(last["href"])))
    assert there.soup.find(id=str(last["href"]).rpartition("#")[2]) is not None


def test_a_long_table_costs_no_query_a_comment(long_table: Site) -> None:
    opened(long_table)
    seen: list[str] = []
    with long_table.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    opened(long_table)
    assert len(seen) < 50
