"""Copy a file without what its program wrote into it of its author: `python -I bare_child.py '<question as JSON>'`.

Runs as a process of its own, under a launcher with limits: a hostile file may crash or fool the libraries that read it, and then only this
process falls. Imports nothing of the project. What to do is `kind`: `pdf`, or `zip` for the packages of Word, Excel, PowerPoint and
OpenDocument. The copy is `target`.
"""

import io
import json
import re
import sys
import zipfile
from typing import IO, Any

MOST_UNPACKED = 200 * 2**20
MOST_PARTS = 5_000
# Who made it and when, in the two families of packages. What is in them is replaced by an empty element of the same name.
TELLING = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
    "meta.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?>'
        b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>'
    ),
}
CORE = TELLING["docProps/core.xml"]
NOTHING = b'<?xml version="1.0" encoding="UTF-8"?><nothing/>'
QUOTED = rb"""(?:"[^"]*"|'[^']*')"""
# Who wrote a remark or changed a word, and in whose folder the file lay.
AUTHORS = re.compile(rb"\b((?:\w+:)?(?:author|initials|userId|lastModifiedBy|userName))=" + QUOTED)
FOLDERS = re.compile(rb"(absPath\b[^>]*?\burl)=" + QUOTED)
CREATORS = re.compile(rb"<(dc:creator|meta:initial-creator|meta:creator-initials|loext:sender-initials)>[^<]*</\1>")
COMMENT_AUTHORS = re.compile(r"(?:commentAuthors|persons/person|people|authors)\w*\.xml$")
NAMES = re.compile(rb"\b(name|initials|displayName)=" + QUOTED)
# A template or a picture that lies on somebody's disk: its path names her.
OWN_DISK = re.compile(rb"""\bTarget=(?:"(?:file:|[A-Za-z]:|\\\\)[^"]*"|'(?:file:|[A-Za-z]:|\\\\)[^']*')""")
# of a printer with its name, and often the name of who prints
PRINTERS = "/printerSettings/"
PACKAGES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
MOST_INSIDE = 2
# What a camera and an editor note in a picture: all application parts but the profile of colours and Adobe's, and remarks.
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
JPEG_NOTES = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
JPEG_DATA = 0xDA
PNG_NOTES = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"})
# what a program keeps for itself beside a drawing: in it, or elsewhere in the file
PIECES = re.compile(rb"/PieceInfo\s*(?:(<<)|(\d+) (\d+) R)")
METADATA = re.compile(rb"<<[^<>]*/Length (\d+)[^<>]*/Type ?/Metadata[^<>]*>>\s*stream\r?\n")


def bare_pdf(question: dict[str, Any]) -> None:
    """Draw the pages into a document that knows neither author nor program; remarks are drawn, who made them is not kept."""
    import pypdfium2  # noqa: PLC0415 -- only the reader that is needed

    source, content = pypdfium2.PdfDocument(question["path"]), io.BytesIO()
    for page in source:
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
    _drawn(pypdfium2, source).save(content)
    with open(question["target"], "wb") as target:  # noqa: PTH123 -- one file, whose path came as a text
        target.write(bare_streams(content.getvalue()))


def _drawn(pypdfium2: Any, source: Any) -> Any:
    """Return the pages drawn on new ones: what is noted of a page itself does not come along. Smaller pages are drawn larger.

    PDFium draws anew only when several pages come on a sheet; so each comes with an empty one, whose half is cut off.
    """
    pages = pypdfium2.PdfDocument.new()
    pages.import_pages(source)
    sizes = [page.get_size() for page in pages]
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    for number in range(len(sizes), 0, -1):
        pages.new_page(width, height, index=number)
    drawn = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(pages, width, 2 * height, 1, 2))
    for page in drawn:
        page.set_mediabox(0, height, width, 2 * height)
        page.set_cropbox(0, height, width, 2 * height)
    return drawn


def bare_streams(content: bytes) -> bytes:
    """Blank the notes inside of a PDF: those of its parts, and those of photographs. Every place in it stays where it is."""
    bare = bytearray(content)
    for found in METADATA.finditer(content):
        length = int(found[1])
        bare[found.end() : found.end() + length] = b" " * length
    for found in re.finditer(rb"stream\r?\n(?=\xff\xd8\xff)", content):
        blank_jpeg(bare, found.end())
    for found in PIECES.finditer(content):
        blank_piece(bare, found)
    return bytes(bare)


def blank_piece(content: bytearray, found: re.Match[bytes]) -> None:
    """Blank what a program keeps for itself, where it stands or where it is pointed to."""
    end = found.end()
    if found[1]:
        end = end_of_dictionary(content, found.start(1))
    elif there := re.search(rb"(?<!\d)%s %s obj\b" % (found[2], found[3]), content):
        close = content.find(b"endobj", there.end())
        close = close if close >= 0 else len(content)
        content[there.end() : close] = b" null".ljust(close - there.end())[: close - there.end()]
    content[found.start() : end] = b" " * (end - found.start())


def end_of_dictionary(content: bytes | bytearray, begin: int) -> int:
    """Return where a dictionary ends that begins at a place, with those inside of it; an open one ends with the file."""
    depth, place = 0, begin
    while True:
        opens, closes = content.find(b"<<", place), content.find(b">>", place)
        if closes < 0:
            return len(content)
        is_deeper = 0 <= opens < closes
        depth += 1 if is_deeper else -1
        place = (opens if is_deeper else closes) + 2
        if depth == 0:
            return place


def blank_jpeg(content: bytearray, place: int = 0) -> None:
    """Blank what is noted in the photograph that begins at `place`, up to its points."""
    place += 2
    while place + 4 <= len(content) and content[place] == JPEG[0] and content[place + 1] != JPEG_DATA:
        length = int.from_bytes(content[place + 2 : place + 4])
        end = min(place + 2 + length, len(content))
        if content[place + 1] in JPEG_NOTES:
            content[place + 4 : end] = bytes(max(end - place - 4, 0))
        place = max(end, place + 4)


def bare_png(content: bytes) -> bytes:
    """Return a picture without its notes."""
    kept, place = [PNG], len(PNG)
    while place + 8 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] not in PNG_NOTES:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)


def bare_package(question: dict[str, Any]) -> None:
    """Copy the parts of a package, those that tell who made it emptied."""
    with open(question["path"], "rb") as source, open(question["target"], "wb") as target:  # noqa: PTH123 -- their paths came as texts
        copy_package(source, target)


def copy_package(source: IO[bytes], target: IO[bytes], depth: int = 0) -> None:
    """Copy a package; those inside of it as well, so deep. Raises `ValueError` for one that is too large."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as bare:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or depth > MOST_INSIDE:
            raise ValueError("too much")
        for part in parts:
            copy = zipfile.ZipInfo(part.filename)
            copy.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            content = package.read(part)
            if part.filename.lower().endswith(PACKAGES):
                inner = io.BytesIO()
                copy_package(io.BytesIO(content), inner, depth + 1)
                bare.writestr(copy, inner.getvalue())
            else:
                bare.writestr(copy, bare_part(part.filename, content))


def bare_part(name: str, content: bytes) -> bytes:
    """Return a part of a package without names of people."""
    if name in TELLING:
        return TELLING[name]
    if name.endswith(".psmdcp"):
        return CORE
    if name.startswith("customXml/item") and "Props" not in name:
        return NOTHING
    if PRINTERS in name:
        return b""
    if name.endswith(".rels"):
        return OWN_DISK.sub(b'Target="file:///nothing"', content)
    return bare_xml(name, content) if name.endswith(".xml") else bare_picture(content)


def bare_picture(content: bytes) -> bytes:
    """Return a picture without its notes, and anything else as it is."""
    if content.startswith(PNG):
        return bare_png(content)
    if not content.startswith(JPEG):
        return content
    bare = bytearray(content)
    blank_jpeg(bare)
    return bytes(bare)


def bare_xml(name: str, content: bytes) -> bytes:
    """Return a part of words without who wrote them."""
    content = FOLDERS.sub(rb'\1=""', AUTHORS.sub(rb'\1=""', content))
    content = CREATORS.sub(rb"<\1></\1>", content)
    if COMMENT_AUTHORS.search(name):
        content = NAMES.sub(rb'\1=""', content)
    if "/comments" in name:
        content = re.sub(rb"<author>[^<]*</author>", b"<author></author>", content)
    return content


def main() -> None:
    """Answer the question on the command line: `ok`, or what went wrong."""
    question = json.loads(sys.argv[1])
    try:
        {"pdf": bare_pdf, "zip": bare_package}[question["kind"]](question)
    except Exception as error:  # noqa: BLE001 -- whatever a reader throws at a broken file, it is the file that is told
        sys.stdout.write(type(error).__name__)
        return
    sys.stdout.write("ok")


if __name__ == "__main__":
    main()
