"""What a program has loaded when it begins to work stays until it ends: the collector of garbage need not walk through
it again and again. Half a million objects cost a tenth of a second each time, in the middle of somebody's request.

Nor need it look so often: whoever writes down ten thousand units makes a million objects that all stay until he has
done, and what is no longer needed is mostly freed without it.
"""

import gc

AT_EARLIEST = 50_000  # objects more than were freed since it looked last


def settle_in() -> None:
    """To be called once everything is loaded, in each process that works for long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AT_EARLIEST, 20, 20)
