"""The link of a jury: whoever has it reads what she is asked for, and answers."""

from typing import cast

from allauth.account.utils import perform_login
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.contest.selectors.jury.invitations import JuryInvitation, jury_invitation
from nastavnik.contest.services import jury as services
from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.http.flash import flash

DESK, PAPER, NO = "desk", "paper", "no"


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: Request, secret: str) -> HttpResponseBase:
    """Show the invitation; looking alone uses nothing up."""
    page = jury_invitation(secret, request.user, request.school, now=clock.now())
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer == DESK:
        return come_in(request, page, secret)
    if answer == PAPER:
        services.accept_on_paper(secret=secret, now=clock.now())
        return render(request, "contest/jury/answered.html", {"page": page, "is_in": True})
    if answer == NO:
        services.decline(secret=secret, now=clock.now())
        return render(request, "contest/jury/answered.html", {"page": page, "is_in": False})
    return render(request, "contest/jury/invitation.html", {"page": page}, status=410 if page.is_over else 200)


def come_in(request: Request, page: JuryInvitation, secret: str) -> HttpResponseBase:
    """Let her judge at her own desk; a new account is entered at once, by allauth's own way."""
    user = services.accept_with_account(actor=request.user, secret=secret, now=clock.now())
    flash(request, _("You are in the jury now. Here is what you judge."))
    desk = reverse("contest:jury_contest", args=[page.juror.contest.token])
    if request.user.is_authenticated:
        return redirect(desk)
    return cast("HttpResponse", perform_login(request, user, email_verification="none", redirect_url=desk))
