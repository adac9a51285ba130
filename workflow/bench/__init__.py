"""The benchmark: what the engine costs above plain SQL, measured against it in the same run.

A person's step is a budget of ways to the database, for each of them costs more than what it asks for: who acts and in
which posts; lock the case; read it with what its guards look at; the facts; position, tasks, moments and way in one; a
free lane of the journal; the lines with the lane's new end. Its statements are built once: to build one anew costs more
than the database takes to answer it. `tests/bench/test_statements.py` holds the steps to it.
"""
