"""Several at one screen: who is there, and whoever was named says that it is wrong."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.completion import CheckInForm
from nastavnik.learning.selectors.check_ins import CheckInPage, check_in_page, screen_words
from nastavnik.learning.services import check_ins
from nastavnik.learning.services.check_ins import AtScreen


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def check_in(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask who sits before the screen, and take it down."""
    page = check_in_page(request.user, request.school, slug, clock.now())
    form = check_in_form(request, page)
    if form.is_bound and form.is_valid():
        at_screen = AtScreen(**form.cleaned_data)
        call = attempt(
            form,
            lambda: check_ins.check_in(
                actor=request.user,
                school=request.school,
                lesson_id=page.lesson.pk,
                at_screen=at_screen,
                now=clock.now(),
            ),
        )
        if call is not None:
            flash(request, screen_words(call.people))
            return redirect(page.lesson_url)
    return render(request, "learning/check_in.html", {"page": page, "form": form})


def check_in_form(request: SignedInRequest, page: CheckInPage) -> CheckInForm:
    """Return the form as it was posted, or as the last check-in of the branch fills it in."""
    before = page.before
    initial = {"people": before.people, "user_ids": before.user_ids, "names": "\n".join(before.names)}
    return CheckInForm(request.POST if request.method == "POST" else None, initial=initial, people=page.colleagues)


@signed_in
@require_POST
def deny(request: SignedInRequest, token: str) -> HttpResponse:
    """Take down that somebody who was named was not there."""
    check_ins.deny_check_in(actor=request.user, token=token, now=clock.now())
    undo_url = reverse("learning:confirm_check_in", args=[token])
    flash(request, _("Written down: you were not there. Nothing is counted for it."), undo_url=undo_url)
    return redirect("portal:me")


@signed_in
@require_POST
def confirm(request: SignedInRequest, token: str) -> HttpResponse:
    """Take it down that she was there after all."""
    check_ins.confirm_check_in(actor=request.user, token=token, now=clock.now())
    flash(request, _("Written down: you were there."))
    return redirect("portal:me")
