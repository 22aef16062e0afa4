# Keras writes few types, and what is inferred from its defaults is wrong (an initialiser is taken for a string).
from typing import Any

def __getattr__(name: str) -> Any: ...
