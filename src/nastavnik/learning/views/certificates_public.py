"""What everybody may ask about a certificate whose code she has: whether it is genuine, and its badge."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.memory import Memory
from nastavnik.learning.forms.certificates import VerifyForm
from nastavnik.learning.selectors.certificates import badges, verify
from nastavnik.learning.services import certificates as services
from nastavnik.learning.views.certificate_parts import as_document, unlisted

# Anybody may ask for what is signed of the whole school, as often as she likes: it is signed once in so long.
SIGNED_SECONDS = 60
_signed: Memory[dict[str, Any]] = Memory(seconds=SIGNED_SECONDS)


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
    if found is None and (address := verify.address_elsewhere(request.school, code)):
        return redirect(address)
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
    return as_document(services.signed_credential(actor=request.user, certificate=certificate, now=clock.now()))


@never_cache
@require_GET
def badge(request: Request, code: str) -> HttpResponse:
    """Give the badge as a picture that carries its credential."""
    if not services.may_verify(address=request.META["REMOTE_ADDR"]):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    certificate = badges.badge_of(request.school, code)
    picture = services.baked_badge(actor=request.user, certificate=certificate, now=clock.now())
    return unlisted(HttpResponse(picture, content_type="image/png"))


@cache_control(public=True, max_age=SIGNED_SECONDS)
@require_GET
def issuer(request: Request) -> HttpResponse:
    """Say which keys speak for the school."""
    school = request.school
    document = _signed.answer((school.pk, "did"), lambda: services.issuer_document(school=school, now=clock.now()))
    return as_document(document, content_type="application/did+ld+json")


@cache_control(public=True, max_age=SIGNED_SECONDS)
@require_GET
def badge_status(request: Request, number: int) -> HttpResponse:
    """Say which badges do not hold any more, by a bit each."""
    school = request.school
    return as_document(
        _signed.answer(
            (school.pk, number), lambda: services.signed_status(school=school, number=number, now=clock.now())
        )
    )
