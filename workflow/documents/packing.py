"""Word files are zip archives; packed here so that equal parts give equal bytes and so equal hashes."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold; the real one is in the journal
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # readers that stream expect these first


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The archive of these parts, name -> content."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name in sorted(parts, key=lambda name: (name not in _FIRST, name)):
            target.writestr(_entry(name), parts[name], compresslevel=6)
    return archive.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """Every part of the archive by its name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {entry.filename: source.read(entry) for entry in source.infolist() if not entry.is_dir()}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # always Unix: as FAT, Info-ZIP's unzip takes Chinese names for code page 850
    entry.external_attr = 0o644 << 16
    return entry
