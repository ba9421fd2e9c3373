"""A piece is drawn for one person and shown to others: nothing of a person may get into it."""

import re

import pytest
from django.template.loader import get_template

from tests.architecture.house import PACKAGE

PIECE = re.compile(r'{% piece "([^"]+)"')
INCLUDE = re.compile(r'{% include "([^"]+)"')
PERSONAL = re.compile(r"csrf_token|\b(user|request|messages|perms|unread_notices|user_menu)\b")

PIECES = sorted({name for page in PACKAGE.rglob("*.html") for name in PIECE.findall(page.read_text(encoding="utf-8"))})


def text_of(name: str) -> str:
    """Return the text of a template without its words for people, and of those that it includes."""
    text = get_template(name).template.source
    bare = re.sub(r"{#.*?#}|{% translate .*?%}", "", text)
    return "\n".join([bare, *(text_of(part) for part in INCLUDE.findall(text))])


def test_there_are_pieces():
    assert "core/parts/nav.html" in PIECES


@pytest.mark.parametrize("name", PIECES)
def test_piece_says_nothing_of_a_person(name):
    assert not PERSONAL.findall(text_of(name))
