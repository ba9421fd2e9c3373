"""The gallery of ideas and the votes of its readers."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.contest.forms.results import IdeaForm
from nastavnik.contest.selectors.results import gallery as pages
from nastavnik.contest.services import results as services
from nastavnik.contest.views.setup_common import typed
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash

# a secret of the browser, of which only a digest is kept with a vote
COOKIE = "reader"
COOKIE_LIVES = timedelta(days=180)
LONGEST_SECRET = 64


@never_cache
@require_safe
def gallery(request: Request, slug: str) -> HttpResponse:
    """Show the ideas of a contest; whoever may vote without an account gets a secret by which her vote is known again."""
    secret = request.COOKIES.get(COOKIE, "")
    page = pages.gallery_page(request.user, request.school, slug, digest_of(secret), clock.now())
    response = render(request, "contest/public/gallery.html", {"page": page})
    if page.has_vote and not secret and not request.user.is_authenticated:
        response.set_cookie(
            COOKIE,
            secrets.token_urlsafe(),
            max_age=COOKIE_LIVES,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@require_POST
def vote(request: Request, token: str) -> HttpResponse:
    """Vote for an idea, or take the vote back."""
    application = pages.idea_to_vote(request.user, request.school, token, clock.now())
    stands = services.vote_for_idea(
        actor=request.user,
        application_id=application.pk,
        guest=digest_of(request.COOKIES.get(COOKIE, "")),
        address=str(request.META.get("REMOTE_ADDR", "")),
        now=clock.now(),
    )
    flash(request, _("Thank you, your vote is counted.") if stands else _("Your vote is taken back."))
    return redirect("contest:gallery", application.contest.slug)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def own_idea(request: SignedInRequest, token: str) -> HttpResponse:
    """Let authors decide what everybody reads of their idea."""
    page = pages.own_idea(request.user, request.school, token)
    form = IdeaForm(typed(request), initial=dict(page.initial))
    if form.is_bound and form.is_valid():
        call, words = services.show_idea, form.cleaned_data
        known: dict[str, Any] = {"actor": request.user, "application_id": page.application.pk}
        if attempt(form, lambda: call(**known, **words, now=clock.now())) is not None:
            said = (
                _("The idea is in the gallery.") if words["is_public"] else _("The idea is kept; nobody else sees it.")
            )
            flash(request, said)
            return redirect("contest:own_result", token)
    return render(request, "contest/applications/idea.html", {"page": page, "form": form})


def digest_of(secret: str) -> str:
    """Return the digest of a browser's secret; nothing where it has none."""
    return hashlib.sha256(secret[:LONGEST_SECRET].encode()).hexdigest() if secret else ""
