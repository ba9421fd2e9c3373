"""The desk: a lesson, from the draft to the mark that it was held."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import services
from nastavnik.programme.forms import CancelForm, LessonForm, ShortLessonForm
from nastavnik.programme.selectors import board
from nastavnik.programme.views.deeds import DEEDS
from nastavnik.programme.views.parts import attempt_edit, back, board_url, desk_crumbs, refresh, typed


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a lesson to a cycle: on the board by script, else on a page of its own."""
    board.check_can_run(request.user, request.school)
    cycle = board.cycle_at_desk(request.user, request.school, token)
    form = ShortLessonForm(typed(request), zone=request.school.zone, form_id=form_id(request, token))
    if request.method == "POST" and form.is_valid():
        lesson = services.add_lesson(actor=request.user, cycle_id=cycle.pk, now=clock.now(), **form.lesson_fields())
        flash(request, _("The lesson is added as a draft."), undo_url=deed_url(lesson.uid, "remove"))
        return refresh() if request.htmx else redirect(f"{board_url(cycle.programme.token)}#lesson-{lesson.uid}")
    context = {"form": form, "form_id": form_id(request, token), "cycle": cycle, "programme": cycle.programme}
    context["crumbs"] = desk_crumbs((cycle.programme.title, board_url(cycle.programme.token)))
    return render(request, template_of(request, "lesson_add"), context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_short(request: SignedInRequest, uid: str) -> HttpResponse:
    """Edit a lesson in its place on the board; without a script the page of the lesson does it."""
    board.check_can_run(request.user, request.school)
    page = board.lesson_desk(request.user, request.school, uid, clock.now())
    form = ShortLessonForm(typed(request), initial=page.typed, zone=page.lesson.zone, form_id=form_id(request, uid))
    if request.method == "POST" and form.is_valid() and save(request, page, form):
        return refresh() if request.htmx else redirect(f"{board_url(page.programme.token)}#lesson-{uid}")
    context = {"form": form, "form_id": form_id(request, uid), "page": page, "crumbs": crumbs_of(page)}
    return render(request, template_of(request, "lesson_short"), context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """Show a lesson at the desk with its form, handouts and history."""
    page = board.lesson_desk(request.user, request.school, uid, clock.now())
    form = LessonForm(
        typed(request),
        initial=page.typed,
        zone=request.school.zone,
        speakers=page.speakers,
        partners=page.partners,
    )
    if request.method == "POST" and form.is_valid() and save(request, page, form):
        return redirect("programme:lesson", uid)
    context = {"form": form, "page": page, "crumbs": crumbs_of(page)}
    return render(request, "programme/desk/lesson.html", context)


def save(request: SignedInRequest, page: board.LessonDesk, form: ShortLessonForm) -> bool:
    """Save what was typed; tell whether it was, and offer to undo it."""
    call = partial(services.edit_lesson, actor=request.user, lesson_id=page.lesson.pk, now=clock.now())
    words = {"version": form.cleaned_data["version"], **form.lesson_fields()}
    lesson = attempt_edit(form, partial(call, **words), current=page.typed)
    if lesson is None:
        return False
    is_changed = lesson.version != page.lesson.version
    undo_url = reverse("programme:undo_edit", args=[lesson.uid, lesson.version]) if is_changed else ""
    flash(request, _("The lesson is saved."), undo_url=undo_url)
    return True


@signed_in
@require_POST
def do(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Announce, withdraw, restore, mark as held, reopen, remove or bring back a lesson; each can be undone."""
    lesson = board.lesson_at_desk(request.user, request.school, uid)
    done = DEEDS[deed]
    done.service(actor=request.user, lesson_id=lesson.pk, now=clock.now())
    flash(request, done.said % {"title": lesson.title}, undo_url=deed_url(uid, done.undo))
    address = f"{board_url(lesson.cycle.programme.token)}#lesson-{uid}"
    return redirect(address) if deed == "remove" else back(request, address)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, uid: str) -> HttpResponse:
    """Cancel a lesson with a reason; those enrolled are told."""
    board.check_can_run(request.user, request.school)
    page = board.lesson_desk(request.user, request.school, uid, clock.now())
    form = CancelForm(typed(request))
    if request.method == "POST" and form.is_valid():
        call = partial(services.cancel_lesson, actor=request.user, lesson_id=page.lesson.pk, now=clock.now())
        if attempt(form, partial(call, reason=form.cleaned_data["reason"])):
            said = _("The lesson is cancelled, and those enrolled are told: %(title)s.")
            flash(request, said % {"title": page.lesson.title}, undo_url=deed_url(uid, "restore"))
            return redirect(f"{board_url(page.programme.token)}#lesson-{uid}")
    enrolled = board.enrolled_count(page.programme)
    context = {"form": form, "page": page, "enrolled": enrolled, "crumbs": crumbs_of(page)}
    return render(request, "programme/desk/cancel.html", context)


@signed_in
@require_POST
def undo_edit(request: SignedInRequest, uid: str, version: int) -> HttpResponse:
    """Put back what the last edit changed."""
    lesson = board.lesson_at_desk(request.user, request.school, uid)
    services.undo_lesson_edit(actor=request.user, lesson_id=lesson.pk, version=version, now=clock.now())
    flash(request, _("The lesson is as it was: %(title)s.") % {"title": lesson.title})
    return back(request, reverse("programme:lesson", args=[uid]))


def deed_url(uid: str, deed: str) -> str:
    """Return where a deed of a lesson is posted to."""
    if deed == "cancel":
        return ""
    return reverse("programme:do", args=[uid, deed])


def form_id(request: SignedInRequest, key: str) -> str:
    """Return the name of the form to which fields on the board belong; on a page of their own they need none."""
    return f"form-{key}" if request.htmx else ""


def template_of(request: SignedInRequest, name: str) -> str:
    """Return the page, or the part of it that a script asked for."""
    return f"programme/desk/{name}_part.html" if request.htmx else f"programme/desk/{name}.html"


def crumbs_of(page: board.LessonDesk) -> list[dict[str, str]]:
    """Return the way to a lesson at the desk."""
    return desk_crumbs((page.programme.title, board_url(page.programme.token)))
