"""Appointments: choose a mentor's time, book it, move it, cancel it, note what came of it."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.appointments import BookForm, MoveForm, NoteForm, UnsavedNoteForm, WordForm
from nastavnik.mentoring.selectors.appointments import calendar, choosing, pages
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments.refusals import NoteChangedMeanwhile


@never_cache
@signed_in
@require_GET
def choose(request: SignedInRequest) -> HttpResponse:
    """Show mentors with free times, and what is ahead of who looks."""
    now = clock.now()
    context = {
        "choice": choosing.choice(request.user, request.school, request.GET, now),
        "coming": pages.coming(request.user, request.school, now),
    }
    return render(request, "mentoring/appointments/choose.html", context)


@never_cache
@signed_in
@require_GET
def mentor(request: SignedInRequest, token: str) -> HttpResponse:
    """Show all free times of a mentor."""
    page = choosing.mentor_times(request.user, request.school, token, clock.now())
    return render(request, "mentoring/appointments/mentor.html", {"page": page, "crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def book(request: SignedInRequest, token: str) -> HttpResponse:
    """Book a time."""
    page = choosing.booking_page(request.user, request.school, token, clock.now())
    form = BookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call = partial(services.book, actor=request.user, school=request.school, slot_token=token, now=clock.now())
        found = attempt(form, partial(call, topic=form.cleaned_data["topic"]))
        if found is not None:
            flash(request, _("It is booked. A letter with the time for your calendar is on its way."))
            return redirect("mentoring:appointment", found.token)
    context = {"page": page, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/book.html", context)


@never_cache
@signed_in
@require_GET
def past(request: SignedInRequest) -> HttpResponseBase:
    """Show what was."""
    listing = pages.past_listing(request.user, request.school, request.GET, clock.now())
    return tables.answer(request, listing, "mentoring/appointments/past.html", {"crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def appointment(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an appointment; to the two with their notes."""
    page = pages.appointment_page(request.user, request.school, token, clock.now())
    form = (
        NoteForm(request.POST if request.method == "POST" else None, initial=note_of(page)) if page.can_note else None
    )
    if form is not None and form.is_bound and form.is_valid() and save_note(request, page, form):
        flash(request, _("The note is saved."))
        return redirect("mentoring:appointment", token)
    context = {"page": page, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/show.html", context)


def note_of(page: pages.AppointmentPage) -> dict[str, object]:
    """Return what the form of one's own note begins with: what she has typed last, saved or not."""
    note = page.own_note
    if note is None:
        return {}
    return {"text": note.unsaved or note.text, "audience": note.audience, "version": note.version}


def save_note(request: SignedInRequest, page: pages.AppointmentPage, form: NoteForm) -> bool:
    """Save a note; what another window has saved meanwhile is shown beside what was typed here."""
    call = partial(services.save_note, actor=request.user, appointment_id=page.appointment.pk, now=clock.now())
    try:
        call(**form.cleaned_data)
    except NoteChangedMeanwhile as refusal:
        form.show_newer(str(refusal.message), text=refusal.text, version=refusal.version)
        return False
    return True


@signed_in
@require_POST
def keep_unsaved(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what stands in the form of a note, while it is written."""
    found = pages.own_appointment(request.user, request.school, token)
    form = UnsavedNoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    call = partial(services.keep_unsaved, actor=request.user, appointment_id=found.pk, now=clock.now())
    try:
        call(**form.cleaned_data)
    except NoteChangedMeanwhile:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, token: str) -> HttpResponse:
    """Cancel an appointment with a word to the other."""
    page = pages.appointment_page(request.user, request.school, token, clock.now())
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call = partial(services.cancel, actor=request.user, appointment_id=page.appointment.pk, now=clock.now())
        if attempt(form, partial(call, word=form.cleaned_data["word"])):
            flash(request, _("The appointment is cancelled, and both of you are told."))
            return redirect("mentoring:appointment", token)
    context = {"page": page, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/cancel.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, token: str) -> HttpResponse:
    """Choose another time of the same mentor."""
    page = pages.move_page(request.user, request.school, token, clock.now())
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call = partial(services.move, actor=request.user, appointment_id=page.appointment.pk, now=clock.now())
        said = form.cleaned_data
        if attempt(form, partial(call, slot_token=said["slot"], word=said["word"])):
            flash(request, _("The appointment is moved, and both of you are told."))
            return redirect("mentoring:appointment", token)
    context = {"page": page, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/move.html", context)


@never_cache
@signed_in
@require_GET
def as_calendar(request: SignedInRequest, token: str) -> HttpResponse:
    """Give one of the two the appointment for a calendar."""
    file = calendar.appointment_file(request.user, request.school, token)
    response = HttpResponse(file.body, content_type=f"text/calendar; charset=utf-8; method={file.method}")
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def crumbs() -> list[dict[str, str]]:
    """Return the way to an appointment."""
    return [{"label": _("Appointments"), "url": reverse("mentoring:appointments")}]
