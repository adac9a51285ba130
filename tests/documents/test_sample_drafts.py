"""The sample papers of the fictional 青川区: credible to read, and read as they were written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.commands import main
from workflow.documents.outline import gaps, parse
from workflow.documents.reading import lines_of, read_draft

SAMPLES = Path(__file__).parents[2] / "templates" / "sample"


def sample(name):
    return read_draft((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "title", "clauses_per_part"),
    [
        (
            "draft.docx",
            "中共青川区委 青川区人民政府关于推进安全生产领域改革发展的实施办法（征求意见稿）",
            [3, 5, 5, 6, 5, 5, 3],
        ),
        ("annex.docx", "中共云江市委 云江市人民政府关于推进安全生产领域改革发展的实施意见", [2, 4, 3, 3]),
    ],
)
def test_a_sample_reads_as_it_was_written(name, title, clauses_per_part):
    outline = sample(name)
    assert outline.title == title
    assert [len(part.clauses) for part in outline.parts] == clauses_per_part
    assert gaps(outline) == []
    assert parse(outline.lines()) == outline


def test_the_samples_number_their_clauses_in_both_ways():
    typed, automatic = ((SAMPLES / name).read_bytes() for name in ("draft.docx", "annex.docx"))
    assert "（三十二）做好评估完善。" in "\n".join(lines_of(typed))
    assert "（十二）动员社会参与。" in "\n".join(lines_of(automatic))
    assert b"chineseCountingThousand" in part_of(automatic, "word/numbering.xml")
    assert "（十二）".encode() not in part_of(automatic, "word/document.xml")


def part_of(data, name):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_every_clause_is_long_enough_to_comment_on_and_short_enough_to_read():
    for name in ("draft.docx", "annex.docx"):
        for part, clause in sample(name).clauses():
            assert 90 <= len("".join(clause.paragraphs)) <= 300, clause.label(part)
            assert clause.title


def test_the_draft_has_a_clause_of_several_paragraphs_and_one_of_dashes():
    clauses = {clause.number: clause for _, clause in sample("draft.docx").clauses()}
    assert len(clauses["（四）"].paragraphs) == 3
    assert all(paragraph.startswith("——") for paragraph in clauses["（二）"].paragraphs)


# -- the command -------------------------------------------------------------------------------------------------------


def zhengxun(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_command_lists_the_clauses():
    result = zhengxun("clauses", SAMPLES / "draft.docx")
    assert result.exit_code == 0
    assert "共7个部分、32条" in result.stdout
    assert "二、（四）明确党委(党组)与政府领导职责" in result.stdout
    assert result.stderr == ""


def test_the_command_gives_the_outline_as_json():
    result = zhengxun("clauses", SAMPLES / "annex.docx", "--json")
    assert json.loads(result.stdout) == sample("annex.docx").as_dict()


@pytest.mark.parametrize(("content", "sentence"), [(b"", "是空的"), (b"%PDF-1.7", "PDF"), (None, "没有找到文件")])
def test_a_refusal_is_one_line_on_the_error_channel(tmp_path, content, sentence):
    file = tmp_path / "文稿.docx"
    if content is not None:
        file.write_bytes(content)
    result = zhengxun("clauses", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    assert "打不开" in zhengxun("clauses", tmp_path).stderr


def test_slips_are_shown_beside_the_list(tmp_path):
    import docx

    document = docx.Document()
    for line in ("办法", "一、总则", "（一）目标。各部门抓好落实。", "（三）原则。各部门抓好落实。"):
        document.add_paragraph(line)
    document.save(tmp_path / "文稿.docx")
    result = zhengxun("clauses", tmp_path / "文稿.docx")
    assert result.exit_code == 0
    assert "提示：“一、（三）”之前可能缺“（二）”，请核对。" in result.stderr
