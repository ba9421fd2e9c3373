"""Read the file of a talk and tell its pages: `python -I pages_child.py '<question as JSON>'`.

Runs as a process of its own, under `launcher`: a hostile file may crash or fool the libraries that read it, and then only this
process falls. Imports nothing of the project. What to do is `kind`: `pdf` (text, pictures of the pages into the working folder),
`pptx` (text), `shrink` (pictures that there are, made grey and small). The answer, in the file `answer` of the working folder, is one
JSON object: `{"error": "..."}` or `{"pages": [{"title", "text", "box"}]}`; the grey pictures go to `greys`, one after the other, each
fitted into the middle of `width` × `height` points; `box` says where: left, top, right, bottom.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WIDTHS = (1280, 640)
MOST_TALL = 1280
QUALITY = 80
PAPER = 255
# Of the tallest line of a page: those are its title; a second line of the same height goes on with it.
TITLE_SHARE = 0.9
MOST_TEXT = 8_000
MOST_DEPTH = 8


def pdf_pages(question: dict[str, Any], greys: Any) -> Iterator[dict[str, Any]]:
    """Return the pages of a PDF; their pictures are written as `<stem>-<page>-<width>.webp`."""
    import pypdfium2  # noqa: PLC0415 -- each kind of file loads its own reader only

    document = pypdfium2.PdfDocument(question["path"])
    for number in range(min(len(document), question["most_pages"])):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTHS[0] / max(width, 1.0), MOST_TALL / max(height, 1.0))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        for side in WIDTHS:
            small = (
                picture
                if picture.width <= side
                else picture.resize((side, round(picture.height * side / picture.width)))
            )
            small.save(f"{question['stem']}-{number + 1}-{side}.webp", quality=QUALITY, method=4)
        lines = list(pdf_lines(page.get_textpage()))
        yield {"title": title_of(lines), "text": text_of(lines), "box": write_grey(picture, question, greys)}


def pdf_lines(textpage: Any) -> Iterator[tuple[str, float]]:
    """Return the lines of a page, each with the height of its tallest letter."""
    import ctypes  # noqa: PLC0415 -- as above

    from pypdfium2 import raw  # noqa: PLC0415 -- as above

    rectangle, letters, tallest = raw.FS_RECTF(), "", 0.0
    for place in range(raw.FPDFText_CountChars(textpage)):
        letter = chr(raw.FPDFText_GetUnicode(textpage, place))
        if letter in "\r\n":
            yield letters, tallest
            letters, tallest = "", 0.0
            continue
        letters += letter
        if not letter.isspace() and raw.FPDFText_GetLooseCharBox(textpage, place, ctypes.byref(rectangle)):
            tallest = max(tallest, abs(rectangle.top - rectangle.bottom))
    yield letters, tallest


def title_of(lines: list[tuple[str, float]]) -> str:
    """Return the first of the tallest lines, with the ones of the same height that follow it."""
    said = [(" ".join(words.split()), tall) for words, tall in lines if any(letter.isalpha() for letter in words)]
    most = max((tall for _words, tall in said), default=0.0)
    title: list[str] = []
    for words, tall in said:
        if tall >= TITLE_SHARE * most:
            title.append(words)
        elif title:
            break
    # a page of one size of letters has no title but its first line
    return " ".join(title if len(title) <= 3 and len(title) < max(len(said), 2) else title[:1])  # noqa: PLR2004 -- lines of a title


def text_of(lines: list[tuple[str, float]]) -> str:
    """Return the text of a page, without empty lines and characters that no database keeps."""
    kept = (" ".join(words.replace("\x00", "").split()) for words, _tall in lines)
    return "\n".join(line for line in kept if line)[:MOST_TEXT]


def pptx_pages(question: dict[str, Any], _greys: Any) -> Iterator[dict[str, Any]]:
    """Return the slides of a PPTX: their text alone."""
    from pptx import Presentation  # noqa: PLC0415 -- as above

    for number, slide in enumerate(Presentation(question["path"]).slides):
        if number >= question["most_pages"]:
            return
        title = slide.shapes.title
        lines = [(line, 1.0) for line in shapes_text(slide.shapes, 0)]
        words = " ".join(title.text_frame.text.split()) if title is not None else ""
        yield {"title": words or (lines[0][0] if lines else ""), "text": text_of(lines), "box": None}


def shapes_text(shapes: Any, depth: int) -> Iterator[str]:
    """Return the paragraphs of shapes, of tables and groups too."""
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < MOST_DEPTH:
            yield from shapes_text(shape.shapes, depth + 1)
        elif shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs if paragraph.text.strip())
        elif getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells if cell.text.strip())


def shrunk(question: dict[str, Any], greys: Any) -> Iterator[dict[str, Any]]:
    """Make pictures grey and small."""
    from PIL import Image  # noqa: PLC0415 -- as above

    for path in question["paths"]:
        with Image.open(path, formats=("WEBP",)) as picture:
            yield {"title": "", "text": "", "box": write_grey(picture, question, greys)}


def write_grey(picture: Any, question: dict[str, Any], greys: Any) -> list[int]:
    """Write a picture, fitted into the middle of paper; return where it lies."""
    from PIL import Image  # noqa: PLC0415 -- as above

    width, height = question["width"], question["height"]
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    paper = Image.new("L", (width, height), PAPER)
    paper.paste(picture.convert("L").resize(size, Image.Resampling.BOX), (left, top))
    greys.write(paper.tobytes())
    return [left, top, left + size[0], top + size[1]]


KINDS = {"pdf": pdf_pages, "pptx": pptx_pages, "shrink": shrunk}


def main() -> None:
    """Answer the question on the command line."""
    question = json.loads(sys.argv[1])
    try:
        with Path("greys").open("wb") as greys:
            answer: dict[str, Any] = {"pages": list(KINDS[question["kind"]](question, greys))}
    except Exception as error:  # noqa: BLE001 -- whatever a reader throws at a broken file, it is the file that is told
        answer = {"error": type(error).__name__}
    Path("answer").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
