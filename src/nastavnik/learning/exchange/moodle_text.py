"""Texts and pictures inside Moodle XML."""

import base64
import binascii
import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3

from nastavnik.learning.exchange.html import html_to_markdown, plain_to_markdown
from nastavnik.learning.exchange.questions import Image
from nastavnik.learning.exchange.rules import LONGEST_TEXT

PICTURE_FOLDER = "@@PLUGINFILE@@/"
MOST_PICTURE_BYTES = 5 * 2**20
MARKDOWN_PICTURE = re.compile(r"!\[((?:\\.|[^\]\\]){0,400})\]\(@@PLUGINFILE@@/([^)\s]{1,200})\)")
ANY_TAG = re.compile(r"<[a-zA-Z/!]")
NAME_LENGTH = 100
# of a text as it stands in the file, with its marks
MOST_LETTERS = 20 * LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as Markdown, the picture that was in it, and whether there were others that were left out."""

    text: str
    image: Image | None = None
    is_picture_lost: bool = False


def words_of(element: Element | None) -> str:
    """Return what stands in the `<text>` of an element."""
    return (element.findtext("text") or "").strip() if element is not None else ""


def form_of(element: Element | None) -> str:
    """Return in which form the text of an element is written."""
    return element.get("format", "moodle_auto_format") if element is not None else ""


def passage_of(element: Element | None) -> Passage:
    """Return a text of any form as Markdown, with its first picture."""
    words, form = words_of(element), form_of(element)
    if element is None or not words:
        return Passage("")
    if len(words) > MOST_LETTERS:
        return Passage(
            words[: LONGEST_TEXT + 1]
        )  # too long whatever it says: the rules refuse it, and nothing reads it
    if form == "markdown":
        text, found = _without_markdown_pictures(words)
    elif form == "plain_text":
        text, found = plain_to_markdown(words), []
    else:
        whole = words if form == "html" else words.replace("\n", "<br>")
        text, found = html_to_markdown(whole), _pictures_of(whole)
    return _with_image(element, text, found)


def _without_markdown_pictures(words: str) -> tuple[str, list[tuple[str, str]]]:
    found = [(unquote(match[2]), re.sub(r"\\(.)", r"\1", match[1])) for match in MARKDOWN_PICTURE.finditer(words)]
    return MARKDOWN_PICTURE.sub("", words).strip(), found


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            known = dict(attrs)
            address = known.get("src") or ""
            # a picture that lies elsewhere is not fetched
            name = unquote(address.removeprefix(PICTURE_FOLDER)) if address.startswith(PICTURE_FOLDER) else ""
            self.found.append((name, known.get("alt") or ""))


def _pictures_of(words: str) -> list[tuple[str, str]]:
    """Return the names and words of the pictures in HTML; without a name, those that do not lie in the file."""
    reader = _Pictures()
    reader.feed(words)
    reader.close()
    return reader.found


def _with_image(element: Element, text: str, found: list[tuple[str, str]]) -> Passage:
    files = {file.get("name", ""): file for file in element.findall("file")}
    images = [
        Image(content, name[:NAME_LENGTH], alt.strip())
        for name, alt in found[:1]
        if name in files and (content := _content_of(files[name]))
    ]
    is_lost = len(found) > len(images) or len(files) > len(images)
    return Passage(text, images[0] if images else None, is_picture_lost=is_lost)


def _content_of(file: Element) -> bytes:
    """Return what is in a file; nothing where it cannot be read, or is too large."""
    text = file.text or ""
    if file.get("encoding") != "base64" or len(text) > MOST_PICTURE_BYTES * 4 // 3 + 1000:
        return b""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def line_of(element: Element | None) -> tuple[str, bool]:
    """Return a text as a line of plain words, and whether something but words was lost: bold letters, a picture."""
    words, form = words_of(element), form_of(element)
    if element is not None and element.get("format") is None:
        return words, False  # the answer of a pair has no form: Moodle reads it as it stands
    if form in {"plain_text", "markdown"} or not ANY_TAG.search(words):
        return (words if form == "plain_text" else html.unescape(words) if form != "markdown" else words), False
    bare = html.unescape(nh3.clean(words.replace("<br", " <br").replace("</p>", " </p>"), tags=set()))
    is_lost = bool(re.search(r"<(?!/?(?:p|br|div|span)\b)[a-zA-Z]", words))
    return " ".join(bare.split()), is_lost
