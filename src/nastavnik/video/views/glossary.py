"""The glossary of the school: its words, and putting old transcripts right by them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video.forms.words import TermForm, chosen_corrections
from nastavnik.video.selectors import glossary as selectors
from nastavnik.video.services import glossary as services

LONGEST_NUMBER = 9


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Glossary"), "url": reverse("video:glossary")}]


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def glossary(request: SignedInRequest) -> HttpResponse:
    """Show the words of the school, and add one."""
    terms = selectors.terms_of(request.user, request.school)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "school": request.school, "now": clock.now()}
        term = attempt(form, lambda: services.add_term(**who, **form.word()))
        if term is not None:
            flash(request, _("The word is in the glossary. Look what it puts right in the transcripts there are."))
            return redirect(f"{reverse('video:glossary_preview')}?term={term.pk}")
    return render(request, "video/glossary/list.html", {"terms": terms, "form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def term(request: SignedInRequest, number: int) -> HttpResponse:
    """Change a word of the glossary."""
    row = selectors.term_of(request.user, request.school, number)
    shown = {"term": row.term, "variants": "\n".join(row.variants), "synonyms": "\n".join(row.synonyms)}
    form = TermForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "school": request.school, "now": clock.now()}
        if attempt(form, lambda: services.change_term(**who, term_id=row.pk, **form.word())) is not None:
            flash(request, _("The word is saved. Look what it puts right in the transcripts there are."))
            return redirect(f"{reverse('video:glossary_preview')}?term={row.pk}")
    return render(request, "video/glossary/term.html", {"term": row, "form": form, "crumbs": _crumbs()})


@signed_in
@require_POST
def remove(request: SignedInRequest, number: int) -> HttpResponse:
    """Take a word out of the glossary."""
    services.remove_term(actor=request.user, school=request.school, term_id=number, now=clock.now())
    flash(request, _("The word is out of the glossary; transcripts stay as they are."))
    return redirect("video:glossary")


@never_cache
@signed_in
@require_GET
def preview(request: SignedInRequest) -> HttpResponse:
    """Show what the glossary, or one word of it, would put right in the transcripts there are."""
    number = _number(request.GET.get("term", ""))
    found = selectors.preview_glossary(request.user, request.school, number)
    return render(request, "video/glossary/preview.html", {"page": found, "term": number, "crumbs": _crumbs()})


@signed_in
@require_POST
def apply(request: SignedInRequest) -> HttpResponse:
    """Put right the phrases that were ticked in the preview."""
    number, chosen = _number(request.POST.get("term", "")), chosen_corrections(request.POST)
    who: dict[str, Any] = {"actor": request.user, "school": request.school, "now": clock.now()}
    count = services.apply_glossary(**who, chosen=chosen, term_id=number)
    flash(
        request,
        ngettext("%(count)d phrase is put right.", "%(count)d phrases are put right.", count) % {"count": count},
    )
    return redirect("video:glossary")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
