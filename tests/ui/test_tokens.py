"""The two palettes: text can be read on everything it stands on."""

import pytest

from studio.ui.tokens import DARK, LIGHT

TEXTS = ("text", "muted", "accent", "good", "warning", "bad")
GROUNDS = ("surface", "panel", "raised", "selection", "canvas")


def luminance(colour):
    """Relative luminance of #rrggbb, as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_that_wcag_asks_for(tokens):
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(text, f"{role}_back") for role in ("good", "warning", "bad") for text in ("text", "muted", role)]
    pairs += [(curve, ground) for curve in ("generator", "discriminator", "real", "fake") for ground in GROUNDS[:2]]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_raised")]
    poor = {pair: contrast(*(getattr(tokens, name) for name in pair)) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}
