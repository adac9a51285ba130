"""The zip itself: files, journal, records, metadata, the manifest over all of them, and the script that checks it."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from workflow.archiving import evidence, signed
from workflow.archiving.holding import Held, Holding, path_of, with_pdfs
from workflow.chain import canonical
from workflow.desk import Desk
from workflow.documents.packing import pack
from workflow.signatures.rows import SigningKey

CHECK = Path(__file__).parent.parent.parent / "templates" / "archive" / "check.py"
NOTE = (
    "元素名称参照GB/T 39362-2020所列电子公文元数据，密级、保管期限等由归档单位核定后补填；"
    "本包供核对来源和内容，不代替归档单位按规定办理的电子档案移交和检测。"
)

Reading = Callable[[Collection[Held]], Iterable[Held]]  # whoever packs much tells between two files how far it is


def prepare(desk: Desk) -> None:
    """In a transaction before that of `archive`, which had better only read, so that all of it is of one moment: the key
    is kept when an archive is the first thing that it signs."""
    if desk.signing:
        signed.signer(desk, desk.signing)


def archive(desk: Desk, holding: Holding, reading: Reading = iter) -> bytes:
    """The same case gives the same bytes, whenever it is packed."""
    holding = with_pdfs(desk.session, holding)
    parts = {**_files(desk, holding, reading), **_evidence(desk, holding), "check.py": CHECK.read_bytes()}
    parts["metadata.json"] = canonical(_described(holding))
    key = signed.signer(desk, desk.signing) if desk.signing else None
    parts |= _signatures(desk, holding, key)
    manifest = canonical({"case": holding.title, "files": [_listed(name, parts[name]) for name in sorted(parts)]})
    parts["manifest.json"] = manifest
    parts["manifest.sha256"] = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    if desk.signing and key:
        parts[signed.MANIFEST_SIGNATURE] = signed.under(desk.signing, key, manifest)
    return pack(parts)


def _files(desk: Desk, holding: Holding, reading: Reading) -> dict[str, bytes]:
    return {
        path_of(number, held, len(holding.held)): desk.files.read(held.file)
        for number, held in enumerate(reading(holding.held), 1)
    }


def _evidence(desk: Desk, holding: Holding) -> dict[str, bytes]:
    owners = {**holding.owners, "kept_file_id": [held.file.id for held in holding.held]}
    records = evidence.records(desk.session, owners)
    return {
        "journal.jsonl": evidence.journal(desk.session, holding.case, records),
        "records.jsonl": b"".join(records.values()),
    }


def _signatures(desk: Desk, holding: Holding, under: SigningKey | None) -> dict[str, bytes]:
    """`under`: the key that signs the list of contents."""
    found = signed.statements(desk.session, {held.file.sha256 for held in holding.held})
    signers = {one.key_id for one in found} | ({under.key_id} if under else set())
    return {**signed.as_files(found), **(signed.keys(desk.session, signers) if signers else {})}


def _described(holding: Holding) -> Mapping[str, Any]:
    files = [
        {
            "序号": number,
            "题名": held.title,
            "文种": held.kind,
            "形成日期": held.file.kept_at,
            "计算机文件名": path_of(number, held, len(holding.held)),
            "格式信息": held.file.media_type,
            "计算机文件大小": held.file.size,
            "数字摘要值": held.file.sha256,
        }
        for number, held in enumerate(holding.held, 1)
    ]
    return {"说明": NOTE, "案卷": holding.described, "文件": files}


def _listed(path: str, data: bytes) -> dict[str, Any]:
    sm3 = Hash(SM3())
    sm3.update(data)
    return {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "sm3": sm3.finalize().hex()}
