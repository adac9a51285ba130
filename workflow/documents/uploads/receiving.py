"""One upload: its content is what its purpose allows, its name is only what people read."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from workflow.documents.archives import must_be_harmless_ole, opened
from workflow.documents.uploads import images, kinds
from workflow.documents.uploads.kinds import Kind
from workflow.errors import Unreadable

MOST_SCAN_BYTES = 20 * 1024 * 1024
MOST_HANDWRITING_BYTES = 2 * 1024 * 1024
_LONGEST_NAME = 200  # characters that are kept, the ending among them

EMPTY = "这个文件是空的，可能没有上传完整。请核对原文件后重新选择。"
NO_SCAN = "这个文件不是图片或PDF。请上传来文的扫描件（PDF、JPG、PNG或TIFF）。"
LARGE_SCAN = "扫描件超过20 MB。请降低扫描分辨率，或者只保留来文各页，再上传。"
NO_HANDWRITING = "手写签名没有传完整。请清除后重写一次，或者不手写，直接签批。"
NO_ANNEX = "附件请用Word、Excel、PDF或图片文件，其他类型的文件单位可能打不开。"
NO_EVIDENCE = (
    "这种类型的文件不能作为证据材料上传。请用Word、Excel、PDF、图片、录音、录像或者文本文件；压缩包请解压后逐件登记。"
)
OTHER_INSIDE = "这个文件的内容与扩展名不符，可能已经损坏。请打开原文件核对，另存后重新选择。"
ACTIVE_PDF = "这个PDF带有会自动运行的内容，为安全起见不予接收。请把原文件重新打印或者另存为普通PDF后再上传。"

_ACTIVE = (b"/JavaScript", b"/Launch")  # as far as they stand in plain sight: PDF can also hide them


@dataclass(frozen=True)
class Upload:
    """What may be kept."""

    data: bytes
    name: str
    media_type: str


def scan(data: bytes, name: str) -> Upload:
    """A scan of a paper; Unreadable for what is no picture or PDF, or is too large."""
    if len(data) > MOST_SCAN_BYTES:
        raise Unreadable(LARGE_SCAN)
    return _received(data, name, _found(data, kinds.SCANS, NO_SCAN))


def annex(data: bytes, name: str) -> Upload:
    """An annex or a proof; Unreadable for what offices do not open, or for a file that is not what it says."""
    return _received(data, name, _as_named(data, name, kinds.ANNEXES, NO_ANNEX))


def evidence(data: bytes, name: str) -> Upload:
    """A piece of evidence: checked like the others, but kept byte for byte; a photograph's own record belongs to it."""
    kind = _as_named(data, name, kinds.EVIDENCE, NO_EVIDENCE)
    received = _received(data, name, kind)
    return Upload(data, received.name, received.media_type)


def handwriting(data: bytes) -> Upload | None:
    """What was written on the page with finger or mouse: the ink alone, on nothing; None when nothing was written."""
    if len(data) > MOST_HANDWRITING_BYTES or kinds.kind_of(data, (kinds.PNG,)) is None:
        raise Unreadable(NO_HANDWRITING)
    try:
        ink = images.ink(images.redrawn(data, kinds.PNG))
    except Unreadable as broken:
        raise Unreadable(NO_HANDWRITING) from broken
    return Upload(ink, "手写签名.png", kinds.PNG.media_type) if ink else None


def plain_name(name: str, kind: Kind | None = None) -> str:
    """The name without folders and invisible signs; with the ending that its content deserves."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ").strip(" .")
    shown = shown or "未命名"
    ending = PurePath(shown).suffix
    if kind is not None and ending.lower() not in kind.endings:
        shown, ending = shown + kind.endings[0], kind.endings[0]
    return shown if len(shown) <= _LONGEST_NAME else shown[: _LONGEST_NAME - len(ending)] + ending


def _as_named(data: bytes, name: str, among: tuple[Kind, ...], none_of_them: str) -> Kind:
    """The kind that both name and content say."""
    ending = PurePath(name).suffix.lower()
    named = tuple(kind for kind in among if ending in kind.endings)
    if data and not named:
        raise Unreadable(none_of_them)
    return _found(data, named, OTHER_INSIDE)


def _found(data: bytes, among: tuple[Kind, ...], none_of_them: str) -> Kind:
    if not data:
        raise Unreadable(EMPTY)
    found = kinds.kind_of(data, among)
    if found is None:
        raise Unreadable(none_of_them)
    return found


def _received(data: bytes, name: str, kind: Kind) -> Upload:
    if kind in kinds.PACKAGES:
        with opened(data):
            pass
    if kind in kinds.COMPOUNDS:
        must_be_harmless_ole(data)
    if kind is kinds.PDF and any(active in data for active in _ACTIVE):
        raise Unreadable(ACTIVE_PDF)
    if kind in kinds.IMAGES:
        data = images.redrawn(data, kind)
    return Upload(data, plain_name(name, kind), kind.media_type)
