"""Proofs: what their authors read by a link, and what the editor sees of them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.publishing.forms.proofs import ProofAnswerForm, ProofRemarkForm, SendProofForm
from nastavnik.publishing.selectors.lookup import article_to_edit
from nastavnik.publishing.selectors.proofs.desk import proofs_page
from nastavnik.publishing.selectors.proofs.page import ProofPage, proof_page, proof_picture
from nastavnik.publishing.services import proofs as services
from nastavnik.publishing.views.public import PICTURE_TYPES, picture_answer

GONE = 410

# --- the author ----------------------------------------------------------------------------------------------------------


@never_cache
@require_safe
def read(request: Request, secret: str) -> HttpResponse:
    """Show an author her text beside the sound."""
    page = proof_page(request.school, secret, clock.now())
    services.note_opened(secret=secret, now=clock.now())
    return _shown(request, page)


def _shown(
    request: Request,
    page: ProofPage,
    *,
    remark: ProofRemarkForm | None = None,
    answer: ProofAnswerForm | None = None,
) -> HttpResponse:
    told = {"page": page, "remark_form": remark or ProofRemarkForm()}
    told["answer_form"] = answer or ProofAnswerForm(initial=page.answered)
    return render(request, "publishing/proof/read.html", told, status=200 if page.is_open else GONE)


@never_cache
@require_POST
def remark(request: Request, secret: str) -> HttpResponse:
    """Take a remark on some words."""
    page = proof_page(request.school, secret, clock.now())
    form = ProofRemarkForm(request.POST)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("quote", "body")}
        made = attempt(form, lambda: services.add_remark(secret=secret, now=clock.now(), **told))
        if made is not None:
            flash(request, _("The remark is kept; the editor sees it at once."))
            return HttpResponseRedirect(f"{reverse('publishing:proof', args=[secret])}#remark-{made.pk}")
    return _shown(request, page, remark=form)


@never_cache
@require_POST
def withdraw_remark(request: Request, secret: str, number: int) -> HttpResponse:
    """Take a remark back."""
    proof_page(request.school, secret, clock.now())
    services.withdraw_remark(secret=secret, remark_id=number, now=clock.now())
    flash(request, _("The remark is taken back."))
    return HttpResponseRedirect(f"{reverse('publishing:proof', args=[secret])}#remarks")


@never_cache
@require_POST
def answer(request: Request, secret: str) -> HttpResponse:
    """Take an author's decision."""
    page = proof_page(request.school, secret, clock.now())
    form = ProofAnswerForm(request.POST)
    if form.is_valid():
        given = form.answer()
        if attempt(form, lambda: services.answer_proof(secret=secret, answer=given, now=clock.now())) is not None:
            flash(request, _("Thank you: your decision is kept. You can change it while the link works."))
            return redirect("publishing:proof", secret)
    return _shown(request, page, answer=form)


@require_safe
def picture(request: Request, secret: str, key: str) -> HttpResponseBase:
    """Send a picture of the text."""
    found = proof_picture(request.school, secret, key, clock.now())
    return picture_answer(found.file, PICTURE_TYPES[found.kind])


# --- the editor ----------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def desk(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what authors say of an article, and whom it was sent to."""
    return _desk(request, token)


def _desk(request: SignedInRequest, token: str, failed: dict[str, SendProofForm] | None = None) -> HttpResponse:
    page = proofs_page(request.user, request.school, token, clock.now())
    forms = {
        one.token: (failed or {}).get(one.token, SendProofForm(initial={"email": one.email}, prefix=one.token))
        for one in page.authors
    }
    rows = [(one, forms[one.token]) for one in page.authors]
    crumbs = [
        {"label": _("Collections"), "url": reverse("publishing:collections")},
        {"label": page.collection.title, "url": reverse("publishing:collection", args=[page.collection.token])},
        {"label": page.article.title, "url": reverse("publishing:article", args=[token])},
    ]
    return render(request, "publishing/proof/desk.html", {"page": page, "rows": rows, "crumbs": crumbs})


@signed_in
@require_POST
def send(request: SignedInRequest, token: str, author: str) -> HttpResponse:
    """Send the text as it stands to one of its authors."""
    article = article_to_edit(request.user, request.school, token)
    form = SendProofForm(request.POST, prefix=author)
    if not form.is_valid():
        return _desk(request, token, {author: form})
    email = form.cleaned_data["email"]
    services.send_proof(actor=request.user, article_id=article.pk, author=author, email=email, now=clock.now())
    flash(request, _("The text is on its way to its author. Her link works for 30 days; nobody else is shown it."))
    return redirect("publishing:article_proofs", token)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, token: str, proof: str) -> HttpResponse:
    """Let a link work no more."""
    article = article_to_edit(request.user, request.school, token)
    services.withdraw_proof(actor=request.user, article_id=article.pk, proof=proof, now=clock.now())
    flash(request, _("The link works no more."))
    return redirect("publishing:article_proofs", token)


@signed_in
@require_POST
def resolve(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Mark a remark as dealt with, or (`reopen`) as open again."""
    article = article_to_edit(request.user, request.school, token)
    is_resolved = "reopen" not in request.POST
    services.resolve_remark(
        actor=request.user, article_id=article.pk, remark_id=number, is_resolved=is_resolved, now=clock.now()
    )
    return HttpResponseRedirect(f"{reverse('publishing:article_proofs', args=[token])}#remark-{number}")
