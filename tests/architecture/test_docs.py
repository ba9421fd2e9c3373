"""Documents tell the truth about what is there: links lead somewhere, and files that are named exist."""

import re
from itertools import chain
from urllib.parse import unquote

from tests.architecture.house import PACKAGE, ROOT, faults_in

OUTSIDE = {".venv", "node_modules", "build", "data", "dist", ".git"}
FENCE = re.compile(r"^[ ]*(```|~~~).*?^[ ]*\1[ ]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
HEADING = re.compile(r"^#{1,6} +(.+?) *#* *$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
# `people/enums.py`, `docs/guide`, `tests/people/`: a path of our own, without wildcards and places to fill in
PATH = re.compile(r"(?:[\w.@-]+/)+(?:[\w.@-]+\.(?:py|md|html|ts|mjs|css|toml|yaml|json|conf|service|txt|po))?")
FOLDERS = ("src", "docs", "tests", "tools", "frontend", "deploy", "bench", "requirements")


# What the reader of a guide makes while she follows it.
MADE_BY_READERS = {
    "docs/howto/add-a-page.md": {"portal/selectors/partners.py", "portal/templates/portal/partners.html"},
}


def documents():
    found = (path for path in ROOT.rglob("*.md") if not OUTSIDE & set(path.relative_to(ROOT).parts))
    # a consent is a document for people of the school, filled in when it is published
    return sorted(path for path in found if "templates" not in path.parts)


def prose(path) -> str:
    """Return the document without its examples of code."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors_of(path) -> set[str]:
    """Return the anchors of a document's headings, as they are made of their words."""
    titles = [re.sub(r"[^\w\s-]", "", title.lower()) for title in HEADING.findall(prose(path))]
    return {re.sub(r"\s", "-", title.strip()) for title in titles}


def broken_links(path) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    broken = []
    for target in LINK.findall(prose(path)):
        if FOREIGN.match(target):
            continue
        name, _, anchor = unquote(target).partition("#")
        there = (path.parent / name).resolve() if name else path
        is_there = there.exists() and ROOT in (there, *there.parents)
        if not is_there or (anchor and there.suffix == ".md" and anchor not in anchors_of(there)):
            broken.append(target)
    return broken


def starting_points(path):
    """Return the folders from which a document may name a file: its own, the project's, an app's, its templates'."""
    apps = [app for app in PACKAGE.iterdir() if app.is_dir()]
    return [path.parent, ROOT, PACKAGE, *apps, *(app / "templates" for app in apps), ROOT / "tests"]


def missing_files(path) -> list[str]:
    """Return the paths of our own that a document names and nobody finds."""
    named = {word for word in CODE.findall(prose(path)) if PATH.fullmatch(word) and is_ours(word)}
    places = starting_points(path)
    return sorted(word for word in named if not any((place / word).exists() for place in places))


def is_ours(word: str) -> bool:
    """Tell whether a word names a file or folder of the project: by its ending, or by a folder it begins with."""
    return not word.endswith("/") or word.partition("/")[0] in FOLDERS


def test_links_lead_somewhere():
    assert faults_in(documents(), broken_links) == {}


def test_files_that_are_named_exist():
    assert faults_in(documents(), lambda path: set(missing_files(path))) == MADE_BY_READERS


def test_a_link_that_leads_nowhere_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_docs.ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# A heading of it\n")
    here = tmp_path / "here.md"
    here.write_text(
        "[a](there.md#a-heading-of-it) [b](gone.md) [c](there.md#no) [d](https://a.example) [e](../out.md)\n"
    )

    assert broken_links(here) == ["gone.md", "there.md#no", "../out.md"]


def test_every_app_says_what_it_is_for():
    apps = [path.parent for path in chain(PACKAGE.glob("*/apps.py"), PACKAGE.glob("config/settings.py"))]

    assert [app.name for app in apps if not (app / "README.md").exists()] == []
