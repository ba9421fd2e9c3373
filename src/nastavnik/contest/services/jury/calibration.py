"""The calibration round: two sample applications that the whole jury marks before it begins, to see how far apart it is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest, Criterion, Juror, ScoreSheet, SectionText, Submission
from nastavnik.contest.selectors.jury.needs import judging
from nastavnik.contest.selectors.samples import samples
from nastavnik.contest.selectors.setup import Form, form_of
from nastavnik.contest.services.jury.parts import check_review_goes_on, led_contest, tell
from nastavnik.contest.services.jury.refusals import NobodyToSpread, NoFormYet
from nastavnik.contest.services.snapshots import take
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def start_calibration(*, actor: Actor, contest_id: int, now: datetime) -> int:
    """Give the two samples to everybody who has agreed to judge; return how many sheets were given.

    Samples are made once; who joins later gets hers by doing it again. Raises `NoFormYet`, `NobodyToSpread`, `ReviewOver`.
    """
    contest = led_contest(actor, contest_id)
    check_review_goes_on(contest, now)
    jurors = judging(contest)
    if not jurors:
        raise NobodyToSpread
    made = list(Application.objects.filter(contest=contest, is_sample=True).order_by("pk"))
    given = _give(made or _make_samples(actor, contest, now), jurors, now)
    journal.record(actor=actor, verb="calibration_started", subject=contest, now=now, sheets=len(given))
    users = [juror.user_id for juror in given if juror.user_id is not None]
    key = f"jury-calibration:{contest.token}"
    tell(contest, "calibration", users, f"/desk/jury/{contest.token}/", now=now, key=key)
    return len(given)


def _give(samples: list[Application], jurors: list[Juror], now: datetime) -> list[Juror]:
    """Give each sample to each juror who has it not yet; return whose the new sheets are."""
    pairs = ScoreSheet.objects.filter(application__in=samples).values_list("juror_id", "application_id")
    known = set(pairs)
    new = [
        ScoreSheet(juror=juror, application=sample, given_at=now, changed_at=now)
        for juror in jurors
        for sample in samples
        if (juror.pk, sample.pk) not in known
    ]
    ScoreSheet.objects.bulk_create(new)
    return [sheet.juror for sheet in new]


def _make_samples(actor: Actor, contest: Contest, now: datetime) -> list[Application]:
    form = form_of(contest)
    if not form.sections or not Criterion.objects.filter(contest=contest).exists():
        raise NoFormYet
    typist = actor if isinstance(actor, User) else None
    return [_make_sample(contest, form, told, typist, now) for told in samples()]


def _make_sample(contest: Contest, form: Form, told: dict[str, Any], typist: User | None, now: datetime) -> Application:
    """Write a sample down as an application: what the contest's form asks of it, and its snapshot."""
    application = Application.objects.create(
        contest=contest,
        title=told["title"],
        state=ApplicationState.ADMITTED,
        is_sample=True,
        typed_by=typist,
        created_at=now,
        changed_at=now,
        submitted_at=now,
    )
    for section in form.sections:
        values = {field.key: told["values"][field.key] for field in section.fields if field.key in told["values"]}
        SectionText.objects.create(application=application, key=section.key, values=values, version=1, changed_at=now)
    taken, digest = take(application)
    Submission.objects.create(
        application=application, turn=1, taken=taken, sha256=digest, submitted_by=typist, submitted_at=now
    )
    return application
