"""The file of a handout as text, wherever the school keeps its files."""

import logging
import shutil
import tempfile
from pathlib import Path

from nastavnik.programme.models import Handout
from nastavnik.search.text.documents import KINDS, DocumentPiece, read_document

log = logging.getLogger(__name__)


def pieces_of_handout(handout: Handout) -> list[DocumentPiece]:
    """Return the text of a handout in pieces; nothing where there is no file or no text in it."""
    if not handout.file or handout.file_kind not in KINDS:
        return []
    with tempfile.TemporaryDirectory(prefix="nastavnik-handout-") as folder:
        path = Path(folder) / f"handout.{handout.file_kind}"
        try:
            with handout.file.open("rb") as kept, path.open("wb") as copy:
                shutil.copyfileobj(kept, copy)
        except OSError as error:
            log.warning("the file of handout %s cannot be read: %s", handout.pk, error)
            return []
        return read_document(path, handout.file_kind)
