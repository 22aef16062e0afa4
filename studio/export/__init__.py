"""A checkpoint becomes files that other people's programs run, each checked against the original."""
