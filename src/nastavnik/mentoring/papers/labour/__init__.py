"""Drafts for labour mentoring (art. 351.8 of the Labour Code), apart from the mentorships of the school.

The texts are documents of Russian law, so they stand here in Russian, as data: a line `# …` is the title, `## …` a heading,
words in braces are filled in, and what is not known stays a line to write on. Nothing of it is kept or changes anything.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from nastavnik.mentoring.papers.paper import Paper, Section

FOLDER = Path(__file__).parent
BLANK = "____________________"
WARNING = "ПРОЕКТ. Не подписывать без проверки юристом работодателя"
IN_BRACES = re.compile(r"\{(\w+)\}")
SIGNED = re.compile(r"^\[(?P<position>[^|\]]+)\|(?P<name>[^\]]*)\]$")


class Draft(StrEnum):
    """What may be drafted."""

    CONSENT = "consent"
    AGREEMENT = "agreement"
    NOTICE = "notice"


def draft_of(kind: Draft, values: Mapping[str, str]) -> Paper:
    """Return a draft with `values` in it."""
    text = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")
    title, sections, signatures = "", [("", list[str]())], []
    for line in (filled(raw, values) for raw in text.splitlines()):
        if line.startswith("# "):
            title = line[2:]
        elif line.startswith("## "):
            sections.append((line[3:], []))
        elif signed := SIGNED.match(line):
            signatures.append((signed["position"], signed["name"]))
        else:
            sections[-1][1].append(line)
    return Paper(
        title=title,
        subtitle="",
        sections=tuple(Section(heading, tuple(words)) for heading, words in sections if words),
        signatures=tuple(signatures),
        warning=WARNING,
        signature_words=("подпись", "дата"),
    )


def filled(line: str, values: Mapping[str, str]) -> str:
    """Return a line with the words in braces filled in; what is not known stays a line to write on.

    What was typed stays within its paragraph: it begins no heading and no signature of its own.
    """
    return IN_BRACES.sub(lambda found: " ".join(values.get(found[1], "").split()) or BLANK, line)
