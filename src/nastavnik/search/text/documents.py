"""The words of a document that somebody brought: read by a limited process of its own, never here."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from nastavnik.search.text.passages import pieces_of
from nastavnik.video.ffmpeg.limits import GIGABYTE, Limits
from nastavnik.video.ffmpeg.run import MAX_ANSWER, FfmpegFailed, Watch, run_limited

CHILD = Path(__file__).with_name("documents_child.py")
KINDS = frozenset({"pdf", "docx", "txt"})
MOST_BYTES = 50 * 2**20
MOST_PAGES = 600
MOST_CHARACTERS = 400_000
# of the answer as it is written; more of it `run_limited` would not keep
MOST_ANSWER_BYTES = MAX_ANSWER - 2**16
LIMITS = Limits(cpu_seconds=60, memory_bytes=2 * GIGABYTE, file_bytes=0, wall_seconds=180)


@dataclass(frozen=True, slots=True)
class DocumentPiece:
    """A piece of a document; `page` is counted from 1, None where the document has no pages."""

    page: int | None
    text: str


def read_document(path: Path, kind: str) -> list[DocumentPiece]:
    """Return the text of a file of one of `KINDS` in pieces; nothing of one that cannot be read within the limits."""
    if kind not in KINDS or path.stat().st_size > MOST_BYTES:
        return []
    question = {"path": str(path), "kind": kind, "most_pages": MOST_PAGES, "most_characters": MOST_CHARACTERS}
    question["most_bytes"] = MOST_ANSWER_BYTES
    try:
        finished = run_limited(
            [sys.executable, "-I", str(CHILD), json.dumps(question)],
            limits=LIMITS,
            reads=[path, CHILD, Path(sys.prefix), Path(sys.base_prefix)],
            writes=[],
            folder=path.parent,
            watch=Watch(),
        )
        pages: list[tuple[int | None, str]] = json.loads(finished.answer)
    except (FfmpegFailed, ValueError):  # whatever ended the reader: the document is hostile, broken or too much
        return []
    return [DocumentPiece(page, piece) for page, text in pages for piece in pieces_of(text)]
