"""Enrolment: one's own place in a programme, and the methodist's list."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import selectors, services
from nastavnik.programme.forms import EnrolForm, ticked_numbers
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.selectors import board, enrolled
from nastavnik.programme.views.parts import back, board_url, desk_crumbs, typed


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def enrol(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a place in a programme; the page asks once who came here by signing in."""
    page = selectors.enrolment_page(request.user, request.school, token)
    if request.method == "GET":
        return render(request, "programme/enrol.html", {"page": page})
    services.enrol(actor=request.user, programme_id=page.programme.pk, user=request.user, now=clock.now())
    undo_url = reverse("programme:leave", args=[token])
    flash(request, _("You are enrolled. We will tell you of every lesson."), undo_url=undo_url)
    return back_from_question(request, token)


@signed_in
@require_POST
def leave(request: SignedInRequest, token: str) -> HttpResponse:
    """Give one's place up."""
    page = selectors.enrolment_page(request.user, request.school, token)
    services.leave(actor=request.user, programme_id=page.programme.pk, now=clock.now())
    undo_url = reverse("programme:enrol", args=[token]) if page.is_open else ""
    flash(request, _("You have left the programme. Your notes and certificates stay."), undo_url=undo_url)
    return back_from_question(request, token)


def back_from_question(request: SignedInRequest, token: str) -> HttpResponse:
    """Go back to where the button was pressed; from the question itself to the programme."""
    is_question = request.headers.get("Referer", "").endswith(reverse("programme:enrol", args=[token]))
    return redirect(selectors.programme_url()) if is_question else back(request, selectors.programme_url())


@never_cache
@signed_in
@require_GET
def people(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show who is enrolled, as a table that can be saved as a file."""
    page = enrolled.enrolled_desk(request.user, request.school, token, request.GET)
    crumbs = desk_crumbs((page.programme.title, board_url(token)))
    context = {"page": page, "crumbs": crumbs}
    return tables.answer(request, page.listing, "programme/desk/enrolled.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_people(request: SignedInRequest, token: str) -> HttpResponse:
    """Enrol people of the school, one by one and by whole libraries; looking for some keeps who is ticked already."""
    board.check_can_run(request.user, request.school)
    words, ticked = request.POST.get("words", ""), ticked_numbers(request.POST, "user_ids")
    page = enrolled.people_to_choose(request.user, request.school, token, words=words, ticked=ticked)
    form = enrol_form(request, page)
    if form.is_bound and form.is_valid():
        result = services.enrol_people(
            actor=request.user, programme_id=page.programme.pk, now=clock.now(), **form.cleaned_data
        )
        flash(request, enrolled_words(len(result.new), result.known))
        return redirect("programme:enrolled", token)
    list_step = (_("Enrolled"), reverse("programme:enrolled", args=[token]))
    crumbs = desk_crumbs((page.programme.title, board_url(token)), list_step)
    return render(request, "programme/desk/enrol_people.html", {"form": form, "page": page, "crumbs": crumbs})


def enrol_form(request: SignedInRequest, page: enrolled.EnrolChoice) -> EnrolForm:
    """Return the form as it was posted to enrol, or as it stands while people are looked for."""
    ticked = {name: ticked_numbers(request.POST, name) for name in ("user_ids", "library_ids")}
    return EnrolForm(
        None if "find" in request.POST else typed(request),
        initial={"words": request.POST.get("words", ""), **ticked},
        people=page.people,
        libraries=page.libraries,
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Show a person's place in a programme, and take it back when asked."""
    enrolment = enrolled.enrolment_at_desk(request.user, request.school, token, person)
    if request.method == "POST":
        services.remove_enrolled(
            actor=request.user, programme_id=enrolment.programme_id, user_id=enrolment.user_id, now=clock.now()
        )
        flash(request, _("No longer enrolled: %(name)s.") % {"name": enrolment.user})
        return redirect("programme:enrolled", token)
    list_step = (_("Enrolled"), reverse("programme:enrolled", args=[token]))
    context = {
        "enrolment": enrolment,
        "how": enrolled.how(enrolment),
        "can_edit": can_run_school(request.user, request.school),
        "crumbs": desk_crumbs((enrolment.programme.title, board_url(token)), list_step),
    }
    return render(request, "programme/desk/place.html", context)


def enrolled_words(new: int, known: int) -> str:
    """Say how many were enrolled, and how many had a place already."""
    said = ngettext("%(count)d person is enrolled.", "%(count)d people are enrolled.", new) % {"count": new}
    if not known:
        return said
    had = ngettext("%(count)d had a place already.", "%(count)d had a place already.", known) % {"count": known}
    return f"{said} {had}"
