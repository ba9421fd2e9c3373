"""The desk of certificates: the register, one certificate, templates."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.forms.certificates import (
    ReissueForm,
    RevokeForm,
    TemplateForm,
    placeholders,
    template_typed,
)
from nastavnik.learning.selectors.certificates import desk, templates
from nastavnik.learning.services import certificates as services
from nastavnik.learning.views.certificate_parts import as_pdf, desk_crumbs


@never_cache
@signed_in
@require_GET
def register(request: SignedInRequest) -> HttpResponseBase:
    """Show the certificates of the school."""
    page = desk.certificates_desk(request.user, request.school, request.GET)
    return tables.answer(request, page.listing, "learning/desk/certificates/register.html", {"page": page})


@never_cache
@signed_in
@require_GET
def certificate(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one certificate with its history."""
    page = desk.certificate_page(request.user, request.school, code)
    return render(request, "learning/desk/certificates/certificate.html", {"page": page, "crumbs": desk_crumbs()})


@never_cache
@signed_in
@require_GET
def paper(request: SignedInRequest, code: str) -> HttpResponse:
    """Give a certificate as PDF."""
    return as_pdf(desk.paper_at_desk(request.user, request.school, code))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def reissue(request: SignedInRequest, code: str) -> HttpResponse:
    """Issue a certificate anew under a corrected name."""
    old = desk.certificate_to_change(request.user, request.school, code)
    form = ReissueForm(request.POST or None, initial={"name": old.name})
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "code": code, "name": form.cleaned_data["name"]}
        new = attempt(form, lambda: services.reissue_certificate(**words, now=clock.now()))
        if new is not None:
            flash(request, _("Issued anew: № %(number)s.") % {"number": new.number})
            return redirect("learning:certificate", new.code)
    return render(request, "learning/desk/certificates/reissue.html", _changing(form, old.number, code))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def revoke(request: SignedInRequest, code: str) -> HttpResponse:
    """Revoke a certificate with a reason."""
    one = desk.certificate_to_change(request.user, request.school, code)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "code": code, "because": form.cleaned_data["because"]}
        if attempt(form, lambda: services.revoke_certificate(**words, now=clock.now())) is not None:
            flash(request, _("The certificate is revoked: № %(number)s.") % {"number": one.number})
            return redirect("learning:certificate", code)
    return render(request, "learning/desk/certificates/revoke.html", _changing(form, one.number, code))


def _changing(form: ReissueForm | RevokeForm, number: str, code: str) -> dict[str, object]:
    url = reverse("learning:certificate", args=[code])
    return {"form": form, "number": number, "back_url": url, "crumbs": desk_crumbs((f"№ {number}", url))}


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """Change how certificates of a kind read."""
    desk.check_can_issue(request.user, request.school)
    which = kind_of(kind)
    known = templates.template_of(request.school, which)
    signatures = templates.signatures_of(known)
    form = TemplateForm(
        request.POST or None, request.FILES or None, initial=template_typed(known), signatures=signatures
    )
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "school_id": request.school.pk, "kind": which, **form.words()}
        if attempt(form, lambda: services.edit_template(**words, now=clock.now())) is not None:
            flash(request, _("The template is saved. Certificates that were issued stay as they are."))
            return redirect("learning:certificate_template", kind)
    context = {"form": form, "kind": which, "placeholders": placeholders(), "crumbs": desk_crumbs()}
    return render(request, "learning/desk/certificates/template.html", context)


@never_cache
@signed_in
@require_GET
def sample(request: SignedInRequest, kind: str) -> HttpResponse:
    """Show a sheet of a template as it is saved."""
    desk.check_can_issue(request.user, request.school)
    return as_pdf(templates.sample_of(request.school, kind_of(kind), clock.now()))


def kind_of(word: str) -> CertificateKind:
    """Return the kind of certificates that an address names."""
    try:
        return CertificateKind(word)
    except ValueError as error:
        raise Http404 from error
