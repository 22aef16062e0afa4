"""The health coach: what a run's numbers say about its two networks, in plain words, and what may be done."""
