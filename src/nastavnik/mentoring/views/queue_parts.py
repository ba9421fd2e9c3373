"""What pages of the mentor and of the methodist share."""

from functools import partial
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.queue import GiveForm, ProfileForm
from nastavnik.mentoring.selectors import mentors
from nastavnik.mentoring.selectors.candidates import today_of
from nastavnik.mentoring.selectors.routing import RoutingPage
from nastavnik.mentoring.services import profiles

F = TypeVar("F", bound=GiveForm)


def is_giving(request: SignedInRequest) -> bool:
    """Tell whether a mentor was chosen, and not only looked for."""
    return request.method == "POST" and "find" not in request.POST


def give_form(request: SignedInRequest, kind: type[F], page: RoutingPage) -> F:
    """Return the form that gives a question on: empty, with what was typed, or as it was posted."""
    choices = page.choices.mentors if page.choices else []
    offered = [(one.token, f"{one.name} — {one.words}") for one in choices]
    if is_giving(request):
        return kind(request.POST, mentors=offered)
    typed = {name: request.POST.get(name, "") for name in ("words", "mentor", "note", "stays")}
    return kind(initial=typed, mentors=offered)


def profile_answer(
    request: SignedInRequest, token: str, *, back_url: str, crumbs: list[dict[str, str]]
) -> HttpResponse:
    """Show and change what a mentor takes on; without a token, of the person herself."""
    page = mentors.profile_page(request.user, request.school, token)
    now = clock.now()
    kwargs: dict[str, Any] = {
        "themes": [(theme.pk, theme.title) for theme in page.themes],
        "today": today_of(request.school, now),
    }
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=page.initial, **kwargs)
    if form.is_bound and form.is_valid():
        call = partial(profiles.change_profile, actor=request.user, school_id=request.school.pk, now=now)
        if attempt(form, partial(call, mentor_id=page.mentor.pk, offer=form.offer())):
            flash(request, _("Saved."))
            return redirect(back_url)
    context = {"page": page, "form": form, "back_url": back_url, "crumbs": crumbs}
    return render(request, "mentoring/queue/profile.html", context)
