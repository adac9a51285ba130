"""What people may do in an accident case: one verb, one function, inside the caller's transaction.

Each function says first who may and when, then changes the facts, then lets the case move on.
"""
