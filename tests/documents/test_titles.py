"""Long titles are broken where the sense allows (GB/T 9704-2012, 7.3.1)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.documents.titles import broken


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("意见反馈单", ["意见反馈单"]),
        ("关于征求《关于加强用气安全管理的实施办法（征求意见稿）》意见的通知",
         ["关于征求《关于加强用气安全管理的", "实施办法（征求意见稿）》意见的通知"]),
        ("关于延长临湖区某食品加工厂“12·1”一般火灾事故调查期限的批复",
         ["关于延长临湖区某食品加工厂", "“12·1”一般火灾事故调查期限的批复"]),
        ("关于更正《中共青川区委 青川区人民政府关于推进安全生产领域改革发展的实施办法（征求意见稿）》的通知",
         ["关于更正《中共青川区委 青川区人民", "政府关于推进安全生产领域改革发展的", "实施办法（征求意见稿）》的通知"]),
        ("关于临湖区北山矿业有限责任公司铁矿“3·15”较大冒顶片帮事故调查报告的批复",
         ["关于临湖区北山矿业有限责任", "公司铁矿“3·15”", "较大冒顶片帮事故调查报告的批复"]),
    ],
)  # fmt: skip
def test_a_title_breaks_between_words(title: str, lines: list[str]) -> None:
    assert broken(title, 20) == lines


@example("（的》“", 3)  # breaking it a third time would leave a line without a character
@given(st.text("关于征求《安全》意见（稿）的“通知”、2017", min_size=1, max_size=120), st.integers(5, 31))
def test_no_line_is_too_long_and_nothing_is_lost(title: str, longest: int) -> None:
    lines = broken(title, longest)
    assert "".join(lines) == title
    assert all(0 < len(line) <= longest for line in lines)
    fewest = -(-len(title) // longest)
    assert len(lines) in (fewest, fewest + 1)


def test_a_line_is_added_only_where_it_keeps_a_name_whole() -> None:
    assert len(broken("某" * 40, 20)) == 2
    assert len(broken("某" * 18 + "“3·15”" + "某" * 16, 20)) == 3


@pytest.mark.parametrize("opening", ["《", "（", "“"])
def test_an_opening_mark_never_ends_a_line(opening: str) -> None:
    title = "某" * 9 + opening + "某" * 12
    assert not broken(title, 20)[0].endswith(opening)


def test_the_draft_in_brackets_stays_in_one_piece() -> None:
    title = "关于延长《关于推进安全生产领域改革发展的实施办法（征求意见稿）》征求意见期限的通知"
    assert any("（征求意见稿）" in line for line in broken(title, 20))
