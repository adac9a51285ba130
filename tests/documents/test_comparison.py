"""What a proposal changes, as people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.documents.comparison import Kind, Piece, difference

SIGNS = {Kind.SAME: "{}", Kind.REMOVED: "[-{}]", Kind.ADDED: "[+{}]"}


def marked(old: str, new: str) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("每季度检查一次。", "每月检查一次。", "每[-季度][+月]检查一次。"),
        ("定期检查。", "定期检查，并公布结果。", "定期检查[+，并公布结果]。"),
        ("应当立即报告。", "应当报告。", "应当[-立即]报告。"),
        ("于2017年底前", "于2018年底前", "于[-2017][+2018]年底前"),
        ("按GB 9704执行", "按GB/T 9704执行", "按GB[+/T] 9704执行"),
        ("不变", "不变", "不变"),
        ("", "新增一句。", "[+新增一句。]"),
        ("删去本句。", "", "[-删去本句。]"),
        ("", "", ""),
    ],
)
def test_a_change_reads_as_removed_then_added(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_a_lone_character_in_common_does_not_tear_a_change_to_shreds() -> None:
    assert marked("由区安监局负责组织实施。", "由各镇街安全办具体落实。") == (
        "由[-区安监局负责组织实施][+各镇街安全办具体落实]。"
    )


@given(st.text("国安全，。2017 ab\r\n", max_size=40), st.text("国安全，。2017 ab\r\n", max_size=40))
def test_the_pieces_make_up_both_texts_exactly(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_a_piece_says_what_it_is() -> None:
    assert difference("甲", "甲乙") == (Piece(Kind.SAME, "甲"), Piece(Kind.ADDED, "乙"))
