"""The network at the desk: branches, people, lessons, and a letter to those who lag behind."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.completion import NudgeForm, ticked_numbers
from nastavnik.learning.selectors import network, nudges, people
from nastavnik.learning.selectors.nudges import NudgePage, Scope
from nastavnik.learning.services import nudges as letters

FORM_NAMES = ("progress", "library", "subject", "text")


@never_cache
@signed_in
@require_GET
def branches(request: SignedInRequest, token: str = "") -> HttpResponseBase:
    """Show how far the branches are."""
    page = network.network_page(request.user, request.school, request.GET, token)
    if page.listing is None:
        return render(request, "learning/desk/network.html", {"page": page})
    return tables.answer(request, page.listing, "learning/desk/network.html", {"page": page})


@never_cache
@signed_in
@require_GET
def everybody(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show how far everybody is who takes part in a programme."""
    page = network.people_page(request.user, request.school, request.GET, token)
    return tables.answer(request, page.rows, "learning/desk/network.html", {"page": page})


@never_cache
@signed_in
@require_GET
def lessons(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show the lessons of a programme in numbers."""
    page = network.lessons_page(request.user, request.school, request.GET, token)
    return tables.answer(request, page.rows, "learning/desk/network.html", {"page": page})


@never_cache
@signed_in
@require_GET
def person(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the desk how far a person is."""
    page = people.person_at_desk(request.user, request.school, token)
    crumbs = [{"label": _("Progress"), "url": reverse("learning:network")}]
    return render(request, "learning/desk/person.html", {"page": page, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def remind(request: SignedInRequest, token: str) -> HttpResponse:
    """Write to those who lag behind: choose whom, look at the letter as one of them gets it, send it."""
    page = nudges.nudge_page(request.user, request.school, token, scope_of(request), clock.now())
    form = letter_form(request, page)
    if "send" in request.POST and form.is_valid():
        scope = chosen_scope(form, page)
        words = {name: form.cleaned_data[name] for name in ("subject", "text")}
        sent = attempt(
            form,
            lambda: letters.nudge(
                actor=request.user, programme_id=page.programme.pk, scope=scope, now=clock.now(), **words
            ),
        )
        if sent is not None:
            flash(request, _("The letters are on their way."))
            return redirect("learning:network_year", token)
    context = {"page": page, "form": form, "preview": preview_of(request, form, page)}
    crumbs = [{"label": _("Progress"), "url": reverse("learning:network_year", args=[token])}]
    return render(request, "learning/desk/nudge.html", {**context, "crumbs": crumbs})


def scope_of(request: SignedInRequest) -> Scope:
    """Return whom the address or the form asks for."""
    said = request.POST if request.method == "POST" else request.GET
    return Scope(progress=said.get("progress", "behind"), library=said.get("library", ""))


def letter_form(request: SignedInRequest, page: NudgePage) -> NudgeForm:
    """Return the form: as it was posted, or with the usual letter and everybody ticked."""
    readers = nudges.reader_choices(page.readers) if page.can_tick else []
    libraries = nudges.library_choices(page.libraries)
    if "send" in request.POST or "preview" in request.POST:
        return NudgeForm(request.POST, libraries=libraries, readers=readers)
    subject, text = nudges.usual_letter()
    scope = scope_of(request)
    initial = {
        "progress": scope.progress,
        "library": scope.library,
        "user_ids": [number for number, _label in readers],
        "subject": request.POST.get("subject", subject),
        "text": request.POST.get("text", text),
    }
    return NudgeForm(initial=initial, libraries=libraries, readers=readers)


def chosen_scope(form: NudgeForm, page: NudgePage) -> Scope:
    """Return whom the form names; where nobody can be ticked, everybody it asks for."""
    said = form.cleaned_data
    ticked = frozenset(said.get("user_ids", ())) if page.can_tick else None
    return Scope(progress=said["progress"], library=said["library"], user_ids=ticked)


def preview_of(request: SignedInRequest, form: NudgeForm, page: NudgePage) -> dict[str, str] | None:
    """Return the letter as the first reader who is ticked gets it, when it is asked for."""
    if "preview" not in request.POST or not form.is_valid():
        return None
    ticked = ticked_numbers(request.POST, "user_ids")
    reader = next((one for one in page.readers if one.user_id in ticked or not page.can_tick), None)
    if reader is None:
        return None
    filled = {
        name: nudges.filled(form.cleaned_data[name], reader, page.programme, page.held) for name in ("subject", "text")
    }
    return {"name": reader.full_name, **filled}
