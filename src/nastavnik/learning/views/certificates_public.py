"""What everybody may ask about a certificate whose code she has: whether it is genuine, and its badge."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.learning.forms.certificates import VerifyForm
from nastavnik.learning.selectors.certificates import badges, verify
from nastavnik.learning.services import certificates as services
from nastavnik.learning.views.certificate_parts import as_document, unlisted


@never_cache
@require_safe
def verify_any(request: Request) -> HttpResponse:
    """Ask for a code; one that was typed leads to its own page."""
    form = VerifyForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("learning:verify", verify.code_from(form.cleaned_data["code"]) or "-")
    return unlisted(render(request, "learning/certificates/verify_any.html", {"form": form}))


@never_cache
@require_safe
def verify_one(request: Request, code: str) -> HttpResponse:
    """Say whether the certificate of a code is genuine."""
    if not services.may_verify(address=request.META["REMOTE_ADDR"]):
        return _too_often(request)
    found = verify.verified(request.school, code)
    if found is None:
        context = {"form": VerifyForm(), "is_unknown": True}
        page = render(request, "learning/certificates/verify_any.html", context, status=HTTPStatus.NOT_FOUND)
        return unlisted(page)
    return unlisted(render(request, "learning/certificates/verified.html", {"found": found}))


def _too_often(request: Request) -> HttpResponse:
    context = {"form": VerifyForm(), "is_too_often": True}
    page = render(request, "learning/certificates/verify_any.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    page.headers["Retry-After"] = "60"
    return unlisted(page)


@never_cache
@require_GET
def credential(request: Request, code: str) -> HttpResponse:
    """Give the badge of a certificate as a signed credential."""
    if not services.may_verify(address=request.META["REMOTE_ADDR"]):
        return as_document({"error": _("Too many requests")}, status=HTTPStatus.TOO_MANY_REQUESTS)
    certificate = badges.badge_of(request.school, code)
    return as_document(services.signed_credential(certificate=certificate, now=clock.now()))


@never_cache
@require_GET
def badge(request: Request, code: str) -> HttpResponse:
    """Give the badge as a picture that carries its credential."""
    if not services.may_verify(address=request.META["REMOTE_ADDR"]):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    certificate = badges.badge_of(request.school, code)
    picture = services.baked_badge(certificate=certificate, now=clock.now())
    return unlisted(HttpResponse(picture, content_type="image/png"))


@require_GET
def issuer(request: Request) -> HttpResponse:
    """Say which keys speak for the school."""
    document = services.issuer_document(school=request.school, now=clock.now())
    return as_document(document, content_type="application/did+ld+json")


@require_GET
def badge_status(request: Request, number: int) -> HttpResponse:
    """Say which badges do not hold any more, by a bit each."""
    return as_document(services.signed_status(school=request.school, number=number, now=clock.now()))
