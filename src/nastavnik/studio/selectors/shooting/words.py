"""What a script says of itself: its parts, its paragraphs, how long it is when it is read. Pure."""

import re
from dataclasses import dataclass

# Russian read to a camera: announcers read 100–140 words a minute, somebody who is used to it about 120.
WORDS_A_MINUTE = 120
# a pause at the end of a paragraph, as long as a breath
PAUSE_SECONDS = 1

HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
# what stands in brackets is not said: it is for who films
ASIDE = re.compile(r"\[[^\]\n]*\]")
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """A part of a script under its heading, which may be empty before the first one."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """Return how long it takes to be read."""
        return sum(seconds_of(one) for one in self.paragraphs)


def parts_of(script: str) -> list[ScriptPart]:
    """Return the parts of a script; a line of its own that begins with # begins one."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for block in re.split(r"\n\s*\n", script.replace("\r\n", "\n")):
        lines: list[str] = []
        for line in block.strip().splitlines():
            heading = HEADING.fullmatch(line.strip())
            if heading is None:
                lines.append(line.strip())
                continue
            _close(parts, lines)
            parts.append((heading[1], []))
        _close(parts, lines)
    return [ScriptPart(title, tuple(said)) for title, said in parts if title or said]


def _close(parts: list[tuple[str, list[str]]], lines: list[str]) -> None:
    """Put the lines that were gathered into the last part as a paragraph."""
    if paragraph := " ".join(line for line in lines if line):
        parts[-1][1].append(paragraph)
    lines.clear()


def seconds_of(paragraph: str) -> int:
    """Return how long a paragraph takes to be read, with the pause behind it; nothing for one that is not said."""
    words = len(WORD.findall(ASIDE.sub(" ", paragraph)))
    return round(words * 60 / WORDS_A_MINUTE) + PAUSE_SECONDS if words else 0


def script_seconds(script: str) -> int:
    """Return how long a script takes to be read."""
    return sum(part.seconds for part in parts_of(script))
