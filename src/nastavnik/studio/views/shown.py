"""A consent by its link, without an account: read, answered, taken back, printed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request
from nastavnik.core.http.flash import flash
from nastavnik.core.http.machines import paced
from nastavnik.studio.forms.shooting_people import SigningForm
from nastavnik.studio.selectors.shooting.signing import SigningPage, signing_page
from nastavnik.studio.services import shooting as services

GONE, UNREADABLE = 410, 422
# enough for a person, and for a hall of people behind one address; not for a search
MOST_A_MINUTE = 60


@never_cache
@paced("shown", MOST_A_MINUTE)
@require_safe
def read(request: Request, secret: str) -> HttpResponse:
    """Show somebody who is shown the consent, and her answer."""
    page = signing_page(request.school, secret, clock.now())
    services.note_opened(secret=secret, now=clock.now())
    return _drawn(request, page, SigningForm(initial={"contact": page.person.email}))


def _drawn(request: Request, page: SigningPage, form: SigningForm, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form}
    return render(request, "studio/shooting/sign.html", context, status=GONE if page.is_over else status)


@never_cache
@paced("shown", MOST_A_MINUTE)
@require_POST
def answer(request: Request, secret: str) -> HttpResponse:
    """Take an agreement or a refusal."""
    page = signing_page(request.school, secret, clock.now())
    form = SigningForm(request.POST)
    if form.is_valid():
        signed = form.signed()
        if attempt(form, lambda: services.answer_consent(secret=secret, signed=signed, now=clock.now())) is not None:
            flash(request, _("Thank you: your answer is kept, and those who make the film know of it."))
            return redirect("studio:sign", secret)
    return _drawn(request, page, form, UNREADABLE)


@never_cache
@paced("shown", MOST_A_MINUTE)
@require_POST
def withdraw(request: Request, secret: str) -> HttpResponse:
    """Take an agreement back."""
    signing_page(request.school, secret, clock.now())
    services.withdraw_consent(secret=secret, now=clock.now())
    flash(request, _("Your consent is withdrawn. The school was told at once and has three working days."))
    return redirect("studio:sign", secret)


@never_cache
@paced("shown", MOST_A_MINUTE)
@require_safe
def receipt(request: Request, secret: str) -> HttpResponse:
    """Show what was answered as a page to be printed."""
    page = signing_page(request.school, secret, clock.now())
    return render(request, "studio/shooting/receipt.html", {"page": page})
