"""The side panel of the answer desk: moments and handouts are looked for, chosen, changed, put in order, taken out.

Every address answers a script with a part of the page, and a form with the way back to the desk. What is typed at the desk
comes along with a form, and is kept first.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.mentoring.forms.answering import AnswerForm, MomentForm, wanted_of
from nastavnik.mentoring.selectors import answer_desk, moment_panel
from nastavnik.mentoring.selectors.answer_desk import Place
from nastavnik.mentoring.selectors.mending import place_to_change
from nastavnik.mentoring.selectors.moment_panel import Chooser
from nastavnik.mentoring.services import answering as services
from nastavnik.mentoring.views.answer_deeds import keep
from nastavnik.mentoring.views.answering import place_of
from nastavnik.programme.selectors import handout_for


@never_cache
@signed_in
@require_safe
def search(request: SignedInRequest, token: str) -> HttpResponse:
    """Look for moments and handouts: a part of the page for a script, else a page of its own."""
    place = answer_desk.place_to_search(request.user, request.school, token, request.GET.get("answer", ""))
    panel = moment_panel.panel(place, request.GET.get("q", ""), clock.now())
    template = "mentoring/answer/results.html" if request.htmx else "mentoring/answer/search_page.html"
    return render(request, template, {"panel": panel, "place": place})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest, token: str, film: str) -> HttpResponse:
    """Show the words of a film to choose a moment on, and put the chosen one into the recommendation."""
    place, now = place_of(request, token), clock.now()
    chooser = moment_panel.chooser(place, film, wanted_of(request.GET), now)

    def add(typed: dict[str, Any]) -> Any:
        row = place.row or services.draft_for(place.actor, place.consultation, now=now)
        who: dict[str, Any] = {"actor": place.actor, "recommendation_id": row.pk, "video_id": chooser.video_id}
        return services.add_moment(**who, **typed, now=now)

    return _choosing(request, token, chooser, add)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Choose a moment of the recommendation anew."""
    place = place_to_change(request.user, request.school, token, request.GET.get("answer", ""))
    chooser = moment_panel.changer(place, number, wanted_of(request.GET), clock.now())
    who: dict[str, Any] = {"actor": request.user, "recommended_id": number, "now": clock.now()}
    return _choosing(request, token, chooser, lambda typed: services.change_moment(**who, **typed))


def _choosing(
    request: SignedInRequest, token: str, chooser: Chooser, call: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    form = MomentForm(request.POST if request.method == "POST" else None, initial=chooser.initial)
    if form.is_bound and form.is_valid():
        made = attempt(form, partial(call, form.cleaned_data))
        if made is not None and chooser.place.is_of_another:
            flash(request, _("The moment is in the recommendation."))
            return redirect(chooser.place.url)
        if made is not None:
            return chosen(request, token, said=_("The moment is in the recommendation."), new_id=made.pk)
    template = "mentoring/answer/chooser.html" if request.htmx else "mentoring/answer/chooser_page.html"
    return render(request, template, {"chooser": chooser, "form": form, "place": chooser.place})


def chosen(
    request: SignedInRequest, token: str, *, said: str, new_id: int | None = None, undo_url: str = ""
) -> HttpResponse:
    """Answer a change: for a script with the moments and handouts as they are now, for a form with the way to the desk."""
    place = place_of(request, token)
    if not request.htmx:
        flash(request, said, undo_url=undo_url)
        return redirect(f"{place.url}#moment-{new_id}" if new_id else f"{place.url}#chosen")
    writing = answer_desk.writing_at(place, clock.now())
    context = {"writing": writing, "place": place, "said": said, "new_id": new_id, "undo_url": undo_url}
    return render(request, "mentoring/answer/chosen.html", context | {"is_part": True})


def _keep_typed(request: SignedInRequest, place: Place) -> None:
    """Keep what is typed at the desk, if it came along. Raises `WrittenElsewhere`."""
    form = AnswerForm(request.POST)
    if "text" in request.POST and form.is_valid():
        keep(place, form, clock.now())


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Take a moment out."""
    place = place_of(request, token)
    link = moment_panel.recommended_moment(place, number)
    _keep_typed(request, place)
    services.remove_moment(actor=request.user, recommended_id=link.pk, now=clock.now())
    undo_url = moment_panel.restore_url(place, number)
    return chosen(request, token, said=_("The moment is taken out."), undo_url=undo_url)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Bring back a moment that was taken out."""
    link = moment_panel.recommended_moment(place_of(request, token), number)
    services.restore_moment(actor=request.user, recommended_id=link.pk, now=clock.now())
    return chosen(request, token, said=_("The moment is back in its place."), new_id=link.pk)


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the moments in order: all by script, one step by the buttons."""
    place = place_of(request, token)
    if place.row is None:
        return redirect(place.url)
    _keep_typed(request, place)
    rearrange = partial(read_order, request.POST)
    services.reorder_moments(actor=request.user, recommendation_id=place.row.pk, rearrange=rearrange, now=clock.now())
    if "move" in request.POST:
        return chosen(request, token, said=_("The moments have another order."))
    return HttpResponse(status=204)


@signed_in
@require_POST
def add_handout(request: SignedInRequest, token: str, handout: str) -> HttpResponse:
    """Put a handout into the recommendation."""
    place, now = place_of(request, token), clock.now()
    found = handout_for(request.user, request.school, handout)
    row = place.row or services.draft_for(request.user, place.consultation, now=now)
    services.add_handout(actor=request.user, recommendation_id=row.pk, handout_id=found.pk, now=now)
    return chosen(request, token, said=_("The handout is in the recommendation."))


@signed_in
@require_POST
def remove_handout(request: SignedInRequest, token: str, handout: str) -> HttpResponse:
    """Take a handout out."""
    place = place_of(request, token)
    link = moment_panel.handout_in(place, handout)
    _keep_typed(request, place)
    who: dict[str, Any] = {"actor": request.user, "recommendation_id": link.recommendation_id, "now": clock.now()}
    services.remove_handout(**who, handout_id=link.handout_id)
    return chosen(request, token, said=_("The handout is taken out."))
