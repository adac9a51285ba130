"""What people may do in a round: one verb, one function, inside the caller's transaction.

drafting and issuing (before), answering (the units), checking and running (while it is open), deciding and
concluding (after). Each function says first who may and when, then changes the facts, then lets the case move on.
"""
