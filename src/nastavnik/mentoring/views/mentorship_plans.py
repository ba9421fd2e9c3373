"""Development plans and meetings: forms that lose nothing."""

from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.mentorships import ActionForm, LineForm, MeetingForm
from nastavnik.mentoring.selectors.mentorships import plan as selectors
from nastavnik.mentoring.selectors.mentorships.plan import PlanPage, WrittenMeeting
from nastavnik.mentoring.services.mentorships import meetings, plans
from nastavnik.mentoring.services.mentorships.refusals import MeetingChangedMeanwhile
from nastavnik.mentoring.views.mentorship_parts import own_crumbs

TICKS = ("is_held", "is_shared")


# --- plans -----------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def plan(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a development plan."""
    page = selectors.plan_page(request.user, request.school, token, clock.now())
    return show_plan(request, page)


def show_plan(
    request: SignedInRequest, page: PlanPage, form: ActionForm | None = None, number: int | None = None
) -> HttpResponse:
    """Show a plan; `form`: an action of the line `number` that could not be added."""
    crumbs = own_crumbs((page.person.name, page.mentorship_url))
    context = {"page": page, "crumbs": crumbs, "action_form": ActionForm(), "wrong_form": form, "wrong_line": number}
    return render(request, "mentoring/mentorships/plan.html", context)


@never_cache
@signed_in
@require_POST
def agree(request: SignedInRequest, token: str) -> HttpResponse:
    """Note that the two have agreed on the plan."""
    page = selectors.plan_page(request.user, request.school, token, clock.now())
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < len(str(2**31)) else -1
    plans.agree(actor=request.user, mentee_id=page.pk, version=seen, now=clock.now())
    flash(request, _("It is noted that you have agreed on the plan."))
    return redirect("mentoring:plan", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new_line(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a line to a plan."""
    return write_line(request, token, None)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_line(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Change a line of a plan."""
    return write_line(request, token, number)


def write_line(request: SignedInRequest, token: str, number: int | None) -> HttpResponse:
    """Show the form of a line, or keep what was typed into it."""
    page = selectors.line_to_edit(request.user, request.school, token, number)
    form = LineForm(request.POST or None, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {
            "mentee_id": page.mentee_pk,
            "line_id": number,
            "version": form.read_version,
            "line": form.line(),
        }
        if attempt(form, lambda: plans.write_line(actor=request.user, now=clock.now(), **words)) is not None:
            return redirect("mentoring:plan", token)
    title = _("A line of the plan") if number is None else page.competence
    context = {
        "form": form,
        "title": title,
        "lead": page.name,
        "submit": _("Save"),
        "back_url": page.url,
        "crumbs": own_crumbs((page.name, page.url)),
    }
    return render(request, "mentoring/mentorships/form.html", context)


@never_cache
@signed_in
@require_POST
def remove_line(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Take a line out of a plan."""
    page = selectors.line_to_edit(request.user, request.school, token, number)
    plans.remove_line(actor=request.user, mentee_id=page.mentee_pk, line_id=number, now=clock.now())
    flash(request, _("The line is taken out of the plan: %(line)s") % {"line": page.competence})
    return redirect("mentoring:plan", token)


@never_cache
@signed_in
@require_POST
def add_action(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Add an action to a line."""
    line = selectors.line_to_edit(request.user, request.school, token, number)
    form = ActionForm(request.POST)
    if form.is_valid():
        words: dict[str, Any] = {"mentee_id": line.mentee_pk, "line_id": number, **form.cleaned_data}
        if attempt(form, lambda: plans.add_action(actor=request.user, now=clock.now(), **words)) is not None:
            return redirect(f"{line.url}#line-{number}")
    page = selectors.plan_page(request.user, request.school, token, clock.now())
    return show_plan(request, page, form, number)


@never_cache
@signed_in
@require_POST
def change_action(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Say that an action is done, or is not, or take it away."""
    page = selectors.line_to_edit(request.user, request.school, token, None)
    deed: dict[str, Any] = {"actor": request.user, "mentee_id": page.mentee_pk, "action_id": number, "now": clock.now()}
    if "remove" in request.POST:
        plans.remove_action(**deed)
    else:
        plans.set_action(**deed, is_done="done" in request.POST)
    return redirect("mentoring:plan", token)


# --- meetings --------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new_meeting(request: SignedInRequest, token: str) -> HttpResponse:
    """Plan a meeting, or write down one that took place."""
    page = selectors.new_meeting(request.user, request.school, token, clock.now())
    form = meeting_form(request, page)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"mentorship_id": page.mentorship_pk, "written": form.written(request.school.zone)}
        if attempt(form, lambda: meetings.write_meeting(actor=request.user, now=clock.now(), **words)) is not None:
            flash(request, _("The meeting is saved."))
            return redirect("mentoring:mentorship", token)
    draft_url = reverse("mentoring:draft_of_new_meeting", args=[token])
    return show_meeting(request, page, form, title=_("A meeting"), draft_url=draft_url)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_meeting(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a meeting; what the other has changed meanwhile is shown beside, and nothing of it is overwritten."""
    page = selectors.meeting_to_edit(request.user, request.school, token)
    form, theirs = meeting_form(request, page), None
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {
            "meeting_id": page.pk,
            "version": form.read_version,
            "written": form.written(request.school.zone),
        }
        try:
            meetings.change_meeting(actor=request.user, now=clock.now(), **words)
        except MeetingChangedMeanwhile as refusal:
            form, theirs = again(request, page), page.initial
            form.add_error(None, str(refusal.message))
        else:
            flash(request, _("The meeting is saved."))
            return redirect(page.mentorship_url)
    draft_url = reverse("mentoring:draft_of_meeting", args=[token])
    return show_meeting(request, page, form, title=_("A meeting"), draft_url=draft_url, theirs=theirs)


def meeting_form(request: SignedInRequest, page: WrittenMeeting) -> MeetingForm:
    """Return the form of a meeting: as it was posted, as it was left unsaved, or as it is."""
    if request.method == "POST":
        return MeetingForm(request.POST, people=page.people)
    unsaved = unsaved_values(page.unsaved) if page.unsaved is not None else {}
    return MeetingForm(initial=page.initial | unsaved, people=page.people)


def unsaved_values(posted: QueryDict) -> dict[str, object]:
    """Return what was left unsaved as a form begins with it."""
    known = {name: posted[name] for name in MeetingForm.base_fields if name in posted}
    ticked = [int(number) for number in posted.getlist("user_ids") if number.isdecimal()]
    return {**known, "user_ids": ticked, **{name: name in posted for name in TICKS}}


def again(request: SignedInRequest, page: WrittenMeeting) -> MeetingForm:
    """Return what was posted as it can be saved over what the other has written, once that was seen."""
    posted = request.POST.copy()
    posted["version"] = str(page.initial["version"])
    form = MeetingForm(posted, people=page.people)
    form.full_clean()
    return form


def show_meeting(
    request: SignedInRequest,
    page: WrittenMeeting,
    form: MeetingForm,
    *,
    title: str,
    draft_url: str,
    theirs: dict[str, object] | None = None,
) -> HttpResponse:
    """Show the form of a meeting."""
    context = {
        "page": page,
        "form": form,
        "title": title,
        "draft_url": draft_url,
        "theirs": theirs,
        "is_unsaved": request.method == "GET" and page.unsaved is not None,
        "crumbs": own_crumbs((page.heading, page.mentorship_url)),
    }
    return render(request, "mentoring/mentorships/meeting.html", context)


@never_cache
@signed_in
@require_POST
def draft_of_new(request: SignedInRequest, token: str) -> JsonResponse:
    """Keep what is typed of a new meeting."""
    page = selectors.new_meeting(request.user, request.school, token, clock.now())
    return keep(request, page)


@never_cache
@signed_in
@require_POST
def draft_of_meeting(request: SignedInRequest, token: str) -> JsonResponse:
    """Keep what is typed of a meeting."""
    return keep(request, selectors.meeting_to_edit(request.user, request.school, token))


def keep(request: SignedInRequest, page: WrittenMeeting) -> JsonResponse:
    """Keep what is typed, without the token of the form."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    meetings.keep_draft(
        actor=request.user,
        mentorship_id=page.mentorship_pk,
        meeting_id=page.pk,
        posted=posted.urlencode(),
        now=clock.now(),
    )
    return JsonResponse({"saved": True})


@never_cache
@signed_in
@require_POST
def remove_meeting(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a planned meeting away."""
    page = selectors.meeting_to_edit(request.user, request.school, token)
    assert page.pk is not None  # it is one that was saved
    meetings.remove_meeting(actor=request.user, meeting_id=page.pk, now=clock.now())
    flash(request, _("The meeting is taken out of the plan."))
    return redirect(page.mentorship_url)
