"""What is done in a card: its checklist, what people say, its files."""

from functools import partial

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.programme.enums import MEDIA_TYPES, HandoutKind
from nastavnik.studio.forms.cards import CommentForm, FileForm, StepForm
from nastavnik.studio.selectors.cards.lookup import card_to_work_on, file_for
from nastavnik.studio.services import cards
from nastavnik.studio.views.cards import page_of


def back_to(token: str, part: str) -> HttpResponse:
    """Go back to a part of the card's page."""
    return redirect(f"{reverse('studio:card', args=[token])}#{part}")


@signed_in
@require_POST
def add_step(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a line to the checklist."""
    card, form = card_to_work_on(request.user, request.school, token), StepForm(request.POST)
    call = partial(cards.add_step, actor=request.user, card_id=card.pk, now=clock.now())
    if form.is_valid() and attempt(form, lambda: call(text=form.cleaned_data["text"])) is not None:
        return back_to(token, "checklist")
    return page_of(request, token, step_form=form)


@signed_in
@require_POST
def usual_steps(request: SignedInRequest, token: str) -> HttpResponse:
    """Add what is usually done in the card's state."""
    card = card_to_work_on(request.user, request.school, token)
    if not cards.add_usual_steps(actor=request.user, card_id=card.pk, now=clock.now()):
        flash(request, _("All of that is on the checklist already."))
    return back_to(token, "checklist")


@signed_in
@require_POST
def tick_step(request: SignedInRequest, token: str, step: str) -> HttpResponse:
    """Tick a line off, or take the tick back."""
    card = card_to_work_on(request.user, request.school, token)
    is_done = "not" not in request.POST
    cards.tick_step(actor=request.user, card_id=card.pk, step=step, is_done=is_done, now=clock.now())
    return back_to(token, "checklist")


@signed_in
@require_POST
def remove_step(request: SignedInRequest, token: str, step: str) -> HttpResponse:
    """Take a line off the checklist."""
    card = card_to_work_on(request.user, request.school, token)
    cards.remove_step(actor=request.user, card_id=card.pk, step=step, now=clock.now())
    return back_to(token, "checklist")


@signed_in
@require_POST
def order_steps(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the lines into another order: all by script, one step by the buttons."""
    card = card_to_work_on(request.user, request.school, token)
    rearrange = partial(read_order, request.POST)
    cards.reorder_steps(actor=request.user, card_id=card.pk, rearrange=rearrange, now=clock.now())
    return back_to(token, "checklist") if "move" in request.POST else HttpResponse(status=204)


@signed_in
@require_POST
def add_comment(request: SignedInRequest, token: str) -> HttpResponse:
    """Say something about the card."""
    card, form = card_to_work_on(request.user, request.school, token), CommentForm(request.POST)
    call = partial(cards.add_comment, actor=request.user, card_id=card.pk, now=clock.now())
    if form.is_valid() and attempt(form, lambda: call(body=form.cleaned_data["body"])) is not None:
        return back_to(token, "comments")
    return page_of(request, token, comment_form=form)


@signed_in
@require_POST
def add_file(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a file to the card."""
    card, form = card_to_work_on(request.user, request.school, token), FileForm(request.POST, request.FILES)
    call = partial(cards.add_file, actor=request.user, card_id=card.pk, now=clock.now())
    if form.is_valid() and attempt(form, lambda: call(file=form.cleaned_data["file"])) is not None:
        return back_to(token, "files")
    return page_of(request, token, file_form=form)


@never_cache
@signed_in
@require_GET
def file(request: SignedInRequest, token: str, file: str) -> HttpResponseBase:
    """Send a file of the card to be saved; nothing in it is run or shown by the browser."""
    found = file_for(request.user, request.school, token, file)
    media_type = MEDIA_TYPES[HandoutKind(found.kind)]
    content = default_storage.open(found.file)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@signed_in
@require_POST
def remove_file(request: SignedInRequest, token: str, file: str) -> HttpResponse:
    """Take a file off the card."""
    card = card_to_work_on(request.user, request.school, token)
    cards.remove_file(actor=request.user, card_id=card.pk, file=file, now=clock.now())
    flash(request, _("The file is removed."))
    return back_to(token, "files")
