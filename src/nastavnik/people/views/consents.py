"""Documents and consents: asked at the first sign-in, read, given, taken back; published at the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.enums import ConsentHow, ConsentKind
from nastavnik.people.forms import ConsentTextForm
from nastavnik.people.views.parts import desk_crumbs, own_tabs, place_of


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """Ask about the documents once: one tick each, none set beforehand; going on without any is possible."""
    place = place_of(request)
    after = request.GET.get("next", "") if request.method == "GET" else request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    documents = selectors.documents_for(request.user, place)
    if request.method == "POST":
        asked = {str(document.text.pk): document.text.pk for document in documents}
        ticked = [asked[value] for value in request.POST.getlist("texts") if value in asked]
        services.finish_consent_round(actor=request.user, text_ids=ticked, place=place, now=clock.now())
        return redirect(after if is_ours else get_script_prefix())
    return render(
        request, "people/welcome.html", {"documents": documents, "next": after if is_ours else get_script_prefix()}
    )


@never_cache
@signed_in
@require_GET
def consents(request: SignedInRequest) -> HttpResponse:
    """Show the documents, and how it stands with each."""
    place = place_of(request)
    context = {
        "documents": selectors.documents_for(request.user, place),
        "history": selectors.consents_of(request.user, place),
        "tabs": own_tabs("consents"),
    }
    return render(request, "people/me/consents.html", context)


@signed_in
@require_POST
def give(request: SignedInRequest, text_id: int) -> HttpResponse:
    """Agree to a document."""
    place, how = place_of(request), ConsentHow.OWN_PAGE
    services.give_consent(actor=request.user, text_id=text_id, place=place, how=how, now=clock.now())
    flash(request, _("The consent is recorded. You can take it back here at any time."))
    return redirect("people:consents")


@signed_in
@require_POST
def withdraw(request: SignedInRequest, kind: str) -> HttpResponse:
    """Take a consent back."""
    if kind not in ConsentKind.values:
        return redirect("people:consents")
    place = place_of(request)
    services.withdraw_consent(actor=request.user, kind=ConsentKind(kind), place=place, now=clock.now())
    flash(request, _("The consent is withdrawn."))
    return redirect("people:consents")


@require_GET
def document(request: Request, kind: str) -> HttpResponse:
    """Show a document to anybody, to read and to print."""
    found = selectors.document_for(place_of(request), kind)
    return render(request, "people/document.html", {"document": found})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def texts(request: SignedInRequest) -> HttpResponse:
    """Show the published versions at the desk, and publish a new one."""
    place = place_of(request)
    selectors.check_can_run(request.user, place)
    kind = request.GET.get("kind", ConsentKind.PROCESSING)
    published = selectors.published_texts(request.user, place)
    newest = next((one for one in published if one.kind == kind), None)
    form = ConsentTextForm(request.POST or None, initial={"kind": kind, "text": newest.text if newest else ""})
    if request.method == "POST" and form.is_valid():
        services.publish_consent_text(actor=request.user, place=place, now=clock.now(), **form.cleaned_data)
        flash(request, _("The text is published. Everybody is asked about the new version."))
        return redirect("people:consent_texts")
    context = {"form": form, "texts": published, "crumbs": desk_crumbs((_("People"), "people:people"))}
    return render(request, "people/desk/consent_texts.html", context)
