"""The pages of the three administrators, and everybody's own page about substitutes."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from tests.makers import a_round
from tests.web.site import Site
from workflow.people import Officer, Substitution

OPEN = "administration.people"


def test_a_new_officer_comes_from_the_first_account_to_his_first_post(site: Site) -> None:
    made = site.as_("admin").get(site.url(OPEN)).press("开设账号", login="lxm", name="林小明")
    assert dict(zip(made.all(".facts dt"), made.all(".facts dd"), strict=True))["账号"] == "lxm"
    page = site.as_("aq").get(site.url(OPEN) + "?q=lxm").follow("林小明")
    unit = next(str(tag["value"]) for tag in page.soup.select("#field-unit option") if "教育局" in tag.get_text())
    page = page.press("安排岗位", unit=unit, kind="clerk")
    assert page.told == ["岗位已安排，从起始日期起生效。"]
    assert any("教育局" in line for line in page.all("tbody th"))


def test_what_was_typed_stays_when_the_login_is_taken(site: Site) -> None:
    page = site.as_("admin").get(site.url(OPEN)).press("开设账号", status=422, login="bgs", name="林小明")
    assert page.one("#field-name")["value"] == "林小明"
    assert "已经有人使用" in page.text


def test_a_handover_names_the_successor_or_is_refused(site: Site) -> None:
    a_round(site.stage, units=1)
    site.as_("admin").get(site.url(OPEN)).press("开设账号", login="lxm", name="林小明")
    page = site.as_("aq").get(site.url(OPEN) + "?q=01jb")
    page = page.browser.get(str(page.one("tbody th a")["href"])).follow("交接", within="table")
    refused = page.press("登记交接", status=422, listed=["1"])
    assert "将无人办理" in refused.text
    done = page.press("登记交接", listed=["1"], successor="lxm")
    assert "交接已登记" in done.told[0]


def test_a_second_handover_says_what_becomes_of_the_first_and_its_list_says_so_too(site: Site) -> None:
    a_round(site.stage, units=1)
    page = site.as_("aq").get(site.url(OPEN) + "?q=01jb")
    page = page.browser.get(str(page.one("tbody th a")["href"])).follow("交接", within="table")
    page.press("登记交接", listed=["1"], successor="02ld")
    first = site.as_("02ld").get(site.url("administration.substitutes")).follow("请核对交接清单")
    again = page.browser.get(page.path)
    assert "尚未确认清单。再次登记的，以新的为准" in again.text
    assert "同岗还有" not in again.text, "the successor is only promised"
    again.press("登记交接", listed=["1"], successor="03ld")
    gone = first.browser.get(first.path)
    assert "不再作数，不必接收" in gone.text
    assert gone.all("main form") == []
    people = page.browser.get(site.url(OPEN) + "?q=02ld")
    card = str(people.one("tbody th a")["href"])
    for _ in range(2):
        assert "已取消" in people.browser.get(card).text
        site.stage.clock.pass_(days=1)


def test_a_seal_keeper_may_go_without_a_successor_and_the_page_says_who_gets_the_work(site: Site) -> None:
    a_round(site.stage, units=1)
    acts = site.stage.unit(0)
    acts.receive()
    acts.write([])
    acts.sign()
    page = site.as_("aq").get(site.url(OPEN) + "?q=01yz")
    page = page.browser.get(str(page.one("tbody th a")["href"])).follow("交接", within="table")
    assert "没有印章管理员，待办由主要领导" in page.text
    assert "从次日起，待办由" in page.press("登记交接", listed=["1"]).told[0]


def test_a_clerk_entrusts_a_colleague_and_both_see_it_on_every_page(site: Site) -> None:
    a_round(site.stage, units=1)
    page = site.as_("01jb").get(site.url("administration.substitutes")).follow("委托他人代办")
    keeper = next(str(tag["value"]) for tag in page.soup.select("#field-substitute option")[1:])
    until = (site.stage.clock() + timedelta(days=3)).date().isoformat()
    names = {tag.get_text(): str(tag["value"]) for tag in page.soup.select("#field-substitute option") if tag["value"]}
    assert len(names) == 2, "the leader and the seal keeper of the same unit, nobody else"
    for key in names.values():
        answer = page.browser.client.post(
            page.path,
            data={"csrf_token": page.browser.token(), "substitute": key, "since": "2026-11-20", "until": until},
        )
        if answer.status_code == 302:
            break
    assert keeper
    waiting = site.as_("01yz").get("/")
    assert any(text.startswith("代 ") for text in waiting.all(".who-post")), "whom he stands in for is said on top"
    assert waiting.all(".list tbody th a"), "the clerk's work lies on his desk"
    assert "代办中" in site.as_("01jb").get(site.url("administration.substitutes")).text
    page = site.as_("01yz").get(site.url("administration.substitutes")).press("撤销")
    assert "委托已撤销" in page.told[0]
    assert site.as_("01yz").get("/").all(".list tbody th a") == []


@pytest.mark.parametrize(
    ("since", "until", "left", "says", "may_be_revoked"),
    [
        (0, 3, None, "代办中", True),
        (2, 3, None, "尚未开始", True),
        (-3, -1, None, "已到期", False),
        (-3, 3, -1, "委托人已不任该岗位", True),
    ],
)
def test_how_an_entrustment_stands(
    site: Site, since: int, until: int, left: int | None, says: str, may_be_revoked: bool
) -> None:
    with site.stage.office.desk() as desk:
        clerk, keeper = (
            desk.session.scalars(select(Officer).filter_by(login=login)).one() for login in ("01jb", "01yz")
        )
        days = {name: desk.today + timedelta(days=days) for name, days in {"since": since, "until": until}.items()}
        desk.session.add(
            Substitution(post=clerk.posts[0], substitute=keeper, made_at=desk.now, made_by_id=clerk.id, **days)
        )
        if left is not None:
            clerk.posts[0].until = desk.today + timedelta(days=left)
    page = site.as_("01yz").get(site.url("administration.substitutes"))
    assert page.one("td[data-label=状态] .state").get_text(strip=True) == says
    assert bool(page.all("td[data-label=状态] button")) == may_be_revoked


def test_the_auditor_reads_by_person_and_takes_the_journal_out(site: Site) -> None:
    a_round(site.stage, units=1)
    site.as_("01jb").get(site.url("administration.journal"), status=403)
    page = site.as_("sj").get(site.url("administration.journal") + "?person=zr")
    assert page.all("tbody tr")
    assert all("（zr）" in person for person in page.all("td[data-label=人员]"))
    sheet = load_workbook(io.BytesIO(page.press("导出Excel").response.data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["序号", "时间", "人员"]
    assert sheet.max_row - 2 >= len(page.all("tbody tr"))
    assert "导出办理日志" in site.as_("sj").get(site.url("administration.journal")).text


def test_a_line_is_found_by_day_and_a_wrong_day_is_said(site: Site) -> None:
    a_round(site.stage, units=1)
    journal = site.url("administration.journal")
    assert site.as_("sj").get(journal + "?since=2026-11-20&until=2026-11-20&person=zr").all("tbody tr")
    assert site.as_("sj").get(journal + "?until=2026-11-19&person=zr").all("tbody tr") == []
    assert "填写有误" in site.as_("sj").get(journal + "?since=tomorrow").text


@pytest.mark.parametrize("login", ["admin", "aq", "sj"])
def test_an_administrator_sees_no_round_and_no_case(site: Site, login: str) -> None:
    a_round(site.stage, units=1)
    site.as_(login).get(site.round("rounds.board"), status=404)
    site.as_(login).get(site.reply(0), status=404)
    assert "征求意见" not in site.as_(login).get("/").all("nav a")


def test_a_workbook_is_handed_in_by_one_and_released_by_the_other(site: Site) -> None:
    imports = site.url("administration.imports")
    blank = site.as_("admin").client.get(site.url("administration.import_template")).data
    page = site.as_("admin").get(imports).press("检查并提交", status=422, file=(blank, "人员.xlsx"))
    assert "没有需要登记的内容" in page.text
    book = load_workbook(io.BytesIO(blank))
    book["人员"].append(["xsj", "林小明", ""])
    book["岗位"].append(["xsj", "没有的局", "经办人", "", ""])
    page = page.press("检查并提交", status=422, file=(saved(book), "人员.xlsx"))
    assert page.all("tbody tr") == ["岗位 第2行 单位“没有的局”没有登记，也不在“单位”表中。请与单位全称核对。"]
    book["岗位"]["B2"] = "区教育局"
    page = site.as_("admin").get(imports).press("检查并提交", file=(saved(book), "人员.xlsx"))
    assert "核对无误，生效" not in page.buttons
    done = site.as_("aq").get(page.path).press("核对无误，生效")
    assert "导入已生效" in done.told[0]
    assert "林小明" in site.as_("admin").get(site.url(OPEN) + "?q=xsj").text


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_auditor_reads_and_asks_in_words_what_a_line_is_about(site: Site) -> None:
    a_round(site.stage, units=2)
    journal = site.url("administration.journal")
    page = site.as_("sj").get(journal)
    about = [words for words in page.all("td[data-label=事项]") if words]
    assert {"征求意见1号"} <= set(about)
    assert not any(letter.isascii() and letter.isalpha() for letter in "".join(about))
    clicked = page.follow("征求意见1号")
    asked = site.as_("sj").get(f"{journal}?case=征求意见1号")
    assert clicked.all("tbody tr") == asked.all("tbody tr") != page.all("tbody tr")
    assert clicked.one("#field-case")["value"] == "征求意见1号"
