"""The teleprompter of a card, and the remote by which the phone of a helper steers it."""

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.machines import paced
from nastavnik.core.http.refusals import is_script
from nastavnik.studio.enums import PrompterDeed
from nastavnik.studio.forms.shooting_script import ReportForm
from nastavnik.studio.selectors.cards.lookup import card_for, card_to_work_on
from nastavnik.studio.selectors.shooting.prompter import asked_since, prompter_page, steered_card, told_to_remote
from nastavnik.studio.services import shooting as services

# a finger on a button, and the looks in between
MOST_PRESSES_A_MINUTE = 240


@never_cache
@signed_in
@require_safe
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the teleprompter."""
    page = prompter_page(request.user, card_for(request.user, request.school, token))
    return render(request, "studio/shooting/prompter.html", {"page": page})


@signed_in
@require_POST
def report(request: SignedInRequest, token: str) -> HttpResponse:
    """Hear from a teleprompter how far it is; say what was asked of it meanwhile."""
    card = card_to_work_on(request.user, request.school, token)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    row = services.report_prompter(card=card, told=form.told(), now=clock.now())
    return JsonResponse(asked_since(row, form.cleaned_data["number"]))


@never_cache
@paced("studio.remote", MOST_PRESSES_A_MINUTE)
@require_safe
def remote(request: Request, signed: str) -> HttpResponse:
    """Show the remote to whoever has its address; a script is told how far the teleprompter is."""
    card = steered_card(request.school, signed)
    told = told_to_remote(card, clock.now())
    if is_script(request):
        return JsonResponse(told)
    context = {"card": card, "signed": signed, "told": told, "deeds": PrompterDeed}
    return render(request, "studio/shooting/remote.html", context)


@never_cache
@paced("studio.remote", MOST_PRESSES_A_MINUTE)
@require_POST
def steer(request: Request, signed: str) -> HttpResponse:
    """Ask the teleprompter for something."""
    card = steered_card(request.school, signed)
    deed = request.POST.get("deed", "")
    if deed not in PrompterDeed:
        return HttpResponseBadRequest()
    services.steer_prompter(card=card, deed=PrompterDeed(deed))
    return HttpResponse(status=204) if is_script(request) else redirect("studio:remote", signed)
