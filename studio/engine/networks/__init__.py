"""The networks, one file per family, and the registry that builds a pair from a recipe."""
