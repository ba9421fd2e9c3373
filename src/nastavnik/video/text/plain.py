"""Text without times: its sentences, which become phrases, and its paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nastavnik.video.text.lines import plain_line

# A phrase longer than this is cut at a comma or a space: nobody finds her place in it.
LONGEST_PHRASE = 200
_PARAGRAPHS = re.compile(r"\n\s*\n")
# A sentence ends with a sign and goes on with a capital letter, a number, a quote or a dash.
_SENTENCE_END = re.compile(r'(?<=[.!?…])["»”)\]]*\s+(?=["«„“(\[]*[A-ZА-ЯЁ0-9–—-])')
# «им. Горького», «г. Москва», «А. С. Пушкин» go on.
_ABBREVIATION = re.compile(
    r"(?:\b[A-ZА-ЯЁ]|\b(?:им|г|ул|д|стр|гг|в|см|ср|т\.\s?е|т\.\s?д|т\.\s?п|др|пр|рис|гл|напр|проф|акад|mr|mrs|dr|st|vs|e\.g|i\.e|no))\.$",
    re.IGNORECASE,
)
# The longest abbreviation is shorter, so nothing before it need be looked through at every point.
_LOOK_BACK = 16
_COMMA = re.compile(r"(?<=[,;:–—])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text; a paragraph may begin with it."""

    text: str
    begins_paragraph: bool = False


def read_plain(text: str) -> list[Sentence]:
    """Return the sentences. Paragraphs are parted by empty lines or, where there are none, by line ends."""
    plain = text.strip()
    parts = _PARAGRAPHS.split(plain)
    if len(parts) == 1:
        parts = plain.split("\n")
    sentences = []
    for part in map(plain_line, parts):
        for number, sentence in enumerate(sentences_of(part)):
            sentences.append(Sentence(sentence, begins_paragraph=number == 0))
    return sentences


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a line of text, none longer than `LONGEST_PHRASE` unless it is one word."""
    return [piece for sentence in _whole_sentences(text) for piece in _cut(sentence)]


def _whole_sentences(text: str) -> Iterator[str]:
    begin = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(begin, end.start() - _LOOK_BACK) : end.start()]):
            yield text[begin : end.end()].strip()
            begin = end.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def _cut(sentence: str) -> Iterator[str]:
    """Yield pieces of a long sentence: up to the last comma that fits, else up to the last word."""
    begin = 0
    while len(sentence) - begin > LONGEST_PHRASE:
        head = sentence[begin : begin + LONGEST_PHRASE + 1]
        commas = [match.end() for match in _COMMA.finditer(head) if match.end() > LONGEST_PHRASE // 3]
        at = commas[-1] if commas else head.rfind(" ") + 1
        end = begin + at if at else sentence.find(" ", begin) + 1 or len(sentence)
        yield sentence[begin:end].strip()
        begin = end
    if begin < len(sentence):
        yield sentence[begin:].strip()


def write_plain(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs with an empty line between."""
    return "\n\n".join(paragraphs) + "\n"
