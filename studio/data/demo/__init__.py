"""Picture sets drawn by the program itself, so that a first run needs no download."""
