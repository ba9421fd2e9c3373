"""What the rows of a frozen report say of people: kept apart from the rows, so that somebody can be forgotten and no figure changes."""

import gzip
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

# stands in the lists of the school too where somebody was forgotten
FORGOTTEN = "—"


@dataclass(frozen=True, slots=True)
class OfPerson:
    """A cell that tells something of somebody with an account: her name, her position, her library."""

    user_id: int
    text: str

    def __str__(self) -> str:
        """Return it as people read it."""
        return self.text


class Persons:
    """The words that the rows of a report have of people, by the numbers of their accounts. Each is kept once."""

    def __init__(self, words: dict[int, list[str]] | None = None) -> None:
        self._words = words or {}
        self._places = {(pk, text): place for pk, texts in self._words.items() for place, text in enumerate(texts)}
        # somebody was asked for who is not there any more
        self.has_forgotten = False

    def place(self, cell: OfPerson) -> tuple[int, int]:
        """Keep a cell; return what stands for it in the rows."""
        key = (cell.user_id, cell.text)
        if key not in self._places:
            texts = self._words.setdefault(cell.user_id, [])
            self._places[key] = len(texts)
            texts.append(cell.text)
        return cell.user_id, self._places[key]

    def text(self, user_id: int, place: int) -> str:
        """Return what a cell said, or that its person was forgotten."""
        if user_id in self._words:
            return self._words[user_id][place]
        self.has_forgotten = True
        return FORGOTTEN

    def forget(self, user_ids: Collection[int]) -> bool:
        """Forget people; tell whether anything was known of any of them."""
        known = self._words.keys() & set(user_ids)
        for user_id in known:
            del self._words[user_id]
        return bool(known)

    def packed(self) -> bytes:
        """Return them as they are kept: the same words make the same file."""
        return gzip.compress(json.dumps(sorted(self._words.items()), ensure_ascii=False).encode(), mtime=0)


def read_persons(file: IO[bytes]) -> Persons:
    """Return the words that were kept. Raises `OSError` or `ValueError` where the file is none of ours."""
    return Persons(dict(json.loads(gzip.decompress(file.read()))))


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()
