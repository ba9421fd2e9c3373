"""Print the text of a document as JSON, [[page, text], …]: `python -I documents_child.py '<question as JSON>'`.

Runs as a process of its own, under `video.ffmpeg.launcher`: a hostile file may crash or fool the libraries that read it,
and then only this process falls. Imports nothing of the project. A document that cannot be read has no text.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

Page = tuple[int | None, str]
MOST_UNPACKED = 80 * 2**20
MOST_PARTS = 5_000
# JSON writes six bytes for each of them, and no word has one
NOT_PRINTED = dict.fromkeys([*range(9), *range(11, 32), 127], " ")


def pdf_pages(question: dict[str, Any]) -> Iterator[Page]:
    """Yield the text of each page."""
    import pypdfium2  # noqa: PLC0415 -- only the reader that is needed

    document = pypdfium2.PdfDocument(question["path"])
    for number in range(min(len(document), question["most_pages"])):
        page = document[number]
        text = page.get_textpage()
        yield number + 1, text.get_text_bounded()
        text.close()
        page.close()


def docx_pages(question: dict[str, Any]) -> Iterator[Page]:
    """Yield paragraphs and tables; a package that unpacks to too much is left alone."""
    with zipfile.ZipFile(question["path"]) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return
    import docx  # noqa: PLC0415 -- only the reader that is needed

    document = docx.Document(question["path"])
    for paragraph in document.paragraphs:
        yield None, paragraph.text
    for table in document.tables:
        for row in table.rows:
            yield None, " ".join(dict.fromkeys(cell.text for cell in row.cells))


def txt_pages(question: dict[str, Any]) -> Iterator[Page]:
    """Yield the whole text, in one of the two encodings people use here."""
    with open(question["path"], "rb") as file:  # noqa: PTH123 -- a process without the project starts faster without pathlib
        letters = file.read(4 * question["most_characters"])
    try:
        yield None, letters.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield None, letters.decode("cp1251", "replace")


def within(pages: Iterator[Page], most_characters: int, most_bytes: int) -> list[Page]:
    """Return pages, paragraphs joined to one, until there are so many letters, or so many bytes of them as JSON."""
    kept, left, bytes_left = list[Page](), most_characters, most_bytes
    for page, text in pages:
        cut = fitted(text[:left].translate(NOT_PRINTED), bytes_left)
        if text and not cut:
            break
        left -= len(cut)
        bytes_left -= written_bytes(cut)
        if page is None and kept and kept[-1][0] is None:
            kept[-1] = (None, f"{kept[-1][1]}\n{cut}")
        else:
            kept.append((page, cut))
    return kept


def fitted(text: str, most_bytes: int) -> str:
    """Return as much of the beginning of a text as is written in so many bytes."""
    while text and (size := written_bytes(text)) > most_bytes:
        text = text[: len(text) * max(most_bytes, 0) // size]
    return text


def written_bytes(text: str) -> int:
    """Return how long a text is as JSON, with what stands around it."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace")) + len("[1000, ], ")


READERS = {"pdf": pdf_pages, "docx": docx_pages, "txt": txt_pages}


def main() -> None:
    """Answer the question on the command line."""
    question = json.loads(sys.argv[1])
    try:
        pages = within(READERS[question["kind"]](question), question["most_characters"], question["most_bytes"])
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with a stranger's file, it has no text
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        pages = []
    sys.stdout.write(json.dumps(pages, ensure_ascii=False))


if __name__ == "__main__":
    main()
