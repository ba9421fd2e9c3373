"""The shot list of a card and its storyboard: written, put in order, ticked, printed."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.studio.forms.shooting_shots import ShotForm, ShotPictureForm
from nastavnik.studio.selectors.cards.lookup import card_for, card_to_work_on
from nastavnik.studio.selectors.shooting.shots import frames, shot_of, shots_page
from nastavnik.studio.selectors.shooting.storyboard import storyboard_pdf
from nastavnik.studio.services import shooting as services

UNREADABLE = 422


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the shot list; add a shot."""
    if request.method != "POST":
        return _drawn(request, token, ShotForm())
    card = card_to_work_on(request.user, request.school, token)
    form = ShotForm(request.POST)
    if form.is_valid():
        call: dict[str, Any] = {"actor": request.user, "card_id": card.pk, "words": form.words(), "now": clock.now()}
        added = attempt(form, lambda: services.add_shot(**call))
        if added is not None:
            return _back(token, added.token)
    return _drawn(request, token, form, UNREADABLE)


def _drawn(request: SignedInRequest, token: str, form: ShotForm, status: int = 200) -> HttpResponse:
    page = shots_page(request.user, card_for(request.user, request.school, token))
    return render(request, "studio/shooting/shots.html", {"page": page, "form": form}, status=status)


def _back(token: str, shot: str) -> HttpResponseRedirect:
    """Return to the line of a shot: the list is long, and on a phone one would look for it again."""
    return HttpResponseRedirect(f"{reverse('studio:shots', args=[token])}#shot-{shot}")


@signed_in
@require_POST
def propose(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a shot for each paragraph of the script."""
    card = card_to_work_on(request.user, request.school, token)
    count = services.propose_shots(actor=request.user, card_id=card.pk, now=clock.now())
    words = ngettext(
        "%(count)d shot is proposed from the script. Say of it what is seen.",
        "%(count)d shots are proposed from the script. Say of each what is seen.",
        count,
    )
    flash(request, words % {"count": count})
    return redirect("studio:shots", token)


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the shots into another order."""
    card = card_to_work_on(request.user, request.school, token)
    rearrange = partial(read_order, request.POST)
    services.reorder_shots(actor=request.user, card_id=card.pk, rearrange=rearrange, now=clock.now())
    return redirect("studio:shots", token)


@signed_in
@require_POST
def tick(request: SignedInRequest, token: str, shot: str) -> HttpResponse:
    """Tick a shot as taken, or (`again`) take the tick back."""
    card = card_to_work_on(request.user, request.school, token)
    call: dict[str, Any] = {"actor": request.user, "card_id": card.pk, "shot": shot, "now": clock.now()}
    services.tick_shot(is_taken="again" not in request.GET, **call)
    return _back(token, shot)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedInRequest, token: str, shot: str) -> HttpResponse:
    """Show a shot to be written anew, and keep what was typed."""
    card = card_to_work_on(request.user, request.school, token)
    row = shot_of(card, shot)
    if request.method != "POST":
        return _one(request, token, shot, form=ShotForm(initial=ShotForm.initial_of(row)))
    form = ShotForm(request.POST)
    if form.is_valid():
        words, version = form.words(), form.cleaned_data["version"] or 0
        call: dict[str, Any] = {
            "actor": request.user,
            "card_id": card.pk,
            "shot": shot,
            "version": version,
            "now": clock.now(),
        }
        if attempt(form, lambda: services.change_shot(words=words, **call)) is not None:
            flash(request, _("Saved."))
            return _back(token, shot)
    # what was typed goes on from what stands there now: pressed once more it is saved
    form.data = {**request.POST.dict(), "version": str(shot_of(card, shot).version)}
    return _one(request, token, shot, UNREADABLE, form=form)


def _one(request: SignedInRequest, token: str, shot: str, status: int = 200, **forms: Any) -> HttpResponse:
    page = shots_page(request.user, card_to_work_on(request.user, request.school, token))
    row = next((row for row in page.rows if row.shot.token == shot), None)
    if row is None:
        raise Http404
    context = {"page": page, "row": row, "picture_form": ShotPictureForm(prefix="picture"), **forms}
    context.setdefault("form", ShotForm(initial=ShotForm.initial_of(row.shot)))
    return render(request, "studio/shooting/shot.html", context, status=status)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, shot: str) -> HttpResponse:
    """Take a shot off the list."""
    card = card_to_work_on(request.user, request.school, token)
    services.remove_shot(actor=request.user, card_id=card.pk, shot=shot, now=clock.now())
    flash(request, _("The shot is removed."))
    return redirect("studio:shots", token)


@signed_in
@require_POST
def add_picture(request: SignedInRequest, token: str, shot: str) -> HttpResponse:
    """Give a shot a picture, or (`remove`) take it away."""
    card = card_to_work_on(request.user, request.school, token)
    call: dict[str, Any] = {"actor": request.user, "card_id": card.pk, "shot": shot, "now": clock.now()}
    if "remove" in request.POST:
        services.remove_picture(**call)
        return _back(token, shot)
    form = ShotPictureForm(request.POST, request.FILES, prefix="picture")
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        if attempt(form, lambda: services.set_picture(content=content, **call)) is not None:
            return _back(token, shot)
    return _one(request, token, shot, UNREADABLE, picture_form=form)


@never_cache
@signed_in
@require_safe
def picture(request: SignedInRequest, token: str, shot: str) -> HttpResponseBase:
    """Send the picture of a shot."""
    row = shot_of(card_for(request.user, request.school, token), shot)
    if not row.picture:
        raise Http404
    response = FileResponse(default_storage.open(row.picture), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@signed_in
@require_safe
def printed(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the shot list as a page to be printed and ticked with a pen."""
    page = shots_page(request.user, card_for(request.user, request.school, token))
    return render(request, "studio/shooting/shots_printed.html", {"page": page})


@never_cache
@signed_in
@require_safe
def storyboard(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the storyboard as pages to be printed."""
    card = card_for(request.user, request.school, token)
    context = {"page": shots_page(request.user, card), "sheets": frames(card)}
    return render(request, "studio/shooting/storyboard.html", context)


@never_cache
@signed_in
@require_safe
def storyboard_file(request: SignedInRequest, token: str) -> HttpResponse:
    """Send the storyboard as a PDF."""
    card = card_for(request.user, request.school, token)
    response = HttpResponse(storyboard_pdf(card, clock.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="storyboard-{card.number}.pdf"'
    return response
