"""Beginning: for which library, by what entry of a contest, to which fund, who applies, in which intake."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from nastavnik.contest.models import Application
from nastavnik.grants.funds.eligibility import forms_taken
from nastavnik.grants.funds.intakes import open_intakes
from nastavnik.grants.funds.template import Intake
from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.permissions import applications_promoted_by, libraries_begun_for_by
from nastavnik.grants.selectors.lookup import grant_to_steer, project_to_steer
from nastavnik.grants.selectors.projects.choosing import (
    KEY,
    Applicant,
    FundCard,
    FundFacts,
    applicant_of,
    cards,
    facts_in,
    facts_of,
)
from nastavnik.grants.selectors.projects.offers import all_offers, offer_for
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.enums import LegalForm
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class Start:
    """From where an application begins: a library, an entry of a contest, or a project that is there."""

    title: str
    applicant: Applicant
    library: Library | None
    entry: Application | None = None
    project: GrantProject | None = None
    # the project's applications whose texts may come over
    likes: tuple[GrantApplication, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The page on which a fund is chosen; without a start one chooses the library first."""

    start: Start | None
    libraries: list[Library]
    cards: list[FundCard]
    # the entry has become this project already
    grown_url: str = ""


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The last step: who applies and in which intake."""

    start: Start
    facts: FundFacts
    intakes: list[Intake]
    partner_forms: list[LegalForm]

    @property
    def may_apply_itself(self) -> bool:
        """Tell whether the organisation of the library may apply."""
        said = self.facts.eligibility
        is_known = bool(self.start.applicant.name and self.start.applicant.legal_form)
        return is_known and said is not None and not said.is_refused


def begin_page(user: User, school: School, *, library: str, entry: str, now: datetime) -> ChoosePage:
    """Return the page on which a project begins. Raises `Library.DoesNotExist`, `Application.DoesNotExist`."""
    if entry and (grown := _grown(user, school, entry)):
        return ChoosePage(None, [], [], reverse("grants:project", args=[grown.token]))
    libraries = [] if entry else _libraries(user, school)
    start = begin_start(user, school, library=library or _only(libraries), entry=entry)
    if start is None:
        return ChoosePage(None, libraries, [])
    asked = {"from": entry} if entry else {"library": start.library.token if start.library else ""}
    url = f"{reverse('grants:begin_fund', args=[KEY])}?{urlencode(asked)}"
    return ChoosePage(start, libraries, cards(school, start.applicant, now, url=url))


def begin_start(user: User, school: School, *, library: str, entry: str) -> Start | None:
    """Return from where a project begins; None: nothing is said yet."""
    if entry:
        rows = applications_promoted_by(user, school).select_related("contest", "library__organisation")
        found = rows.get(token=entry)
        return Start(found.title, applicant_of(found.library), found.library, entry=found)
    if not library:
        return None
    chosen = libraries_begun_for_by(user, school).select_related("organisation").get(token=library)
    return Start("", applicant_of(chosen), chosen)


def project_start(user: User, school: School, token: str) -> Start:
    """Return from where one more application of a project begins. Raises `GrantProject.DoesNotExist`, `PermissionDenied`."""
    project = project_to_steer(user, school, token)
    rows = GrantApplication.objects.filter(project=project, removed_at=None).select_related("template")
    likes = tuple(rows.order_by("-percent", "pk"))
    return Start(project.title, applicant_of(project.library), project.library, project=project, likes=likes)


def funds_page(user: User, school: School, token: str, now: datetime) -> ChoosePage:
    """Return the page on which one more fund is chosen for a project."""
    start = project_start(user, school, token)
    url = reverse("grants:add_fund", args=[token, KEY])
    return ChoosePage(start, [], cards(school, start.applicant, now, url=url, project=start.project))


def apply_page(start: Start, school: School, fund: str, now: datetime) -> ApplyPage:
    """Return the last step. Raises `TemplateText.DoesNotExist`."""
    offer = offer_for(school, fund)
    return ApplyPage(
        start=start,
        facts=facts_of(offer, start.applicant, now),
        intakes=open_intakes(offer.template, now),
        partner_forms=forms_taken(offer.template),
    )


def terms_page(user: User, school: School, token: str, now: datetime) -> tuple[GrantApplication, ApplyPage]:
    """Return who applies and when, to be corrected. Raises `GrantApplication.DoesNotExist`, `PermissionDenied`.

    The newest form of the fund may know intakes that the application's own did not know yet.
    """
    grant = grant_to_steer(user, school, token)
    template, project = template_of(grant.template), grant.project
    newest = next((offer.template for offer in all_offers(school) if offer.key == template.key), template)
    page = ApplyPage(
        start=Start(project.title, applicant_of(project.library), project.library, project=project),
        facts=facts_in(template, applicant_of(project.library), now),
        intakes=open_intakes(newest, now),
        partner_forms=forms_taken(template),
    )
    return grant, page


def _grown(user: User, school: School, entry: str) -> GrantProject | None:
    """Return the project that an entry has become; whoever may grow it may know."""
    found = applications_promoted_by(user, school).filter(token=entry)
    return GrantProject.objects.filter(application__in=found, removed_at=None).first()


def _libraries(user: User, school: School) -> list[Library]:
    rows = libraries_begun_for_by(user, school).select_related("organisation")
    return list(rows.order_by("number", "name_key", "pk"))


def _only(libraries: list[Library]) -> str:
    return libraries[0].token if len(libraries) == 1 else ""
