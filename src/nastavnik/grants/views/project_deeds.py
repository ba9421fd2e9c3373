"""What is done with a project besides writing: its people, removing and bringing back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.forms.projects import MemberForm
from nastavnik.grants.selectors.lookup import grant_to_steer, project_for, project_to_steer
from nastavnik.grants.selectors.projects.page import removed_grant, removed_project
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.projects.refusals import PersonNotFound


@signed_in
@require_POST
def add_member(request: SignedInRequest, token: str) -> HttpResponse:
    """Let a colleague write, or lead."""
    project = project_to_steer(request.user, request.school, token)
    form = MemberForm(request.POST)
    if not form.is_valid():
        raise PersonNotFound
    email, role = form.cleaned_data["email"], MemberRole(form.cleaned_data["role"])
    member = services.add_member(actor=request.user, project_id=project.pk, email=email, role=role, now=clock.now())
    flash(request, _("%(name)s can write in the project now.") % {"name": member.user.full_name})
    return redirect("grants:project", token)


@signed_in
@require_POST
def add_mentor(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Let the mentor of an author lead the project too."""
    project = project_to_steer(request.user, request.school, token)
    member = services.add_mentor(actor=request.user, project_id=project.pk, user_token=person, now=clock.now())
    flash(request, _("%(name)s leads the project now.") % {"name": member.user.full_name})
    return redirect("grants:project", token)


@signed_in
@require_POST
def remove_member(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Let somebody write no more."""
    project = project_for(request.user, request.school, token)
    gone = services.remove_member(actor=request.user, project_id=project.pk, user_token=person, now=clock.now())
    flash(request, _("%(name)s writes the project no more; what she wrote stays.") % {"name": gone.user.full_name})
    return redirect("grants:own") if gone.user_id == request.user.pk else redirect("grants:project", token)


@signed_in
@require_POST
def remove_project(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a project off all lists."""
    project = project_to_steer(request.user, request.school, token)
    services.remove_project(actor=request.user, project_id=project.pk, now=clock.now())
    flash(request, _("The project is removed."), undo_url=reverse("grants:restore_project", args=[token]))
    return redirect("grants:own")


@signed_in
@require_POST
def restore_project(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a project back."""
    project = removed_project(request.user, request.school, token)
    services.restore_project(actor=request.user, project_id=project.pk, now=clock.now())
    flash(request, _("The project is back as it was."))
    return redirect("grants:project", token)


@signed_in
@require_POST
def remove_grant(request: SignedInRequest, token: str) -> HttpResponse:
    """Take an application off its project."""
    grant = grant_to_steer(request.user, request.school, token)
    services.remove_grant(actor=request.user, grant_id=grant.pk, now=clock.now())
    flash(request, _("The application is removed."), undo_url=reverse("grants:restore_grant", args=[token]))
    return redirect("grants:project", grant.project.token)


@signed_in
@require_POST
def restore_grant(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring an application back."""
    grant = removed_grant(request.user, request.school, token)
    services.restore_grant(actor=request.user, grant_id=grant.pk, now=clock.now())
    flash(request, _("The application is back as it was."))
    return redirect("grants:project", grant.project.token)
