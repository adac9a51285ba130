"""The one parser for XML that somebody else wrote: nothing is fetched, no entity is known, no DTD is accepted.

Diagrams and the members of Word and Excel files come through here.
"""

from io import BytesIO
from typing import Any

from lxml import etree

_GUARDED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,  # libxml2's own limits on depth and on what an attribute's entities may grow to
}


class NotXml(ValueError):
    """It cannot be read as XML; the message is the parser's."""


class Declares(NotXml):
    """It has a document type or entities: they could fetch, hide or swell text, and no office program writes them."""


def read(data: bytes) -> etree._Element:
    """The root element; NotXml, or Declares among it."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_GUARDED))
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise NotXml(str(broken)) from broken
    _must_declare_nothing(root)
    return root


def must_declare_nothing(data: bytes) -> None:
    """Reads as far as the root element only: parts that nobody needs may be large, and drawings are often broken."""
    try:
        for _, root in etree.iterparse(BytesIO(data), events=("start",), **_GUARDED):
            _must_declare_nothing(root)
            return
    except (etree.XMLSyntaxError, ValueError) as broken:
        if isinstance(broken, NotXml):
            raise
        raise NotXml(str(broken)) from broken


def _must_declare_nothing(root: etree._Element) -> None:
    info: Any = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise Declares("a document type declaration")
