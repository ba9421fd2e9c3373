"""What authors are told of their application, in the page and by mail; each thing once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.contest.models import Application, Author, FormalCheck, Submission
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def tell_of_authorship(*, application: Application, author: Author, now: datetime) -> None:
    """Tell somebody that she may write an application too."""
    _tell("author", application, [author.user_id], now=now, key=f"author.{author.pk}")


def tell_of_submission(*, application: Application, submission: Submission, now: datetime) -> None:
    """Tell the authors that their application has come in, with its number."""
    words = {"number": application.number, "at": submission.submitted_at, "sha256": submission.sha256}
    words["is_late"] = submission.is_late
    _tell_authors("submitted", application, now=now, key=f"submitted.{submission.turn}", words=words)


def tell_of_correction(
    *, application: Application, submission: Submission, checked_by: User | None, now: datetime
) -> None:
    """Tell who returned it that it has come back corrected."""
    if checked_by is None:
        return
    contest = application.contest
    path = reverse("contest:check_application", args=[contest.token, application.token])
    key, words = f"corrected.{submission.turn}", {"number": application.number}
    _tell("corrected", application, [checked_by.pk], now=now, key=key, words=words, path=path)


def tell_of_withdrawal(*, application: Application, now: datetime) -> None:
    """Tell the authors that their application was taken back and counts no more."""
    words = {"deadline": application.contest.deadline_at}
    _tell_authors("withdrawn", application, now=now, key=f"withdrawn.{now.isoformat()}", words=words)


def tell_of_check(*, application: Application, check: FormalCheck, now: datetime) -> None:
    """Tell the authors what the formal check said."""
    words = {"number": application.number, "message": check.message, "until": check.until}
    _tell_authors(f"check_{check.verdict}", application, now=now, key=f"check.{check.pk}", words=words)


def tell_of_draft(*, application: Application, until: datetime, now: datetime) -> None:
    """Remind the authors of what they have not submitted."""
    key = f"draft.{until.isoformat()}"
    words = {"until": until, "was_returned": application.return_until is not None}
    _tell_authors("draft", application, now=now, key=key, words=words, useless_at=until)


def tell_of_prolonging(*, application: Application, until: datetime, now: datetime) -> None:
    """Tell the authors that there is more time to submit it than was said."""
    key, words = f"prolonged.{until.isoformat()}", {"until": until}
    _tell_authors("prolonged", application, now=now, key=key, words=words, useless_at=until)


def _tell_authors(
    what: str,
    application: Application,
    *,
    now: datetime,
    key: str,
    words: Mapping[str, Any],
    useless_at: datetime | None = None,
) -> None:
    authors = Author.objects.filter(application=application).values_list("user_id", flat=True)
    _tell(what, application, authors, now=now, key=key, words=words, useless_at=useless_at)


def _tell(
    what: str,
    application: Application,
    user_ids: Iterable[int],
    *,
    now: datetime,
    key: str,
    words: Mapping[str, Any] | None = None,
    path: str = "",
    useless_at: datetime | None = None,
) -> None:
    contest = application.contest
    path = path or reverse("contest:application", args=[application.token])
    notify(
        user_ids=user_ids,
        kind=NoticeKind.CONTEST,
        template=f"contest/notices/{what}",
        now=now,
        context={"title": application.title, "contest": contest.title, **(words or {})},
        link=contest.school.address_of(path),
        key=f"application.{application.token}.{key}",
        place=place_of(contest.school),
        zone=contest.school.time_zone,
        useless_at=useless_at,
    )
