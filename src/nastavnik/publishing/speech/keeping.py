"""How speech is kept in a row: paragraphs as lists of sentences, each with its text and its seconds."""

from collections.abc import Iterable
from typing import Any

from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sentences import Sentence


def packed(paragraphs: Iterable[Paragraph]) -> list[list[list[Any]]]:
    """Return paragraphs as JSON has them."""
    return [[[one.text, one.seconds, one.end_seconds] for one in paragraph.sentences] for paragraph in paragraphs]


def unpacked(kept: Iterable[Iterable[list[Any]]]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that were packed."""
    return tuple(Paragraph(tuple(Sentence(*one) for one in sentences)) for sentences in kept)
