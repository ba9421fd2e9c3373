"""What an application claims, and the drawer of what proves it."""

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.proofs import ClaimForm, ProofForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.selectors.talk import proofs_page as pages
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.talk import claims as claim_services
from nastavnik.grants.services.talk import proofs as services

if TYPE_CHECKING:
    from nastavnik.grants.models import GrantApplication, Proof


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what an application claims, and by what it is proved."""
    grant = grant_for(request.user, request.school, token)
    return _page(request, grant, ClaimForm(form=template_of(grant.template).form))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, token: str) -> HttpResponse:
    """Put a proof into the drawer."""
    grant = grant_to_write(request.user, request.school, token)
    is_sent, claims = request.method == "POST", pages.claim_choices(grant)
    initial = {"claims": request.GET.getlist("claim")}
    form = ProofForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, claims=claims, initial=initial
    )
    if is_sent and form.is_valid() and attempt(form, lambda: _add(request, grant, form)) is not None:
        flash(request, _("The proof lies in the drawer."))
        return _back(grant)
    return _form(request, grant, {"form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def proof(request: SignedInRequest, token: str, proof: str) -> HttpResponse:
    """Correct a proof."""
    grant, found = pages.proof_to_write(request.user, request.school, token, proof)
    is_sent, claims = request.method == "POST", pages.claim_choices(grant)
    drawn = next(one for one in pages.drawer_of(grant, clock.now().date()) if one.token == proof)
    initial = ProofForm.initial_of(found, drawn.claims)
    form = ProofForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, claims=claims, initial=initial
    )
    if is_sent and form.is_valid() and attempt(form, lambda: _change(request, grant, proof, form)) is not None:
        flash(request, _("The proof is corrected."))
        return _back(grant)
    return _form(request, grant, {"form": form, "proof": drawn})


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, proof: str) -> HttpResponse:
    """Take a proof out of the drawer."""
    grant, found = pages.proof_to_write(request.user, request.school, token, proof)
    services.remove_proof(actor=request.user, project_id=grant.project_id, proof_token=found.token, now=clock.now())
    flash(request, _("The proof is removed."))
    return _back(grant)


@signed_in
@require_GET
def file(request: SignedInRequest, token: str, proof: str) -> HttpResponseBase:
    """Send the file of a proof."""
    found, media_type = pages.proof_file(request.user, request.school, token, proof)
    stored = default_storage.open(found.file)
    return FileResponse(stored, as_attachment=True, filename=found.name, content_type=media_type)


@signed_in
@require_POST
def add_claim(request: SignedInRequest, token: str) -> HttpResponse:
    """Mark words as a claim, or (`dismiss`) say that they need no proof."""
    grant = grant_to_write(request.user, request.school, token)
    form = ClaimForm(request.POST, form=template_of(grant.template).form)
    if form.is_valid():
        told = {"field_key": form.cleaned_data["field"], "words": form.cleaned_data["words"]}
        claim = attempt(
            form,
            lambda: claim_services.add_claim(
                actor=request.user,
                grant_id=grant.pk,
                now=clock.now(),
                is_dismissed="dismiss" in request.POST,
                **told,
            ),
        )
        if claim is not None:
            return _back(grant, "" if claim.is_dismissed else f"#claim-{claim.token}")
    return _page(request, grant, form)


@signed_in
@require_POST
def prove(request: SignedInRequest, token: str, claim: str) -> HttpResponse:
    """Let a claim rest on the proofs that were chosen."""
    grant = grant_to_write(request.user, request.school, token)
    chosen = request.POST.getlist("proofs")
    claim_services.prove_claim(
        actor=request.user, project_id=grant.project_id, claim_token=claim, proofs=chosen, now=clock.now()
    )
    return _back(grant, f"#claim-{claim}")


@signed_in
@require_POST
def dismiss(request: SignedInRequest, token: str, claim: str) -> HttpResponse:
    """Say of a claim that it needs no proof."""
    grant = grant_to_write(request.user, request.school, token)
    claim_services.dismiss_claim(actor=request.user, project_id=grant.project_id, claim_token=claim, now=clock.now())
    undo = reverse("grants:restore_claim", args=[token, claim])
    flash(request, _("It is no claim any more that needs a proof."), undo_url=undo)
    return _back(grant)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, claim: str) -> HttpResponse:
    """Say of dismissed words that they need a proof after all."""
    grant = grant_to_write(request.user, request.school, token)
    claim_services.restore_claim(actor=request.user, project_id=grant.project_id, claim_token=claim, now=clock.now())
    return _back(grant, f"#claim-{claim}")


def _add(request: SignedInRequest, grant: "GrantApplication", form: ProofForm) -> "Proof":
    return services.add_proof(
        actor=request.user,
        project_id=grant.project_id,
        facts=form.facts(),
        file=form.cleaned_data["file"],
        claims=form.cleaned_data.get("claims", ()),
        now=clock.now(),
    )


def _change(request: SignedInRequest, grant: "GrantApplication", proof: str, form: ProofForm) -> "Proof":
    return services.change_proof(
        actor=request.user,
        project_id=grant.project_id,
        proof_token=proof,
        facts=form.facts(),
        file=form.cleaned_data["file"],
        claims=form.cleaned_data.get("claims", ()),
        now=clock.now(),
    )


def _back(grant: "GrantApplication", place: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("grants:proofs", args=[grant.token]) + place)


def _page(request: SignedInRequest, grant: "GrantApplication", form: ClaimForm) -> HttpResponse:
    now = clock.now()
    head = head_of(request.user, grant, "grants:proofs", now)
    page = pages.proofs_page(request.user, grant, now.date())
    return render(request, "grants/talk/proofs.html", {"head": head, "page": page, "form": form})


def _form(request: SignedInRequest, grant: "GrantApplication", context: dict[str, object]) -> HttpResponse:
    head = head_of(request.user, grant, "grants:proofs", clock.now())
    return render(request, "grants/talk/proof.html", {"head": head, **context})
