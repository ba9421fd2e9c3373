"""Every runtime dependency is explained with the licence it names, and nothing that comes along is under the AGPL."""

import re
from importlib.metadata import metadata

from tests.architecture.house import PYPROJECT, ROOT

PAGE = (ROOT / "docs" / "decisions" / "2026-11-24-dependencies.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([\w-]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
NAME = re.compile(r"^[\w-]+")
EXPLAINED = {name: licence for name, licence, _why in ROW.findall(PAGE)}
DECLARED = [NAME.match(line)[0] for line in PYPROJECT["project"]["dependencies"]]
LOCKED = re.findall(r"^([\w-]+)==", (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8"), re.MULTILINE)
STRONG = re.compile(r"\bAGPL|Affero", re.IGNORECASE)


def licence_of(name: str) -> str:
    """Return the licence as the package's metadata name it, the newest way of naming first."""
    about = metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    spoken = ", ".join(line.rpartition(" :: ")[2] for line in classifiers)
    # a few put the whole text there, with those of all that they bring along
    named = about["License"] or ""
    return about["License-Expression"] or (named if "\n" not in named else "") or spoken


def test_every_dependency_is_explained_and_no_other():
    assert sorted(EXPLAINED) == sorted(DECLARED)


def test_licences_are_those_of_the_metadata():
    assert {name: licence_of(name) for name in DECLARED} == EXPLAINED


def test_nothing_that_comes_along_is_under_the_agpl():
    assert set(DECLARED) <= set(LOCKED)
    assert [name for name in LOCKED if STRONG.search(licence_of(name))] == []
