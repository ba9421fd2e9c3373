"""Projects that seek a grant, and what stands around their applications."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.forms.projects import MemberForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.projects import carried as carrying
from nastavnik.grants.selectors.projects import own as own_projects
from nastavnik.grants.selectors.projects import page as pages
from nastavnik.grants.selectors.projects.choosing import facts_of_grant
from nastavnik.grants.selectors.projects.funds_desk import read_page


@never_cache
@signed_in
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """Show the projects of a person, and what of hers may become one."""
    page = own_projects.own_page(request.user, request.school, clock.now())
    return render(request, "grants/projects/own.html", {"page": page})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a project with its applications to funds and its people."""
    page = pages.project_page(request.user, request.school, token, clock.now())
    return render(request, "grants/projects/show.html", {"page": page, "member_form": MemberForm()})


@never_cache
@signed_in
@require_GET
def fund(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the rules of the fund by which an application was begun."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:grant_fund", clock.now())
    facts = facts_of_grant(grant, head.template, clock.now())
    return render(request, "grants/projects/fund.html", {"head": head, "page": read_page(head.template, facts)})


@never_cache
@signed_in
@require_GET
def carried(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what came over into an application, and what is still missing."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:carried", clock.now())
    return render(request, "grants/projects/carried.html", {"head": head, "page": carrying.carried_page(grant)})
