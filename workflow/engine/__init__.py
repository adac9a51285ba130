"""The engine: diagrams walked by SpiffWorkflow, remembered as positions, written down as rows.

It speaks the verbs start, take, complete, tell, reschedule and sweep; it knows no process by name, reads no clock,
and is the only importer of SpiffWorkflow. `process.py` says what a process must declare.
"""
