"""What must not stand in the sources: work left undone, silence without a reason, strangers' addresses, inline code."""

import re

import pytest

from tests.architecture.house import PACKAGE, ROOT, python_files, templates

HERE = ROOT / "tests" / "architecture"
SOURCES = [path for path in python_files("src", "tests", "tools", "bench") if HERE not in path.parents]
SCRIPTS = sorted([*(ROOT / "frontend").rglob("*.ts"), *(ROOT / "frontend").rglob("*.css")])
UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX)\b|pragma: no cover")
SILENCE = re.compile(r"#\s*(noqa\b(?P<codes>:\s*[A-Z0-9, ]+)?|type: ignore(?P<kinds>\[[\w, -]+\])?)(?P<rest>[^\n]*)")
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>|\sstyle=|\son[a-z]+=\"")
FOREIGN = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


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


@pytest.mark.parametrize("path", [*SOURCES, *SCRIPTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_source_has_no_work_left_undone(path):
    assert UNDONE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_silence_has_its_reason(path):
    assert silences_without_reason(path.read_text(encoding="utf-8")) == []


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


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_template_has_no_inline_code_and_no_strangers(path):
    source = path.read_text(encoding="utf-8")

    assert INLINE.findall(source) == []
    if "/mail/" not in str(path) and "letters" not in str(path):  # a letter is read far from the school
        assert FOREIGN.findall(source) == []
