"""Contrast of colours, and the style sheet of a school's own accent. Formulas: WCAG 2.2, "relative luminance"."""

import re

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_CONTRAST = 4.5
LINEAR_BELOW = 0.04045  # darker channels of sRGB grow in a straight line
# The grounds on which the accent stands as text or as a button, by theme; a test keeps them equal to the tokens.
GROUNDS = {
    "light": ("#faf7f1", "#f1ece1", "#fffdf9"),
    "dark": ("#1a1815", "#25231e", "#211f1b"),
}
BUTTON_TEXTS = ("#ffffff", "#14110c")


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_colour(text: str) -> bool:
    """Tell whether `text` is a colour as we store it: `#rrggbb`."""
    return HEX_COLOUR.fullmatch(text) is not None


def accent_styles(light: str, dark: str) -> str:
    """Return a style sheet that gives both themes the school's own accent; the low-vision schemes keep theirs.

    Whether the accent can be read is the school's rule; here a text that is not a colour raises `ValueError`.
    """
    if not (is_colour(light) and is_colour(dark)):
        raise ValueError(f"{light!r} or {dark!r} is not a colour")
    day, night = _declarations(light), _declarations(dark)
    return (
        "@layer pages{"
        f":root:not([data-vision]){{{day}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-vision],[data-theme=light]){{{night}}}}}"
        f":root[data-theme=dark]:not([data-vision]){{{night}}}"
        "}"
    )


def _declarations(accent: str) -> str:
    ink = max(BUTTON_TEXTS, key=lambda text: contrast(accent, text))
    return f"--accent:{accent};--accent-ink:{ink};--accent-2:var(--paper-2)"
