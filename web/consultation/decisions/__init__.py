"""After the deadline: the clerk proposes, the head confirms, the answers go out, the round is concluded."""

from web.consultation.decisions import concluding, confirming, coordinating, releasing, summarising
from web.consultation.decisions.blueprint import blueprint

__all__ = ["blueprint", "concluding", "confirming", "coordinating", "releasing", "summarising"]
