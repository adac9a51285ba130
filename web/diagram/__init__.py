"""The page with a process diagram: where a case or many of them stand, what is done, and the same as a list."""

from web.diagram.crowds import crowd_page
from web.diagram.pages import Around, Paper, page_of, source_of, xml_response

__all__ = ["Around", "Paper", "crowd_page", "page_of", "source_of", "xml_response"]
