"""A unit's pages about its reply: where it stands, the draft, writing, signing and sealing."""

from web.consultation.replies import showing, signing, writing
from web.consultation.replies.blueprint import blueprint

__all__ = ["blueprint", "showing", "signing", "writing"]
