"""整改评估 on its pages: the team, each measure against its test, the government, publication, and once more."""

from datetime import timedelta

import pytest

from tests.web.measured import DUE, TEST, Approved, an_approved_case
from tests.web.site import Page, Site
from workflow.accident.model import FindingKind
from workflow.files import WORD

DONE, NOT_DONE = FindingKind.DONE, FindingKind.NOT_DONE
REDO = (DUE + timedelta(200)).isoformat()


@pytest.fixture
def case(site: Site) -> Approved:
    """Two measures, the first closed; the evaluation has begun."""
    found = an_approved_case(site.stage, units=(0, 1))
    found.close(1)
    found.open_evaluation()
    return found


def task(site: Site, login: str) -> Page:
    return site.as_(login).get("/").follow("整改评估")


def test_an_evaluation_is_done_through_its_pages_and_what_failed_is_ordered_again(site: Site, case: Approved) -> None:
    page = task(site, "bgs")
    page = page.press("成立评估组", name=["赵一", "钱二"], body=["区应急局", "区住建委"], role=["组长", "成员"])
    page = page.follow("评估第1项")
    assert TEST in page.text
    page = page.press("登记结论", kind="done", seen="三个作业面全部合格。")
    assert "第2项" in page.text  # the next one comes by itself
    page = page.press("登记结论", kind="not_done", seen="仍未挂网。", redo_by=REDO)
    for name, words in (("overall", "总体落实较好。"), ("problems", "第2项没有落实。")):
        page.type(f"field-{name}", words)
    page.press("报审")
    page = task(site, "qz")
    assert "第2项没有落实。" in page.text
    assert page.follow("预览评估报告").response.mimetype == WORD
    page.press("审定")
    page = task(site, "zr")
    assert "未落实1项" in page.text
    page = page.press("公布评估结果", where="区政府门户网站")
    assert "责成重新整改" in page.told[0]
    assert "等待重新整改办结" in page.text
    page = site.as_("02jb").get(site.url("measures.show", key=case.measure_key(2)))
    assert "仍未挂网。" in page.text


def test_the_team_needs_a_leader_and_what_was_typed_stays(site: Site, case: Approved) -> None:
    page = task(site, "bgs").press(
        "成立评估组", status=422, name=["赵一", "钱二"], body=["区应急局", "区住建委"], role=["成员", "成员"]
    )
    assert "应当有一名组长" in page.text
    assert [tag["value"] for tag in page.soup.select("input[name=name]")][:2] == ["赵一", "钱二"]


def test_a_measure_that_is_not_closed_cannot_be_found_done(site: Site, case: Approved) -> None:
    case.form_team()
    url = site.url("evaluations.assess_measure", key=case.evaluation_key, measure=case.measure_key(2))
    page = site.as_("bgs").get(url).press("登记结论", status=409, kind="done", seen="已经合格。")
    assert "尚未销号，不能评为已落实" in page.told[0]


def test_what_was_not_carried_out_needs_a_new_day(site: Site, case: Approved) -> None:
    case.form_team()
    url = site.url("evaluations.assess_measure", key=case.evaluation_key, measure=case.measure_key(2))
    page = site.as_("bgs").get(url).press("登记结论", status=422, kind="partly", seen="挂了一半。")
    assert "挂了一半。" in page.html
    assert "field-redo_by" in page.html


def test_the_report_waits_until_each_measure_has_its_finding(site: Site, case: Approved) -> None:
    case.form_team()
    page = task(site, "bgs").press("报审", status=422)
    assert len(page.soup.select(".error-summary a")) == 3  # two measures and the opinion
    for link in page.soup.select(".error-summary a"):
        page.one(str(link["href"]))


def test_the_government_may_return_the_report(site: Site, case: Approved) -> None:
    case.form_team()
    case.assess(DONE, NOT_DONE)
    page = task(site, "qz")
    page.press("退回区安委办", status=422, reason="")
    page.press("退回区安委办", reason="请补充第1项的抽查记录。")
    assert "请补充第1项的抽查记录。" in task(site, "bgs").text


def test_only_the_people_of_the_case_see_its_evaluation(site: Site, case: Approved) -> None:
    site.as_("01jb").get(site.url("evaluations.show", key=case.key), status=404)
    for endpoint in ("assess", "form_team", "team_row", "preview"):
        site.as_("01jb").get(site.url(f"evaluations.{endpoint}", key=case.evaluation_key), status=404)
    assert "评估组" in site.as_("qz").get(site.url("evaluations.show", key=case.key)).text


def test_before_it_begins_the_page_tells_when_it_will(site: Site) -> None:
    case = an_approved_case(site.stage)
    page = site.as_("bgs").get(site.url("evaluations.show", key=case.key))
    assert "2027年9月20日" in page.text
