# TensorFlow ships no types of its own, and the collected stubs contradict its behaviour (operators, gradients).
from typing import Any

def __getattr__(name: str) -> Any: ...
