"""The whole table: endpoint -> line. A new page's line goes beside its kind, in the module of its process."""

from collections.abc import Mapping

from web.permissions import accident, administration, consultation, everybody
from web.permissions.lines import Line

MODULES = (everybody, administration, consultation, accident)

TABLE: Mapping[str, Line] = {endpoint: line for module in MODULES for endpoint, line in module.LINES.items()}
