"""The question while it is written: the page of consultations, the form that keeps itself, suggestions."""

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.http.refusals import REFUSED_STATUS
from nastavnik.mentoring.forms.asking import QuestionForm, read_files
from nastavnik.mentoring.selectors import asking as selectors
from nastavnik.mentoring.selectors.asking import AskPage
from nastavnik.mentoring.selectors.public.pages import answers_by_theme
from nastavnik.mentoring.selectors.suggestions import answers_for
from nastavnik.mentoring.services import asking as services
from nastavnik.mentoring.views import asking_parts as parts
from nastavnik.mentoring.views.kept_words import keeping_words, take_kept
from nastavnik.search.services import may_suggest


@require_safe
def consultations(request: Request) -> HttpResponse:
    """Show where to ask, what one has asked, and the themes of public answers."""
    page = selectors.consultations_page(request.user, request.school)
    context = {"page": page, "shelf": answers_by_theme(request.school)}
    response = render(request, "mentoring/consultations.html", context)
    if not page.is_guest:
        add_never_cache_headers(response)
    return response


@never_cache
@keeping_words
@signed_in
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a question, perhaps about a moment of a film; nothing is kept before something is posted."""
    kept = take_kept(request) if request.method == "GET" else {}
    told = request.POST.dict() if request.method == "POST" else request.GET.dict() | kept
    page = selectors.new_page(request.user, request.school, video=told.get("video", ""), seconds=told.get("t", ""))
    if request.method == "POST":
        return write(request, replace(page, token=parts.token_of(request)))
    if kept:
        page = replace(page, token=parts.checked(kept.get("token", "")))
    initial = page.initial | {"subject": request.GET.get("subject", "")} | kept
    return parts.show_form(request, page, QuestionForm(page.themes, None, **initial))


@never_cache
@keeping_words
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Go on with a draft; whichever button was pressed, all that is on the page is kept first."""
    page = selectors.edit_page(request.user, request.school, token)
    if request.method == "POST":
        return write(request, page)
    initial = page.initial | {"version": page.version} | take_kept(request)
    return parts.show_form(request, page, QuestionForm(page.themes, None, **initial))


def write(request: SignedInRequest, page: AskPage) -> HttpResponse:
    """Keep the question, attach what was chosen, and do what the pressed button says."""
    form = QuestionForm(page.themes, request.POST)
    if not form.is_valid():
        return parts.show_form(request, page, form)
    try:
        draft_id = parts.keep(request, page, form)
    except Refusal as refusal:
        newer = refusal if isinstance(refusal, services.WrittenElsewhere) else None
        form.refuse(refusal, newer.current if newer else None)
        return parts.show_form(request, page, form, newer=newer)
    files = read_files(request.FILES)
    refused = services.attach(actor=request.user, consultation_id=draft_id, files=files, now=clock.now())
    parts.tell_refused(request, refused)
    return parts.do(request, page, draft_id, is_whole=not refused)


@signed_in
@require_POST
def autosave(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what a script sends while one types; say which version it is now."""
    posted = request.POST
    page = selectors.new_page(request.user, request.school, video=posted.get("video", ""), seconds=posted.get("t", ""))
    form = QuestionForm(selectors.every_theme(request.school), posted)
    if not form.is_valid():
        return HttpResponse(_("Not kept yet: look at what is marked in the form."), status=REFUSED_STATUS)
    draft_id = parts.keep(request, replace(page, token=token), form)
    return JsonResponse({"version": selectors.version_of(draft_id)})


@never_cache
@signed_in
@require_POST
def suggestions(request: SignedInRequest) -> HttpResponse:
    """Show what may answer the words so far, as a part of a page. Posted: the words of a question stand in no address."""
    answers = []
    if may_suggest(address=request.META["REMOTE_ADDR"]):
        subject, text = request.POST.get("subject", ""), request.POST.get("text", "")
        answers = answers_for(request.user, request.school, subject, text, clock.now())
    return render(request, "mentoring/parts/answers.html", {"answers": answers})


@signed_in
@require_POST
def helped_before(request: SignedInRequest) -> HttpResponse:
    """Note that a suggestion has answered the question: it is not asked, and counted."""
    draft = services.note_helped_before(
        actor=request.user,
        school=request.school,
        key=request.POST.get("helped", ""),
        token=request.POST.get("token", ""),
        now=clock.now(),
    )
    undo_url = reverse("mentoring:do_question", args=[draft.token, "bring-back"]) if draft else ""
    flash(request, _("Good. The question was not sent, and its draft is put away."), undo_url=undo_url)
    return redirect("mentoring:consultations")
