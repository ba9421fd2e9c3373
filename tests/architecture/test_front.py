"""Components are declared, shown in the gallery and listed; the lock file names versions, not places."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "nastavnik" / "core" / "templates"
BY_DJANGO = {"field", "field_notes", "fields"}  # drawn by Django's forms, not by {% ui %}
COMPONENTS = sorted(path for path in (TEMPLATES / "ui").glob("*.html") if path.stem not in BY_DJANGO)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_write_of_a_component_says_what_it_is_and_takes(path):
    head = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.fullmatch(r"\{% load [\w ]+ %\}\{# .+ #\}\{% inputs .+ %\}", head)


def test_show_of_every_component_is_in_the_gallery():
    pages = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES.rglob("*.html")])

    assert [path.stem for path in COMPONENTS if f'"{path.stem}"' not in pages] == []


def test_list_of_components_in_the_docs_is_complete():
    docs = (ROOT / "docs" / "architecture" / "interface.md").read_text(encoding="utf-8")

    assert [path.stem for path in COMPONENTS if f"`{path.stem}`" not in docs] == []


def test_lock_of_the_front_end_pins_versions_without_addresses():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    assert '"resolved"' not in lock
    assert all(
        version[0].isdigit() for kind in ("dependencies", "devDependencies") for version in wanted[kind].values()
    )
