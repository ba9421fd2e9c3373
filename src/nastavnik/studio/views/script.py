"""The script of a card: written, saved by itself, brought back."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.studio.forms.shooting_script import ScriptForm
from nastavnik.studio.selectors.cards.lookup import card_for, card_to_work_on
from nastavnik.studio.selectors.shooting.script import mark_of, script_page
from nastavnik.studio.services import shooting as services

if TYPE_CHECKING:
    from nastavnik.studio.models import ProductionCard

CONFLICT, UNREADABLE = 409, 422


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the script to be written; keep what was typed. Where another was first, both texts are shown."""
    if request.method != "POST":
        card = card_for(request.user, request.school, token)
        return _drawn(request, card, ScriptForm(initial={"text": card.script, "version": mark_of(card.script)}))
    card = card_to_work_on(request.user, request.school, token)
    form = ScriptForm(request.POST)
    if not form.is_valid():
        return _drawn(request, card, form, status=UNREADABLE)
    words = form.words()
    saved = services.save_script(actor=request.user, card_id=card.pk, now=clock.now(), **words)
    if saved.is_late:
        typed = {"text": words["text"], "version": mark_of(saved.card.script)}
        return _drawn(request, card, ScriptForm(initial=typed), status=CONFLICT, theirs=saved.card.script)
    flash(request, _("The script is saved."))
    return redirect("studio:script", token)


def _drawn(
    request: SignedInRequest, card: "ProductionCard", form: ScriptForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"page": script_page(request.user, card), "form": form, **more}
    return render(request, "studio/shooting/script.html", context, status=status)


@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what a script sends while somebody types; say with which mark it goes on, or what another has written."""
    card = card_to_work_on(request.user, request.school, token)
    form = ScriptForm(request.POST)
    if not form.is_valid():
        words = _("Not saved: the script is longer than 100,000 characters.")
        return HttpResponse(words, status=CONFLICT, content_type="text/plain; charset=utf-8")
    saved = services.save_script(actor=request.user, card_id=card.pk, now=clock.now(), **form.words())
    version = mark_of(saved.card.script)
    if not saved.is_late:
        return JsonResponse({"version": version})
    theirs = {
        "words": _("Somebody else has saved this script while you were writing:"),
        "text": saved.card.script,
        "mine": _("Save my text in its place; hers stays among the earlier ones"),
    }
    return JsonResponse({"version": version, "theirs": theirs}, status=CONFLICT)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, revision: int) -> HttpResponse:
    """Bring a script back that once stood there."""
    card = card_to_work_on(request.user, request.school, token)
    services.restore_script(actor=request.user, card_id=card.pk, revision=revision, now=clock.now())
    flash(request, _("The script is as it was. What stood there before is among the earlier ones."))
    return redirect("studio:script", token)
