"""Measurements, each a program of its own."""

import studio as studio  # before NumPy, as in the product
