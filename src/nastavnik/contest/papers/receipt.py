"""The receipt of an application: its number, its moment by the school's clock, its hash; and what was submitted."""

from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from nastavnik.contest.selectors.applications.reading import FieldRead, Reading
from nastavnik.core.dates import zone_name
from nastavnik.core.press import set_pdf

DIGEST_PART = 8
TEMPLATE = Path(__file__).parent / "receipt.typ"

Told = dict[str, Any]


def receipt_pdf(reading: Reading, *, school: str, zone: tzinfo) -> bytes:
    """Return the receipt of a submission; `zone` is the clock of the school."""
    return set_pdf(TEMPLATE, told_of(reading, school=school, zone=zone), made_at=reading.submitted_at)


def told_of(reading: Reading, *, school: str, zone: tzinfo) -> Told:
    """Return what the template reads."""
    local = reading.submitted_at.astimezone(zone)
    moment = f"{date_format(local, gettext('j E Y'))}, {local:%H:%M:%S} ({zone_name(local)})"
    return {
        "language": get_language() or "ru",
        "school": school,
        "number": str(reading.number),
        "title": reading.title,
        "facts": _facts(reading, moment),
        "note": gettext("The application came after the deadline and is marked as late.") if reading.is_late else "",
        "digest": spaced(reading.sha256),
        "files": [_file(field_file) for field_file in _files(reading)],
        "sections": [_section(section.title, section.fields) for section in reading.sections],
        "foot": f"{reading.contest} · № {reading.number} · {moment}",
        "words": {
            "receipt": gettext("Receipt of the application"),
            "digest": gettext("Checksum of what was submitted (SHA-256)"),
            "digest_help": gettext(
                "It is computed from every letter of the application and its files: whoever has the same application gets the same checksum."
            ),
            "files": gettext("Files"),
        },
    }


def _facts(reading: Reading, moment: str) -> list[Told]:
    authors = ", ".join(author.name for author in reading.authors)
    facts = (
        (gettext("Contest"), reading.contest),
        (gettext("Project"), reading.title),
        (gettext("Direction"), reading.direction),
        (gettext("Library"), reading.library),
        (gettext("Organisation"), reading.organisation),
        (gettext("Authors"), authors),
        (gettext("Submitted"), moment),
        (gettext("Version"), str(reading.turn)),
    )
    return [{"name": name, "value": value} for name, value in facts if value]


def _files(reading: Reading) -> list[Told]:
    fields = [field for section in reading.sections for field in section.fields]
    return [{"name": file.name, "bytes": file.bytes, "kind": file.kind} for field in fields for file in field.files]


def _file(told: Told) -> Told:
    return {"name": told["name"], "about": f"{told['kind']}, {filesizeformat(told['bytes'])}"}


def _section(title: str, fields: tuple[FieldRead, ...]) -> Told:
    told = [
        {
            "label": field.label,
            "text": field.text,
            "items": list(field.items),
            "table": asdict(field.table) if field.table else None,
        }
        for field in fields
        if not field.files
    ]
    return {"title": title, "fields": told}


def spaced(digest: str) -> str:
    """Return a checksum in groups that can be compared by eye."""
    return " ".join(digest[start : start + DIGEST_PART] for start in range(0, len(digest), DIGEST_PART))
