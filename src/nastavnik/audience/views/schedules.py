"""Reports that are sent by themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.audience.enums import Every
from nastavnik.audience.forms.reports import ScheduleForm
from nastavnik.audience.selectors.reports.schedules import people_of_desk, schedule_for, schedules_page
from nastavnik.audience.services import reports as services
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def schedules(request: SignedInRequest) -> HttpResponse:
    """Show to whom the report is sent, and add to them."""
    scheduled = schedules_page(request.user, request.school)
    form = ScheduleForm(request.POST if request.method == "POST" else None, people=people_of_desk(request.school))
    if request.method == "POST" and form.is_valid():
        services.add_schedule(
            actor=request.user,
            school=request.school,
            every=Every(form.cleaned_data["every"]),
            receiver_tokens=form.cleaned_data["receivers"],
            now=clock.now(),
        )
        flash(request, _("The report will be sent by itself, for the first time when the present period is over."))
        return redirect("audience:schedules")
    return render(request, "audience/frozen/schedules.html", {"scheduled": scheduled, "form": form})


@signed_in
@require_POST
def stop(request: SignedInRequest, token: str) -> HttpResponse:
    """Send a report no more."""
    _switch(request, token, is_on=False)
    undo = reverse("audience:resume_schedule", args=[token])
    flash(request, _("The report is not sent any more; those that were sent stay."), undo_url=undo)
    return redirect("audience:schedules")


@signed_in
@require_POST
def resume(request: SignedInRequest, token: str) -> HttpResponse:
    """Send a report again."""
    _switch(request, token, is_on=True)
    flash(request, _("The report is sent again, from the next period on."))
    return redirect("audience:schedules")


def _switch(request: SignedInRequest, token: str, *, is_on: bool) -> None:
    schedule = schedule_for(request.user, request.school, token)
    services.switch_schedule(actor=request.user, schedule_id=schedule.pk, is_on=is_on, now=clock.now())
