"""What is submitted, as a whole: canonical JSON (sorted keys, UTF-8, no floats) and its SHA-256.

Names of authors are not in it: they are people's, and are read from their accounts, so that somebody may be forgotten and the
hash still holds.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.told import tell_form
from nastavnik.contest.models import Application, Author, Submission
from nastavnik.contest.selectors.applications.content import Content, content_of
from nastavnik.contest.selectors.setup import Form, form_of

KIND = "nastavnik/application/1"

Taken = dict[str, Any]


def take(application: Application) -> tuple[Taken, str]:
    """Return an application as it stands, and the hash of that. Its contest, library and direction should be loaded."""
    return taken_of(application, form_of(application.contest), content_of(application))


def taken_of(application: Application, form: Form, content: Content) -> tuple[Taken, str]:
    """Return what `take` does, of a form and a content that are read already."""
    asked = asked_keys(form, content.values)
    taken = {
        "kind": KIND,
        "contest": _contest(application),
        "application": _application(application),
        "library": _library(application),
        "direction": _direction(application),
        "form": tell_form(form),
        "values": {key: value for key, value in content.values.items() if key in asked},
        "files": _files(content, asked),
        "authors": _authors(application),
    }
    return taken, digest_of(taken)


def as_it_stands(application: Application, *, now: datetime) -> Submission:
    """Return an application as if it were submitted now, to be looked at; nothing is kept."""
    taken, sha256 = take(application)
    return Submission(application=application, turn=0, taken=taken, sha256=sha256, submitted_at=now)


def digest_of(taken: Taken) -> str:
    """Return the hash of a snapshot, whoever computes it."""
    return hashlib.sha256(canonical(taken)).hexdigest()


def canonical(taken: Taken) -> bytes:
    """Return a snapshot as the bytes that are hashed."""
    return json.dumps(taken, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _contest(application: Application) -> Taken:
    contest = application.contest
    return {"token": contest.token, "title": contest.title, "school": contest.school.title}


def _application(application: Application) -> Taken:
    submitted_at = application.submitted_at.isoformat() if application.submitted_at else ""
    return {
        "token": application.token,
        "number": application.number,
        "title": application.title,
        "submitted_at": submitted_at,
        "is_late": application.is_late,
    }


def _library(application: Application) -> Taken | None:
    library = application.library
    if library is None:
        return None
    return {"token": library.token, "label": library.label, "organisation": library.organisation.name}


def _direction(application: Application) -> Taken | None:
    direction = application.direction
    return None if direction is None else {"title": direction.title, "target": direction.target}


def _files(content: Content, asked: frozenset[str]) -> list[Taken]:
    names = ("token", "field_key", "name", "kind", "bytes", "sha256")
    return [{name: getattr(file, name) for name in names} for file in content.files if file.field_key in asked]


def _authors(application: Application) -> list[Taken]:
    rows = Author.objects.filter(application=application).select_related("user").order_by("-is_head", "pk")
    return [{"user": row.user.token, "is_head": row.is_head} for row in rows]
