"""People who are shown in the film of a card, at those who make it: written down, asked by a link, signed on paper."""

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
from nastavnik.studio.forms.shooting_people import PaperForm, ShownForm
from nastavnik.studio.selectors.cards.lookup import card_for, card_to_work_on
from nastavnik.studio.selectors.shooting.people import shown_one, shown_page
from nastavnik.studio.services import shooting as services

UNREADABLE = 422


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show who is seen in a film; write somebody down."""
    if request.method != "POST":
        return _drawn(request, token, ShownForm())
    card = card_to_work_on(request.user, request.school, token)
    form = ShownForm(request.POST)
    if form.is_valid():
        call: dict[str, Any] = {"actor": request.user, "card_id": card.pk, "named": form.named(), "now": clock.now()}
        if attempt(form, lambda: services.add_shown(**call)) is not None:
            flash(request, _("Written down. Now send the link, or take it and pass it on."))
            return redirect("studio:shown", token)
    return _drawn(request, token, form, UNREADABLE)


def _drawn(request: SignedInRequest, token: str, form: ShownForm, status: int = 200) -> HttpResponse:
    card = card_for(request.user, request.school, token)
    page = shown_page(request.user, card, clock.now())
    return render(request, "studio/shooting/people.html", {"page": page, "form": form}, status=status)


@never_cache
@signed_in
@require_safe
def one(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Show what somebody was sent and has answered."""
    return _one(request, token, person)


def _one(request: SignedInRequest, token: str, person: str, status: int = 200, **forms: Any) -> HttpResponse:
    card = card_for(request.user, request.school, token)
    page = shown_one(request.user, card, person, clock.now())
    made = {"form": ShownForm(initial=ShownForm.initial_of(page.row.person)), "paper_form": PaperForm()}
    return render(request, "studio/shooting/person.html", {"page": page, **made, **forms}, status=status)


@signed_in
@require_POST
def correct(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Write a name or a mail anew."""
    card = card_to_work_on(request.user, request.school, token)
    form = ShownForm(request.POST)
    if form.is_valid():
        call: dict[str, Any] = {"actor": request.user, "card_id": card.pk, "person": person, "now": clock.now()}
        if attempt(form, lambda: services.correct_shown(named=form.named(), **call)) is not None:
            flash(request, _("Saved."))
            return redirect("studio:shown_one", token, person)
    return _one(request, token, person, UNREADABLE, form=form)


@signed_in
@require_POST
def send(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Send the link by mail."""
    card = card_to_work_on(request.user, request.school, token)
    services.send_consent(actor=request.user, card_id=card.pk, person=person, now=clock.now())
    flash(request, _("The link is on its way by mail. Links that were made before work no more."))
    return redirect("studio:shown", token)


@never_cache
@signed_in
@require_POST
def hand_out(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Make a link and show it, this once: only its hash is kept."""
    card = card_to_work_on(request.user, request.school, token)
    link = services.hand_out_consent(actor=request.user, card_id=card.pk, person=person, now=clock.now())
    return _one(request, token, person, link=link)


@signed_in
@require_POST
def paper(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Note that a paper was signed."""
    card = card_to_work_on(request.user, request.school, token)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _one(request, token, person, UNREADABLE, paper_form=form)
    where = form.cleaned_data["where"]
    services.note_paper(actor=request.user, card_id=card.pk, person=person, where=where, now=clock.now())
    flash(request, _("Noted: the consent is signed on paper."))
    return redirect("studio:shown", token)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Note that somebody took her consent back by a letter or a call."""
    card = card_to_work_on(request.user, request.school, token)
    services.note_withdrawal(actor=request.user, card_id=card.pk, person=person, now=clock.now())
    flash(request, _("Noted: the consent is withdrawn. The methodists were told."))
    return redirect("studio:shown_one", token, person)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Take somebody off the list."""
    card = card_to_work_on(request.user, request.school, token)
    services.remove_shown(actor=request.user, card_id=card.pk, person=person, now=clock.now())
    flash(request, _("She stands in the list no more."))
    return redirect("studio:shown", token)
