"""The signed PDF beside a Word file, for every page that lists papers: `pdf_of(file)` in a template."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import object_session

from workflow.files import KeptFile
from workflow.signatures.rows import MarkedPaper, SignedPdf

_KNOWN = "zhengxun.pdfs"  # in the session's own dictionary: Word file -> the key of its PDF, "" for none


def install(app: Flask) -> None:
    app.jinja_env.globals["pdf_of"] = pdf_of


def pdf_of(file: KeptFile) -> str:
    """The key of its PDF, or ""; asked once for all the files that the page has read so far."""
    session = object_session(file)
    assert session is not None  # a page shows files while its desk stands
    known: dict[int, str] = session.info.setdefault(_KNOWN, {})
    if file.id not in known:
        read = {one.id for one in session.identity_map.values() if isinstance(one, KeptFile)} | {file.id}
        asked = read - known.keys()
        of_these = select(MarkedPaper.file_id, KeptFile.key).join(SignedPdf, SignedPdf.paper_id == MarkedPaper.id)
        found = session.execute(
            of_these.join(KeptFile, KeptFile.id == SignedPdf.file_id).where(MarkedPaper.file_id.in_(asked))
        )
        known.update(dict.fromkeys(asked, ""))
        for file_id, key in found:
            known[file_id] = key
    return known[file.id]
