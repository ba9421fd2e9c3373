"""The desk: who is in the jury, who is invited, what the samples showed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.jury import JurorForm
from nastavnik.contest.selectors.jury import calibration, members
from nastavnik.contest.services import jury as services
from nastavnik.contest.views.jury_parts import jury_context
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done with a juror by one press, what is said then, and what takes it back."""

    service: Callable[..., Any]
    said: Promise
    undo: str = ""


DEEDS = {
    "agreed": Deed(services.note_acceptance, gettext_lazy("It is noted that she agreed to judge.")),
    "remove": Deed(
        services.remove_juror,
        gettext_lazy("She is in the jury no more; sheets that she has finished count."),
        "restore",
    ),
    "restore": Deed(services.restore_juror, gettext_lazy("She is in the jury again."), "remove"),
}


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show the jury of a contest."""
    page = members.jury_page(request.user, request.school, contest, clock.now())
    return render(request, "contest/desk/jury/members.html", jury_context(request, page.contest, "members", page=page))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, contest: str) -> HttpResponse:
    """Invite somebody into the jury."""
    led = members.contest_led(request.user, request.school, contest)
    form = JurorForm(request.POST if request.method == "POST" else None, school=request.school)
    if form.is_bound and form.is_valid():
        call = services.invite_juror
        invited = attempt(
            form, lambda: call(actor=request.user, contest_id=led.pk, words=form.words(), now=clock.now())
        )
        if invited is not None:
            return handed_over(request, invited)
    return render(
        request, "contest/desk/jury/member.html", jury_context(request, led, "members", form=form, juror=None)
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, contest: str, juror: str) -> HttpResponse:
    """Change what is said of a juror."""
    found = members.juror_led(request.user, request.school, contest, juror)
    posted = request.POST if request.method == "POST" else None
    form = JurorForm(posted, school=request.school, initial=members.typed_of(found))
    if form.is_bound and form.is_valid():
        call = services.edit_juror
        words: dict[str, Any] = {"actor": request.user, "juror_id": found.pk, "words": form.words()}
        if attempt(form, lambda: call(**words, now=clock.now())) is not None:
            flash(request, _("Saved."))
            return redirect("contest:jury", contest)
    context = jury_context(request, found.contest, "members", form=form, juror=found)
    return render(request, "contest/desk/jury/member.html", context)


@never_cache
@signed_in
@require_POST
def renew(request: SignedInRequest, contest: str, juror: str) -> HttpResponse:
    """Make a juror a new link."""
    found = members.juror_led(request.user, request.school, contest, juror)
    return handed_over(request, services.renew_juror_link(actor=request.user, juror_id=found.pk, now=clock.now()))


def handed_over(request: SignedInRequest, invited: services.InvitedJuror) -> HttpResponse:
    """Say where the link went, or show the one that is to be handed over: once, it is kept nowhere."""
    contest = invited.juror.contest
    if invited.link is None:
        flash(request, _("The invitation is on its way to %(email)s.") % {"email": invited.juror.email})
        return redirect("contest:jury", contest.token)
    context = jury_context(request, contest, "members", invited=invited)
    return render(request, "contest/desk/jury/link.html", context)


@signed_in
@require_POST
def do(request: SignedInRequest, contest: str, juror: str, deed: str) -> HttpResponse:
    """Do one thing with a juror."""
    found, wanted = members.juror_led(request.user, request.school, contest, juror), DEEDS[deed]
    wanted.service(actor=request.user, juror_id=found.pk, now=clock.now())
    undo = reverse("contest:do_juror", args=[contest, juror, wanted.undo]) if wanted.undo else ""
    flash(request, wanted.said, undo_url=undo)
    return redirect("contest:jury", contest)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def calibrate(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show the calibration round; give the samples to the jury."""
    page = calibration.calibration_at_desk(request.user, request.school, contest)
    if request.method == "POST":
        services.start_calibration(actor=request.user, contest_id=page.contest.pk, now=clock.now())
        flash(request, _("Everybody in the jury has the two samples now."))
        return redirect("contest:jury_calibration", contest)
    context = jury_context(request, page.contest, "calibration", page=page)
    return render(request, "contest/desk/jury/calibration.html", context)
