"""Pictures on disk become one checked uint8 array."""
