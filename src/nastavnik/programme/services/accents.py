"""The school's own accent colour: how well it is read on our grounds, and the nearest one that can be."""

import colorsys

from nastavnik.core.colours import BUTTON_TEXTS, GROUNDS, TEXT_CONTRAST, contrast

STEPS = 200


def accent_contrast(colour: str, theme: str) -> float:
    """Return the contrast of the accent where it is hardest to read: on the grounds of `theme`, or under a button's word."""
    on_grounds = [contrast(colour, ground) for ground in GROUNDS[theme]]
    return min(*on_grounds, max(contrast(colour, text) for text in BUTTON_TEXTS))


def is_readable(colour: str, theme: str) -> bool:
    """Tell whether the accent can be read everywhere in `theme`."""
    return accent_contrast(colour, theme) >= TEXT_CONTRAST


def nearest_readable(colour: str, theme: str) -> str:
    """Return the colour of the same hue and saturation that can be read in `theme` and differs least in lightness."""
    hue, start, saturation = colorsys.rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))
    shades = [step / STEPS for step in range(STEPS + 1)]
    readable = (
        shade
        for lightness in sorted(shades, key=lambda lightness: abs(lightness - start))
        if is_readable(shade := _hex(*colorsys.hls_to_rgb(hue, lightness, saturation)), theme)
    )
    # black or white at the far end of the scale can be read on every ground
    return next(readable)


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
