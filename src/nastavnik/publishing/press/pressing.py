"""A book → all of its forms: read once, pressed one after the other, with progress, and stopped between any two steps."""

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from nastavnik.publishing.press.book import Book, Form, Remark
from nastavnik.publishing.press.office import write_office
from nastavnik.publishing.press.pages import PageWriter
from nastavnik.publishing.press.paper import lay_templates, set_cover_picture, set_paper
from nastavnik.publishing.press.running import Steering
from nastavnik.publishing.press.soundness import sound
from nastavnik.publishing.press.volume import Volume, read_book
from nastavnik.video.ffmpeg.run import Stopped

# The block is set before the cover, whose spine is as thick as the block.
ORDER = (Form.SCREEN, Form.PRINT, Form.COVER, Form.EPUB, Form.DOCX, Form.WEB)
# With each of them the cover is made as a picture: what shelves show is that of the newest book.
WITH_COVER = frozenset({Form.SCREEN, Form.COVER, Form.EPUB})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things lie for pages of the web.

    `picture` takes the name of a picture in the book; `place` an anchor: the key of an article, or that key, two hyphens and a name.
    """

    picture: Callable[[str], str] = lambda name: name
    place: Callable[[str], str] = lambda anchor: f"#{anchor}"


@dataclass(slots=True)
class Pressed:
    """What came out: files by their forms, pages of articles by their keys, and what is to be looked at."""

    remarks: tuple[Remark, ...]
    files: dict[Form, bytes] = field(default_factory=dict)
    pages: dict[Form, int] = field(default_factory=dict)  # how many
    web: dict[str, str] = field(default_factory=dict)
    cover_picture: bytes = b""


def press_book(
    book: Book, forms: Collection[Form], *, steering: Steering | None = None, addresses: Addresses | None = None
) -> Pressed:
    """Press a book in the forms asked for; the same book makes the same bytes.

    Raises `PressFailed`, `TooLarge`, and `Stopped` when `steering.should_stop` says so.
    """
    wanted = [form for form in ORDER if form in forms]
    counter = _Counter(steering or Steering(), len(book.articles) + len(wanted))
    with tempfile.TemporaryDirectory(prefix="press-") as name:
        volume = read_book(sound(book), Path(name), steering=counter.steering, after_each=counter.step)
        pressed = Pressed(volume.remarks)
        lay_templates(volume)
        for form in wanted:
            _press(volume, form, pressed, counter.steering, addresses or Addresses())
            counter.step()
    return pressed


class _Counter:
    """Counts steps, tells of them, and stops between two."""

    def __init__(self, steering: Steering, steps: int) -> None:
        self.steering, self.steps, self.done = steering, steps, 0

    def step(self) -> None:
        self.done += 1
        self.steering.on_progress(self.done, self.steps)
        if self.steering.should_stop():
            raise Stopped


def _press(volume: Volume, form: Form, pressed: Pressed, steering: Steering, addresses: Addresses) -> None:
    if form in WITH_COVER and not pressed.cover_picture:
        pressed.cover_picture = set_cover_picture(volume, steering=steering)
    if form is Form.WEB:
        pressed.web = _web(volume, addresses)
    elif form in {Form.EPUB, Form.DOCX}:
        pressed.files[form] = write_office(volume, form, cover=pressed.cover_picture, steering=steering)
    else:
        block = pressed.pages.get(Form.PRINT, pressed.pages.get(Form.SCREEN, 0))
        made = set_paper(volume, form, steering=steering, block_pages=block)
        pressed.files[form], pressed.pages[form] = made.content, made.pages


def _web(volume: Volume, addresses: Addresses) -> dict[str, str]:
    names = volume.picture_names
    writer = PageWriter(
        volume.words,
        picture_address=lambda path: addresses.picture(names[path]),
        place_address=addresses.place,
        lifted=volume.article_level - 1,
    )
    return {key: writer.article(key, blocks) for key, blocks in volume.trees.items()}
