"""One's own certificates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.learning.selectors.certificates import own
from nastavnik.learning.views.certificate_parts import as_pdf


@never_cache
@signed_in
@require_GET
def own_certificates(request: SignedInRequest) -> HttpResponse:
    """Show a person her certificates."""
    certificates = own.certificates_of(request.user, request.school)
    context = {"certificates": certificates, "study_url": reverse("portal:me")}
    return render(request, "learning/certificates/own.html", context)


@never_cache
@signed_in
@require_GET
def own_paper(request: SignedInRequest, code: str) -> HttpResponse:
    """Give a person her certificate as PDF."""
    return as_pdf(own.own_paper(request.user, request.school, code))
