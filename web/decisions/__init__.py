"""After the deadline: the clerk proposes, the head confirms, the answers go out, the round is concluded."""

from web.decisions import concluding, confirming, coordinating, releasing, summarising
from web.decisions.blueprint import blueprint

__all__ = ["blueprint", "concluding", "confirming", "coordinating", "releasing", "summarising"]
