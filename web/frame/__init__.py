"""What every page stands in: who asks, from which database, in which form; nothing of either process."""
