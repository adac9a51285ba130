"""The benchmark: what the engine costs above plain SQL, measured against it in the same run.

A person's step is a budget of ways to the database, for each of them costs more than what it asks for: who acts and in
which posts; lock the case; read it; what is due; the facts; position, tasks, moments and way in one; a free lane of the
journal; the line with the lane's new end. `tests/bench/test_statements.py` holds the steps to it.
"""
