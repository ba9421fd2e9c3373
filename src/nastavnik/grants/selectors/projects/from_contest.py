"""The way from an application to a contest to an application to a fund, shown on the contest's own pages."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application
from nastavnik.contest.selectors.applications.onward import Onward, leads_onward
from nastavnik.grants.models import GrantProject
from nastavnik.grants.permissions import applications_promoted_by, projects_visible_to
from nastavnik.grants.selectors.projects.own import promotion_url
from nastavnik.people.permissions import Actor


@leads_onward
def to_funds(actor: Actor, application: Application) -> Onward | None:
    """Return the way to the project that an application has become, or to growing it; None: neither is hers. One query."""
    if application.state != ApplicationState.ADMITTED:
        return None
    project, has_grown, may_grow = _found(actor, application)
    if project:
        words = _("It has grown into a project that goes to funds.")
        return Onward(reverse("grants:project", args=[project]), _("The project at funds"), words)
    if has_grown or not may_grow:
        return None
    words = _("What is written here comes over; only what the fund asks besides is left to write.")
    return Onward(promotion_url(application.token), _("Grow it into an application to a fund"), words)


def _found(actor: Actor, application: Application) -> tuple[str | None, bool, bool]:
    """Return the project if `actor` may see it, whether there is one at all, and whether she may make it."""
    school, this = application.contest.school, OuterRef("pk")
    seen = projects_visible_to(actor, school).filter(application=this).values("token")[:1]
    rows = Application.objects.filter(pk=application.pk).annotate(
        project=Subquery(seen),
        has_grown=Exists(GrantProject.objects.filter(application=this, removed_at=None)),
        may_grow=Exists(applications_promoted_by(actor, school).filter(pk=this)),
    )
    found: tuple[str | None, bool, bool] = rows.values_list("project", "has_grown", "may_grow").get()
    return found
