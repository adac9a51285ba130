"""挂牌督办 on its pages: proposed, decided, lifted."""

import pytest

from tests.web.measured import Approved, an_approved_case
from tests.web.site import Page, Site

REASON = "认定的直接原因与鉴定结论不一致。"


@pytest.fixture
def case(site: Site) -> Approved:
    return an_approved_case(site.stage)


def proposed(site: Site, case: Approved) -> Page:
    page = site.as_("bgs").get(site.url("supervisions.propose", key=case.key))
    return page.press("提请", trigger="unsupported", reason=REASON)


def task(site: Site) -> Page:
    return site.as_("zr").get("/").follow("挂牌督办")


def test_a_supervision_is_proposed_imposed_and_lifted(site: Site, case: Approved) -> None:
    assert REASON in proposed(site, case).text
    assert "正在办理" in task(site).follow("督办情况").follow("流程图").one("#step-decide").get_text()
    page = task(site).press("决定挂牌，印发通知书", matters="补充调查\n重新认定原因和责任")
    assert page.told == ["已挂牌督办，通知书已生成并送达。"]
    assert "督办中" in page.all(".standing .state")
    page = task(site).press("解除挂牌督办，印发通知书", status=422, result_0="已补充调查。", reason="已办结。")
    assert "已补充调查。" in page.html
    page = page.press("解除挂牌督办，印发通知书", result_1="已重新认定。")
    assert "已解除" in page.all(".standing .state")


def test_declining_needs_a_reason(site: Site, case: Approved) -> None:
    proposed(site, case)
    page = task(site).press("不予挂牌", status=422)
    assert "结论与已查明的事实不符" in page.text  # the notice is still there to be decided upon
    page = page.press("不予挂牌", reason="鉴定结论已经更正。")
    assert "不予挂牌" in page.all(".standing .state")


def test_a_notice_without_matters_is_refused(site: Site, case: Approved) -> None:
    proposed(site, case)
    page = task(site).press("决定挂牌，印发通知书", status=422, matters="", addressee="区人民政府")
    assert "请至少写明一项督办事项" in page.text


def test_others_neither_propose_nor_see_it(site: Site, case: Approved) -> None:
    key = proposed(site, case).path.rpartition("/")[2]
    site.as_("01jb").get(site.url("supervisions.show", key=key), status=404)
    site.as_("qz").get(site.url("supervisions.propose", key=case.key), status=403)
