"""Diplomas of who won, certificates of who took part and of the jury. Nobody has one before the release."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author, Award, Contest, Decision, Diploma, Juror, ScoreSheet
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.jury.desk import seat_in
from nastavnik.contest.selectors.results.lookup import outcome_seen
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# as many as are set in about a second
IN_A_FILE = 100


class NoDiploma(ObjectDoesNotExist):
    """There is no such paper: the results are not released, or nobody gets one of this kind."""


@dataclass(frozen=True, slots=True)
class DiplomaSheet:
    """What stands on a sheet. `code` is empty on what was made after the release."""

    number: str
    day: str
    heading: str
    before: str
    name: str
    text: str
    prize: str
    signed_as: str
    signed_by: str
    code: str
    verify_url: str

    def told(self) -> dict[str, Any]:
        """Return it as the template reads it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Diplomas:
    """Sheets of a contest, never none."""

    contest: Contest
    sheets: Sequence[DiplomaSheet]


def diplomas_at_desk(actor: Actor, school: School, token: str, kind: str, part: int) -> Diplomas:
    """Return the sheets of a kind for printing, so many in a file. Raises `Contest.DoesNotExist`, `NoDiploma`."""
    contest = outcome_seen(actor, school, token)
    first = IN_A_FILE * (max(part, 1) - 1)
    return _given(contest, KINDS[kind](contest)[first : first + IN_A_FILE])


def own_diploma(actor: Actor, school: School, token: str) -> Diplomas:
    """Return the diploma or certificate of an application to who wrote it. Raises `DoesNotExist`, `NoDiploma`."""
    application = application_for(actor, school, token)
    return _given(application.contest, sheet_of_application(application))


def sheet_of_application(application: Application) -> list[DiplomaSheet]:
    """Return the sheet of an application, none when it was not admitted; its contest must be there."""
    if application.state != ApplicationState.ADMITTED:
        return []
    decisions = Decision.objects.select_related("award").filter(application=application)
    return _of_applications(application.contest, [application], decisions)


def own_certificate(actor: User, school: School, token: str) -> Diplomas:
    """Return the certificate of a juror to herself. Raises `DoesNotExist`, `NoDiploma`."""
    seat = seat_in(actor, school, token)
    return _given(seat.contest, sheets_of_jurors(seat.contest, seat.pk))


def _given(contest: Contest, sheets: Sequence[DiplomaSheet]) -> Diplomas:
    if contest.released_at is None or not sheets:
        raise NoDiploma
    return Diplomas(contest, sheets)


def _winners(contest: Contest) -> list[DiplomaSheet]:
    decisions = Decision.objects.filter(application__contest=contest, award__isnull=False).select_related("award")
    rows = _papers().filter(pk__in=decisions.values("application"))
    order = dict(decisions.values_list("application_id", F("award__position")))
    applications = sorted(rows, key=lambda one: (order[one.pk], one.number or 0))
    return _of_applications(contest, applications, decisions)


def _participants(contest: Contest) -> list[DiplomaSheet]:
    awarded = Decision.objects.filter(application__contest=contest, award__isnull=False).values("application")
    rows = _papers().filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False).exclude(pk__in=awarded)
    return _of_applications(contest, list(rows.order_by("number")), ())


def _papers() -> QuerySet[Application]:
    return Application.objects.select_related("library", "diploma")


def _of_applications(contest: Contest, applications: Sequence[Application], decisions: Any) -> list[DiplomaSheet]:
    """Return a sheet of each application, in the names of its library and of who wrote it."""
    awards = {one.application_id: one.award for one in decisions if one.award is not None}
    names: dict[int, list[str]] = {one.pk: [] for one in applications}
    authors = Author.objects.filter(application__in=applications).order_by("-is_head", "user__full_name")
    for application_id, name in authors.values_list("application_id", "user__full_name"):
        names[application_id].append(name)
    signed = _signature(contest)
    return [_sheet(contest, one, awards.get(one.pk), names[one.pk], signed) for one in applications]


def _sheet(
    contest: Contest, application: Application, award: Award | None, authors: Sequence[str], signed: dict[str, str]
) -> DiplomaSheet:
    library = application.library.label if application.library else ""
    project = gettext("for the project “%(title)s”") % {"title": application.title}
    return DiplomaSheet(
        number=f"№ {application.number}",
        day=_day(contest),
        heading=award.title if award else gettext("Certificate of a participant"),
        before=gettext("is given to") if award else gettext("certifies that in the contest took part"),
        name=library or ", ".join(authors),
        text="\n".join(filter(None, (project, ", ".join(authors) if library else ""))),
        prize=award.prize if award else "",
        **signed,
        **_stamp(contest, getattr(application, "diploma", None)),
    )


def sheets_of_jurors(contest: Contest, only: int | None = None) -> list[DiplomaSheet]:
    """Return a sheet of each juror who has finished something, or of one; who asked to be forgotten has none."""
    worked = ScoreSheet.objects.filter(juror__contest=contest, finished_at__isnull=False).values("juror")
    jurors = (
        Juror.objects.filter(contest=contest, pk__in=worked)
        .exclude(name="")
        .select_related("diploma")
        .order_by("name", "pk")
    )
    rows, signed = jurors if only is None else jurors.filter(pk=only), _signature(contest)
    return [
        DiplomaSheet(
            number="",
            day=_day(contest),
            heading=gettext("Thanks to a juror"),
            before=gettext("certifies that in the jury of the contest worked"),
            name=one.name,
            text=one.position,
            prize="",
            **signed,
            **_stamp(contest, getattr(one, "diploma", None)),
        )
        for one in rows
    ]


def _stamp(contest: Contest, given: Diploma | None) -> dict[str, str]:
    """Return by what a sheet is verified."""
    return (
        {"code": given.code, "verify_url": verify_url(contest, given.code)} if given else {"code": "", "verify_url": ""}
    )


def verify_url(contest: Contest, code: str) -> str:
    """Return the address that says whether the diploma of a code is genuine."""
    return contest.school.address_of(reverse("learning:verify", args=[code]))


def _signature(contest: Contest) -> dict[str, str]:
    chair = Juror.objects.filter(contest=contest, is_chair=True, left_at=None).first()
    return {"signed_as": gettext("Chair of the jury"), "signed_by": chair.name if chair else ""}


def _day(contest: Contest) -> str:
    moment = contest.awarding_at or contest.released_at
    return date_format(timezone.localtime(moment, contest.school.zone), gettext("j E Y")) if moment else ""


KINDS: dict[str, Callable[[Contest], list[DiplomaSheet]]] = {
    "winners": _winners,
    "participants": _participants,
    "jurors": sheets_of_jurors,
}
