"""The desk: speakers of the school."""

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import services
from nastavnik.programme.forms import SpeakerForm
from nastavnik.programme.selectors import board, speakers
from nastavnik.programme.views.parts import desk_crumbs, typed


@never_cache
@signed_in
@require_GET
def speakers_list(request: SignedInRequest) -> HttpResponseBase:
    """Show the speakers of the school."""
    page = speakers.speakers_desk(request.user, request.school, request.GET)
    context = {"page": page, "crumbs": desk_crumbs()}
    return tables.answer(request, page.listing, "programme/desk/speakers.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a speaker."""
    board.check_can_run(request.user, request.school)
    choice = speakers.speaker_choice(request.school)
    form = SpeakerForm(typed(request), organisations=choice.organisations, people=choice.people)
    if request.method == "POST" and form.is_valid():
        call = partial(services.add_speaker, actor=request.user, school_id=request.school.pk, now=clock.now())
        speaker = call(**speaker_words(form, choice))
        flash(request, _("The speaker is added: %(name)s.") % {"name": speaker.name})
        return redirect("programme:speakers")
    return render(request, "programme/desk/speaker_form.html", {"form": form, "crumbs": speaker_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change how a speaker is called."""
    board.check_can_run(request.user, request.school)
    speaker = speakers.speaker_at_desk(request.user, request.school, token)
    choice = speakers.speaker_choice(request.school)
    initial = speakers.speaker_typed(speaker)
    form = SpeakerForm(typed(request), initial=initial, organisations=choice.organisations, people=choice.people)
    if request.method == "POST" and form.is_valid():
        call = partial(services.edit_speaker, actor=request.user, speaker_id=speaker.pk, now=clock.now())
        call(**speaker_words(form, choice))
        flash(request, _("The speaker is saved: %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("programme:speakers")
    context = {"form": form, "speaker": speaker, "crumbs": speaker_crumbs()}
    return render(request, "programme/desk/speaker_form.html", context)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a speaker who stands in no lesson."""
    speaker = speakers.speaker_at_desk(request.user, request.school, token)
    services.remove_speaker(actor=request.user, speaker_id=speaker.pk, now=clock.now())
    flash(request, _("The speaker is removed: %(name)s.") % {"name": speaker.name})
    return redirect("programme:speakers")


def speaker_words(form: SpeakerForm, choice: speakers.SpeakerChoice) -> dict[str, Any]:
    """Return what the services take: the organisation and the account as rows."""
    chosen = form.cleaned_data
    organisation = next((item for item in choice.organisations if item.pk == chosen["organisation"]), None)
    user = next((person for person in choice.people if person.pk == chosen["user"]), None)
    return {"name": chosen["name"], "position": chosen["position"], "organisation": organisation, "user": user}


def speaker_crumbs() -> list[dict[str, str]]:
    """Return the way to a speaker."""
    return desk_crumbs((_("Speakers"), reverse("programme:speakers")))
