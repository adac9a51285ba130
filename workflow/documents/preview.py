"""A Word file as a piece of a page: its words in the order and roles of the paper, its pictures, and nothing else.

What a page shows is read from the very bytes that will leave, so that it cannot tell another story.
"""

import io

import mammoth
import nh3
from markupsafe import Markup

# The papers' styles by the names that people see in Word; what has none is plain text.
_ROLES = {
    "公文标题": "title",
    "主送机关": "addressee",
    "公文正文": "body",
    "顶格正文": "body flush",
    "署名": "issuer",
    "成文日期": "issued",
    "附注": "note",
    "声明": "note",
    "眉注": "mention",
    "表头": "head",
    "表格居中": "centre",
    "发文机关标志": "letterhead",
    "发文字号": "number",
}
_STYLES = "\n".join(
    f"p[style-name='{name}'] => p.{'.'.join(f'paper-{part}' for part in role.split())}:fresh"
    for name, role in _ROLES.items()
)
_TAGS = {"p", "strong", "em", "sup", "br", "table", "thead", "tbody", "tr", "td", "th", "img", "ol", "ul", "li"}
_ATTRIBUTES = {"p": {"class"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}


def shown_in_page(docx: bytes) -> Markup:
    """As HTML that may stand in any page: `p.paper-…` by role, tables, pictures as data."""
    made = mammoth.convert_to_html(io.BytesIO(docx), style_map=_STYLES, include_default_style_map=False)
    clean = nh3.clean(made.value, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"data"})
    return Markup(clean)  # noqa: S704 -- cleaned in the line above
