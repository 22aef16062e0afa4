"""The data-set doctor: what is wrong with a set of pictures, in plain words, and the recipe change that mends it."""
