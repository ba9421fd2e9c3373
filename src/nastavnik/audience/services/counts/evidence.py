"""Screenshots that show where a number stood: pictures, written anew, without what a program adds to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.audience.services.refusals import EvidenceUnfit
from nastavnik.contest.services.applications.files import received
from nastavnik.contest.services.applications.refusals import FileNotKnown, FileTooLarge
from nastavnik.core.ids import new_token
from nastavnik.programme.enums import HandoutKind

PICTURES = frozenset({HandoutKind.JPEG, HandoutKind.PNG})


@contextmanager
def stored_evidence(file: File[bytes] | None, now: datetime) -> Iterator[str]:
    """Keep a screenshot while the block writes its number down; when that fails, nothing of it stays. Raises `EvidenceUnfit`."""
    if file is None:
        yield ""
        return
    try:
        kind, content = received(file)
    except (FileNotKnown, FileTooLarge) as error:
        raise EvidenceUnfit from error
    if kind not in PICTURES:
        raise EvidenceUnfit
    path = default_storage.save(f"counts/{now:%Y}/{new_token()}.{kind}", ContentFile(content))
    try:
        yield path
    except BaseException:
        default_storage.delete(path)
        raise
