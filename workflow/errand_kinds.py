"""Every kind of errand of this installation, in one place, with who carries it out."""

from collections.abc import Mapping

from workflow.archiving import errand as archiving
from workflow.consultation import bundles, sending_errands
from workflow.errands.carrying import Carry

KINDS: Mapping[str, Carry] = {
    archiving.KIND: archiving.carry,
    **sending_errands.KINDS,
    **bundles.KINDS,
}
