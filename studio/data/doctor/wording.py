"""Counts in sentences."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return the count with its noun: '1 picture', '1,200 pictures'."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def agreeing(count: int, singular: str, plural: str) -> str:
    """Return the word that goes with the count."""
    return singular if count == 1 else plural
