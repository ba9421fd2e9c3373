"""The desk: what is submitted to portals by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.live.forms.submissions import RuleForm, SubmittedForm
from nastavnik.live.papers.cover import cover_of
from nastavnik.live.selectors.submissions import desk as selectors
from nastavnik.live.services import submissions as services


@never_cache
@signed_in
@require_GET
def submissions(request: SignedInRequest) -> HttpResponse:
    """Show what has to be submitted, and until when."""
    page = selectors.submissions_page(request.user, request.school, clock.now())
    return render(request, "live/desk/submissions.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def submission(request: SignedInRequest, lesson: str, channel: str) -> HttpResponse:
    """Hand out the texts of a lesson for a portal; write down that they were submitted."""
    kit = selectors.submission_kit(request.user, request.school, lesson, channel, clock.now())
    initial = {"portal_id": kit.row.portal_id, "page_url": kit.page_url}
    form = SubmittedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.note_submitted(
            actor=request.user, lesson_uid=lesson, channel_token=channel, now=clock.now(), **form.cleaned_data
        )
        flash(request, _("It is written down that the lesson is submitted."))
        return redirect("live:submission", lesson, channel)
    context = {"kit": kit, "form": form, "crumbs": crumbs()}
    return render(request, "live/desk/submission.html", context)


@signed_in
@require_POST
def skip(request: SignedInRequest, lesson: str, channel: str) -> HttpResponse:
    """Say that a lesson does not go to a portal, or that it does after all."""
    selectors.submission_kit(request.user, request.school, lesson, channel, clock.now())
    services.skip(
        actor=request.user,
        lesson_uid=lesson,
        channel_token=channel,
        is_skipped=request.POST.get("skip") == "1",
        now=clock.now(),
    )
    return redirect("live:submission", lesson, channel)


@signed_in
@require_POST
def moved(request: SignedInRequest, lesson: str, channel: str) -> HttpResponse:
    """Write down that the new time of a lesson stands at the portal."""
    selectors.submission_kit(request.user, request.school, lesson, channel, clock.now())
    services.note_moved(actor=request.user, lesson_uid=lesson, channel_token=channel, now=clock.now())
    flash(request, _("It is written down that the new time stands at the portal."))
    return redirect("live:submission", lesson, channel)


@signed_in
@require_POST
def check(request: SignedInRequest, lesson: str, channel: str) -> HttpResponse:
    """Ask the portal whether the event is published."""
    selectors.submission_kit(request.user, request.school, lesson, channel, clock.now())
    state = services.check(actor=request.user, lesson_uid=lesson, channel_token=channel, now=clock.now())
    flash(request, _("The portal says: %(state)s.") % {"state": state.label})
    return redirect("live:submission", lesson, channel)


@never_cache
@signed_in
@require_GET
def cover(request: SignedInRequest, lesson: str, channel: str) -> HttpResponse:
    """Answer with the picture of a lesson in the size that the portal takes."""
    told = selectors.cover_told(request.user, request.school, lesson, channel)
    headers = {"Content-Disposition": f'attachment; filename="{lesson}.jpg"'}
    return HttpResponse(cover_of(told), content_type="image/jpeg", headers=headers)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rule(request: SignedInRequest, token: str) -> HttpResponse:
    """Say how a channel wants to be asked."""
    page = selectors.rule_page(request.user, request.school, token)
    known = {"lead_days": page.lead_days}
    form = RuleForm(request.POST or None, has_key=page.has_key, has_export=page.has_export, initial=known)
    if request.method == "POST" and form.is_valid():
        services.set_rule(actor=request.user, channel_token=token, now=clock.now(), **form.rule())
        flash(request, _("How this channel wants to be asked is saved."))
        return redirect("live:submissions")
    context = {"form": form, "page": page, "crumbs": crumbs()}
    return render(request, "live/desk/submission_rule.html", context)


def crumbs() -> list[dict[str, str]]:
    """Return the way to a submission."""
    return [
        {"label": _("Broadcasts"), "url": reverse("live:broadcasts")},
        {"label": _("Submissions to portals"), "url": reverse("live:submissions")},
    ]
