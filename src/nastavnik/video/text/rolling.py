"""Captions that roll, as video sites make them: each repeats the line before it and adds one of its own.

Shown are «раз два», «раз два три», «три», «три четыре»: said is «раз два», «три», «четыре».
"""

from collections.abc import Sequence
from dataclasses import replace

from nastavnik.video.text.phrases import TimedText

# People repeat themselves too; only a file that does it all the time is taken for one that rolls.
ROLLING_SHARE = 0.5
FEWEST = 4
GAP_SECONDS = 0.2


def unrolled(phrases: Sequence[TimedText]) -> list[TimedText]:
    """Return each line once, as long as it was shown as the newest; other files stay as they are."""
    kept: list[TimedText] = []
    repeated = 0
    for one in phrases:
        last = kept[-1] if kept else None
        if last is None or one.seconds > last.end_seconds + GAP_SECONDS:
            kept.append(one)
        elif one.text == last.text:
            repeated += 1
            kept[-1] = replace(last, end_seconds=max(last.end_seconds, one.end_seconds))
        elif one.text.startswith(f"{last.text} "):
            repeated += 1
            kept[-1] = replace(last, end_seconds=min(last.end_seconds, max(one.seconds, last.seconds)))
            kept.append(replace(one, text=one.text[len(last.text) + 1 :]))
        else:
            kept.append(one)
    is_rolling = len(phrases) >= FEWEST and repeated >= ROLLING_SHARE * len(phrases)
    return kept if is_rolling else list(phrases)
