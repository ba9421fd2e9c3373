"""What must not stand in the sources: work left undone, silence without a reason, strangers' addresses, inline code."""

import re

import pytest

from tests.architecture.house import ROOT, faults_in, python_files, templates

HERE = ROOT / "tests" / "architecture"
SOURCES = [path for path in python_files("src", "tests", "tools", "bench") if HERE not in path.parents]
SCRIPTS = sorted([*(ROOT / "frontend").rglob("*.ts"), *(ROOT / "frontend").rglob("*.css")])
UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX)\b|pragma: no cover")
SILENCE = re.compile(r"#\s*(noqa\b(?P<codes>:\s*[A-Z0-9, ]+)?|type: ignore(?P<kinds>\[[\w, -]+\])?)(?P<rest>[^\n]*)")
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>|\sstyle=|\son[a-z]+=\"")
FOREIGN = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


def work_left_undone(path) -> list[str]:
    return UNDONE.findall(path.read_text(encoding="utf-8"))


def silences_without_reason(source: str) -> list[str]:
    """Return the suppressions that do not name what they silence or do not say why."""
    wrong = []
    for line in source.splitlines():
        for match in SILENCE.finditer(line):
            is_named = match["codes"] or match["kinds"]
            if not is_named or not re.search(r"[a-zA-Z]{3}", match["rest"]):
                wrong.append(line.strip())
                break
    return wrong


def inline_code(path) -> list[str]:
    return INLINE.findall(path.read_text(encoding="utf-8"))


def strangers(path) -> list[str]:
    return FOREIGN.findall(path.read_text(encoding="utf-8"))


def test_sources_have_no_work_left_undone():
    assert faults_in(SOURCES, work_left_undone) == {}
    assert faults_in(SCRIPTS, work_left_undone) == {}


def test_every_silence_has_its_reason():
    assert faults_in(SOURCES, lambda path: silences_without_reason(path.read_text(encoding="utf-8"))) == {}


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: S105", True),
        ("x = 1  # type: ignore[misc]", True),
        ("x = 1  # noqa: S105 -- made up for a test", False),
        ("x = 1  # type: ignore[misc]  # allauth has no types", False),
    ],
)
def test_silence_is_judged_by_its_reason(line, is_wrong):
    assert bool(silences_without_reason(line)) is is_wrong


def test_templates_have_no_inline_code():
    assert faults_in(templates(), inline_code) == {}


def test_templates_name_no_strangers():
    # a letter is read far from the school
    pages = [path for path in templates() if "/mail/" not in str(path) and "letters" not in str(path)]

    assert faults_in(pages, strangers) == {}
