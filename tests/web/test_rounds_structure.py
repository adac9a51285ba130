"""条款结构: what the system read from the draft, corrected by the clerk before it goes out."""

from tests.web import papers
from tests.web.site import Page, Site
from tests.web.test_rounds_draft import begin, stored

DRAFT = papers.a_draft(
    "关于某某的意见", "一、总体要求", "（一）指导思想。以人为本。", "（二）目标。到明年见效。", "（四）时限。"
)


def opened(site: Site) -> Page:
    begin(site).press("上传", draft=(DRAFT, "draft.docx"))
    return site.as_("bgs").get(site.round("rounds.structure"))


def numbers(page: Page) -> list[str]:
    return [str(tag["value"]) for tag in page.soup.select("input[name*=clauses][name$=number]")]


def test_slips_of_numbering_are_pointed_out(site: Site) -> None:
    page = opened(site)
    assert any("可能缺“（三）”" in sentence for sentence in page.all(".notice p"))


def test_a_corrected_number_and_title_are_saved(site: Site) -> None:
    saved = opened(site).press(
        "保存条款结构", **{"parts.0.clauses.2.number": "（三）", "title": "关于某某的意见（征求意见稿）"}
    )
    assert saved.told == ["条款结构已保存。各单位将按这一结构逐条提意见。"]
    assert [clause.number for clause in stored_clauses(site)] == ["（一）", "（二）", "（三）"]
    assert stored(site).title == "关于某某的意见（征求意见稿）"


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_stays(site: Site) -> None:
    page = opened(site).press(
        "保存条款结构", status=422, **{"parts.0.clauses.1.number": "（一）", "parts.0.clauses.0.title": "总的想法"}
    )
    assert "出现了两次" in page.one('[id="error-parts.0.clauses.1.number"]').get_text()
    assert page.one('input[name="parts.0.clauses.0.title"]')["value"] == "总的想法"
    assert [clause.number for clause in stored_clauses(site)] == ["（一）", "（二）", "（四）"]


def test_clauses_are_joined_added_removed_and_parted_before_anything_is_saved(site: Site) -> None:
    page = step(opened(site), "join:0.1")
    assert numbers(page) == ["（一）", "（四）"]
    assert "（二）目标" in page.one('textarea[name="parts.0.clauses.0.paragraphs"]').get_text()
    assert any("还没有保存" in told for told in page.all(".notice p"))
    page = step(page, "part:0.1")
    assert len(page.soup.select(".edit-part")) == 2
    assert numbers(step(page, "unpart:1.0")) == ["（一）", "（四）"]
    assert numbers(step(page, "remove:1.0")) == ["（一）"]
    assert numbers(step(page, "add:0.0")) == ["（一）", "", "（四）"]
    assert [clause.number for clause in stored_clauses(site)] == ["（一）", "（二）", "（四）"]


def test_a_step_that_makes_no_sense_changes_nothing(site: Site) -> None:
    page = opened(site)
    for nonsense in ("join:0.0", "remove:7.7", "explode:0.0", "join:x.y", ""):
        assert numbers(step(page, nonsense)) == ["（一）", "（二）", "（四）"]


def step(page: Page, what: str) -> Page:
    """As the small buttons below each clause send it."""
    form = page.one("#structure form")
    for button in form.select("button[name=step]"):
        button.decompose()
    pressed = page.soup.new_tag(
        "button", attrs={"name": "step", "value": what, "formaction": page.path.removesuffix("/edit") + "/edit"}
    )
    pressed.string = "办这一步"
    form.append(pressed)
    return page.press("办这一步")


def stored_clauses(site: Site):  # type: ignore[no-untyped-def]
    with site.stage.look() as (desk, round_):
        found = list(round_.current_draft.clauses)
        desk.session.expunge_all()
        return found
