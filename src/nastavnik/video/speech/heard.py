"""What a recogniser heard: words with their times, gathered into phrases that can be read as subtitles."""

from collections.abc import Sequence
from dataclasses import dataclass

# Two lines of a subtitle; and what nobody keeps in her head until it ends.
LONGEST_TEXT = 84
LONGEST_SECONDS = 8.0
# A breath between two words ends a phrase that is long enough, a pause any phrase.
BREATH_SECONDS = 0.3
PAUSE_SECONDS = 0.7
LONG_ENOUGH = 42
ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `confidence` from 0 to 1."""

    text: str
    seconds: float
    end_seconds: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are shown together."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """What is said."""
        return " ".join(word.text for word in self.words)

    @property
    def seconds(self) -> float:
        """When it begins."""
        return self.words[0].seconds

    @property
    def end_seconds(self) -> float:
        """When it ends."""
        return self.words[-1].end_seconds


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recognised up to `until_seconds`, since the last time."""

    until_seconds: float
    phrases: tuple[Phrase, ...]


def phrases_of(words: Sequence[Word]) -> tuple[Phrase, ...]:
    """Return the words in phrases: parted at pauses, at ends of sentences, and where it would be too much to read."""
    phrases: list[list[Word]] = []
    for word in words:
        if not phrases or _is_over(phrases[-1], word):
            phrases.append([])
        phrases[-1].append(word)
    return tuple(Phrase(tuple(one)) for one in phrases)


def _is_over(phrase: list[Word], following: Word) -> bool:
    gap = following.seconds - phrase[-1].end_seconds
    length = sum(len(word.text) + 1 for word in phrase)
    is_full = length + len(following.text) > LONGEST_TEXT
    is_late = following.end_seconds - phrase[0].seconds > LONGEST_SECONDS
    if gap >= PAUSE_SECONDS or is_full or is_late:
        return True
    return phrase[-1].text.endswith(ENDS) or (length >= LONG_ENOUGH and gap >= BREATH_SECONDS)
