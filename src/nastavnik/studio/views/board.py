"""The desk of production: the board, the calendar, lists of cards, the rules; cards are begun here."""

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
from nastavnik.core.ordering import read_order
from nastavnik.studio.enums import Voice
from nastavnik.studio.forms.cards import BeginForm, RulesForm
from nastavnik.studio.selectors.cards import lists
from nastavnik.studio.selectors.cards.board import board_page, places_of
from nastavnik.studio.selectors.cards.calendar import calendar_page
from nastavnik.studio.selectors.cards.choices import owners_of
from nastavnik.studio.selectors.cards.lookup import check_can_run, topic_to_take
from nastavnik.studio.services import cards


@never_cache
@signed_in
@require_GET
def board(request: SignedInRequest) -> HttpResponseBase:
    """Show the cards by their states."""
    page = board_page(request.user, request.school, request.GET, clock.now())
    return render(request, "studio/cards/board.html", {"page": page})


@signed_in
@require_POST
def order(request: SignedInRequest) -> HttpResponse:
    """Move cards: the whole order by script, one step by the buttons."""
    is_step = "move" in request.POST
    cards.reorder_cards(
        actor=request.user,
        school_id=request.school.pk,
        rearrange=partial(read_order, request.POST),
        seen=None if is_step else request.GET.get("seen", ""),
        now=clock.now(),
    )
    if is_step:
        return redirect(f"{reverse('studio:board')}#card-{request.POST['move'].partition(':')[0]}")
    return HttpResponse(status=204)


@never_cache
@signed_in
@require_GET
def calendar(request: SignedInRequest) -> HttpResponseBase:
    """Show a month of days by which films are to be ready."""
    page = calendar_page(request.user, request.school, request.GET.get("month", ""), clock.now())
    return render(request, "studio/cards/calendar.html", {"page": page})


@never_cache
@signed_in
@require_GET
def past(request: SignedInRequest) -> HttpResponseBase:
    """Show the cards that have become lessons."""
    listing = lists.past_cards(request.user, request.school, request.GET)
    return tables.answer(request, listing, "studio/cards/past.html", {"places": places_of("studio:past")})


@never_cache
@signed_in
@require_GET
def mine(request: SignedInRequest) -> HttpResponseBase:
    """Show the cards that a person makes."""
    page = lists.own_cards(request.user, request.school, clock.now())
    return render(request, "studio/cards/mine.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rules(request: SignedInRequest) -> HttpResponse:
    """Say whose voice counts, and on how much the school works at once."""
    typed = lists.rules_typed(request.user, request.school)
    form = RulesForm(request.POST if request.method == "POST" else None, initial=typed)
    if request.method == "POST" and form.is_valid():
        cards.set_rules(
            actor=request.user,
            school_id=request.school.pk,
            voice=Voice(form.cleaned_data["voice"]),
            limits=form.limits,
            now=clock.now(),
        )
        flash(request, _("The rules are saved."))
        return redirect("studio:board")
    return render(request, "studio/cards/rules.html", {"form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a card without a topic."""
    check_can_run(request.user, request.school)
    owners = owners_of(request.school)
    form = BeginForm(request.POST if request.method == "POST" else None, owners=owners)
    if request.method == "POST" and form.is_valid():
        call = partial(cards.begin_card, actor=request.user, school_id=request.school.pk, now=clock.now())
        card = attempt(form, lambda: call(**form.told))
        if card is not None:
            return begun(request, card.token, card.number)
    return render(request, "studio/cards/new.html", {"form": form})


@signed_in
@require_POST
def begin(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a topic into production."""
    topic = topic_to_take(request.user, request.school, token)
    card = cards.begin_card(actor=request.user, school_id=request.school.pk, topic_id=topic.pk, now=clock.now())
    return begun(request, card.token, card.number)


def begun(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Say that a card was begun, and go to it."""
    undo_url = reverse("studio:remove_card", args=[token])
    flash(
        request,
        _("Card No. %(number)d is begun. Write the brief, and say who makes it.") % {"number": number},
        undo_url=undo_url,
    )
    return redirect("studio:card", token)
