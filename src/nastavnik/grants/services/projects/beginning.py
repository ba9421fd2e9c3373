"""Beginning an application to a fund: of a new project, of an application to a contest, of a project that goes to another fund already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.checking.values import Value
from nastavnik.contest.models import Application, Author
from nastavnik.contest.selectors.applications.content import content_of as contest_content_of
from nastavnik.contest.selectors.setup import form_of
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.text import search_key
from nastavnik.grants.enums import OPEN_STATES, MilestoneKind
from nastavnik.grants.events import GrantBegun
from nastavnik.grants.funds.carrying import carry
from nastavnik.grants.funds.eligibility import eligibility
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication, GrantProject, Milestone
from nastavnik.grants.permissions import applications_promoted_by, can_steer_project, libraries_begun_for_by
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.projects.choosing import applicant_of
from nastavnik.grants.selectors.projects.offers import offer_for
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import locked, locked_project
from nastavnik.grants.services.projects import files
from nastavnik.grants.services.projects.members import add_authors
from nastavnik.grants.services.projects.refusals import AlreadyGrown, MayNotApply, NoApplicant, TooManyFunds
from nastavnik.grants.services.projects.templates import row_of
from nastavnik.grants.services.reckoning import reckon
from nastavnik.grants.services.refusals import GrantClosed
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School

MOST_FUNDS = 12
MOST_IN_TITLE = 300


@dataclass(frozen=True, slots=True)
class Intended:
    """To which fund, by whom, in which intake. Without a partner the organisation of the library applies."""

    fund: str
    partner: str = ""
    partner_form: str = ""
    intake: str = ""
    closes_at: datetime | None = None
    results_on: date | None = None


@transaction.atomic
def begin_project(
    *, actor: User, school_id: int, library_id: int, title: str, intended: Intended, now: datetime
) -> GrantApplication:
    """Begin a project of a library with its first application. Raises `MayNotApply`, `NoApplicant`, `PermissionDenied`."""
    school = School.objects.get(pk=school_id)
    library = libraries_begun_for_by(actor, school).select_related("organisation").filter(pk=library_id).first()
    if library is None:
        raise PermissionDenied
    project = _project(school, library, title, actor, now)
    add_authors(project, [actor.pk], now)
    grant = _grant(project, intended, now)
    put_values(grant, {"title": project.title}, actor=actor, now=now)
    _begun(actor, grant, now)
    return grant


@transaction.atomic
def promote(*, actor: User, application_id: int, intended: Intended, now: datetime) -> GrantApplication:
    """Grow an application to a contest into a project with an application to a fund; its authors write on.

    Raises `AlreadyGrown`, `MayNotApply`, `NoApplicant`, `PermissionDenied`.
    """
    application = _locked_entry(actor, application_id)
    school = application.contest.school
    project = _project(school, application.library, application.title, actor, now, application=application)
    authors = (
        Author.objects.filter(application=application).order_by("-is_head", "pk").values_list("user_id", flat=True)
    )
    add_authors(project, list(authors) or [actor.pk], now)
    grant = _grant(project, intended, now)
    source = contest_content_of(application)
    carried = carry(form_of(application.contest), template_of(grant.template).form, source.values)
    put_values(grant, carried.values, actor=actor, now=now, note=application.contest.title)
    files.copy_files(grant, source.files)
    _keep_as_it_came(grant, carried.values, actor, now)
    _begun(actor, grant, now, contest=application.token)
    return grant


@transaction.atomic
def add_fund(*, actor: User, project_id: int, intended: Intended, like: str, now: datetime) -> GrantApplication:
    """Go to one more fund; `like`: token of the project's application whose texts are carried over, or nothing.

    Raises `TooManyFunds`, `MayNotApply`, `NoApplicant`, `GrantApplication.DoesNotExist`.
    """
    project = locked_project(actor, project_id, right=can_steer_project)
    others = GrantApplication.objects.filter(project=project, removed_at=None)
    if others.count() >= MOST_FUNDS:
        raise TooManyFunds
    source = others.select_related("template").get(token=like) if like else None
    grant = _grant(project, intended, now)
    if source is None:
        put_values(grant, {"title": project.title}, actor=actor, now=now)
    else:
        _carry_over(source, grant, actor, now)
    _begun(actor, grant, now)
    return grant


@transaction.atomic
def change_terms(*, actor: User, grant_id: int, intended: Intended, now: datetime) -> GrantApplication:
    """Correct who applies and in which intake; with another end of it people are reminded anew.

    Raises `GrantClosed`, `MayNotApply`, `NoApplicant`, `GrantApplication.DoesNotExist`.
    """
    grant = locked(actor, grant_id, right=can_steer_project)
    if grant.state not in OPEN_STATES:
        raise GrantClosed
    told = _terms(grant.project, template_of(grant.template), intended)
    if told["closes_at"] != grant.closes_at:
        grant.reminded_days = None
    for name, value in told.items():
        setattr(grant, name, value)
    grant.changed_at = now
    grant.save(update_fields=[*told, "reminded_days", "changed_at"])
    journal.record(actor=actor, verb="terms_changed", subject=grant, now=now, applicant=grant.applicant)
    return grant


def _carry_over(source: GrantApplication, grant: GrantApplication, actor: User, now: datetime) -> None:
    form, content = template_of(source.template).form, content_of(source)
    carried = carry(form, template_of(grant.template).form, content.values)
    put_values(grant, carried.values, actor=actor, now=now, note=source.template.fund)
    files.copy_files(grant, content.files)
    _keep_as_it_came(grant, carried.values, actor, now)


def _locked_entry(actor: User, application_id: int) -> Application:
    """Return an application to a contest, locked, that may still grow; the link of a project that was removed is cut."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    application = rows.select_related("contest__school", "library__organisation").get(pk=application_id)
    if not applications_promoted_by(actor, application.contest.school).filter(pk=application_id).exists():
        raise PermissionDenied
    GrantProject.objects.filter(application=application, removed_at__isnull=False).update(application=None)
    if GrantProject.objects.filter(application=application).exists():
        raise AlreadyGrown
    return application


def _project(
    school: School,
    library: Library | None,
    title: str,
    actor: User,
    now: datetime,
    *,
    application: Application | None = None,
) -> GrantProject:
    plain = " ".join(title.split())[:MOST_IN_TITLE]
    return GrantProject.objects.create(
        school=school,
        library=library,
        application=application,
        title=plain,
        title_key=search_key(plain)[:MOST_IN_TITLE],
        created_by=actor,
        created_at=now,
        changed_at=now,
    )


def _grant(project: GrantProject, intended: Intended, now: datetime) -> GrantApplication:
    offer = offer_for(project.school, intended.fund)
    return GrantApplication.objects.create(
        project=project,
        template=row_of(offer, now),
        created_at=now,
        changed_at=now,
        **_terms(project, offer.template, intended),
    )


def _terms(project: GrantProject, template: FundTemplate, intended: Intended) -> dict[str, Any]:
    """Return who applies and when, as the application keeps it. Raises `NoApplicant`, `MayNotApply`."""
    own = applicant_of(project.library)
    name = " ".join(intended.partner.split()) or own.name
    legal_form = intended.partner_form if intended.partner.strip() else own.legal_form
    if not name or not legal_form:
        raise NoApplicant
    said = eligibility(template, legal_form)
    if said.is_refused:
        raise MayNotApply(f"{said.reason} {said.way_round}".strip() or None)
    return {
        "applicant": name,
        "legal_form": legal_form,
        "is_partner": bool(intended.partner.strip()),
        "intake": intended.intake,
        "closes_at": intended.closes_at,
        "results_on": intended.results_on,
    }


def _keep_as_it_came(grant: GrantApplication, values: Mapping[str, Value], actor: User, now: datetime) -> None:
    Milestone.objects.create(grant=grant, kind=MilestoneKind.PROMOTED, values=dict(values), made_by=actor, made_at=now)


def _begun(actor: User, grant: GrantApplication, now: datetime, **details: str) -> None:
    """Tell what became of it; what is missing is reckoned also where nothing came over."""
    reckon(grant)
    told = {"fund": grant.template.key, "applicant": grant.applicant, "partner": grant.is_partner, **details}
    journal.record(actor=actor, verb="begun", subject=grant, now=now, **told)
    publish(GrantBegun(grant_id=grant.pk))
