"""Which places of a film deserve to be chapters, from its slides, the speaker's pauses and her words. Knows no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# So many are read at a glance; of more, those are chosen that part the talk.
FEW_CHAPTERS = 12
# Where the speaker paused as well, a chapter may follow so soon; elsewhere the list would be one of slides.
NEAR_SECONDS = 120.0
FAR_SECONDS = 240.0
# A pause is long when nobody would take it for a breath: twice the usual one of this speaker.
LONG_PAUSE_SECONDS = 1.2
LONG_BY_USUAL = 2.0
# Slides are changed a little before or after the speaker stops.
AROUND_PAUSE_SECONDS = 1.5
# In a shorter film without slides there is nothing to look for.
SHORTEST_TALK_SECONDS = 600.0
# Words this long after a slide was shown belong to it.
WORDS_WITHIN_SECONDS = 30.0
TITLE_CHARACTERS = 70
SENTENCE = re.compile(r"(?<=[.!?…])\s")
ENDS_SENTENCE = re.compile(r"[.!?…]$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide from `seconds` on; the title is empty where nobody knows it."""

    seconds: float
    title: str


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase."""

    seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that may become a chapter; the title is empty where neither slide nor words give one."""

    seconds: float
    title: str
    pause_seconds: float = 0.0


def propose(slides: Sequence[Shown], phrases: Sequence[Said], duration_seconds: float) -> list[Proposal]:
    """Return the chapters of a film in their order.

    All slides when they are few; of many those that come with a long pause, at most one in two minutes, and between
    them others, at most one in four. Without slides the long pauses alone.
    """
    pauses = long_pauses(phrases)
    if slides:
        candidates = [
            Proposal(slide.seconds, slide.title or title_from(phrases, slide.seconds), _pause_at(pauses, slide.seconds))
            for slide in _topics(slides)
        ]
        most = max(FEW_CHAPTERS, round(duration_seconds / NEAR_SECONDS / 2))
        return candidates if len(candidates) <= most else _spaced(candidates, FAR_SECONDS)
    if duration_seconds < SHORTEST_TALK_SECONDS or not phrases:
        return []
    begin = Proposal(phrases[0].seconds, title_from(phrases, phrases[0].seconds), LONG_PAUSE_SECONDS)
    candidates = [Proposal(end, title_from(phrases, end), end - start) for start, end in pauses]
    return _spaced([begin, *candidates], None)


def _topics(slides: Sequence[Shown]) -> list[Shown]:
    """Leave out slides that go on with the title of the one before."""
    kept: list[Shown] = []
    for slide in slides:
        if not kept or not slide.title or slide.title != kept[-1].title:
            kept.append(slide)
    return kept


def long_pauses(phrases: Iterable[Said]) -> list[tuple[float, float]]:
    """Return when nobody speaks for longer than this speaker usually does: (from, until) in seconds."""
    gaps = [(one.end_seconds, other.seconds) for one, other in pairwise(phrases) if other.seconds > one.end_seconds]
    if not gaps:
        return []
    usual = median(end - start for start, end in gaps)
    longest_breath = max(LONG_PAUSE_SECONDS, LONG_BY_USUAL * usual)
    return [(start, end) for start, end in gaps if end - start >= longest_breath]


def _pause_at(pauses: Iterable[tuple[float, float]], seconds: float) -> float:
    near = (
        end - start for start, end in pauses if start - AROUND_PAUSE_SECONDS <= seconds <= end + AROUND_PAUSE_SECONDS
    )
    return max(near, default=0.0)


def _spaced(candidates: Sequence[Proposal], far_seconds: float | None) -> list[Proposal]:
    """Choose the longest pauses first; then, if `far_seconds` says how far off, places without a pause between them."""
    first, *rest = candidates
    chosen = [first]
    for candidate in sorted(rest, key=lambda one: (-one.pause_seconds, one.seconds)):
        least = NEAR_SECONDS if candidate.pause_seconds else far_seconds
        if least is not None and all(abs(candidate.seconds - one.seconds) >= least for one in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda one: one.seconds)


def title_from(phrases: Iterable[Said], seconds: float) -> str:
    """Return the first words said from `seconds` on as a title, or nothing when none follow soon."""
    soon = seconds + WORDS_WITHIN_SECONDS
    text = next((one.text for one in phrases if seconds - AROUND_PAUSE_SECONDS <= one.seconds <= soon), "")
    sentence = SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
    if len(sentence) <= TITLE_CHARACTERS:
        return ENDS_SENTENCE.sub("", sentence)
    return f"{sentence[:TITLE_CHARACTERS].rsplit(' ', 1)[0].rstrip(' ,;:—–-')}…"
