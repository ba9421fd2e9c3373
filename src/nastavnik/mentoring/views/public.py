"""Public answers as everybody reads them, and what their askers say to them."""

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.views import is_foreign
from nastavnik.mentoring.selectors.public import desk, pages
from nastavnik.mentoring.services import public as services

HELPED_ONCE_SECONDS = 24 * 3600


@require_safe
def answers(request: Request) -> HttpResponse:
    """Show the public answers, of a theme if one is chosen."""
    shown = pages.public_list(request.school, request.GET.get("theme", ""), request.GET.get("page", ""))
    crumbs = [{"label": _("Consultations"), "url": reverse("mentoring:consultations")}]
    return render(request, "mentoring/public/list.html", {"shown": shown, "crumbs": crumbs})


@require_safe
def answer(request: Request, token: str) -> HttpResponse:
    """Show a public answer with its moments."""
    shown = pages.public_page(request.user, request.school, token, clock.now())
    crumbs = [
        {"label": _("Consultations"), "url": reverse("mentoring:consultations")},
        {"label": _("Public answers"), "url": reverse("mentoring:public_answers")},
    ]
    context = {"shown": shown, "crumbs": crumbs, "is_thanked": "helped" in request.GET}
    return render(request, "mentoring/public/show.html", context)


# Pages of guests carry no token: they are the same for everybody. A form on another site is refused by what the browser says of
# it; all that it could do is count a reader whom the answer has helped.
@csrf_exempt
@require_POST
def helped(request: Request, token: str) -> HttpResponse:
    """Count a reader for whom this was the answer: once a day from one network address."""
    if is_foreign(request):
        return HttpResponseForbidden()
    shown = pages.public_page(request.user, request.school, token, clock.now())
    if cache.add(f"mentoring.helped.{token}.{request.META['REMOTE_ADDR']}", 1, HELPED_ONCE_SECONDS):
        services.note_helped(answer_id=shown.answer.pk)
    return redirect(f"{pages.public_url(token)}?helped#helped")


# --- the asker ---------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def consent(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an asker exactly what would be public, or is."""
    page = desk.consenting(request.user, request.school, token, clock.now())
    return render(request, "mentoring/public/consent.html", {"page": page, "shown": page.shown})


@signed_in
@require_POST
def decide(request: SignedInRequest, token: str) -> HttpResponse:
    """Take an asker's yes or no."""
    pk = desk.consent_pk(request.user, request.school, token)
    if "consent" in request.POST:
        given = request.POST["consent"][:64]
        services.consent(actor=request.user, answer_id=pk, words_hash=given, now=clock.now())
        flash(request, _("Thank you. The methodist can publish it now, with these words and no others."))
        return redirect("mentoring:consent_public", token)
    services.refuse(actor=request.user, answer_id=pk, now=clock.now())
    flash(request, _("It stays between you and those who answered."))
    return redirect("mentoring:consent_public", token)
