"""What people may do in a round: one verb, one function, inside the caller's transaction.

drafting and issuing (before); receiving, writing and answering (the units); checking, registering and running
(while it is open); deciding and concluding (after). Each function says first who may and when (what several of them
ask stands in guards), then changes the facts, then lets the case move on.
"""
