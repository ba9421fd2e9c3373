"""Differences of two texts laid out by paragraphs, so that a long text can be read beside what it was."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nastavnik.core.differences import Change, Piece, differences

BREAK = "\n"
# paragraphs that stay open before and after a change
AROUND = 1
# fewer unchanged ones are not folded away
FEWEST_FOLDED = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that both texts have, however it changed; the break that ends it belongs to it."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether the two differ in it."""
        return any(piece.change is not Change.KEPT for piece in self.pieces)

    @property
    def old(self) -> tuple[Piece, ...]:
        """Return it as it was."""
        return tuple(piece for piece in self.pieces if piece.change is not Change.ADDED)

    @property
    def new(self) -> tuple[Piece, ...]:
        """Return it as it became."""
        return tuple(piece for piece in self.pieces if piece.change is not Change.REMOVED)

    @property
    def shown(self) -> tuple[Piece, ...]:
        """Return both in one, without the breaks at its end that both have: a page puts paragraphs apart by itself."""
        return _trimmed(self.pieces)

    @property
    def shown_old(self) -> tuple[Piece, ...]:
        """Return `old` without the breaks at its end that both have."""
        return _trimmed(self.old)

    @property
    def shown_new(self) -> tuple[Piece, ...]:
        """Return `new` without the breaks at its end that both have."""
        return _trimmed(self.new)


@dataclass(frozen=True, slots=True)
class Block:
    """Some paragraphs; those of a folded one are alike and far from any change."""

    paragraphs: tuple[Paragraph, ...]
    is_folded: bool


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return pieces without the kept breaks at their end."""
    left = list(pieces)
    while left and left[-1].change is Change.KEPT:
        text = left.pop().text.rstrip(BREAK)
        if text:
            return (*left, Piece(Change.KEPT, text))
    return tuple(left)


def blocks_of(old: str, new: str) -> list[Block]:
    """Return two texts side by side, what is alike and far from a change folded away."""
    return folded(paragraphs(differences(old, new)))


def paragraphs(pieces: Iterable[Piece]) -> list[Paragraph]:
    """Return pieces by paragraphs: one ends where both texts have a break; empty lines after it belong to it."""
    found, line = list[list[Piece]](), list[Piece]()
    for piece in _lines(pieces):
        line.append(piece)
        if piece.change is not Change.KEPT or not piece.text.endswith(BREAK):
            continue
        if found and len(line) == 1 and piece.text == BREAK:
            found[-1].append(piece)
        else:
            found.append(line)
        line = []
    return [Paragraph(tuple(one)) for one in (*found, line) if one]


def _lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces, what both texts have cut after each break."""
    for piece in pieces:
        if piece.change is not Change.KEPT:
            yield piece
            continue
        for text in _cut(piece.text):
            yield Piece(Change.KEPT, text)


def _cut(text: str) -> list[str]:
    """Return the lines of a text with their breaks; only `BREAK` is one."""
    lines = text.split(BREAK)
    return [line + BREAK for line in lines[:-1]] + [line for line in lines[-1:] if line]


def folded(found: Sequence[Paragraph]) -> list[Block]:
    """Return paragraphs in blocks that are folded or not."""
    near = [_is_near(found, place) for place in range(len(found))]
    blocks, start = list[Block](), 0
    for place in range(1, len(found) + 1):
        if place < len(found) and near[place] == near[start]:
            continue
        part = tuple(found[start:place])
        blocks.append(Block(part, is_folded=not near[start] and len(part) >= FEWEST_FOLDED))
        start = place
    return blocks


def _is_near(found: Sequence[Paragraph], place: int) -> bool:
    around = found[max(place - AROUND, 0) : place + AROUND + 1]
    return any(paragraph.is_changed for paragraph in around)
