"""The mentor's desk: what waits for her, giving a question on, what she takes on."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.queue import EndForm, PassForm
from nastavnik.mentoring.selectors import queue as queues
from nastavnik.mentoring.selectors import routing as pages
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.views.queue_parts import give_form, is_giving, profile_answer


def crumbs() -> list[dict[str, str]]:
    """Return the way to a page of the queue."""
    return [{"label": _("Questions"), "url": reverse("mentoring:queue")}]


@never_cache
@signed_in
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the mentor."""
    said = {"shown": request.GET.get("show", ""), "number": request.GET.get("page", "")}
    page = queues.queue_page(request.user, request.school, **said, now=clock.now())
    return render(request, "mentoring/queue/queue.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Show and change what the mentor herself takes on."""
    return profile_answer(request, "", back_url=reverse("mentoring:queue"), crumbs=crumbs())


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, token: str) -> HttpResponse:
    """Give the question to another mentor, or ask her to answer too."""
    words = request.POST.get("words", "")
    page = pages.passing_page(request.user, request.school, token, words=words, now=clock.now())
    form = give_form(request, PassForm, page)
    if is_giving(request) and form.is_valid():
        given = attempt(form, partial(pass_on, request, page, form.cleaned_data))
        if given is not None:
            flash(request, _("The mentor has the question and is told."))
            return redirect("mentoring:queue")
    return render(request, "mentoring/queue/hand_over.html", {"page": page, "form": form, "crumbs": crumbs()})


def pass_on(request: SignedInRequest, page: pages.RoutingPage, said: dict[str, Any]) -> object:
    """Do what the form says: the mentor stays with the question, or has it no more."""
    call = routing.assign if said["stays"] else routing.hand_over
    return call(
        actor=request.user,
        consultation_id=page.consultation.pk,
        mentor_id=pages.mentor_by_token(request.school, said["mentor"]),
        note=said["note"],
        now=clock.now(),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, token: str) -> HttpResponse:
    """Give the question back: it goes on by the rule."""
    consultation = pages.own_question(request.user, request.school, token)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call = partial(routing.decline, actor=request.user, consultation_id=consultation.pk, now=clock.now())
        if attempt(form, partial(call, note=form.cleaned_data["note"])) is not None:
            flash(request, _("The question is no longer yours; it goes on to another mentor."))
            return redirect("mentoring:queue")
    context = {"consultation": consultation, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/queue/decline.html", context)
