"""书名号: within 《》 stands 〈〉, within that 《》 again (GB/T 15834)."""

import pytest

from workflow.documents.title_marks import bare, in_marks


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("实施办法", "《实施办法》"),
        ("《实施办法》", "《实施办法》"),
        ("贯彻《安全生产法》办法", "《贯彻〈安全生产法〉办法》"),
        ("贯彻〈安全生产法〉办法", "《贯彻〈安全生产法〉办法》"),
        ("贯彻《安全生产法》", "《贯彻〈安全生产法〉》"),
        ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
        ("关于征求《贯彻〈安全生产法〉办法》意见的通知", "《关于征求〈贯彻《安全生产法》办法〉意见的通知》"),
    ],
)
def test_a_title_within_a_title_takes_the_other_marks(title: str, written: str) -> None:
    assert in_marks(title) == written


def test_only_marks_around_the_whole_are_taken_off() -> None:
    assert [bare(title) for title in ("《甲》", "贯彻《甲》", "《甲》和《乙》")] == [
        "甲",
        "贯彻《甲》",
        "《甲》和《乙》",
    ]
