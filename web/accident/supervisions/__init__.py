"""挂牌督办: what was suggested and why, the head's decision, and how it is lifted."""

from web.accident.supervisions import deciding, proposing, showing
from web.accident.supervisions.blueprint import blueprint

__all__ = ["blueprint", "deciding", "proposing", "showing"]
