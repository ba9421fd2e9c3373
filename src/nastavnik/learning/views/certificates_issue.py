"""The desk of certificates: who of a programme gets one, issue to all of them, issue by hand."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.forms.certificates import ByHandForm, RuleForm, rule_typed
from nastavnik.learning.selectors.certificates import desk, programme, qualifying
from nastavnik.learning.services import certificates as services
from nastavnik.learning.views.certificate_parts import desk_crumbs
from nastavnik.learning.views.certificates_desk import kind_of

PAGE = "learning/desk/certificates/programme.html"


@never_cache
@signed_in
@require_GET
def of_programme(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show who of a programme gets a certificate, and who lacks what."""
    page = programme.programme_certificates(request.user, request.school, token, request.GET)
    context = {"page": page, "kinds": list(CertificateKind), "crumbs": desk_crumbs()}
    if page.listing is None:
        return render(request, PAGE, context)
    return tables.answer(request, page.listing, PAGE, context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rule(request: SignedInRequest, token: str) -> HttpResponse:
    """Say from how many hours or lessons a participant gets a certificate."""
    chosen = programme.programme_at_desk(request.user, request.school, token)
    desk.check_can_issue(request.user, request.school)
    form = RuleForm(request.POST or None, initial=rule_typed(qualifying.rule_of_programme(chosen)))
    url = reverse("learning:certificates_of", args=[token])
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "programme_id": chosen.pk, **form.cleaned_data}
        words["version"] = words["version"] or 0
        if attempt(form, lambda: services.set_certificate_rule(**words, now=clock.now())) is not None:
            flash(request, _("The rule is saved."))
            return redirect(url)
    context = {"form": form, "programme": chosen, "back_url": url, "crumbs": desk_crumbs((chosen.title, url))}
    return render(request, "learning/desk/certificates/rule.html", context)


@signed_in
@require_POST
def issue_to_all(request: SignedInRequest, token: str) -> HttpResponse:
    """Have certificates issued to everybody who qualifies."""
    chosen = programme.programme_at_desk(request.user, request.school, token)
    run = services.start_run(actor=request.user, programme_id=chosen.pk, now=clock.now())
    return redirect("learning:certificate_run", run.token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def by_hand(request: SignedInRequest, token: str, kind: str) -> HttpResponse:
    """Give certificates of a kind to people chosen from a list."""
    chosen = programme.programme_at_desk(request.user, request.school, token)
    desk.check_can_issue(request.user, request.school)
    which, is_looking = kind_of(kind), "find" in request.POST
    holders = qualifying.choosable(chosen, which, request.POST.get("words", ""))
    held = qualifying.names_held(chosen, which, [one.key for one in holders])
    typed = request.POST if request.method == "POST" and not is_looking else None
    form = ByHandForm(typed, initial=request.POST.dict() if is_looking else {}, holders=holders, held=held)
    url = reverse("learning:certificates_of", args=[token])
    if form.is_bound and form.is_valid():
        words: dict[str, Any] = {"actor": request.user, "programme_id": chosen.pk, "kind": which}
        words |= {"keys": form.cleaned_data.get("keys", []), "hours": form.cleaned_data["hours"]}
        made = attempt(form, lambda: services.issue_by_hand(**words, now=clock.now()))
        if made is not None:
            told = ngettext("%(count)d certificate is issued.", "%(count)d certificates are issued.", len(made))
            flash(request, told % {"count": len(made)})
            return redirect("learning:certificates")
    context = {"form": form, "kind": which, "programme": chosen, "back_url": url, "has_some": bool(held)}
    context["crumbs"] = desk_crumbs((chosen.title, url))
    return render(request, "learning/desk/certificates/by_hand.html", context)


@never_cache
@signed_in
@require_GET
def run(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how far an issue to all is."""
    row = desk.run_row(desk.run_at_desk(request.user, request.school, token))
    crumbs = desk_crumbs((row.programme_title, row.programme_url))
    can_edit = desk.can_issue(request.user, request.school)
    context = {"run": row, "can_edit": can_edit, "crumbs": crumbs}
    return render(request, "learning/desk/certificates/run.html", context)


@never_cache
@signed_in
@require_GET
def run_state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show again how far an issue is; when it is through, the page is shown anew."""
    row = desk.run_row(desk.run_at_desk(request.user, request.school, token))
    if not row.is_going:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "learning/desk/certificates/run_state.html", {"run": row})


@signed_in
@require_GET
def run_papers(request: SignedInRequest, token: str) -> FileResponse:
    """Give the sheets of an issue as one file."""
    file = desk.papers_at_desk(request.user, request.school, token)
    return FileResponse(file, as_attachment=True, filename="certificates.zip", content_type="application/zip")


@signed_in
@require_POST
def run_again(request: SignedInRequest, token: str) -> HttpResponse:
    """Have the file of an issue made once more."""
    found = desk.run_at_desk(request.user, request.school, token)
    services.print_again(actor=request.user, run_id=found.pk, now=clock.now())
    return redirect("learning:certificate_run", token)
