"""A file of an application, to whoever may have it: under its own name, or without one for a jury that sees no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nastavnik.contest.models import Application, ApplicationFile, Submission
from nastavnik.contest.permissions import can_see_application, sheets_visible_to
from nastavnik.contest.selectors.applications.reading import blind_name, telling_keys
from nastavnik.people.models import User
from nastavnik.programme.enums import MEDIA_TYPES, HandoutKind
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file as it is sent; of a blind one what its program wrote into it is taken out before."""

    file: str
    name: str
    kind: HandoutKind
    media_type: str
    is_blind: bool


def file_for(actor: User, school: School, token: str, file_token: str, *, is_blind: bool) -> FileToSend:
    """Return a file to its authors, to the desk, and to a juror who judges the application; `is_blind`: without its name.

    Raises `Application.DoesNotExist`, `ApplicationFile.DoesNotExist`.
    """
    application = Application.objects.select_related("contest__school").get(token=token, contest__school=school)
    file = ApplicationFile.objects.get(application=application, token=file_token)
    if not can_see_application(actor, application):
        is_blind = _blindness(actor, application, file) or is_blind
    kind = HandoutKind(file.kind)
    name = blind_name(_number(application, file), kind) if is_blind else file.name
    return FileToSend(file.file, name, kind, MEDIA_TYPES[kind], is_blind)


def _blindness(actor: User, application: Application, file: ApplicationFile) -> bool:
    """Tell whether a juror gets the file without its name; to others it is missing.

    What tells who applies is not for a blind jury at all.
    """
    if not sheets_visible_to(actor, application.contest).filter(application=application).exists():
        raise Application.DoesNotExist
    taken = _taken(application)
    shown = {one["token"] for one in taken["files"]}
    hidden = telling_keys(taken) if application.contest.is_blind else frozenset()
    if file.token not in shown or file.field_key in hidden:
        raise ApplicationFile.DoesNotExist
    return application.contest.is_blind


def _taken(application: Application) -> Mapping[str, Any]:
    submission = Submission.objects.filter(application=application).order_by("-turn").first()
    return submission.taken if submission else {"files": [], "form": [], "contest": {"token": ""}}


def _number(application: Application, file: ApplicationFile) -> int:
    """Return which attachment of the submission a file is; 0 for one that was not submitted."""
    tokens = [one["token"] for one in _taken(application)["files"]]
    return tokens.index(file.token) + 1 if file.token in tokens else 0
