"""Phrases brought to a film: those of a file fitted to its length, sentences without times spread over it."""

from collections.abc import Sequence
from dataclasses import replace

from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.plain import Sentence

HOUR_SECONDS = 3600.0
# Credits and the last words may stand a little behind the end.
LATE_SECONDS = 5.0
# When more is outside, the file belongs to another film.
MOST_OUTSIDE_SHARE = 0.1


class Misfit(Exception):
    """The phrases belong to another film: too many of them are behind its end."""


def fitted(phrases: Sequence[TimedText], duration_seconds: float | None) -> list[TimedText]:
    """Return the phrases within the film. Studios let a film begin at 10:00:00; whole hours are taken off.

    Raises `Misfit`.
    """
    if duration_seconds is None or not phrases:
        return list(phrases)
    early = phrases[0].seconds // HOUR_SECONDS * HOUR_SECONDS if phrases[0].seconds > duration_seconds else 0.0
    moved = [replace(one, seconds=one.seconds - early, end_seconds=one.end_seconds - early) for one in phrases]
    latest = duration_seconds + LATE_SECONDS
    inside = [replace(one, end_seconds=min(one.end_seconds, latest)) for one in moved if one.seconds < latest]
    if len(moved) - len(inside) > MOST_OUTSIDE_SHARE * len(moved):
        raise Misfit
    return inside


def spread_over(sentences: Sequence[Sentence], duration_seconds: float) -> list[TimedText]:
    """Return the sentences one after the other over the whole film, each as long as its text is."""
    whole = sum(len(one.text) + 1 for one in sentences)
    phrases, done = [], 0
    for one in sentences:
        begin, done = done, done + len(one.text) + 1
        start, end = duration_seconds * begin / whole, duration_seconds * done / whole
        phrases.append(TimedText(start, end, one.text, one.begins_paragraph))
    return phrases
