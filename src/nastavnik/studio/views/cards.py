"""A card: its page, what is written in it, its way over the board, the lesson that it becomes."""

from http import HTTPStatus

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme.services.refusals import ChangedMeanwhile
from nastavnik.studio.enums import CardState
from nastavnik.studio.forms.cards import CardForm, CommentForm, FileForm, StepForm, card_typed
from nastavnik.studio.selectors.cards.lookup import card_for, card_to_restore, card_to_run, card_to_work_on
from nastavnik.studio.selectors.cards.page import card_page, edit_page
from nastavnik.studio.selectors.cards.publishing import publish_page
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards.refusals import CardIsPublished, NotDone


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show a card."""
    return page_of(request, token)


def page_of(request: SignedInRequest, token: str, **some_forms: object) -> HttpResponse:
    """Return the page of a card; `some_forms`: those that were not taken, as they were typed."""
    card = card_for(request.user, request.school, token)
    context = {"page": card_page(request.user, card, clock.now()), "step_form": StepForm(), "file_form": FileForm()}
    context |= {"comment_form": CommentForm(), **some_forms}
    return render(request, "studio/cards/show.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change what is written in a card."""
    card = card_to_work_on(request.user, request.school, token)
    if card.state == CardState.PUBLISHED:
        raise CardIsPublished
    page = edit_page(request.user, card, clock.now())
    typed = request.POST if request.method == "POST" else None
    form = CardForm(typed, initial=card_typed(card, page.speaker_ids), **page.choices)
    if request.method == "POST" and form.is_valid() and save(request, token, form):
        flash(request, _("The card is saved."))
        return redirect("studio:card", token)
    return render(request, "studio/cards/edit.html", {"card": card, "form": form})


def save(request: SignedInRequest, token: str, form: CardForm) -> bool:
    """Save what was typed; what somebody else has changed meanwhile is shown beside it."""
    card = card_to_work_on(request.user, request.school, token)

    def call() -> object:
        version = form.cleaned_data["version"] or 0
        try:
            return cards.edit_card(actor=request.user, card_id=card.pk, version=version, now=clock.now(), **form.told)
        except ChangedMeanwhile as refusal:
            now_is = card_for(request.user, request.school, token)
            newer = card_typed(now_is, edit_page(request.user, now_is, clock.now()).speaker_ids)
            form.show_newer(newer, disputed=refusal.disputed or frozenset(), untouched=refusal.untouched)
            raise

    return attempt(form, call) is not None


@signed_in
@require_POST
def move(request: SignedInRequest, token: str, state: str) -> HttpResponse:
    """Let a card go on to a state, or back."""
    card = card_to_work_on(request.user, request.school, token)
    if state not in CardState.values:
        raise Http404
    before = card.state
    moved = cards.move_card(actor=request.user, card_id=card.pk, state=CardState(state), now=clock.now())
    told = {"number": moved.number, "state": moved.get_state_display()}
    undo_url = reverse("studio:move_card", args=[token, before])
    flash(request, _("Card No. %(number)d: %(state)s.") % told, undo_url=undo_url if before != state else "")
    if request.GET.get("from") == "board":
        return redirect(f"{reverse('studio:board')}#card-{token}")
    return redirect("studio:card", token)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a card off the board."""
    card = card_to_run(request.user, request.school, token)
    cards.remove_card(actor=request.user, card_id=card.pk, now=clock.now())
    told = {"number": card.number, "title": card.title}
    undo_url = reverse("studio:restore_card", args=[token])
    flash(request, _("Card No. %(number)d is removed: %(title)s.") % told, undo_url=undo_url)
    return redirect("studio:board")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a card back."""
    card = card_to_restore(request.user, request.school, token)
    cards.restore_card(actor=request.user, card_id=card.pk, now=clock.now())
    flash(request, _("The card is back."))
    return redirect("studio:card", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what publishing does, and do it."""
    card = card_to_run(request.user, request.school, token)
    refusal: NotDone | None = None
    if request.method == "POST":
        try:
            published = cards.publish_card(actor=request.user, card_id=card.pk, now=clock.now())
        except NotDone as error:
            refusal = error
        else:
            title = published.lesson.title if published.lesson else ""
            flash(request, _("The lesson is published: %(title)s. Those who asked are told.") % {"title": title})
            return redirect("studio:card", token)
    if card.state == CardState.PUBLISHED:
        raise CardIsPublished
    page = publish_page(card)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "studio/cards/publish.html", {"page": page, "refusal": refusal}, status=status)


@signed_in
@require_POST
def checked(request: SignedInRequest, token: str) -> HttpResponse:
    """Say that the subtitles were read through, or that they were not after all."""
    card = card_to_work_on(request.user, request.school, token)
    if "not" in request.POST:
        cards.uncheck_subtitles(actor=request.user, card_id=card.pk, now=clock.now())
    else:
        mark = request.POST.get("words", "")
        cards.check_subtitles(actor=request.user, card_id=card.pk, mark=mark, now=clock.now())
    return redirect(f"{reverse('studio:card', args=[token])}#done")
