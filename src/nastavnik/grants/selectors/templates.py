"""Templates of funds: those that come with the program, and the copies that schools have corrected."""

import hashlib
from functools import lru_cache
from pathlib import Path

from nastavnik.grants.funds.checker import RULES
from nastavnik.grants.funds.reading import read_template
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import TemplateText

FORMS = Path(__file__).resolve().parent.parent / "funds" / "forms"


def template_of(row: TemplateText) -> FundTemplate:
    """Return what a version of a template says; the same text is read once in a process."""
    return _read(row.sha256, row.text)


def digest_of(text: str) -> str:
    """Return by what a text of a template is told from others."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache
def shipped_texts() -> tuple[str, ...]:
    """Return the templates that come with the program, in the order of their files' names."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(FORMS.glob("*.yaml")))


@lru_cache
def shipped_templates() -> dict[str, tuple[FundTemplate, str]]:
    """Return the templates that come with the program with their texts, by their keys; read once in a process."""
    read = [(_read(digest_of(text), text), text) for text in shipped_texts()]
    return {template.key: (template, text) for template, text in read}


def read_text(text: str) -> FundTemplate:
    """Return what a text of a template says. Raises `BrokenTemplate`."""
    return read_template(text, RULES)


@lru_cache(maxsize=64)
def _read(_sha256: str, text: str) -> FundTemplate:
    return read_text(text)
