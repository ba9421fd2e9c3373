"""Copy a file without what its program wrote into it of its author: `python -I bare_child.py '<question as JSON>'`.

Runs as a process of its own, under a launcher with limits: a hostile file may crash or fool the libraries that read it, and then only this
process falls. Imports nothing of the project. What to do is `kind`: `pdf`, or `zip` for the packages of Word, Excel, PowerPoint and
OpenDocument. The copy is `target`.
"""

import json
import re
import sys
import zipfile
from typing import Any

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
# Who wrote a remark or changed a word.
AUTHORS = re.compile(rb'((?:w|w15|p188):(?:author|initials|userId)|lastModifiedBy|userName|displayName)="[^"]*"')
CREATORS = re.compile(rb"<(dc:creator|meta:initial-creator|meta:creator-initials|loext:sender-initials)>[^<]*</\1>")
COMMENT_AUTHORS = re.compile(r"(?:commentAuthors|persons/person|people|authors)\w*\.xml$")


def bare_pdf(question: dict[str, Any]) -> None:
    """Copy the pages into a document that knows neither author nor program."""
    import pypdfium2  # noqa: PLC0415 -- only the reader that is needed

    source, target = pypdfium2.PdfDocument(question["path"]), pypdfium2.PdfDocument.new()
    target.import_pages(source)
    target.save(question["target"])


def bare_package(question: dict[str, Any]) -> None:
    """Copy the parts of a package, those that tell who made it emptied."""
    with zipfile.ZipFile(question["path"]) as source, zipfile.ZipFile(question["target"], "w") as target:
        parts = source.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValueError("too much")
        for part in parts:
            copy = zipfile.ZipInfo(part.filename)
            copy.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(copy, bare_part(part.filename, source.read(part)))


def bare_part(name: str, content: bytes) -> bytes:
    """Return a part of a package without names of people."""
    if name in TELLING:
        return TELLING[name]
    if not name.endswith(".xml"):
        return content
    content = AUTHORS.sub(rb'\1=""', content)
    content = CREATORS.sub(rb"<\1></\1>", content)
    if COMMENT_AUTHORS.search(name):
        content = re.sub(rb'\b(name|initials)="[^"]*"', rb'\1=""', content)
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
