"""What authors do with an application besides writing: co-authors, submitting, taking back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nastavnik.contest.forms.application import AuthorForm
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications.refusals import AuthorNotFound
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, arrived_at, signed_in
from nastavnik.core.http.flash import flash


@signed_in
@require_POST
def add_author(request: SignedInRequest, token: str) -> HttpResponse:
    """Let a colleague write too."""
    application = application_for(request.user, request.school, token)
    form = AuthorForm(request.POST)
    if not form.is_valid():
        raise AuthorNotFound
    email = form.cleaned_data["email"]
    author = services.add_author(actor=request.user, application_id=application.pk, email=email, now=clock.now())
    flash(request, _("%(name)s can write in the application now.") % {"name": author.user.full_name})
    return redirect("contest:application", token)


@signed_in
@require_POST
def remove_author(request: SignedInRequest, token: str, person: str) -> HttpResponse:
    """Let somebody write no more."""
    application = application_for(request.user, request.school, token)
    services.remove_author(actor=request.user, application_id=application.pk, user_token=person, now=clock.now())
    flash(request, _("She can no longer write in the application; what she wrote stays."))
    return redirect("contest:application", token)


@signed_in
@require_POST
def submit(request: SignedInRequest, token: str) -> HttpResponse:
    """Submit the application as it stands. It counts when it came, however long it waited for others to be answered."""
    now = arrived_at(request)
    application = application_for(request.user, request.school, token)
    submission = services.submit_application(actor=request.user, application_id=application.pk, now=now)
    number = submission.application.number
    flash(request, _("The application is submitted under № %(number)s. Its receipt is here.") % {"number": number})
    return redirect("contest:application", token)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, token: str) -> HttpResponse:
    """Take an application back."""
    now = arrived_at(request)
    application = application_for(request.user, request.school, token)
    services.withdraw_application(actor=request.user, application_id=application.pk, now=now)
    flash(request, _("The application is withdrawn. Correct it, and submit it again before the deadline."))
    return redirect("contest:application", token)


@signed_in
@require_POST
def drop(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a draft."""
    application = application_for(request.user, request.school, token)
    contest = services.drop_draft(actor=request.user, application_id=application.pk, now=clock.now())
    flash(request, _("The draft is removed."))
    return redirect("contest:apply", contest.slug)
