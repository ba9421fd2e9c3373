"""A mentor's own times, and all appointments for the methodist."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.appointments import SeriesForm, SlotForm
from nastavnik.mentoring.selectors.appointments import pages, slots
from nastavnik.mentoring.services import appointments as services


@never_cache
@signed_in
@require_GET
def listing(request: SignedInRequest) -> HttpResponseBase:
    """Show a mentor what is ahead of her times."""
    found = slots.slots_listing(request.user, request.school, request.GET, clock.now())
    return tables.answer(request, found, "mentoring/appointments/slots.html", {})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest) -> HttpResponse:
    """Publish one time."""
    slots.check_can_publish(request.user, request.school)
    form = SlotForm(
        request.POST if request.method == "POST" else None,
        zone=slots.viewer_zone(),
        zone_label=slots.viewer_zone_name(clock.now()),
    )
    if form.is_bound and form.is_valid():
        call = partial(services.publish_slot, actor=request.user, school=request.school, now=clock.now())
        slot = attempt(form, partial(call, meeting=form.meeting()))
        if slot is not None:
            undo_url = reverse("mentoring:withdraw_slot", args=[slot.token])
            flash(request, _("The time is published."), undo_url=undo_url)
            return redirect("mentoring:slots")
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/slot_add.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def publish_series(request: SignedInRequest) -> HttpResponse:
    """Publish the same hours on several days."""
    slots.check_can_publish(request.user, request.school)
    zone, label = slots.viewer_zone(), slots.viewer_zone_name(clock.now())
    form = SeriesForm(
        request.POST if request.method == "POST" else None, zone=zone, zone_label=label, today=timezone.localdate()
    )
    if form.is_bound and form.is_valid():
        call = partial(services.publish_series, actor=request.user, school=request.school, now=clock.now())
        published = attempt(form, partial(call, series=form.series()))
        if published is not None:
            undo_url = reverse("mentoring:withdraw_series", args=[published.series])
            flash(request, said_of(published), undo_url=undo_url)
            return redirect("mentoring:slots")
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/series_add.html", context)


def said_of(published: services.Published) -> str:
    """Return what is said of a published series."""
    said = ngettext("%(count)d time is published.", "%(count)d times are published.", published.added)
    parts = [said % {"count": published.added}]
    if published.left_out:
        rest = ngettext(
            "%(count)d is left out: it is over, or you have another time then.",
            "%(count)d are left out: they are over, or you have other times then.",
            published.left_out,
        )
        parts.append(rest % {"count": published.left_out})
    return " ".join(parts)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def slot(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a time with its form: another hour or place moves who has booked it."""
    page = slots.slot_page(request.user, request.school, token, clock.now())
    is_booked = page.appointment is not None
    form = SlotForm(
        request.POST if request.method == "POST" else None,
        initial=page.initial,
        zone=slots.viewer_zone(),
        zone_label=page.zone,
        is_booked=is_booked,
    )
    if form.is_bound and form.is_valid() and save(request, page, form):
        flash(request, _("The time is saved, and who comes is told.") if is_booked else _("The time is saved."))
        return redirect("mentoring:slots")
    context = {"page": page, "form": form, "crumbs": crumbs()}
    return render(request, "mentoring/appointments/slot.html", context)


def save(request: SignedInRequest, page: slots.SlotPage, form: SlotForm) -> bool:
    """Save a time; tell whether it was. What another window saved meanwhile is said, and the next try counts as seen."""
    call = partial(services.change_slot, actor=request.user, slot_id=page.slot.pk, now=clock.now())
    said = form.cleaned_data
    words = partial(call, version=said["version"] or 0, meeting=form.meeting(), word=said.get("word", ""))
    if attempt(form, words) is not None:
        return True
    form.see_newer(page.slot.version)
    return False


@signed_in
@require_POST
def withdraw(request: SignedInRequest, token: str) -> HttpResponse:
    """Offer a time no longer."""
    page = slots.slot_page(request.user, request.school, token, clock.now())
    services.withdraw_slot(actor=request.user, slot_id=page.slot.pk, now=clock.now())
    flash(request, _("The time is withdrawn."), undo_url=reverse("mentoring:restore_slot", args=[token]))
    return redirect("mentoring:slots")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Offer a withdrawn time again."""
    page = slots.slot_page(request.user, request.school, token, clock.now())
    services.restore_slot(actor=request.user, slot_id=page.slot.pk, now=clock.now())
    flash(request, _("The time is offered again."))
    return redirect("mentoring:slots")


@signed_in
@require_POST
def withdraw_series(request: SignedInRequest, series: str) -> HttpResponse:
    """Offer no longer what nobody has booked of a series."""
    slots.check_can_publish(request.user, request.school)
    count = services.withdraw_series(actor=request.user, school=request.school, series=series, now=clock.now())
    said = ngettext("%(count)d time is withdrawn.", "%(count)d times are withdrawn.", count)
    flash(request, said % {"count": count})
    return redirect("mentoring:slots")


@never_cache
@signed_in
@require_GET
def all_appointments(request: SignedInRequest) -> HttpResponseBase:
    """Show a methodist who comes to whom."""
    found = pages.all_listing(request.user, request.school, request.GET)
    return tables.answer(request, found, "mentoring/appointments/all.html", {})


def crumbs() -> list[dict[str, str]]:
    """Return the way to a time at a mentor's desk."""
    return [{"label": _("My times"), "url": reverse("mentoring:slots")}]
