"""Small books for the tests of the press."""

import io
import struct
import zlib
from datetime import UTC, datetime
from functools import cache

from PIL import Image

from nastavnik.publishing.press.book import Article, Book, Film, Part, Picture
from nastavnik.publishing.press.running import Steering

MADE_AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FILM = Film("Первая встреча", "https://school.example/lessons/first/?t={seconds}")


@cache
def picture(width: int = 900, height: int = 600, kind: str = "JPEG", colour: str = "green") -> bytes:
    """Return a picture of one colour."""
    content = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (width, height), colour).save(content, kind)
    return content.getvalue()


def claimed_png(width, height):
    """Return the head of a picture that says it is so large."""

    def part(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")


def small_book(*texts: str, part: str = "", **others) -> Book:
    """Return a book of these articles, `a1`, `a2` ...; with a picture `p.jpg` and a film `v1`."""
    articles = tuple(Article(f"a{number}", f"Статья {number}", text) for number, text in enumerate(texts, 1))
    given = {
        "key": "small",
        "title": "Сборник",
        "subtitle": "Материалы курса",
        "publisher": "Библиотека",
        "made_at": MADE_AT,
        "parts": (Part(part, articles),),
        "pictures": {"p.jpg": Picture(picture())},
        "films": {"v1": FILM},
    }
    return Book(**(given | others))


def never_stop() -> Steering:
    """Return a steering that tells nobody and goes on."""
    return Steering()
