"""人员导入: every mistake named by sheet and row, nothing half-imported, two persons before it takes effect."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from tests.people.conftest import People, newcomer, one, post_of, unit
from workflow.administration import accounts, importing
from workflow.administration.importing import APPOINTED, LAYOUT, OFFICERS, UNITS, Import, Preview
from workflow.documents.packing import pack, unpack
from workflow.errors import AlreadyDone, NotYours, Refusal, Unreadable
from workflow.people import Officer, Post, PostKind, Unit

Rows = Sequence[Sequence[object]]
NEW_UNIT = ("区新设局", "新设局", "一般单位", "", "29141111", "有关委办局")
NEW_OFFICER = ("xsj", "林小明", "")
NEW_POST = ("xsj", "区新设局", "经办人", date(2026, 12, 1), None)


def workbook(units: Rows = (), officers: Rows = (), posts: Rows = ()) -> bytes:
    """The template as it is downloaded, with these rows typed in."""
    book = load_workbook(io.BytesIO(importing.blank()))
    for sheet, rows in ((UNITS, units), (OFFICERS, officers), (APPOINTED, posts)):
        for row in rows:
            book[sheet].append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def handed_in(people: People, data: bytes) -> tuple[int, Preview]:
    with people.at("admin") as desk:
        made, preview = importing.hand_in(desk, data, "人员.xlsx")
        return (made.id if made else 0), preview


def counted(people: People) -> list[int]:
    with people.at("admin") as desk:
        return [desk.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Unit, Officer, Post)]


def test_a_unit_its_officer_and_his_post_come_in_together_when_the_other_has_released_them(people: People) -> None:
    before = counted(people)
    made, preview = handed_in(people, workbook([NEW_UNIT], [NEW_OFFICER], [NEW_POST]))
    assert [len(preview.units), len(preview.officers), len(preview.posts)] == [1, 1, 1]
    assert counted(people) == before, "a preview takes no effect"
    with people.at("aq") as desk:
        importing.release(desk, desk.session.get_one(Import, made))
    assert counted(people) == [count + 1 for count in before]
    with people.at("admin") as desk:
        (post,) = one(desk, "xsj").posts
        assert (post.unit.name, post.kind, post.since, post.until) == (
            "区新设局",
            PostKind.CLERK,
            date(2026, 12, 1),
            None,
        )


def test_every_mistake_is_named_by_sheet_and_row_and_nothing_comes_in(people: People) -> None:
    before = counted(people)
    data = workbook(
        [NEW_UNIT, ("区某局", "", "公司", "", "", "")],
        [NEW_OFFICER, ("bgs", "别人", ""), ("有 空格", "林小明", ""), NEW_OFFICER],
        [NEW_POST, ("nobody", "区新设局", "经办人", "", ""), ("xsj", "没有的局", "经办人", "", ""),
         ("xsj", "区新设局", "局长", "", ""), ("xsj", "区新设局", "审计管理员", "", ""),
         ("xsj", "区新设局", "印章管理员", "明天", ""), ("admin", "区新设局", "经办人", "", ""),
         ("xsj", "区新设局", "印章管理员", "2026-01-01", "")],
    )  # fmt: skip
    made, preview = handed_in(people, data)
    assert made == 0
    places = {(each.sheet, each.row) for each in preview.wrong}
    assert places == {
        (UNITS, 3), (OFFICERS, 3), (OFFICERS, 4), (OFFICERS, 5),
        *((APPOINTED, row) for row in (3, 4, 5, 6, 7, 8, 9)),
    }  # fmt: skip
    assert counted(people) == before


def test_what_is_there_already_is_left_as_it_is(people: People) -> None:
    with people.at("admin") as desk:
        clerk = one(desk, "01jb")
        rows = (clerk.login, clerk.name, ""), (clerk.login, clerk.posts[0].unit.name, "经办人", "", "")
    _, preview = handed_in(people, workbook([NEW_UNIT], [rows[0]], [rows[1]]))
    assert (len(preview.units), preview.known, preview.wrong) == (1, 2, [])


def test_a_person_hands_it_in_and_another_releases_it_once(people: People) -> None:
    data = workbook([NEW_UNIT])
    for stranger in ("aq", "sj", "zr", "01jb"):
        with people.at(stranger) as desk, pytest.raises(NotYours):
            importing.hand_in(desk, data, "人员.xlsx")
    made, _ = handed_in(people, data)
    for stranger in ("admin", "sj", "zr"):
        with people.at(stranger) as desk, pytest.raises(NotYours):
            importing.release(desk, desk.session.get_one(Import, made))
    for _ in range(2):
        with people.at("aq") as desk:
            if (each := desk.session.get_one(Import, made)).settled_at is None:
                importing.release(desk, each)
            else:
                with pytest.raises(AlreadyDone):
                    importing.drop(desk, each)


def test_a_sheet_that_the_world_has_overtaken_comes_in_not_even_half(people: People) -> None:
    made, _ = handed_in(people, workbook([NEW_UNIT], [NEW_OFFICER]))
    with people.at("admin") as desk:
        desk.session.add(Officer(login="xsj", name="另一人", password_hash=""))
    before = counted(people)
    with pytest.raises(Refusal, match="没有导入任何内容"), people.at("aq") as desk:
        importing.release(desk, desk.session.get_one(Import, made))
    assert counted(people) == before


def test_nobody_gets_a_post_whose_account_is_closed(people: People) -> None:
    with people.at("admin") as desk:
        accounts.close_account(desk, newcomer(desk))
        name = unit(desk).name
    _, preview = handed_in(people, workbook(posts=[("new", name, "主要领导", "", "")]))
    assert "已经停用" in preview.wrong[0].sentence


def test_a_row_whose_days_are_others_than_those_on_record_is_not_taken_for_known(people: People) -> None:
    with people.at("aq") as desk:
        post = post_of(desk, "01jb")
        post.until, name = date(2026, 12, 10), post.unit.name
    row = ("01jb", name, "经办人", "2026-12-01")
    _, preview = handed_in(people, workbook(units=[NEW_UNIT], posts=[(*row, "2026-12-10")]))
    assert (preview.known, preview.wrong) == (1, [])
    _, preview = handed_in(people, workbook(posts=[(*row, "")]))
    assert "至2026年12月10日止，与表中的起止日期不一致" in preview.wrong[0].sentence


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        ({"officers": [("xsj", "林小明", "林小明 at 局")]}, "邮箱"),
        ({"officers": [("xsj", "林小明", "x" * 200 + "@district.example")]}, "邮箱"),
        ({"officers": [("xsj", "林\n小明", "")]}, "换行"),
        ({"units": [("区新\n设局", "新设局", "", "", "", "")]}, "换行"),
        ({"units": [("区新设局", "新设局", "", "安" * 21, "", "")]}, "20字"),
        ({"units": [("区新设局", "新设局", "", "", "1" * 41, "")]}, "40字"),
        ({"units": [("区新设局", "新设局", "", "", "", "组" * 101)]}, "100字"),
    ],
)
def test_what_does_not_fit_its_column_is_a_mistake_like_others(
    people: People, sheets: Mapping[str, Rows], sentence: str
) -> None:
    _, preview = handed_in(people, workbook(**sheets))
    [wrong] = preview.wrong
    assert sentence in wrong.sentence


def test_signs_that_nobody_sees_make_no_second_unit(people: People) -> None:
    with people.at("admin") as desk:
        name = unit(desk).name
    row = (f"{name[:2]}\u200b{name[2:]}\ufeff", "", "", "", "", "")
    _, preview = handed_in(people, workbook(units=[NEW_UNIT, row]))
    assert (len(preview.units), preview.known) == (1, 1)


@pytest.mark.parametrize("half", [b"", b"<worksheet><a", b"<worksheet/>"])
def test_a_workbook_that_is_broken_inside_is_refused_in_words(people: People, half: bytes) -> None:
    parts = unpack(workbook([NEW_UNIT]))
    parts["xl/worksheets/sheet1.xml"] = half
    with people.at("admin") as desk, pytest.raises(Unreadable, match="模板"):
        importing.hand_in(desk, pack(parts), "人员.xlsx")


def test_the_template_has_what_the_reader_asks_for() -> None:
    book = load_workbook(io.BytesIO(importing.blank()))
    assert {sheet.title: tuple(cell.value for cell in sheet[1]) for sheet in book.worksheets} == dict(LAYOUT)


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 half a zip"])
def test_what_is_no_workbook_is_refused_in_words(people: People, data: bytes) -> None:
    with people.at("admin") as desk, pytest.raises(Unreadable, match="模板"):
        importing.hand_in(desk, data, "人员.xlsx")


def test_a_missing_sheet_or_column_is_named(people: People) -> None:
    book = Workbook()
    book.worksheets[0].title = UNITS
    written = io.BytesIO()
    book.save(written)
    with people.at("admin") as desk, pytest.raises(Unreadable, match="单位全称"):
        importing.hand_in(desk, written.getvalue(), "人员.xlsx")
