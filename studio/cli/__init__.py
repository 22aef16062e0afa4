"""The command line: everything the window does, for terminals and scripts."""
