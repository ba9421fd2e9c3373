"""DOCX, ODT, HTML and Markdown of others → our Markdown, its pictures taken out.

Pandoc reads in its sandbox: it opens nothing but the file, and of a package only the pictures inside. What it wrote is translated into what our
Markdown can say; what it cannot is told.
"""

import base64
import binascii
import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nastavnik.core.pictures import NoPicture, TooManyPoints
from nastavnik.core.text import without_unkept
from nastavnik.publishing.press.book import Remark
from nastavnik.publishing.press.dialect import Translator
from nastavnik.publishing.press.pictures import prepared_picture
from nastavnik.publishing.press.reading import DIALECT, MOST_LETTERS, read_tree
from nastavnik.publishing.press.running import READING, Steering, TooLarge, run_pandoc
from nastavnik.publishing.press.tree import Node, document, walk


class Source(StrEnum):
    """What can be brought in."""

    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "md"


READERS = {
    Source.DOCX: "docx",
    Source.ODT: "odt",
    Source.HTML: "html-tex_math_dollars",
    Source.MARKDOWN: DIALECT,
}
PACKAGES = (Source.DOCX, Source.ODT)
MOST_BYTES = 100 * 2**20
MOST_UNPACKED = 300 * 2**20
MOST_PARTS = 3_000
MOST_PICTURES = 200
INLINE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)")
TAKEN_OUT = "media"


class NotReadable(Exception):
    """The file is none of its kind, or broken."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An article that was brought in: our Markdown, pictures by the names that it uses, and what did not come along."""

    text: str
    pictures: dict[str, bytes]
    remarks: tuple[Remark, ...]


def import_text(
    content: bytes, source: Source, *, prefix: str = "picture", steering: Steering | None = None
) -> Imported:
    """Bring a text in; its pictures are named by `prefix` and their numbers, and are as a book takes them.

    Raises `NotReadable`, `TooLarge`, `PressFailed`, and `Stopped` when `steering.should_stop` says so.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge("import", f"{len(content)} bytes")
    if source in PACKAGES:
        _check_package(content)
    steering = steering or Steering()
    with tempfile.TemporaryDirectory(prefix="import-") as name:
        folder = Path(name)
        blocks = _read(content, source, folder, steering)
        pictures, names = _pictures(blocks, folder, prefix)
        translator = Translator(prefix, names)
        made = translator.document(blocks)
        return Imported(_written(made, folder, steering), pictures, tuple(translator.remarks))


def _check_package(content: bytes) -> None:
    """Raise `NotReadable` or `TooLarge` before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotReadable from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TooLarge("import", f"{len(parts)} parts")


def _read(content: bytes, source: Source, folder: Path, steering: Steering) -> list[Node]:
    """Return the tree of a document; pictures of a package lie in the folder then."""
    given, target = folder / f"given.{source}", folder / "given.json"
    given.write_bytes(_as_unicode(content) if source not in PACKAGES else content)
    words = ["--sandbox", "--from", READERS[source], "--to", "json", f"--extract-media={TAKEN_OUT}"]
    words += ["--output", target.name, given.name]
    run_pandoc(words, folder=folder, made_at_seconds=0, steering=steering, limits=READING)
    return read_tree(target)


def _as_unicode(content: bytes) -> bytes:
    """Return a text as UTF-8; what is not, old Russian Windows programs wrote. Raises `TooLarge`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    # pictures stand inside of HTML as letters
    if len(INLINE.sub("", text)) > MOST_LETTERS:
        raise TooLarge("import", f"{len(text)} letters")
    return without_unkept(text).encode()


def _pictures(blocks: list[Node], folder: Path, prefix: str) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return pictures by their new names, and new names by the addresses that the document has; unreadable ones are left out."""
    kept: dict[str, bytes] = {}
    names: dict[str, str] = {}
    addresses = dict.fromkeys(node["c"][2][0] for node in walk(blocks) if node.get("t") == "Image")
    for address in list(addresses)[:MOST_PICTURES]:
        content = _content(address, folder)
        if content is None:
            continue
        kind = "png" if content.startswith(b"\x89PNG") else "jpg"
        name = f"{prefix}-{len(kept) + 1}.{kind}"
        kept[name], names[address] = content, name
    return kept, names


def _content(address: str, folder: Path) -> bytes | None:
    """Return a picture ready for a book: one that was in the package, or stands in the page itself. Nothing else is opened."""
    inline = INLINE.fullmatch(address)
    path = folder / address
    try:
        if inline:
            return prepared_picture(base64.b64decode(inline[1]))
        if address.startswith(f"{TAKEN_OUT}/") and path.resolve().is_relative_to((folder / TAKEN_OUT).resolve()):
            return prepared_picture(path.read_bytes())
    except (OSError, binascii.Error, NoPicture, TooManyPoints):
        return None
    return None


def _written(blocks: list[Node], folder: Path, steering: Steering) -> str:
    source, target = folder / "made.json", folder / "made.md"
    source.write_text(json.dumps(document(blocks, {})), encoding="utf-8")
    words = ["--sandbox", "--from", "json", "--to", DIALECT, "--wrap=none", "--output", target.name, source.name]
    run_pandoc(words, folder=folder, made_at_seconds=0, steering=steering, limits=READING)
    return target.read_text(encoding="utf-8")
