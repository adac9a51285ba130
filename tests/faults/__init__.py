"""The power cut at 15:59: real processes under load, killed, stopped, cut off and misled; then it is checked that
nothing was lost and nothing happened twice. `make faults` runs it for long, `make test` a short while.

The one thing that is not real is time (`steering`): a round's last minutes must come when the harness wants them.
"""
