"""The demonstration: a district with its units and people, and a whole round played through with a simulated clock."""
