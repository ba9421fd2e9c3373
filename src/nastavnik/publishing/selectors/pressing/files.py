"""The files that readers get: the newest of each form of which everything may be shown."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.publishing.enums import COVER_PICTURE
from nastavnik.publishing.models import Collection, PressedFile
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.selectors.pressing.refusals import ToBePressedAnew
from nastavnik.publishing.selectors.rights import files_of

# what a printing house is given, and the desk looks at
FOR_PRINTERS = (Form.PRINT, Form.COVER)
NAMES = {
    Form.SCREEN: ("pdf", "application/pdf"),
    Form.PRINT: ("pdf", "application/pdf"),
    Form.COVER: ("pdf", "application/pdf"),
    Form.EPUB: ("epub", "application/epub+zip"),
    Form.DOCX: ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    COVER_PICTURE: ("png", "image/png"),
}


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file as it is sent: where it lies, its name, what it is."""

    file: str
    name: str
    media_type: str
    sha256: str
    pressed_at: datetime | None


def file_of(actor: Actor, school: School, slug: str, form: str) -> ServedFile:
    """Return the file of a form of a collection; the desk gets no other than readers do.

    Raises `Collection.DoesNotExist`, `PressedFile.DoesNotExist` when it is not for `actor`, `ToBePressedAnew`.
    """
    if form not in NAMES or (form in FOR_PRINTERS and not can_see_desk(actor, school)):
        raise PressedFile.DoesNotExist
    collection = collections_visible_to(actor, school).get(slug=slug)
    return _served(collection, form)


def _served(collection: Collection, form: str) -> ServedFile:
    files = files_of(collection)
    found = files.given.get(form)
    if found is None:
        raise ToBePressedAnew if files.is_closed(form) else PressedFile.DoesNotExist
    ending, media_type = NAMES[form]
    part = f"-{form}" if form in FOR_PRINTERS else ""
    return ServedFile(found.file, f"{collection.slug}{part}.{ending}", media_type, found.sha256, found.run.ended_at)
