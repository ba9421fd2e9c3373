"""The rules of the style sheets: layers, tokens, size."""

import gzip
import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, faults_in

STYLES = ROOT / "frontend" / "styles"
BUILT = ROOT / "src" / "nastavnik" / "static" / "styles.css"
LAYERS = ["reset", "tokens", "base", "components", "pages"]
MOST_BYTES = 25 * 1024
FILES = sorted(STYLES.rglob("*.css"))
OUTSIDE_TOKENS = [path for path in FILES if path.parent.name not in {"tokens", "reset"} and path.name != "print.css"]
FORBIDDEN = ("!important", "@layer", "@import")  # the folder is the layer
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)a?\(")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right|top|bottom|width|height)\s*:"
)


def code_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def forbidden_words(path: Path) -> list[str]:
    code = code_of(path)
    return [word for word in FORBIDDEN if word in code]


def physical_directions(path: Path) -> list[str]:
    return PHYSICAL.findall(re.sub(r"@(?:media|container)[^{]*", "", code_of(path)))


def test_place_of_every_file_is_a_layer():
    assert {path.parent.name for path in FILES} == set(LAYERS)
    assert all(path.parent.parent == STYLES for path in FILES)


def test_write_of_a_file_makes_no_layer_and_no_important():
    assert faults_in(FILES, forbidden_words) == {}


def test_write_of_a_colour_is_a_token():
    assert faults_in(OUTSIDE_TOKENS, lambda path: COLOUR.findall(code_of(path))) == {}


def test_write_of_a_direction_is_logical():
    assert faults_in(FILES, physical_directions) == {}


def test_use_of_every_token_is_of_one_that_exists():
    code = {path: code_of(path) for path in FILES}
    defined = {name for text in code.values() for name in re.findall(r"(?<![\w(-])(--[\w-]+)\s*:", text)}

    assert {name for text in code.values() for name in re.findall(r"var\((--[\w-]+)", text)} - defined == set()


@pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: tools/front.py build")
def test_build_declares_the_layers_in_order_and_is_small():
    built = BUILT.read_bytes()

    assert built.startswith(f"@layer {','.join(LAYERS)};".encode())
    assert len(gzip.compress(built, 9)) <= MOST_BYTES
    assert b"!important" not in built
