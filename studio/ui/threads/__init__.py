"""The threads beside the one that draws the window."""
