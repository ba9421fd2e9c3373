"""Slides of a film: the page that needs no script, and the desk where a person corrects them."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video import selectors
from nastavnik.video.forms.slides import NewSlideForm, SlideForm, SlideKeyForm, TalkForm, VersionForm
from nastavnik.video.selectors import desk as desk_selectors
from nastavnik.video.selectors.slides import slides_desk, slides_page
from nastavnik.video.services import slides as services
from nastavnik.video.views.parts import desk_crumbs


class SlideMistyped(Refusal):
    """What was typed cannot be read. The list may be long: it is said where it is not overlooked, and what was typed stays."""


@never_cache
@require_safe
def read(request: Request, token: str) -> HttpResponse:
    """Show the slides of a film with their seconds."""
    video = selectors.video_to_watch(request.user, request.school, token)
    page = slides_page(request.user, video, clock.now())
    return render(request, "video/slides/page.html", {"page": page})


@never_cache
@signed_in
@require_GET
def desk(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the slides of a film beside it, to be corrected."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    context = _context(slides_desk(video, clock.now()))
    context["player"] = selectors.player_of(request.user, video, clock.now())
    context["crumbs"] = desk_crumbs((video.title, reverse("video:film", args=[token])))
    return render(request, "video/slides/desk.html", context)


@never_cache
@signed_in
@require_GET
def rows(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the slides again while they are being looked for."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    return render(request, "video/slides/rows.html", _context(slides_desk(video, clock.now())))


def _context(page: Any, said: str = "") -> dict[str, Any]:
    return {"page": page, "new_form": NewSlideForm(initial={"version": page.version}), "said": said}


def _answer(request: SignedInRequest, token: str, said: str, before: int) -> HttpResponseBase:
    """Show the slides as they are now: to a script the list alone, else the page. `before`: the version to go back to."""
    if request.headers.get("HX-Request"):
        video = desk_selectors.video_to_edit(request.user, request.school, token)
        return render(request, "video/slides/rows.html", _context(slides_desk(video, clock.now()), said))
    flash(request, said, undo_url=reverse("video:undo_slides", args=[token, before]))
    return redirect("video:slides_desk", token)


def _faults_of(form: Form) -> str:
    """Return what is wrong with a form, in one line."""
    return " ".join(str(error[0]) for error in form.errors.values())


def _read(form: Form) -> dict[str, Any]:
    """Return what a form says. Raises `SlidesChanged` for what no page of ours sends."""
    if not form.is_valid():
        raise services.SlidesChanged
    return form.cleaned_data


@signed_in
@require_POST
def change(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Give a slide another title, second or page."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    form = SlideForm(request.POST)
    if not form.is_valid():
        raise SlideMistyped(_faults_of(form))
    said = form.cleaned_data
    before = services.change_slide(actor=request.user, video_id=video.pk, now=clock.now(), **said)
    return _answer(request, token, _("Saved."), before)


@signed_in
@require_POST
def merge(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Let a slide be a step of the one before it."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    said = _read(SlideKeyForm(request.POST))
    before = services.merge_slide(
        actor=request.user, video_id=video.pk, version=said["version"], seconds=said["at"], now=clock.now()
    )
    return _answer(request, token, _("The two slides are one now."), before)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Take a slide away."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    said = _read(SlideKeyForm(request.POST))
    before = services.remove_slide(
        actor=request.user, video_id=video.pk, version=said["version"], seconds=said["at"], now=clock.now()
    )
    return _answer(request, token, _("The slide is removed."), before)


@signed_in
@require_POST
def add(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Add a slide."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    form = NewSlideForm(request.POST)
    if not form.is_valid():
        raise SlideMistyped(_faults_of(form))
    before = services.add_slide(actor=request.user, video_id=video.pk, now=clock.now(), **form.cleaned_data)
    return _answer(request, token, _("The slide is added; its picture comes in a moment."), before)


@signed_in
@require_POST
def undo(request: SignedInRequest, token: str, version: int) -> HttpResponseBase:
    """Take the newest change back."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    before = services.undo_slides(actor=request.user, video_id=video.pk, version=version, now=clock.now())
    return _answer(request, token, _("The change is taken back."), before)


@signed_in
@require_POST
def look_anew(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Look for the slides once more."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    version = _read(VersionForm(request.POST))["version"]
    before = services.look_anew(actor=request.user, video_id=video.pk, version=version, now=clock.now())
    return _answer(request, token, _("The slides are being looked for anew."), before)


@signed_in
@require_POST
def give_talk(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Take the file of the talk: one that was sent, or a handout of the lesson."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    form = TalkForm(request.POST, request.FILES)
    if not form.is_valid():
        flash(request, _faults_of(form))
        return redirect("video:slides_desk", token)
    file, handout = form.cleaned_data["file"], form.cleaned_data["handout"]
    if file:
        services.give_talk(actor=request.user, video_id=video.pk, file=file, name=str(file.name), now=clock.now())
    else:
        services.take_handout(actor=request.user, video_id=video.pk, token=handout, now=clock.now())
    flash(request, _("The file is being read: its pages appear on the slides in a moment."))
    return redirect("video:slides_desk", token)


@signed_in
@require_POST
def drop_talk(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Take the file of the talk away."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    services.drop_talk(actor=request.user, video_id=video.pk, now=clock.now())
    flash(request, _("The file of the talk is taken away; the slides show the film’s own pictures."))
    return redirect("video:slides_desk", token)
