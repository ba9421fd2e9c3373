"""Moments as addresses and people write them: `1m30s-2m10s`, `90-130`; 1:30–2:10. As `frontend/islands/player/time.ts`."""

import math
import re
from dataclasses import dataclass

PARTS = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?", re.ASCII)
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From a second of a film, and to another if one is named."""

    seconds: float
    end_seconds: float | None = None


def read_span(text: str) -> Span | None:
    """Read the moment of an address; None for anything else. An end that is not behind the beginning is none."""
    first, dash, last = text.strip().lower().partition("-")
    seconds = _read(first)
    if seconds is None:
        return None
    end = _read(last) if dash else None
    return Span(seconds, end if end is not None and end > seconds else None)


def _read(text: str) -> float | None:
    match = (CLOCK.fullmatch(text) or PARTS.fullmatch(text)) if text else None
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)


def write_span(seconds: float, end_seconds: float) -> str:
    """Write a moment for an address, in whole seconds: it begins no later and ends no earlier."""
    return f"{_write(math.floor(seconds))}-{_write(math.ceil(end_seconds))}"


def _write(whole: int) -> str:
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    seconds = f"{rest}s" if rest or whole == 0 else ""
    return f"{f'{hours}h' if hours else ''}{f'{minutes}m' if minutes else ''}{seconds}"
