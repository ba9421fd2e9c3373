"""What is said of an application: shown beside it, made, answered, resolved, withdrawn.

A form may come from the page of a section (`back`): then the answer leads there, or is its panel alone where a script asks for it.
"""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.talk import AnswerForm, RemarkForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.selectors.talk.panel import panel_of
from nastavnik.grants.selectors.talk.remarks_page import remark_to_write, remarks_page
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.talk import remarks as services

if TYPE_CHECKING:
    from nastavnik.grants.models import GrantApplication


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an application with what is said of it."""
    grant = grant_for(request.user, request.school, token)
    return _page(request, grant, RemarkForm(form=template_of(grant.template).form))


@never_cache
@signed_in
@require_GET
def panel(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Show what stands beside a section, for a page that has it already."""
    return _panel(request, grant_for(request.user, request.school, token), key)


@signed_in
@require_POST
def add(request: SignedInRequest, token: str) -> HttpResponse:
    """Say something of a field or of words in it."""
    grant = grant_to_write(request.user, request.school, token)
    form = RemarkForm(request.POST, form=template_of(grant.template).form)
    if form.is_valid():
        spot, body = form.spot(), form.cleaned_data["body"]
        made = attempt(
            form,
            lambda: services.add_remark(actor=request.user, grant_id=grant.pk, spot=spot, body=body, now=clock.now()),
        )
        if made is not None:
            return _after(request, grant, made.token)
    if request.htmx:
        return _panel(request, grant, request.POST.get("back", ""), form)
    return _page(request, grant, form)


@signed_in
@require_POST
def answer(request: SignedInRequest, token: str, remark: str) -> HttpResponse:
    """Answer a remark; an empty answer is told where it was written."""
    found = remark_to_write(request.user, request.school, token, remark)
    form = AnswerForm(request.POST)
    body = form.cleaned_data["body"] if form.is_valid() else ""
    services.answer_remark(actor=request.user, remark_id=found.pk, body=body, now=clock.now())
    return _after(request, found.grant, remark)


@signed_in
@require_POST
def resolve(request: SignedInRequest, token: str, remark: str) -> HttpResponse:
    """Mark a remark as resolved; the message can take it back."""
    found = remark_to_write(request.user, request.school, token, remark)
    services.resolve_remark(actor=request.user, remark_id=found.pk, now=clock.now())
    if not request.htmx:
        flash(request, _("The remark is resolved."), undo_url=reverse("grants:reopen_remark", args=[token, remark]))
    return _after(request, found.grant)


@signed_in
@require_POST
def reopen(request: SignedInRequest, token: str, remark: str) -> HttpResponse:
    """Open a resolved remark anew."""
    found = remark_to_write(request.user, request.school, token, remark)
    services.reopen_remark(actor=request.user, remark_id=found.pk, now=clock.now())
    return _after(request, found.grant, remark)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, token: str, remark: str) -> HttpResponse:
    """Take one's own remark back."""
    found = remark_to_write(request.user, request.school, token, remark)
    services.withdraw_remark(actor=request.user, remark_id=found.pk, now=clock.now())
    if not request.htmx:
        flash(request, _("The remark is withdrawn."))
    return _after(request, found.grant)


def _after(request: SignedInRequest, grant: "GrantApplication", remark: str = "") -> HttpResponse:
    """Lead back to where the form was: to the section that was written, or to the page of remarks."""
    back = request.POST.get("back", "")
    if request.htmx:
        return _panel(request, grant, back)
    place = f"#remark-{remark}" if remark else "#talk"
    if template_of(grant.template).form.section(back) is None:
        return HttpResponseRedirect(reverse("grants:remarks", args=[grant.token]) + place)
    return HttpResponseRedirect(reverse("grants:section", args=[grant.token, back]) + place)


def _panel(
    request: SignedInRequest, grant: "GrantApplication", key: str, form: RemarkForm | None = None
) -> HttpResponse:
    section = template_of(grant.template).form.section(key)
    if section is None:
        raise Http404
    context = {"panel": panel_of(request.user, grant, section), "remark_form": form}
    return render(request, "grants/talk/panel_body.html", context)


def _page(request: SignedInRequest, grant: "GrantApplication", form: RemarkForm) -> HttpResponse:
    head = head_of(request.user, grant, "grants:remarks", clock.now())
    context = {"head": head, "page": remarks_page(request.user, grant), "form": form}
    return render(request, "grants/talk/remarks.html", context)
