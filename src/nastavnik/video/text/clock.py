"""Times of phrases: read in every way that people and programs write them, written as each format wants them."""

import re

# 1:02:03.456, 02:03,456, 100:00:00,000, 0:0:1,5, 1:02:03: hours may be left out, fractions have one to nine digits.
# Spaces, but no line end: a time stands on one line, and a file of empty lines is not looked through from each of them.
SPACES = r"[^\S\n]*"
CLOCK = (
    rf"(?:(\d{{1,4}}){SPACES}:{SPACES})?(\d{{1,3}}){SPACES}:{SPACES}(\d{{1,2}})"
    rf"(?:{SPACES}[.,]{SPACES}(\d{{1,9}}))?"
)
_CLOCK = re.compile(CLOCK)
SIXTY = 60


def read_clock(text: str) -> float | None:
    """Return the seconds of a time such as `1:02:03.456`, or None when it is none."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours or 0) * SIXTY * SIXTY + int(minutes) * SIXTY + int(seconds)
    return whole + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def write_clock(seconds: float, mark: str = ".") -> str:
    """Return `02:03:04.567`; `mark` stands before the thousandths."""
    thousandths = max(round(seconds * 1000), 0)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, SIXTY)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def write_hundredths(seconds: float) -> str:
    """Return `2:03:04.57`, as ASS writes it."""
    hundredths = max(round(seconds * 100), 0)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, SIXTY)
    return f"{hours}:{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def write_short(seconds: float) -> str:
    """Return a time as people write it: `5:07`, `1:02:03`."""
    minutes, rest = divmod(max(int(seconds), 0), SIXTY)
    hours, minutes = divmod(minutes, SIXTY)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
