"""What a generator that is opened here may be at most; beyond, a file is damaged or hostile."""

LARGEST_FILE = 1 << 30  # bytes
LARGEST_SIDE = 4096  # pixels
LARGEST_LATENT = 65_536  # numbers
