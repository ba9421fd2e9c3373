"""The methodist's desk: themes, term and working hours of consultations."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.mentoring.forms.queue import DayForm, RulesForm, ThemeForm
from nastavnik.mentoring.selectors import rules as pages
from nastavnik.mentoring.selectors.candidates import today_of
from nastavnik.mentoring.services import rules as rule_services
from nastavnik.mentoring.services import themes as theme_services
from nastavnik.mentoring.views.queue_desk import crumbs


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def themes(request: SignedInRequest) -> HttpResponse:
    """Show the themes, and add one."""
    page = pages.themes_page(request.user, request.school)
    form = ThemeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call = partial(theme_services.add_theme, actor=request.user, school_id=request.school.pk, now=clock.now())
        if attempt(form, partial(call, title=form.cleaned_data["title"])):
            flash(request, _("The theme is added. Mentors who name no theme take it at once."))
            return redirect("mentoring:themes")
    return render(request, "mentoring/queue/themes.html", {"page": page, "form": form, "crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def theme(request: SignedInRequest, token: str) -> HttpResponse:
    """Call a theme otherwise."""
    one = pages.theme_at_desk(request.user, request.school, token)
    form = ThemeForm(request.POST if request.method == "POST" else None, initial={"title": one.title})
    if form.is_bound and form.is_valid():
        call = partial(theme_services.rename_theme, actor=request.user, theme_id=one.pk, now=clock.now())
        if attempt(form, partial(call, title=form.cleaned_data["title"])):
            flash(request, _("Saved."))
            return redirect("mentoring:themes")
    way = crumbs((_("Themes"), reverse("mentoring:themes")))
    return render(request, "mentoring/queue/theme.html", {"theme": one, "form": form, "crumbs": way})


@signed_in
@require_POST
def retire_theme(request: SignedInRequest, token: str) -> HttpResponse:
    """Offer a theme no more."""
    one = pages.theme_at_desk(request.user, request.school, token)
    theme_services.retire_theme(actor=request.user, theme_id=one.pk, now=clock.now())
    undo_url = reverse("mentoring:restore_theme", args=[token])
    flash(request, _("The theme is offered no more; its questions keep it."), undo_url=undo_url)
    return redirect("mentoring:themes")


@signed_in
@require_POST
def restore_theme(request: SignedInRequest, token: str) -> HttpResponse:
    """Offer a retired theme again."""
    one = pages.theme_at_desk(request.user, request.school, token)
    theme_services.restore_theme(actor=request.user, theme_id=one.pk, now=clock.now())
    flash(request, _("The theme is offered again."))
    return redirect("mentoring:themes")


@signed_in
@require_POST
def order_themes(request: SignedInRequest) -> HttpResponse:
    """Put the themes into another order."""
    theme_services.reorder_themes(
        actor=request.user,
        school_id=request.school.pk,
        rearrange=partial(read_order, request.POST),
        now=clock.now(),
    )
    return redirect("mentoring:themes") if "move" in request.POST else HttpResponse(status=204)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rules(request: SignedInRequest) -> HttpResponse:
    """Show and change term and working hours."""
    page = pages.rules_page(request.user, request.school, clock.now())
    form = RulesForm(request.POST if request.method == "POST" else None, initial=page.initial)
    if form.is_bound and form.is_valid():
        call = partial(rule_services.change_rules, actor=request.user, school_id=request.school.pk, now=clock.now())
        if attempt(form, partial(call, rules=form.rules())):
            flash(request, _("Saved. It holds for questions that are asked from now on."))
            return redirect("mentoring:rules")
    day_form = DayForm(today=today_of(request.school, clock.now()))
    return _rules_page(request, page, form, day_form)


@never_cache
@signed_in
@require_POST
def add_day(request: SignedInRequest) -> HttpResponse:
    """Say that the school does otherwise than the country on a day."""
    page = pages.rules_page(request.user, request.school, clock.now())
    form = DayForm(request.POST, today=today_of(request.school, clock.now()))
    if form.is_valid():
        said = form.cleaned_data | {"is_working": form.cleaned_data["is_working"] == "yes"}
        call = partial(rule_services.set_day, actor=request.user, school_id=request.school.pk, now=clock.now())
        if attempt(form, partial(call, **said)):
            flash(request, _("Saved. It holds for questions that are asked from now on."))
            return redirect("mentoring:rules")
    return _rules_page(request, page, RulesForm(initial=page.initial), form)


@signed_in
@require_POST
def remove_day(request: SignedInRequest, day: str) -> HttpResponse:
    """Let the country's calendar hold again on a day."""
    pages.check_can_route(request.user, request.school)
    named = pages.day_of(day)
    if named is None:
        raise Http404
    rule_services.remove_day(actor=request.user, school_id=request.school.pk, day=named, now=clock.now())
    flash(request, _("Removed: the country’s calendar holds on this day."))
    return redirect("mentoring:rules")


def _rules_page(request: SignedInRequest, page: pages.RulesPage, form: RulesForm, day_form: DayForm) -> HttpResponse:
    context = {"page": page, "form": form, "day_form": day_form, "crumbs": crumbs()}
    return render(request, "mentoring/queue/rules.html", context)
