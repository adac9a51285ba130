"""征求意见: one round from the draft to the archive."""
