"""The way from an application to a contest to an application to a fund, shown on the contest's own pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application
from nastavnik.contest.selectors.applications.onward import Onward, leads_onward
from nastavnik.grants.models import GrantProject
from nastavnik.grants.permissions import applications_promoted_by, can_see_project
from nastavnik.grants.selectors.projects.own import promotion_url
from nastavnik.people.permissions import Actor


@leads_onward
def to_funds(actor: Actor, application: Application) -> Onward | None:
    """Return the way to the project that an application has become, or to growing it; None: neither is hers."""
    if application.state != ApplicationState.ADMITTED:
        return None
    projects = GrantProject.objects.filter(application=application, removed_at=None)
    if project := projects.select_related("school").first():
        if not can_see_project(actor, project):
            return None
        words = _("It has grown into a project that goes to funds.")
        return Onward(reverse("grants:project", args=[project.token]), _("The project at funds"), words)
    if not applications_promoted_by(actor, application.contest.school).filter(pk=application.pk).exists():
        return None
    words = _("What is written here comes over; only what the fund asks besides is left to write.")
    return Onward(promotion_url(application.token), _("Grow it into an application to a fund"), words)
