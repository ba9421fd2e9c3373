"""The desk of forms of funds: read them, correct a copy, bring one, offer it no more."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.templates import TemplateForm
from nastavnik.grants.selectors.projects import funds_desk as pages
from nastavnik.grants.selectors.projects.draft import Draft, draft_of
from nastavnik.grants.services import projects as services

UNREADABLE = 422


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponse:
    """Show the forms of funds with their sources and how sure we are of them."""
    page = pages.funds_desk(request.user, request.school, clock.now())
    return render(request, "grants/desk/funds.html", {"page": page})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, fund: str) -> HttpResponse:
    """Show a form to be read, with its versions."""
    version = request.GET.get("version", "")
    desk = pages.desk_page(request.user, request.school, fund, version, clock.now())
    return render(request, "grants/desk/fund.html", {"desk": desk, "page": desk.page})


@never_cache
@signed_in
@require_GET
def text(request: SignedInRequest, fund: str) -> HttpResponse:
    """Give a form as the text that it is."""
    offer = pages.text_at_desk(request.user, request.school, fund)
    answer = HttpResponse(offer.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{offer.key}.yaml"'
    return answer


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, fund: str) -> HttpResponse:
    """Let a methodist correct a copy of a form."""
    offer = pages.offer_to_keep(request.user, request.school, fund)
    return _write(request, offer.text, reverse("grants:fund", args=[fund]))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Let a methodist bring a form."""
    like = request.GET.get("like", "")
    begin = pages.new_text(request.user, request.school, like)
    return _write(request, begin, reverse("grants:funds"))


@signed_in
@require_POST
def hide(request: SignedInRequest, fund: str) -> HttpResponse:
    """Offer a form no more."""
    services.hide_fund(actor=request.user, school_id=request.school.pk, key=fund, now=clock.now())
    flash(request, _("The form is not offered any more."), undo_url=reverse("grants:show_fund", args=[fund]))
    return redirect("grants:funds")


@signed_in
@require_POST
def offer(request: SignedInRequest, fund: str) -> HttpResponse:
    """Offer a form again."""
    services.show_fund(actor=request.user, school_id=request.school.pk, key=fund, now=clock.now())
    flash(request, _("The form is offered again."))
    return redirect("grants:fund", fund)


def _write(request: SignedInRequest, begin: str, cancel_url: str) -> HttpResponse:
    """Show the text of a form and keep what was sent; a mistake is told beside the text, with its line, and nothing is lost."""
    form = TemplateForm(request.POST or None, request.FILES or None, initial={"text": begin})
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "draft": Draft(begin), "cancel_url": cancel_url}
        return render(request, "grants/desk/edit.html", shown)
    draft = draft_of(form.sent)
    if draft.error is None and "look" not in request.POST:
        kept = services.keep_template(actor=request.user, school_id=request.school.pk, text=draft.text, now=clock.now())
        flash(request, _("The form is kept as version %(version)d.") % {"version": kept.version})
        return redirect("grants:fund", kept.key)
    shown = {"form": TemplateForm(initial={"text": draft.text}), "draft": draft, "cancel_url": cancel_url}
    return render(request, "grants/desk/edit.html", shown, status=UNREADABLE if draft.error else 200)
