"""Readers of foreign files refuse what they cannot read, and never fail: a short run of each fuzzer."""

import pytest

from tests.security.fuzzing import TARGETS, Target, attack


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_changed_or_invented_file_is_read_or_refused(target: Target) -> None:
    attack(target, 60)
