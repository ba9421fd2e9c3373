"""Every text on every ground it may stand on, in every theme, computed from the file of tokens."""

import re
from pathlib import Path

import pytest

from nastavnik.core.colours import GROUNDS, contrast

COLOURS = Path(__file__).parents[2] / "frontend" / "styles" / "tokens" / "colours.css"
THEMES = {
    ":root": "light",
    ':root:not([data-theme="light"])': "dark by the system",
    ':root[data-theme="dark"]': "dark by choice",
    ':root[data-vision="black-on-white"][data-vision]': "black on white",
    ':root[data-vision="white-on-black"][data-vision]': "white on black",
    ':root[data-vision="blue-on-blue"][data-vision]': "blue on light blue",
}
LOW_VISION = {"black on white", "white on black", "blue on light blue"}
PAPERS = ("paper", "paper-2", "card")
TEXTS = {
    "ink": (*PAPERS, "accent-2", "live-2", "ok-2", "warn-2"),
    "ink-2": (*PAPERS, "live-2", "warn-2", "ok-2", "accent-2"),
    "accent": (*PAPERS, "accent-2"),
    "live": (*PAPERS, "live-2"),
    "ok": (*PAPERS, "ok-2"),
    "warn": (*PAPERS, "warn-2"),
    "accent-ink": ("accent",),
    "live-ink": ("live",),
    "paper": ("ink",),  # a toast
}
SHAPES = {"edge": PAPERS, "accent": PAPERS, "live": PAPERS}  # borders of fields, the ring of focus


def read_themes() -> dict[str, dict[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", COLOURS.read_text(encoding="utf-8"), flags=re.DOTALL)
    themes: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"(:root[^{}]*?)\s*\{([^{}]*)\}", text):
        tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        themes.setdefault(THEMES[selector.strip()], {}).update(tokens)
    return themes


ALL = read_themes()
PAIRS = [(theme, text, ground) for theme in ALL for text, grounds in TEXTS.items() for ground in grounds]


def test_read_themes_of_the_file_are_all_known():
    assert set(ALL) == set(THEMES.values())


def test_contrast_of_every_text_is_enough():
    assert len(PAIRS) > len(ALL)
    assert [
        (theme, text, ground)
        for theme, text, ground in PAIRS
        if contrast(ALL[theme][text], ALL[theme][ground]) < (7.0 if theme in LOW_VISION else 4.5)
    ] == []


def test_contrast_of_edges_and_focus_is_enough():
    assert [
        (theme, shape, ground)
        for theme, colours in ALL.items()
        for shape, grounds in SHAPES.items()
        for ground in grounds
        if contrast(colours[shape], colours[ground]) < 3
    ] == []


def test_define_every_theme_sets_the_same_colours():
    colours = {name for name in ALL["light"] if not name.startswith(("sample-", "if-"))}

    assert {theme: colours - set(tokens) for theme, tokens in ALL.items()} == {theme: set() for theme in ALL}


def test_define_both_ways_into_the_dark_theme_give_the_same():
    assert ALL["dark by the system"] == ALL["dark by choice"]


@pytest.mark.parametrize(("name", "theme"), [("light", "light"), ("dark", "dark by choice")])
def test_grounds_of_the_accent_check_are_the_tokens(name, theme):
    assert GROUNDS[name] == tuple(ALL[theme][paper] for paper in PAPERS)
